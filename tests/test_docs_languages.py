"""The page on other languages is executed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from story import check, steps


@pytest.mark.sources
def test_the_page_speaks_french_and_russian(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command answers as the page says, on a register made by the commands before it."""
    shutil.copytree(project / "demo/terms", tmp_path / "demo/terms")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    for step in steps((project / "docs/in-other-languages.md").read_text("utf-8")):
        check(step)
