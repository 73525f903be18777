"""The reports: the two example agreements on telling days, and the indexes that the questions use."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import given
import pytest
from read_models import EXAMPLES, Kept, example
from stores import STORES

from lifecycle.course.machine import State
from lifecycle.errors import NotFound
from projections.answers.agreements import listing
from projections.answers.calendar import events
from projections.answers.deadlines import due
from projections.answers.heads import open_heads
from projections.answers.parties import Partner, agreements_of, partner, partners
from projections.answers.snapshot import Snapshot


def filled(kind: str) -> Kept:
    """Both agreements: #1 to #7 and #8 to #12; #12 is a suspension that is earlier than the notice #11."""
    kept = Kept(kind)
    for name in EXAMPLES:
        kept.record(*example(name))
    return kept


@pytest.fixture(scope="module", params=STORES)
def kept(request: pytest.FixtureRequest) -> Kept:
    return filled(request.param)


@pytest.fixture(scope="module")
def in_sqlite() -> Kept:
    return filled("sqlite")


Asked = Callable[[int | None], Snapshot]


@pytest.fixture
def asked(kept: Kept) -> Asked:
    return kept.asked


@pytest.fixture
def now(asked: Asked) -> Snapshot:
    return asked(None)


def states(asked: Snapshot, day: str, **chosen: Any) -> dict[str, str]:
    return {one.agreement: str(one.state) for one in listing(asked, date.fromisoformat(day), **chosen)}


@pytest.mark.parametrize(
    ("day", "known_at", "expected"),
    [
        ("1999-05-20", None, {}),
        ("1999-05-21", None, {"icmpd-wco": "in_force"}),
        ("2004-02-28", None, {"icmpd-wco": "notice_given"}),
        ("2004-02-29", None, {"icmpd-wco": "winding_down"}),
        ("2010-03-18", None, {"icmpd-wco": "winding_down", "wco-caricc": "drafted"}),
        ("2010-03-19", None, {"icmpd-wco": "winding_down", "wco-caricc": "signed"}),
        ("2010-03-30", None, {"icmpd-wco": "winding_down", "wco-caricc": "in_force"}),
        ("2010-07-04", 11, {"icmpd-wco": "winding_down", "wco-caricc": "in_force"}),
        ("2010-07-04", 12, {"icmpd-wco": "winding_down", "wco-caricc": "suspended"}),
        ("2010-11-30", 11, {"icmpd-wco": "winding_down", "wco-caricc": "notice_given"}),
        ("2011-02-28", 10, {"icmpd-wco": "winding_down", "wco-caricc": "in_force"}),
        ("2011-02-28", None, {"icmpd-wco": "winding_down", "wco-caricc": "terminated"}),
        ("2011-02-28", 0, {}),
    ],
)
def test_states_on_telling_days(asked: Asked, day: str, known_at: int | None, expected: Any) -> None:
    """An agreement that was not drafted by that day, or not recorded by then, is left out."""
    assert states(asked(known_at), day) == expected


def test_the_list_can_be_narrowed(now: Snapshot) -> None:
    """By state, by party, or both."""
    assert states(now, "2010-03-19", state=State.SIGNED) == {"wco-caricc": "signed"}
    assert states(now, "2010-03-19", party="ICMPD") == {"icmpd-wco": "winding_down"}
    assert len(states(now, "2010-03-19", party="WCO")) == 2
    assert states(now, "2010-03-19", party="WCO", state=State.DRAFTED) == {}
    for ask in (listing, due, events):
        assert ask(now, date(1990, 1, 1), party="WCO") == []
        with pytest.raises(NotFound, match='"Nobody" is not on record'):
            ask(now, date(2010, 3, 19), party="Nobody")


def test_a_status_looks_ahead_from_its_own_day(now: Snapshot) -> None:
    """Before the notice nobody knew of the end; after it the date is named, although both days lie before it."""
    before, after = (listing(now, date(2003, 8, day))[0] for day in (30, 31))
    assert (before.until, before.terminates) == (None, None)
    assert (after.until, after.terminates) == (date(2004, 2, 29), date(2004, 2, 29))


def test_what_falls_due(asked: Asked, now: Snapshot) -> None:
    """The last day to withdraw binds the party that gave notice; a head that is left over stays overdue."""
    found = due(now, date(2003, 9, 1))
    assert [(d.on, d.kind, d.binds) for d in found] == [
        (date(2004, 2, 28), "withdrawal", "ICMPD"),
        (date(2004, 2, 29), "ends", None),
    ]
    assert due(now, date(2003, 9, 1), within_days=90) == []
    assert len(due(now, date(2003, 9, 1), within_days=180)) == 1
    assert len(due(now, date(2003, 9, 1), within_days=10**9)) == 2
    assert [d.kind for d in due(now, date(2003, 9, 1), party="WCO")] == ["ends"]
    assert due(now, date(2003, 9, 1), party="CARICC") == []
    assert due(asked(5), date(2003, 9, 1)) == []
    (left,) = due(now, date(2005, 1, 1))
    assert (left.subject, left.on, left.overdue) == ("account C1", date(2004, 2, 29), True)


def test_what_falls_due_names_the_agreement_and_its_partners(now: Snapshot) -> None:
    """The title of the day, and the parties but the one that was asked about."""
    (first, *_) = due(now, date(2003, 9, 1))
    assert first.title.startswith("Memorandum of Understanding")
    assert [(one.party, one.name) for one in first.partners] == [
        ("ICMPD", "International Centre for Migration Policy Development"),
        ("WCO", "World Customs Organization"),
    ]
    (mine,) = due(now, date(2003, 9, 1), party="WCO")
    assert [one.party for one in mine.partners] == ["ICMPD"]


def test_what_no_longer_concerns_a_party_that_left_is_not_its_matter() -> None:
    """What binds nobody in particular goes on for the others; what is to come is its matter until the day it leaves."""
    kept = Kept("sqlite")
    terms = given.terms("three-party")
    lines = ("2010-03-01 drafted", *(f"2010-03-02 signed by={name}" for name in "ABC"))
    later = ("2011-03-02 notice_given by=C notice=N1", "2011-03-20 notice_given by=B notice=N2")
    kept.record(*((terms.agreement, given.act(line, terms)) for line in (*lines, *later)))
    now = kept.asked(None)

    def told(day: str, party: str) -> list[tuple[str, str]]:
        return [(one.kind, one.subject) for one in due(now, date.fromisoformat(day), party=party)]

    assert ("ends", "N2") in told("2011-03-25", "A")
    assert told("2011-03-25", "C") == [("withdrawal", "N1"), ("leaves", "N1")]
    assert told("2011-04-05", "C") == []
    assert ("ends", "N2") in told("2011-04-05", "A")
    live = [one for one in events(now, date(2011, 4, 5), party="C") if not one.cancelled]
    assert live == []


def test_open_heads(asked: Asked, now: Snapshot) -> None:
    """An activity and an account until the one is completed; of one agreement, or of those of a party."""
    day = date(2004, 6, 14)
    assert [(h.id, h.amount, h.currency) for h in open_heads(now, day)] == [
        ("A1", None, ""),
        ("C1", Decimal("1200.00"), "EUR"),
    ]
    assert [h.id for h in open_heads(now, date(2004, 6, 15))] == ["C1"]
    assert len(open_heads(asked(6), date(2004, 6, 15))) == 2
    assert open_heads(now, day, agreement="wco-caricc") == []
    assert open_heads(now, day, party="CARICC") == []
    assert len(open_heads(now, day, party="WCO")) == 2


def test_parties_and_their_agreements(asked: Asked, now: Snapshot) -> None:
    """A party is known by its short name in all its agreements."""
    wco = Partner(party="WCO", name="World Customs Organization", agreements=2, type="organisation")
    assert partners(now, date(2012, 1, 1))[2] == wco
    assert [one.party for one in partners(asked(7), date(2012, 1, 1))] == ["ICMPD", "WCO"]
    found = agreements_of(now, "WCO", date(2010, 7, 5))
    assert [(m.agreement, str(m.state), str(m.party_state)) for m in found] == [
        ("icmpd-wco", "winding_down", "winding_down"),
        ("wco-caricc", "suspended", "suspended"),
    ]
    assert str(agreements_of(now, "CARICC", date(2010, 7, 5))[0].party_state) == "in_force"


# Indexes


def plan(kept: Kept, ask: Any) -> list[str]:
    """Ask, and give SQLite's plan for the statements that were run."""
    run: list[str] = []
    kept.connection.set_trace_callback(run.append)
    ask(kept.asked())
    kept.connection.set_trace_callback(None)
    planned = (kept.connection.execute(f"EXPLAIN QUERY PLAN {statement}") for statement in run)
    return [row[3] for rows in planned for row in rows]


_PARAMETERS = re.compile("VIRTUAL TABLE")
_UP_TO_A_LIMIT = re.compile("SCAN some$|COVERING INDEX status_periods_by_agreement")
"""What is scanned no farther than it is counted."""


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda c: listing(c, date(2010, 3, 19), limit=1), "sqlite_autoindex_agreements_1"),
        (
            lambda c: c.models.ask("total", as_of=date(2010, 3, 19), limit=9),
            "COVERING INDEX status_periods_by_agreement",
        ),
        (lambda c: listing(c, date(2010, 3, 19), limit=1, party="WCO"), "parties_by_name"),
        (lambda c: listing(c, date(2010, 3, 19), sort="since"), "COVERING INDEX status_periods_by"),
        (lambda c: listing(c, date(2010, 3, 19), state=State.SIGNED), "status_periods_by_state"),
        (lambda c: due(c, date(2010, 3, 19), within_days=90), "deadlines_by_day"),
        (lambda c: due(c, date(2010, 3, 19), overdue=9), "deadlines_left_open"),
        (lambda c: due(c, date(2010, 3, 19), overdue=9), "deadlines_closed_late"),
        (lambda c: due(c, date(2010, 3, 19), overdue=9), "deadlines_that_recur"),
        (lambda c: agreements_of(c, "WCO", date(2010, 3, 19)), "parties_by_name"),
        (lambda c: open_heads(c, date(2010, 3, 19), agreement="wco-caricc"), "heads USING PRIMARY KEY"),
    ],
)
def test_questions_about_what_is_known_now_use_its_indexes(in_sqlite: Kept, ask: Any, index: str) -> None:
    """The whole register is answered from the rows that are known now; superseded ones are not even looked at."""
    steps = plan(in_sqlite, ask)
    assert any(index in step for step in steps), steps
    looked_at = [step for step in steps if step.startswith("SCAN") and not _PARAMETERS.search(step)]
    assert all(index in step or _UP_TO_A_LIMIT.search(step) for step in looked_at), steps


@pytest.mark.parametrize("dates", ["1999-05-21", "2010-07-04"])
def test_tables_hold_integers_for_days_and_places(in_sqlite: Kept, dates: str) -> None:
    """Strict tables refuse anything else."""
    with pytest.raises(sqlite3.IntegrityError, match="INTEGER"):
        in_sqlite.connection.execute("UPDATE status_periods SET valid_from = ?", (dates,))


# Names


@pytest.mark.parametrize("name", ["WCO", "World Customs Organization", "world customs  organization"])
def test_a_party_is_asked_about_by_its_key_or_its_name(now: Snapshot, name: str) -> None:
    """Whatever is asked of it."""
    day = date(2010, 3, 19)
    assert len(states(now, str(day), party=name)) == 2
    assert due(now, date(2003, 9, 1), party=name) == due(now, date(2003, 9, 1), party="WCO")
    assert events(now, day, party=name) == events(now, day, party="WCO")
    assert partner(now, name, date(2012, 1, 1)).agreements == 2


def test_a_mistyped_name_of_a_party_is_answered_with_those_that_are_near(now: Snapshot) -> None:
    for ask in (listing, due, events):
        with pytest.raises(NotFound) as caught:
            ask(now, date(2010, 3, 19), party="World Custom Organization")
        assert "World Customs Organization" in caught.value.known


def test_agreements_asked_about_a_few_at_a_time_are_told_alike(now: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their titles, parties and ends, and no row of any other agreement is read for it."""
    day = date(2010, 12, 1)
    whole = listing(now, day), due(now, day, within_days=400), events(now, day)
    monkeypatch.setattr("projections.models.about.MANY", 1)
    assert (listing(now, day), due(now, day, within_days=400), events(now, day)) == whole
    read: list[int] = []
    monkeypatch.setattr(type(now.models), "ask", _noting(type(now.models).ask, read))
    due(now, day, within_days=400)
    assert read
    assert max(read) == 1


def _noting(ask: Callable[..., Any], read: list[int]) -> Callable[..., Any]:
    def noted(models: Any, name: str, **given: Any) -> Any:
        if name == "about":
            read.append(len(given["keys"]))
        return ask(models, name, **given)

    return noted
