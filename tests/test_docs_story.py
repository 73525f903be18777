"""The story of a year of co-operation is executed, and uses the record of every article."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commandline import run
from story import tell


@pytest.mark.sources
def test_a_year_of_cooperation(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command answers as the page says, on a register made by the commands before it."""
    shutil.copytree(project / "demo/terms", tmp_path / "demo/terms")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    tell((project / "docs/a-year-of-cooperation.md").read_text("utf-8"))


@pytest.mark.sources
def test_taking_over_a_list(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So does each of the page on lists, in a folder with the list and the map of the demonstration."""
    for name in ("list.csv", "list.map.yaml"):
        (tmp_path / "demo").mkdir(exist_ok=True)
        shutil.copy(project / "demo" / name, tmp_path / "demo" / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    assert run("init").code == 0
    tell((project / "docs/taking-over.md").read_text("utf-8"))
