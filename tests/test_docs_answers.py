"""The page on what people look for is executed: its commands answer what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from story import tell


@pytest.mark.sources
def test_what_people_look_for(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a register made by the commands before each, from the terms that the page itself prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    monkeypatch.setenv("DEPOSITARY_TODAY", "2012-06-01")
    assert len(tell((project / "docs/answers.md").read_text("utf-8"))) > 15
