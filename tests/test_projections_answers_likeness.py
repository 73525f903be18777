"""A colleague's mistake does not pass without a word: the same act, typed by a second clerk, is told to be alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import Office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Harbour in force, with an activity as #4."""
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    office.into_force()
    office.done("activity begin harbour --on 2024-03-01 --title survey")
    return office


@pytest.mark.parametrize(
    ("line", "hinted"),
    [
        ("activity begin harbour --on 2024-03-01 --title survey --actor ben", True),
        ("activity begin harbour --on 2024-03-01 --title survey --note 'from the files' --actor ben", True),
        ("activity begin harbour --on 2024-03-01 --title diving --actor ben", False),
        ("activity begin harbour --on 2024-03-02 --title survey --actor ben", False),
        ("activity begin harbour --on 2024-03-01 --title survey --actor ben --again", False),
        ("activity begin harbour --on 2024-03-01 --title survey", False),
    ],
)
def test_what_is_on_record_already_is_told(office: Office, line: str, hinted: bool) -> None:
    """By another clerk, with another note; not what is meant (`--again`), and not what is repeated to the letter."""
    ran = office.done(line)
    assert ("#5 says what #4 of harbour says already" in ran.err) == hinted
    if hinted:
        office.done("strike", "harbour", "5", "--reason", "entered twice", "--yes")


def test_what_was_struck_is_like_nothing(office: Office) -> None:
    """It does not stand any more."""
    office.done("strike", "harbour", "4", "--reason", "misread", "--yes")
    ran = office.done("activity begin harbour --on 2024-03-01 --title survey --actor ben")
    assert "says already" not in ran.err


def test_a_note_of_many_is_not_compared_one_by_one(office: Office) -> None:
    """All lines of one call are told, as far as they are few."""
    line = '{"agreement":"harbour","act":"activity_begun","on":"2024-03-01","title":"survey"}'
    ran = office.done("record -", stdin=f"{line}\n{line}\n")
    assert [f"#{seq} says what" in ran.err for seq in (5, 6, 7)] == [True, True, False]
