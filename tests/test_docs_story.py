"""The story of a year of co-operation is executed, and uses the record of every article."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from story import check, steps


@pytest.mark.sources
def test_a_year_of_cooperation(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command answers as the page says, on a register made by the commands before it."""
    shutil.copytree(project / "demo/terms", tmp_path / "demo/terms")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    for step in steps((project / "docs/a-year-of-cooperation.md").read_text("utf-8")):
        check(step)
