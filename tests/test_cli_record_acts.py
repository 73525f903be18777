"""The commands of the acts: what they record, what they refuse, and what they say."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from office import CASES, HARBOUR, Office
from ruamel.yaml import YAML
from stores import Place

from aggregates.record.log.access import reading
from aggregates.record.register import Register
from cli.terminal.session import Session
from lifecycle.codec import to_plain

REFUSALS: list[dict[str, Any]] = YAML(typ="base", pure=True).load(CASES / "refusals.yaml")

LIFE = """
sign harbour --by NORTH --on 2024-02-01 --place Northport --signatory "Harbour Master"
sign harbour --by SOUTH --on 2024-02-15 --place Southport
dispute refer harbour --by NORTH --on 2024-03-01 --subject "night pilots"
dispute fail harbour --on 2024-04-01
suspend harbour --by NORTH --on 2024-04-02 --ground dispute:D1 --reason "no night pilots"
resume harbour --by NORTH --on 2024-05-01
dispute settle harbour D1 --on 2024-05-02
activity begin harbour --on 2024-06-01 --title "joint chart"
account open harbour C7 --on 2024-06-02 --owed-by NORTH --owed-to SOUTH --amount "100.00 EUR" --activity A1
notice harbour --by SOUTH --on 2024-08-29 --received 2024-08-31 --yes
withdraw-notice harbour --by SOUTH --on 2024-10-01
notice harbour --by NORTH --on 2024-11-30 --id N9 --note "second thoughts" --yes
account settle harbour --on 2025-01-10 --amount "40.00 EUR"
activity complete harbour --on 2025-06-20
account settle harbour C7 --on 2025-07-01
"""


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with an empty register."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    return office


@pytest.fixture
def in_force(office: Office) -> Office:
    """An office with harbour in force since 2024-02-15."""
    return office.into_force()


# What is recorded


def test_an_agreement_lives_and_ends_at_the_command_line(office: Office) -> None:
    """From the draft to the last settlement, each act by its command; ids are numbered, the only open one is found."""
    office.done("draft", HARBOUR, "--on", "2024-01-10")
    states = [
        (row["state_before"], row["state_after"])
        for row in [office.done(f"{line} --format json").json for line in LIFE.strip().splitlines()]
    ]
    assert states == [
        ("drafted", "signed"),
        ("signed", "in_force"),
        ("in_force", "in_force"),
        ("in_force", "in_force"),
        ("in_force", "suspended"),
        ("suspended", "in_force"),
        ("in_force", "in_force"),
        ("in_force", "in_force"),
        ("in_force", "in_force"),
        ("in_force", "notice_given"),
        ("notice_given", "in_force"),
        ("in_force", "notice_given"),
        ("notice_given", "notice_given"),
        ("winding_down", "winding_down"),
        ("winding_down", "terminated"),
    ]
    assert office.state("harbour", "2025-05-29") == "notice_given"
    assert office.state("harbour", "2025-05-30") == "winding_down"
    assert office.state("harbour", "2025-07-01") == "terminated"
    office.done("audit replay")


def test_a_command_records_what_its_line_of_json_records(office: Office) -> None:
    """Both are built the same way: the acts on record are equal, field by field."""
    office.done("draft", HARBOUR, "--on", "2024-01-10")
    for line in LIFE.strip().splitlines():
        office.done(line)
    with reading(office.url) as log:
        acts = [to_plain(row.act) for row in log.stream("harbour")]
    other = office.folder / "other.db"
    lines = "\n".join(json.dumps({"agreement": "harbour", **act}) for act in acts)
    office.done("init", "--db", str(other))
    office.done("record", "-", "--yes", "--db", str(other), stdin=lines)
    with reading(str(other)) as log:
        assert [to_plain(row.act) for row in log.stream("harbour")] == acts


def test_a_recording_says_what_changed_and_what_comes_next(office: Office) -> None:
    """The act, its number and receipt, the state before and after with the article, the next command."""
    office.done("draft", HARBOUR, "--on", "2024-01-10")
    first = office.done("sign harbour --by NORTH --on 2024-02-01 --place Northport").out
    assert "✓ Recorded: NORTH signed harbour on 1 February 2024 at Northport" in first
    assert "drafted → SIGNED since 1 February 2024 (Art. 6)" in first
    assert "signature of SOUTH" in first
    assert "Next: depositary sign harbour --by SOUTH --on DATE" in first
    second = office.done("sign harbour --by SOUTH --on 2024-02-15")
    assert "signed → IN FORCE since 15 February 2024 (Art. 6)" in second.out
    with reading(office.url) as log:
        receipt = log.stream("harbour")[-1].leaf_hash.hex()[:8]
    assert f"#3 · {receipt}" in second.out


def test_a_notice_shows_its_effect_with_the_article_and_the_count(in_force: Office) -> None:
    """When it takes effect, why that day, until when it can be withdrawn, what winds down, what is assumed."""
    in_force.done("activity begin harbour A1 --on 2024-03-01")
    said = in_force.done("notice harbour --by NORTH --on 2024-08-31 --yes").out
    assert "takes effect      28 February 2025 (Art. 7(2))" in said
    assert "February 2025 has no 31st, so its last day" in said
    assert "27 February 2025: last day to withdraw N1 (VCLT-IO 68)" in said
    assert "WINDING DOWN from 28 February 2025, while open: activity A1" in said
    assert "a notice counts from its receipt: the text is silent (VCLT-IO 79(b))" in said
    assert "takes effect on the day after the corresponding date: 1 March 2025 (R24)" in said
    assert "Next: depositary explain harbour --as-of 2025-02-28" in said


def test_a_second_notice_says_that_the_first_ends_it(in_force: Office) -> None:
    """Each runs by itself; the earliest to take effect ends a bilateral agreement."""
    in_force.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    said = in_force.done("notice harbour --by SOUTH --on 2024-09-30 --yes").out
    assert "overtaken         the agreement ends before that, on 28 February 2025" in said


def test_a_withdrawal_says_what_no_longer_comes(in_force: Office) -> None:
    """The end that the notice had set."""
    in_force.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    said = in_force.done("withdraw-notice harbour --by NORTH --on 2024-09-30").out
    assert "notice given → IN FORCE since 30 September 2024" in said
    assert "no longer         TERMINATED from 28 February 2025" in said


def test_a_consent_to_end_asks_for_the_other_one_next(in_force: Office) -> None:
    """With the last consent it ends."""
    assert (
        "Next: depositary end harbour --by SOUTH --on DATE"
        in in_force.done("end harbour --by NORTH --on 2024-05-01 --yes").out
    )
    assert "in force → TERMINATED" in in_force.done("end harbour --by SOUTH --on 2024-05-02 --yes").out


def test_the_draft_is_dated_today_unless_it_says_otherwise(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--on` has no other default anywhere."""
    monkeypatch.setenv("DEPOSITARY_TODAY", "2024-01-10")
    answer = office.done("draft", HARBOUR, "--format", "json", "--note", "from the archive").json
    assert (answer["on"], answer["state_before"], answer["state_after"]) == ("2024-01-10", None, "drafted")


# The same command twice


def test_the_same_command_by_mistake_gives_the_first_answer_again(in_force: Office) -> None:
    """It says so and records nothing."""
    first = in_force.done("dispute refer harbour --by NORTH --on 2024-03-01 --format json").json
    again = in_force.done("dispute refer harbour --by NORTH --on 2024-03-01 --format json").json
    assert again == first | {"repeated": True}
    said = in_force.done("dispute refer harbour --by NORTH --on 2024-03-01")
    assert "Already recorded" in said.out
    assert "--again" in said.out
    assert in_force.head() == 4


def test_again_records_it_once_more(in_force: Office) -> None:
    """On purpose: the next number is given."""
    in_force.done("dispute refer harbour --by NORTH --on 2024-03-01")
    said = in_force.done("dispute refer harbour --by NORTH --on 2024-03-01 --again")
    assert "dispute D2" in said.out
    assert in_force.head() == 5


def test_one_key_for_two_commands_is_a_conflict(in_force: Office) -> None:
    """A key of one's own stands for one content."""
    in_force.done("dispute refer harbour --by NORTH --on 2024-03-01 --key letter-17")
    ran = in_force.call("dispute refer harbour --by SOUTH --on 2024-03-01 --key letter-17")
    assert ran.code == 6
    assert "recorded as #4" in ran.err
    assert "Nothing was recorded." in ran.err


def test_an_agreement_is_drafted_once(in_force: Office) -> None:
    """Another draft of the same id is a conflict with the first."""
    ran = in_force.call("draft", HARBOUR, "--on", "2024-01-11")
    assert ran.code == 6
    assert "exists since #1" in ran.err
    assert "Nothing was recorded." in ran.err


# Refusals


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: str(case["case"]))
def test_a_refusal_names_what_where_and_why_and_records_nothing(in_force: Office, case: dict[str, Any]) -> None:
    """Every case of the table: its exit code, its words, and a register that is byte for byte as before."""
    before = in_force.contents()
    ran = in_force.call(case["command"])
    assert ran.code == int(case["exit"]), ran.err
    assert [says for says in case["says"] if says not in ran.err] == []
    assert ran.out == ""
    if case.get("records") != "false":
        assert ran.err.endswith("Nothing was recorded.\n")
    assert in_force.contents() == before


def test_recording_needs_a_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 10, with the command that makes one; nothing is left behind."""
    office = Office(tmp_path, monkeypatch)
    ran = office.call("sign harbour --by NORTH --on 2024-02-01")
    assert ran.code == 10
    assert "Next: depositary init" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_register_is_made_once(office: Office) -> None:
    """`init` never touches what is there."""
    before = office.contents()
    ran = office.call("init")
    assert ran.code == 6
    assert "exists already" in ran.err
    assert office.contents() == before


def test_a_locked_register_is_waited_for_and_then_given_up(in_force: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 11 once patience runs out."""
    monkeypatch.setitem(Register.open.__func__.__kwdefaults__, "patience", 0.05)  # type: ignore[attr-defined]
    with closing(in_force.place.hold()):
        ran = in_force.call("dispute refer harbour --by NORTH --on 2024-03-01")
    assert ran.code == 11
    assert "Nothing was recorded." in ran.err


def test_a_register_of_another_schema_is_refused(in_force: Office) -> None:
    """Exit 12, and `doctor` says what is the matter."""
    in_force.place.version(99)
    ran = in_force.call("dispute refer harbour --by NORTH --on 2024-03-01")
    assert ran.code == 12
    assert "Nothing was recorded." in ran.err


def test_a_damaged_file_is_a_failure_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 74."""
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    whole = office.into_force().file.read_bytes()
    office.file.write_bytes(whole[:100] + bytes(len(whole) - 100))
    for journal in office.folder.glob("register.db-*"):
        journal.unlink()
    ran = office.call("dispute refer harbour --by NORTH --on 2024-03-01")
    assert ran.code == 74
    assert "Nothing was recorded." in ran.err


def test_a_fault_of_our_own_says_that_nothing_was_recorded(in_force: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 1; what was begun is undone."""

    def fail(*_: object) -> None:
        raise RuntimeError("a follower fails")

    monkeypatch.setattr("projections.models.follower.ReadModels.follow", fail)
    ran = in_force.call("dispute refer harbour --by NORTH --on 2024-03-01")
    assert ran.code == 1
    assert ran.err.endswith("Nothing was recorded.\n")
    assert in_force.head() == 3


# Dry runs, irregular acts, late acts


def test_a_dry_run_does_all_but_the_commit(in_force: Office) -> None:
    """It shows the effect, and leaves the register byte for byte as it was."""
    before = in_force.contents()
    ran = in_force.done("notice harbour --by NORTH --on 2024-08-31 --dry-run")
    assert "Would be recorded: NORTH gave notice N1" in ran.out
    assert "Nothing was recorded: a dry run." in ran.out
    assert in_force.contents() == before


def test_an_irregular_act_is_recorded_without_effect(in_force: Office) -> None:
    """A second signature is a fact, and says why it counts for nothing."""
    ran = in_force.done("sign harbour --by NORTH --on 2024-03-01 --irregular ceremonial")
    assert "without effect    NORTH has already signed" in ran.out
    answer = in_force.done("sign harbour --by NORTH --on 2024-03-01 --irregular ceremonial --format json").json
    assert answer["irregular"] == "ceremonial"


def test_a_late_act_says_what_it_changes(in_force: Office) -> None:
    """It is dated before what is on record: each stretch of time that changes is named, before anything is written."""
    in_force.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    said = in_force.done("notice harbour --by SOUTH --on 2024-06-30 --yes").err
    assert "earlier than 1 act on record (#4)" in said
    assert "30 June 2024 to 30 August 2024: in force → NOTICE GIVEN" in said
    assert "30 December 2024 to 27 February 2025: notice given → TERMINATED" in said


def test_a_late_act_that_costs_others_their_effect_has_to_be_accepted(in_force: Office) -> None:
    """First refused, with the acts that would lose it and what would change; then accepted."""
    in_force.done("activity begin harbour A1 --on 2024-09-01")
    late = "end harbour --by NORTH --on 2024-05-01 --yes"
    in_force.done("end harbour --by SOUTH --on 2024-05-01 --yes")
    ran = in_force.call(late)
    assert ran.code == 5
    assert "#4" in ran.err
    assert "from 1 May 2024: in force → TERMINATED" in ran.err
    assert "--accept-impact" in ran.err
    assert ran.err.endswith("Nothing was recorded.\n")
    assert in_force.done(f"{late} --accept-impact --format json").json["lost"] == [4]


# Questions


@pytest.fixture
def asked(in_force: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The same office, with somebody at the terminal."""
    monkeypatch.setattr(Session, "interactive", True)
    return in_force


def test_a_notice_is_shown_and_asked_for_on_a_terminal(asked: Office) -> None:
    """A no is exit 5, a closed terminal 130, and nothing is recorded; a yes does not show the effect twice."""
    for answer, code, last in (
        ("n\n", 5, "Not recorded: you declined.\n"),
        ("", 130, "Interrupted.\nNothing was recorded.\n"),
    ):
        ran = asked.call("notice harbour --by NORTH --on 2024-08-31", stdin=answer)
        assert ran.code == code
        assert "takes effect      28 February 2025" in ran.err
        assert ran.err.endswith(last)
        assert asked.head() == 3
    ran = asked.done("notice harbour --by NORTH --on 2024-08-31", stdin="y\n")
    assert "takes effect" not in ran.out
    assert asked.head() == 4


def test_a_yes_accepts_the_impact_that_was_shown(asked: Office) -> None:
    """On a terminal the question stands for `--accept-impact`."""
    asked.done("activity begin harbour A1 --on 2024-09-01")
    asked.done("end harbour --by SOUTH --on 2024-05-01", stdin="y\n")
    ran = asked.done("end harbour --by NORTH --on 2024-05-01", stdin="y\n")
    assert "#4 loses effect" in ran.err


@pytest.mark.parametrize("options", ["--yes", "--yes --no-input"])
def test_nothing_is_asked_where_the_leave_is_given(asked: Office, options: str) -> None:
    """It is recorded without a question."""
    asked.done(f"notice harbour --by NORTH --on 2024-08-31 {options}", stdin="n\n")
    assert asked.head() == 4


def test_an_ordinary_act_is_not_asked_for(asked: Office) -> None:
    """Only what ends an agreement, or comes late, is."""
    asked.done("activity begin harbour A1 --on 2024-09-01", stdin="n\n")
    assert asked.head() == 4


# Names


def test_names_are_recorded_in_one_form(in_force: Office) -> None:
    """A letter and its accent typed apart become one (NFC)."""
    in_force.done("activity begin harbour A1 --on 2024-03-01 --title Cafe\u0301")
    with reading(in_force.url) as log:
        assert to_plain(log.stream("harbour")[-1].act)["title"] == "Caf\u00e9"


def test_a_word_of_two_scripts_is_warned_about(in_force: Office) -> None:
    """A Cyrillic letter in a Latin word looks right and is another name."""
    ran = in_force.done("activity begin harbour A1 --on 2024-03-01 --title \u0420ilotage")
    assert "mixes letters of scripts that look alike" in ran.err
    assert "\\u0420ilotage" in ran.err


def test_a_word_of_two_scripts_is_asked_for_on_a_terminal(asked: Office) -> None:
    """A no records nothing."""
    ran = asked.call("activity begin harbour A1 --on 2024-03-01 --title \u0420ilotage", stdin="n\n")
    assert ran.code == 5
    assert asked.head() == 3


def test_who_recorded_it_is_kept(in_force: Office) -> None:
    """`--actor` before the environment."""
    in_force.done("activity begin harbour A1 --on 2024-03-01 --actor clerk")
    with reading(in_force.url) as log:
        assert [row.actor for row in log.stream("harbour")] == ["keeper", "keeper", "keeper", "clerk"]
