"""The tutorial: whoever follows the page sees what it says, from a list taken over to the proof for an auditor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commandline import run
from story import steps, tell

pytestmark = pytest.mark.sources


@pytest.fixture
def page(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", f"sqlite:///{tmp_path / 'rivers.db'}")
    monkeypatch.setenv("DEPOSITARY_DOCUMENTS", str(tmp_path / "papers"))
    return (project / "docs/tutorial.md").read_text(encoding="utf-8")


def test_every_command_answers_as_the_page_says(page: str) -> None:
    """What is written into files is there, too, and the record is whole in the end."""
    tell(page)
    assert run("audit replay").code == 0


def test_there_are_twelve_stories_each_with_a_command(page: str) -> None:
    """Numbered from 1 to 12."""
    parts = re.split(r"^## (\d+)\. ", page, flags=re.MULTILINE)[1:]
    assert parts[::2] == [str(number) for number in range(1, 13)]
    assert all(steps(story) for story in parts[1::2])
