"""How far long work has come is told at a terminal, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import DOCKET
from office import Office
from terminal import on_terminal

from aggregates.ground import progress

LINE = json.dumps({"agreement": "icmpd-wco", "act": "activity_begun", "activity": "P1", "on": "2000-02-01"})

LONG = [
    ("record more.jsonl --batch 1 --yes", ["Recording … 1 event"]),
    ("rebuild", ["Replaying … 15 events, about "]),
    ("rebuild --dry-run", ["Replaying … 15 events, about "]),
    ("audit replay", ["Replaying … 15 events"]),
    ("audit verify", ["Verifying … 15 events"]),
    ("audit export other", ["Writing … 2 events, about ", "Writing … 14 events, about "]),
    ("audit export other.zip", ["Writing … 14 events, about "]),
    (
        "import bundle --db sqlite:///empty.db",
        ["Reading the bundle … 14 events", "Taking over … 14 events, about ", "Replaying … 15 events, about "],
    ),
]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The demonstration register, #1 to #15, a bundle of it, and an empty register beside it."""
    monkeypatch.setattr(progress, "EVERY", 2)
    office = Office(tmp_path, monkeypatch)
    for line in DOCKET.strip().splitlines():
        office.done(line)
    office.done("audit export bundle")
    office.done("init --db sqlite:///empty.db")
    Path("more.jsonl").write_text(LINE + "\n", encoding="utf-8")
    return office


@pytest.mark.parametrize(("line", "told"), LONG)
def test_progress_is_told_at_a_terminal(office: Office, line: str, told: list[str]) -> None:
    """One line, written over again and again, that is gone before the answer stands there."""
    ran = on_terminal(*line.split(), columns=100)
    assert ran.code == 0, ran.out
    assert [says for says in told if f"\r{says}" not in ran.out] == []
    last = ran.out.rpartition("\x1b[K\r")[2]
    assert last.startswith("\x1b[K")
    assert " … " not in last


@pytest.mark.parametrize(("line", "told"), LONG)
def test_it_is_told_to_nobody_else(office: Office, line: str, told: list[str]) -> None:
    """A pipe gets none of it, nor a reader of data at a terminal."""
    assert " … " not in office.done(line).err


@pytest.mark.parametrize("line", ["audit replay", "audit export other"])
def test_a_reader_of_data_gets_none_of_it(office: Office, line: str) -> None:
    """Even at a terminal the answer is data, and stays clean."""
    ran = on_terminal(*line.split(), "--format", "json", columns=100)
    assert " … " not in ran.out
    assert json.loads(ran.out)
