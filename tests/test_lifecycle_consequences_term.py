"""The running term: its ends are counted from the start in one step, and what is announced is what then happens."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from given import Docket
from hypothesis import given as given_any
from hypothesis import strategies as st

from lifecycle.calendar.days import Span, add
from lifecycle.calendar.recurrence import Recurrence
from lifecycle.terms.reading import terms_from

SIGNED = ("signed by=A", "signed by=B")


def running(start: str, **duration: object) -> Docket:
    """Put an agreement in force on a day that a notice of six months ends with its term."""
    terms = {
        "agreement": "lease",
        "title": "Lease",
        "parties": {"A": {"name": "A"}, "B": {"name": "B"}},
        "clauses": {
            "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
            "duration": {"article": "2", **duration},
            "termination": [{"article": "3", "by": "notice", "period": "6 months", "effect": "end of term"}],
        },
    }
    drafted = f"{start} drafted"
    return Docket(terms_from(terms)).when(drafted, *(f"{start} {act}" for act in SIGNED))


def coming(docket: Docket, day: str) -> list[tuple[str, str]]:
    """Give what is next on a day: the dates, and the first words of what they are."""
    return [(str(one.on), str(one.what)) for one in docket.status(day).next]


RENEWED, SAFE = "its term ends and is renewed", "last day for a notice that stops the renewal"
LEAP = {"term": "1 year", "renewal": {"term": "1 year"}}
LONG = {"term": "5 years", "renewal": {"term": "3 years"}}
MONTHLY = {"term": "1 month", "renewal": {"term": "1 month"}}


@pytest.mark.parametrize(
    ("start", "duration", "day", "safe", "renewed"),
    [
        ("2008-02-29", LEAP, "2008-03-01", "2008-08-28", "2009-02-28"),
        ("2008-02-29", LEAP, "2011-06-01", "2011-08-29", "2012-02-29"),
        ("2000-08-31", LONG, "2006-01-01", "2008-02-29", "2008-08-31"),
        ("2003-01-31", MONTHLY, "2003-04-01", "2003-10-30", "2003-04-30"),
    ],
)
def test_every_term_is_counted_from_the_start(
    start: str, duration: dict[str, object], day: str, safe: str, renewed: str
) -> None:
    """A clamp in one term is no anchor for the next (R16a); the last safe day is counted back from that end (R20)."""
    docket = running(start, **duration)
    found = coming(docket, day)
    assert (renewed, RENEWED) in found
    if duration is not MONTHLY:  # there the notice is longer than the term
        assert (safe, SAFE) in found
        given = docket.when(f"{safe} notice_given by=A")
        assert str(given.timeline.terminated_on) == renewed
        late = date.fromisoformat(safe) + timedelta(days=1)
        assert str(docket.when(f"{late} notice_given by=A").timeline.terminated_on) > renewed


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2005-03-05", ["2005-08-31"]),  # it runs out in the next term: this one is still renewed
        ("2005-08-31", ["2005-08-31"]),
        ("2006-01-01", []),
    ],
)
def test_a_term_that_a_notice_ends_is_not_announced_as_renewed(day: str, expected: list[str]) -> None:
    """The renewals before the end go on; the day of the end is none (R20, R48)."""
    docket = running("2000-08-31", **LONG).when("2005-03-05 notice_given by=A")
    assert str(docket.timeline.terminated_on) == "2008-08-31"
    assert [on for on, what in coming(docket, day) if what == RENEWED] == expected


def test_a_withdrawn_notice_lets_the_renewals_come_again() -> None:
    """As if it had not been given, from the withdrawal on (R29)."""
    docket = running("2000-08-31", **LONG)
    ended = docket.when("2005-03-05 notice_given by=A", "2006-02-01 notice_withdrawn by=A")
    assert coming(ended, "2006-02-01") == coming(docket, "2006-02-01")
    assert coming(ended, "2030-02-01") == coming(docket, "2030-02-01")


@given_any(st.dates(date(2000, 1, 1), date(2012, 12, 31)), st.integers(1, 40), st.integers(1, 40), st.integers(0, 2500))
def test_a_notice_stops_the_term_announced(start: date, first: int, every: int, later: int) -> None:
    """Whenever a renewal is announced, a notice on the last safe day ends the agreement on just that day."""
    docket = running(str(start), term=f"{first} months", renewal={"term": f"{every} months"})
    day = start + timedelta(days=later)
    safe = min(on for on, what in coming(docket, str(day)) if what == SAFE)
    ends = docket.when(f"{safe} notice_given by=A").timeline.terminated_on
    assert ends is not None
    assert add(ends, Span(months=6), -1) == date.fromisoformat(safe)
    assert any(on == str(ends) for on, what in coming(docket, str(ends)) if what == RENEWED)


@given_any(st.dates(date(2000, 1, 1), date(2012, 12, 31)), st.integers(1, 30), st.integers(1, 30), st.integers(0, 3000))
def test_a_date_that_comes_again_is_one_sum(anchor: date, first: int, every: int, later: int) -> None:
    """The next one is the first of all that does not lie before the day; the last one is that of the term before."""
    again = Recurrence(anchor=anchor, first=Span(months=first), every=Span(months=every))
    day = anchor + timedelta(days=later)
    sums = [add(anchor, Span(months=first + times * every)) for times in range(200)]
    dates = [on for on in sums if on is not None]
    assert again.next_on(day) == min(on for on in dates if on >= day)
    assert again.last_before(day) == max((on for on in dates if on < day), default=None)


def test_a_fixed_date_that_comes_first_begins_the_renewals() -> None:
    """Of a term and a date whichever comes first: from there the renewal is counted, not from the term (R48)."""
    docket = running("2010-01-01", term="5 years", until="2013-01-01", renewal={"term": "1 year", "times": 1})
    assert str(docket.timeline.terminated_on) == "2014-01-01"
    assert (str(docket.timeline.agreement[-1].start), docket.state("2013-12-31")) == ("2014-01-01", "in_force")


@pytest.mark.parametrize(
    ("named", "admitted"),
    [("2006-02-15", False), ("2005-08-30", False), ("2005-08-31", True), ("2008-08-31", True), ("2009-08-31", False)],
)
def test_a_notice_to_the_end_of_a_term_names_the_end_of_one(named: str, admitted: bool) -> None:
    """A day in mid-term is no end of a term: the clause does not admit it (VCLT-IO 54(a); R31)."""
    docket = running("2000-08-31", **LONG).when(f"2004-01-10 notice_given by=A effective={named}")
    if admitted:
        assert docket.objection is None
        assert str(docket.timeline.terminated_on) == named
    else:
        assert docket.objection is not None
        assert (docket.objection.rule, docket.objection.article) == ("R31", "3")
        assert "31 August 2005" in str(docket.objection.says)
