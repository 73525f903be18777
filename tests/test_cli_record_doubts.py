"""What is likely a slip of the pen is asked about, or refused where nobody can answer; what no clause reads is said."""

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


# Parties that are new, or known otherwise

LAGOONS = """\
agreement: lagoons
title: Convention on Lagoons
open: true
parties: {EAST: {name: Republic of the East, formal_name: The Republic, type: state}, WEST: {name: West, type: state}}
clauses:
  entry_into_force: {article: "1", upon: {signed: 3}}
"""


@pytest.fixture
def open_to_all(office: Office) -> Office:
    """An agreement that others may join, one that has, and a party of another agreement."""
    (office.folder / "lagoons.yaml").write_text(LAGOONS, encoding="utf-8")
    office.done("draft lagoons.yaml --on 2024-01-10")
    office.done("sign", "lagoons", "--by", "\u00cele d'Or", "--on", "2024-02-01")
    (office.folder / "bays.yaml").write_text(LAGOONS.replace("lagoons", "bays"), encoding="utf-8")
    office.done("draft bays.yaml --on 2024-01-10")
    office.done("sign", "bays", "--by", "C\u00f4te d'Eau", "--on", "2024-02-01")
    return office


OWN = ("Île d’Or", "Ile d'Or", "île d'or")


@pytest.mark.parametrize("code", OWN)
def test_a_party_of_the_agreement_is_that_one_however_it_is_spelt(open_to_all: Office, code: str) -> None:
    """It has signed already, and does not count twice; to insist is possible."""
    ran = open_to_all.call("sign", "lagoons", "--by", code, "--on", "2024-02-02")
    assert ran.code == 5
    assert "has already signed" in ran.err
    open_to_all.done("sign", "lagoons", "--by", code, "--on", "2024-02-02", "--new-party")


CLOSE = (
    ("Côte d’Eau", "another apostrophe"),
    ("Cote d'Eau", "no accent"),
    ("côte d'eau", "another case"),
    ("south", "the code of a party in another case"),
    ("South Harbour Authority", "its name"),
)


@pytest.mark.parametrize(("code", "why"), CLOSE, ids=[why for _, why in CLOSE])
def test_a_party_close_to_a_known_one_is_refused_where_nobody_can_answer(
    open_to_all: Office, code: str, why: str
) -> None:
    """With the known one; and it is recorded where it is meant so."""
    for leave in ("--yes", "--no-input", "--dry-run"):
        ran = open_to_all.call("sign", "lagoons", "--by", code, "--on", "2024-02-02", leave)
        assert ran.code == 2, why
        assert f"Error: --by: {code} may be a party that is on record already: " in ran.err
        assert "--new-party" in ran.err
    open_to_all.done("sign", "lagoons", "--by", code, "--on", "2024-02-02", "--new-party")


@pytest.mark.parametrize("code", ["Île  d'Or", " Île d'Or", "Île d'Or ", "\tÎle d'Or"])
def test_outer_and_double_spaces_make_no_other_party(open_to_all: Office, code: str) -> None:
    """It is that party, and it has signed."""
    line = json.dumps({"agreement": "lagoons", "act": "signed", "by": code, "on": "2024-02-02"})
    ran = open_to_all.call("record", "-", stdin=line)
    assert ran.code in (2, 5)
    assert "already signed" in ran.err or "control character" in ran.err


def test_another_party_needs_nothing(open_to_all: Office) -> None:
    """A name that only looks like one in parts is another."""
    open_to_all.done("sign", "lagoons", "--by", "Terre d'Or", "--on", "2024-02-02")


def test_who_joined_is_found_as_a_party(open_to_all: Office) -> None:
    """Although no terms name it."""
    assert len(open_to_all.done("list", "--party", "\u00cele d'Or", "--format", "json").json) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("name: West", "name: Western Union", 'WEST is on record as "West", not as "Western Union"'),
        ("name: West, type: state", "name: West, type: organisation", 'WEST is on record as "state", not as "organ'),
        ("WEST:", "West:", 'West may be a party that is on record already: "WEST"'),
    ],
)
def test_a_draft_that_knows_a_party_otherwise_is_refused(open_to_all: Office, old: str, new: str, says: str) -> None:
    """A known code with another name or type, and another code for a known name."""
    text = LAGOONS.replace("agreement: lagoons", "agreement: other").replace(old, new)
    (open_to_all.folder / "other.yaml").write_text(text, encoding="utf-8")
    ran = open_to_all.call("draft other.yaml --on 2024-01-10")
    assert ran.code == 2
    assert says in ran.err
    open_to_all.done("draft other.yaml --on 2024-01-10 --new-party")
    doctor = open_to_all.done("doctor").out
    assert ("WEST" in doctor and "may be one" in doctor) == ("WEST:" in old)


def test_the_parties_of_one_file_are_compared_with_each_other(open_to_all: Office) -> None:
    """In the order of its lines."""
    acts = [
        {"agreement": agreement, "act": "signed", "by": by, "on": "2024-02-02"}
        for agreement, by in (("lagoons", "Terre d'Or"), ("bays", "terre d’or"))
    ]
    ran = open_to_all.call("record", "-", stdin="\n".join(map(json.dumps, acts)))
    assert ran.code == 2
    assert "stdin:2: by: terre d’or may be a party" in ran.err


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 5)])
def test_at_a_terminal_a_close_party_is_asked_about(
    open_to_all: Office, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    """As a day ahead is."""
    monkeypatch.setattr(Session, "interactive", True)
    ran = open_to_all.call("sign", "lagoons", "--by", "south", "--on", "2024-02-02", stdin=answer * 2)
    assert ran.code == code
    assert "south may be a party" in ran.err
    assert "Is it so?" in ran.err
