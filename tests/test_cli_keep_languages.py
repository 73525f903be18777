"""The pages of who opens and who keeps a register, in another language: names and commands alone stay as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commandline import DOCKET, TERMS, Ran
from office import Office
from reversed import REVERSED
from vocabulary import unturned

from cli.commands.keep.audit import COMMANDS as AUDIT
from cli.main import COMMANDS
from cli.terminal.config import SETTINGS
from cli.terminal.session import Session
from lifecycle.course.machine import State
from projections.models.definitions.tables import metadata

NAMES = (
    *("wco-caricc", "icmpd-wco", "WCO", "ICMPD", "Brussels", "clerk", "UTC", "wal", "contact", "sha256", "bundle"),
    *("DEPOSITARY_DB", "DEPOSITARY_ACTOR", "DEPOSITARY_CHECKPOINT_COPY", "DEPOSITARY_KEYS", "table", "auto", "shown"),
    "none",  # what the setting of an office says
    *("Memorandum of Understanding on Co-operation between the WCO and CARICC", *SETTINGS, "en"),
    "Memorandum of Understanding on Co-operation between ICMPD and the WCO",
    "Input data was truncated",  # says the library that reads JSON
)

COLUMNS = (*metadata.tables, *(column.name for table in metadata.tables.values() for column in table.c), *State)
"""What rows of the database are told by."""

NAMED = re.compile(
    r"depositary/[0-9a-f]{32}(\+\S+)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,64}…?|/\S+|\S*\.(?:db|tlog-proof|checkpoint|tsq|tsr|pem|zip|toml)\b\S*"
)
"""Origins and their keys, streams, digests, and files."""

TYPED = re.compile(r"depositary [a-z].*|--[a-z].*")
"""A command to type, or an option, up to the end of its line."""

AS_STORED = re.compile(r"depositary-event/1 .*|(?<=ton derots: ).*|(?<=ton ni eht gol: ).*|\{\"kind\".*")
"""A recording as it is hashed, or a row of the read models."""

CITED = re.compile(r"VCLT-IO \d[\da-z()]*( and \d[\da-z()]*)*")

PAGES = {
    "audit replay": ["audit replay", "audit replay --agreement wco-caricc --until '#6'"],
    "audit verify": ["audit verify", "audit verify --checkpoint saved.db.checkpoint"],
    "audit prove": ["audit prove 3"],
    "audit stamp-request": ["audit stamp-request saved.db.checkpoint"],
    "audit documents": ["audit documents"],
    "audit export": ["audit export bundle", "audit export bundle.zip"],
    "rebuild": ["rebuild", "rebuild --dry-run"],
    "db": ["db status", "db upgrade", "db four-eyes", "db four-eyes on"],
    "backup": ["backup other.db"],
    "restore": ["restore saved.db --yes"],
    "erase": ["erase Ada --dry-run", "erase Ada --yes"],
    "doctor": ["doctor"],
    "config": ["config show"],
    "check": [f"check {TERMS / name}.yaml" for name in ("wco-caricc", "icmpd-wco")],
}
"""The commands that need nothing but the register, by name; to add one: its line here."""

ELSEWHERE = {
    "audit": "is a group",
    "audit checkpoint": "prints a note as it is signed",
    "audit public-key": "prints keys",
    "audit accept-key": "prints no page",
    "audit rotate-key": "prints a note as it is signed, and is tested below",
    "audit verify-proof": "is tested below",
    "audit verify-stamp": "is tested below",
    "import": "is tested below",
    "init": "is tested below",
    "draft": "is a recording",
    "serve": "answers with pages of its own, tested where they are",
}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The demonstration register with a person in it, a backup beside it, and a reader of another language."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("DEPOSITARY_ACTOR", "clerk")
    for line in DOCKET.strip().splitlines():
        office.done(line)
    Path("letter").write_text("Your Excellency", "utf-8")
    office.done("contact designate wco-caricc --by WCO --contact Ada --on 2010-05-04 --document letter")
    office.done("backup saved.db")
    monkeypatch.setattr(Session, "language", REVERSED)
    return office


def english(ran: Ran, *names: str) -> list[str]:
    """Give the words that stay English in what a command has printed and said."""
    text = ran.out + ran.err
    for left_alone in (AS_STORED, TYPED, CITED, NAMED):
        text = left_alone.sub(" ", text)
    return unturned(text, *NAMES, *names)


def test_every_page_is_held_to_it() -> None:
    """A new command is not forgotten."""
    named = {row.name for section in ("Open", "Keep") for row in COMMANDS[section]}
    assert PAGES.keys() | ELSEWHERE.keys() == named | {f"audit {row.name}" for row in AUDIT}


@pytest.mark.parametrize("line", [line for lines in PAGES.values() for line in lines])
def test_no_word_of_a_page_stays_english(line: str, office: Office) -> None:
    """What is not translated has gone through no message."""
    ran = office.call(line)
    assert ran.code in (0, 3), ran.err
    assert english(ran) == [], ran.out
    assert re.search(r"[a-z]{3}", ran.out), "a page without a word shows nothing"


def test_a_register_is_made_and_its_key_exchanged_in_the_reader_s_language(office: Office) -> None:
    """What is said beside an answer."""
    ran = office.done("init --db another.db")
    assert english(ran) == [], ran.err
    ran = office.done("audit rotate-key")
    assert english(Ran(0, "", ran.err)) == [], ran.err


def test_what_was_handed_out_is_verified_in_the_reader_s_language(office: Office) -> None:
    """Proof and bundle, sound; a proof with another key, and a stamp that is none."""
    key = office.done("audit public-key").out.strip()
    office.done("audit prove 3")
    ran = office.done("audit", "verify-proof", "3.tlog-proof", "--key", key)
    assert english(ran) == [], ran.out
    office.done("init --db another.db")
    other = office.done("audit public-key --db another.db").out.strip()
    ran = office.call("audit", "verify-proof", "3.tlog-proof", "--key", other)
    assert (ran.code, english(ran)) == (3, []), ran.out
    office.done("audit export bundle")
    ran = office.done("import bundle --db another.db")
    assert english(ran, "bundle") == [], ran.out


@pytest.mark.sources
def test_a_stamp_is_verified_in_the_reader_s_language(office: Office, project: Path) -> None:
    """With its moment."""
    stamp = project / "demo" / "stamp"
    files = ("--reply", stamp / "reply.tsr", "--root", stamp / "root.pem")
    ran = office.done("audit", "verify-stamp", stamp / "checkpoint", *files)
    assert english(ran) == [], ran.out


DAMAGE = {
    "contents": "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), '2010-03-30', '2010-03-29') AS BLOB)",
    "order": "DELETE FROM events WHERE seq IN (3, 4)",
    "places": "UPDATE events SET originator_version = 9 WHERE seq = 3",
    "moments": "UPDATE events SET recorded_at = 1 WHERE seq = 3",
    "unreadable": "UPDATE events SET state = X'7B' WHERE seq = 3",
    "shortened": "DELETE FROM events WHERE seq > 14",
    "read models": "DELETE FROM status_periods WHERE subject = 0",
}
"""What a stranger does to the register."""


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("line", ["audit verify", "audit replay", "rebuild --dry-run", "doctor"])
def test_what_is_wrong_is_told_in_the_reader_s_language(line: str, damage: str, office: Office) -> None:
    """Whatever is found; an error is said in English as yet."""
    office.tamper("DELETE FROM idempotency", damage)
    ran = office.call(line)
    assert ran.code in (0, 3, 13, 74)
    assert english(Ran(ran.code, ran.out, ""), *COLUMNS) == [], ran.out
