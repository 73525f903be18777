"""The audit from the command line: what a replay finds, and what the upkeep commands do about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from office import HARBOUR, Office
from stores import Place

from projections.models.differing import Beside, differing


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with harbour in force since 2024-02-15 (#1 to #3), an irregular act (#4) and a notice (#5)."""
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    office.into_force()
    office.done("sign harbour --by NORTH --on 2024-03-01 --irregular ceremonial")
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    return office


# A sound register


def test_a_sound_register_replays_to_what_it_says(office: Office) -> None:
    """Order, contents, rulings, read models: exit 0."""
    ran = office.done("audit replay")
    assert [line.split()[:2] for line in ran.out.splitlines()[1:6]] == [
        ["✓", "order"],
        ["✓", "contents"],
        ["✓", "rulings"],
        ["✓", "states"],
        ["✓", "read"],
    ]
    assert "#1 to #5, no gaps" in ran.out
    assert "5 of 5 events as today's rules" in ran.out
    assert ran.err == ""


def test_an_empty_register_replays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is recorded, nothing differs."""
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    answer = office.done("audit replay --format json").json
    assert (answer["events"], answer["intact"], answer["differences"]) == (0, True, [])


def test_a_late_act_leaves_the_rulings_of_its_day_as_they_are(office: Office) -> None:
    """A ruling is compared with what was known when it was made, not with what was learnt later."""
    office.done("notice harbour --by SOUTH --on 2024-06-30 --yes")
    office.done("audit replay")


def test_one_agreement_up_to_a_recording(office: Office) -> None:
    """`--agreement` and `--until` narrow it."""
    office.done("record", "-", stdin=f'{{"act": "drafted", "on": "2024-01-10", "terms_file": "{_other(office)}"}}')
    answer = office.done("audit replay --agreement harbour --until #3 --format json").json
    assert (answer["events"], answer["agreements"], answer["head"]) == (3, 1, 3)
    assert office.call("audit replay --agreement harbor").code == 4
    assert office.call("audit replay --until #7").code == 4


def _other(office: Office) -> str:
    text = HARBOUR.read_text(encoding="utf-8").replace("agreement: harbour", "agreement: port")
    (office.folder / "port.yaml").write_text(text, encoding="utf-8")
    return "port.yaml"


def test_a_replay_needs_a_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 10; an audit records nothing, so nothing is said of that."""
    ran = Office(tmp_path, monkeypatch).call("audit replay")
    assert ran.code == 10
    assert "Nothing was recorded" not in ran.err


def test_progress_is_told_on_a_terminal_only(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stderr, so that the answer stays clean."""
    assert office.done("audit replay").err == ""
    monkeypatch.setattr("commandline.Stream.isatty", lambda stream: True)
    assert "Replaying … 5 events" in office.done("audit replay").err


# A stranger's hand


@pytest.mark.parametrize(
    ("statement", "check", "seq", "says"),
    [
        (
            "UPDATE events SET state = CAST(replace(state, 'NORTH', 'SOUTH') AS BLOB) WHERE seq = 2",
            "contents",
            2,
            "does not match its hash",
        ),
        ("UPDATE events SET state = X'7B' WHERE seq = 3", "contents", 3, "event #3"),
        ("UPDATE events SET recorded_at = 1 WHERE seq = 3", "order", 3, "recorded before #2"),
        ("DELETE FROM events WHERE seq = 3", "order", 4, "#3 missing from the log"),
        ("DELETE FROM events WHERE seq IN (2, 3)", "order", 4, "#2 to #3 missing from the log"),
        ("DELETE FROM events WHERE seq = 1", "order", 2, "#1 missing from the log"),
        ("UPDATE events SET originator_version = 9 WHERE seq = 4", "order", 4, "version 9 of its agreement"),
    ],
)
def test_a_stranger_s_hand_in_the_log_is_found(office: Office, statement: str, check: str, seq: int, says: str) -> None:
    """Exit 3, with the recording and what is wrong with it; the record is no longer intact."""
    office.tamper(statement)
    ran = office.call("audit replay --format json")
    assert ran.code == 3
    assert ran.json["intact"] is False
    found = [one for one in ran.json["differences"] if (one["check"], one["seq"]) == (check, seq)]
    assert any(says in one["says"] for one in found), ran.json["differences"]
    assert "keep this file as it is" in office.call("audit replay").out


def test_a_ruling_that_today_s_rules_would_not_make_is_listed(office: Office) -> None:
    """A stored ruling with another state, its hash made to fit."""
    _rewrite(office, 3, b'"state_after":"in_force"', b'"state_after":"signed"')
    ran = office.call("audit replay")
    assert ran.code == 3
    assert "✗ rulings        #3 harbour: state after: stored signed, replayed in force" in ran.out


def test_a_ruling_of_earlier_rules_is_told_apart(office: Office) -> None:
    """The record is intact; the rules have changed since."""
    from lifecycle.fold.ruling import RULES

    _rewrite(office, 5, f'"rules":"{RULES}"'.encode(), b'"rules":"1999.1"')
    assert office.call("audit replay").code == 0, "the same ruling under another name is no difference"
    _rewrite(office, 5, b'"2025-02-28"', b'"2025-03-01"')
    ran = office.call("audit replay")
    assert ran.code == 3
    assert "! rules changed  #5 harbour:" in ran.out
    assert "stored 1 March 2025, replayed 28 February 2025" in ran.out
    assert "The record is intact" in ran.out


def _rewrite(office: Office, seq: int, old: bytes, new: bytes) -> None:
    """Rewrite an event and its hash, as somebody with time would."""
    from aggregates.record.log.access import reading
    from aggregates.record.log.rows import leaf_of

    with reading(str(office.file)) as log:
        row = next(log.rows(seq - 1, seq))
    assert old in row.state
    row = row._replace(state=row.state.replace(old, new))
    office.tamper(
        f"UPDATE events SET state = X'{row.state.hex()}', leaf_hash = X'{leaf_of(row).hex()}' WHERE seq = {seq}"
    )


def test_an_edited_read_model_is_found_and_rebuilt(office: Office) -> None:
    """The record is intact, the answers are not: `rebuild` mends them."""
    office.tamper("UPDATE status_periods SET state = 6 WHERE subject = 0 AND state = 2")
    ran = office.call("audit replay")
    assert ran.code == 3
    assert "✗ read model" in ran.out
    assert "Next: depositary rebuild --dry-run" in ran.out
    shown = office.call("rebuild --dry-run")
    assert shown.code == 3
    assert "would be mended" in shown.out
    assert office.call("audit replay").code == 3, "a dry run mends nothing"
    assert "Rebuilt the read models from 5 events of 1 agreement" in office.done("rebuild").out
    office.done("audit replay")
    office.done("rebuild --dry-run")


# In the midst of it


class Midst(NamedTuple):
    """A step of a command, where it is called, and what somebody does once it is done."""

    step: Callable[..., Any]
    place: str
    done: Callable[[Office], object]


MIDST = {
    "audit replay": Midst(Beside, "examination.Beside", lambda office: office.tamper("DELETE FROM status_periods")),
    "rebuild --dry-run": Midst(
        lambda *given: list(differing(*given)),
        "maintenance.differing",
        lambda office: office.done("notice harbour --by NORTH --on 2024-08-31 --yes"),
    ),
}


@pytest.mark.parametrize("line", MIDST)
def test_what_changes_in_its_midst_does_not_show(
    line: str, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Log and read models are of one state, whatever is written between two steps; afterwards it shows."""
    office, midst = Office(tmp_path, monkeypatch, place), MIDST[line]
    office.done("init")
    office.into_force()
    before = office.done(f"{line} --format json").json

    def meanwhile(*given: Any, **named: Any) -> Any:
        found = midst.step(*given, **named)
        midst.done(office)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(f"projections.answers.keeping.{midst.place}", meanwhile)
        assert office.done(f"{line} --format json").json == before
    assert office.call(f"{line} --format json").json != before


# The doctor


def test_the_doctor_finds_a_sound_register_well(office: Office) -> None:
    """Settings with their sources, the file, its tables and triggers, the clock."""
    ran = office.done("doctor --format json")
    assert [one["what"] for one in ran.json] == [
        *("db", "actor", "checkpoint_copy", "keys", "documents", "names", "office", "format", "color", "lang"),
        *("database", "schema", "integrity", "journal", "triggers", "clock", "read models", "lists", "parties"),
        "outside copy",
    ]
    assert re.search(r"All is well\. \([0-9.]+ s\)\n", office.done("doctor").out)


def test_a_quick_doctor_leaves_out_what_takes_long(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It replays nothing, so that a read model that differs is not found; and it says no time that is left."""
    monkeypatch.setattr("commandline.Stream.isatty", lambda stream: True)
    assert re.search(r"Comparing the read models … [0-9]+ events, about 0 s left", office.done("doctor").err)
    office.tamper("DELETE FROM status_periods")
    ran = office.done("doctor --quick --format json")
    assert "read models" not in [one["what"] for one in ran.json]
    assert office.call("doctor").code == 3


@pytest.mark.parametrize(
    ("statement", "what", "says"),
    [
        ("PRAGMA user_version = 99", "schema", "version 99"),
        ("PRAGMA journal_mode = DELETE", "journal", "delete"),
        ("DELETE FROM status_periods", "read models", "differ from the log"),
        ("UPDATE events SET recorded_at = 9999999999999999 WHERE seq = 5", "clock", "is before the last recording"),
    ],
)
def test_the_doctor_finds_what_is_wrong(office: Office, statement: str, what: str, says: str) -> None:
    """Exit 3, and which of them."""
    office.tamper(statement)
    ran = office.call("doctor --format json")
    assert ran.code == 3
    assert says in next(one["says"] for one in ran.json if one["what"] == what and not one["well"])


def test_the_doctor_misses_a_trigger(office: Office) -> None:
    """A log that can be changed is not append-only."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(office.file)) as connection:
        connection.execute("DROP TRIGGER events_are_never_deleted")
    ran = office.call("doctor")
    assert ran.code == 3
    assert "events_are_never_deleted is missing" in ran.out


def test_the_doctor_says_that_there_is_no_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings are shown all the same."""
    ran = Office(tmp_path, monkeypatch).call("doctor")
    assert ran.code == 3
    assert "no register" in ran.out
    assert "keeper (DEPOSITARY_ACTOR)" in ran.out
