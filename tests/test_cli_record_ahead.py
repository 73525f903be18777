"""Acts dated ahead: asked about where somebody can answer, else refused; and what no clause reads is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from office import HARBOUR, Office

from cli.terminal.session import Session

TODAY = "2024-03-10"
NOTICE = {"agreement": "harbour", "act": "notice_given", "by": "NORTH"}
AHEAD = [{"on": "2024-03-12"}, {"on": "2024-03-01", "received": "2024-03-12"}]
IN_TIME = [
    {"on": "2024-03-11"},
    {"on": "2024-03-01", "received": "2024-03-11"},
    {"on": TODAY, "effective": "2190-01-01"},
]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office in which harbour is in force, on the tenth of March."""
    monkeypatch.setenv("DEPOSITARY_TODAY", TODAY)
    office = Office(tmp_path, monkeypatch)
    (tmp_path / "harbour.yaml").write_bytes(HARBOUR.read_bytes())
    for line in ("init", "draft harbour.yaml --on 2024-01-10"):
        office.done(line)
    for party in ("NORTH", "SOUTH"):
        office.done(f"sign harbour --by {party} --on 2024-02-01")
    return office


def options(days: dict[str, str]) -> str:
    return " ".join(f"--{name} {day}" for name, day in days.items())


@pytest.mark.parametrize("days", AHEAD)
@pytest.mark.parametrize("leave", ["", "--yes", "--yes --accept-impact", "--no-input"])
def test_an_act_dated_after_tomorrow_is_refused_where_nobody_can_answer(
    office: Office, days: dict[str, str], leave: str
) -> None:
    """With the day and the option that lets it pass; no other option does."""
    before = office.contents()
    ran = office.call(f"notice harbour --by NORTH {options(days)} {leave} --yes")
    assert ran.code == 2
    place = "--received" if "received" in days else "--on"
    assert f"Error: {place}: 12 March 2024 lies ahead" in ran.err
    assert "--future" in ran.err
    assert ran.err.endswith("Nothing was recorded.\n")
    assert office.contents() == before
    office.done(f"notice harbour --by NORTH {options(days)} {leave} --future --yes")


@pytest.mark.parametrize("days", IN_TIME)
def test_tomorrow_and_a_later_day_of_effect_need_nothing(office: Office, days: dict[str, str]) -> None:
    """Somewhere it is tomorrow already; and an effect may lie ahead."""
    office.done(f"notice harbour --by NORTH {options(days)} --yes")


@pytest.mark.parametrize("days", AHEAD)
def test_what_is_only_tried_needs_nothing(office: Office, days: dict[str, str]) -> None:
    """`what-if`, and the dry run of a command, which warns."""
    office.done(f"what-if harbour 'notice --by NORTH {options(days)}'")
    ran = office.done(f"notice harbour --by NORTH {options(days)} --dry-run")
    assert "Warning: " in ran.err
    assert "12 March 2024 lies ahead" in ran.err


@pytest.mark.parametrize("days", AHEAD)
def test_a_file_is_held_to_its_days_when_it_is_tried(office: Office, days: dict[str, str]) -> None:
    """Its dry run says what would stop it, line by line, or passes with the same option."""
    line = json.dumps(NOTICE | days)
    ran = office.call("record", "-", "--dry-run", "--yes", stdin=line)
    assert ran.code == 2
    assert "stdin:1: " in ran.err
    office.done("record", "-", "--dry-run", "--future", stdin=line)


def test_of_many_only_those_dated_ahead_are_put_aside(office: Office) -> None:
    """Where what cannot be recorded is skipped."""
    lines = [json.dumps(NOTICE | days) for days in (AHEAD[0], IN_TIME[0])]
    ran = office.call("record", "-", "--yes", "--on-error", "skip", "--rejects", "aside", stdin="\n".join(lines))
    assert ran.code == 8
    assert "Skipped stdin:1: " in ran.err
    assert office.head() == 4


def test_a_correction_to_a_day_ahead_is_one_of_them(office: Office) -> None:
    """It is the same slip."""
    line = {"agreement": "harbour", "act": "corrected", "on": TODAY, "target": 2, "reason": "typo"}
    ran = office.call("record", "-", "--yes", stdin=json.dumps(line | {"set": {"on": "2042-02-01"}}))
    assert ran.code == 2
    assert "set.on: 1 February 2042 lies ahead" in ran.err


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 5)])
@pytest.mark.parametrize("leave", ["", "--yes"])
def test_at_a_terminal_it_is_asked_about(
    office: Office, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, leave: str
) -> None:
    """Also where the leave to record was given before."""
    monkeypatch.setattr(Session, "interactive", True)
    ran = office.call(f"sign harbour --by NORTH --on 2024-03-12 --irregular again {leave}", stdin=answer * 2)
    assert ran.code == code
    assert "Is it so?" in ran.err
    assert office.head() == (4 if code == 0 else 3)


def test_what_no_clause_reads_is_said_with_the_receipt(office: Office) -> None:
    """On the page, in JSON, in a dry run and of many; it is no refusal."""
    fact = {"agreement": "harbour", "act": "fact_established", "on": TODAY, "fact": "the harbour is deep"}
    for more in ("--dry-run", ""):
        ran = office.done(f"record - {more}", stdin=json.dumps(fact))
        assert 'No clause reads the fact "the harbour is deep"' in ran.out
    facts = "\n".join(json.dumps({**fact, "fact": word}) for word in ("one", "two"))
    assert office.done("record - --dry-run", stdin=facts).out.count("No clause reads the fact") == 2
    (answer,) = office.done(
        "record - --dry-run --again --format json", stdin=json.dumps({**fact, "fact": "three"})
    ).json
    assert [(one["field"], one["near"]) for one in answer["unheard"]] == [("fact", [])]
