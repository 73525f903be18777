"""What is coming on a day: nothing that an end, or the leaving of a party, has overtaken."""

from __future__ import annotations

from datetime import date

import grammar
import pytest
from given import Docket, given
from hypothesis import given as given_any
from hypothesis import strategies as st

from lifecycle.answers.coming import coming
from lifecycle.course.machine import ENDED
from lifecycle.course.overtaken import OUTLASTING, SURVIVING, concerns
from lifecycle.course.periods import period_on
from lifecycle.terms.files import read_terms

TERM = Docket(
    read_terms(
        b"""
        agreement: x
        title: X
        parties: {A: {name: A}, B: {name: B}, C: {name: C}}
        clauses:
          entry_into_force: {article: '1', upon: {signed: all}}
          duration: {article: '2', term: 2 years, renewal: {by: tacit, term: 2 years}}
          termination:
            - {article: '3', by: consent}
            - {article: '4', by: notice, period: 6 months}
        """,
        "x.yaml",
    )
).when("2010-01-01 drafted", *(f"2010-01-01 signed by={name}" for name in "ABC"))


def due(put: Docket, day: str) -> list[tuple[str, str]]:
    on = date.fromisoformat(day)
    return [(str(day), one.kind) for day, one in coming(put.timeline.until(on), on)]


def test_a_term_is_renewed_until_an_end_is_agreed() -> None:
    """The end lies before the renewal: nothing of the renewal is awaited any more."""
    assert ("2012-01-01", "renewal") in due(TERM, "2011-02-01")
    ended = TERM.when(*(f"2011-03-01 end_agreed by={name} effective=2011-06-01" for name in "ABC"))
    assert [kind for _, kind in due(ended, "2011-04-01")] == ["ends"]
    assert due(ended, "2011-06-01") == []


LEAD = Docket(
    read_terms(
        b"""
        agreement: x
        title: X
        parties: {A: {name: A}, B: {name: B}}
        clauses:
          entry_into_force: {article: '1', upon: {signed: all}}
          duration: {article: '2', term: 2 years, renewal: {by: tacit, times: 2}, thereafter: indefinite}
          termination:
            - {article: '3', by: consent}
            - {article: '4', by: notice, period: 6 months, effect: end of term}
        """,
        "x.yaml",
    )
).when("2010-01-01 drafted", *(f"2010-01-01 signed by={name}" for name in "AB"))
_END = "2016-01-01"


@pytest.mark.parametrize(
    ("acts", "on", "awaited"),
    [
        ((), "2010-02-01", {"2011-07-01": "last_safe_day", "2012-01-01": "renewal", _END: "goes_on"}),
        (("2010-06-01 notice_given by=A",), "2010-06-01", {"2011-12-31": "withdrawal", "2012-01-01": "ends"}),
        (("2011-07-02 notice_given by=A",), "2011-07-02", {"2012-01-01": "renewal", "2014-01-01": "ends"}),
        (("2014-06-01 notice_given by=A",), "2014-06-01", {"2015-12-31": "withdrawal", _END: "ends"}),
        (
            ("2010-06-01 notice_given by=A", "2010-07-01 notice_withdrawn by=A notice=N1"),
            "2010-07-01",
            {"2011-07-01": "last_safe_day", "2012-01-01": "renewal"},
        ),
        (
            tuple(f"2010-06-01 end_agreed by={name} effective=2011-10-01" for name in "AB"),
            "2010-06-01",
            {"2011-10-01": "ends"},
        ),
    ],
)
def test_a_last_day_is_awaited_while_what_it_stops_is(acts: tuple[str, ...], on: str, awaited: dict[str, str]) -> None:
    """Once the end is fixed, no notice can stop anything that would come after it (R20, R48)."""
    known = due(LEAD.when(*acts), on)
    assert awaited.items() <= dict(known).items()
    end = min((day for day, kind in known if kind == "ends"), default="9999")
    safe = [day for day, kind in known if kind == "last_safe_day"]
    assert [day for day in safe if end < "9999"] == []
    assert [day for day, kind in known if kind in ("renewal", "goes_on") and day >= end] == []


def test_what_binds_a_party_is_awaited_until_it_leaves() -> None:
    """A second notice of a party that is gone by then, and its last day, are of no matter."""
    put = given(
        "three-party",
        "2010-03-01 drafted",
        *(f"2010-03-02 signed by={name}" for name in "ABC"),
        "2011-03-02 notice_given by=C",
        "2011-03-03 notice_given by=C effective=2011-09-01",
    )
    assert ("2011-04-02", "leaves") in due(put, "2011-03-10")
    assert not [on for on, _ in due(put, "2011-03-10") if on > "2011-04-02"]
    assert due(put, "2011-04-02") == []


@pytest.mark.parametrize("kind", sorted(SURVIVING))
def test_what_is_left_to_finish_outlasts_both(kind: str) -> None:
    assert kind in OUTLASTING


@given_any(grammar.stories(), st.data())
def test_nothing_is_awaited_behind_the_end_nor_of_a_party_that_has_left(
    story: grammar.Story, data: st.DataObject
) -> None:
    timeline = story.timeline()
    day = data.draw(st.sampled_from([day for day in story.days() if day >= timeline.drafted] or [timeline.drafted]))
    line = timeline.until(day)
    for on, one in coming(line, day):
        assert one.stands(day)
        assert line.terminated_on is None or on <= line.terminated_on or one.kind in OUTLASTING
        own = period_on(line.parties.get(concerns(one) or "", ()), day)
        alone = (
            own is not None and own.state in ENDED and (line.terminated_on is None or own.start < line.terminated_on)
        )
        assert not alone or one.kind in SURVIVING
