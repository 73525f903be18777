"""The default law where the text is silent: measures and the time for objections to them (VCLT-IO 65; R40)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from given import Docket, given, terms
from hypothesis import given as given_any
from hypothesis import strategies as st
from msgspec.structs import replace

from lifecycle.answers.explanation.agreement import explain
from lifecycle.calendar.days import Span, add
from lifecycle.terms.files import read_terms

BOUND = ("2000-01-01 drafted", "2000-01-02 signed by=A", "2000-01-02 signed by=B", "2000-01-02 signed by=C")
DAYS = st.dates(date(2001, 1, 1), date(2020, 12, 31))
DAY = timedelta(days=1)


def notified(on: object, *fields: str) -> Docket:
    """Put a termination on record that A has notified."""
    return given(
        "three-party", *BOUND, " ".join([f"{on} measure_notified by=A measure=termination reason=breach", *fields])
    )


def test_the_three_months_run_to_the_end_of_their_last_day() -> None:
    """Received on 30 November, they end with 28 February: an objection of that day counts (R15; ETS 76, 3(1))."""
    put = notified("2010-11-30")
    assert [(str(due.on), str(due.what)) for due in put.status("2010-12-01").next] == [
        ("2011-02-28", "last day to object to P1")
    ]
    early = put.when("2011-02-28 measure_carried_out by=A notification=P1").objection
    assert early is not None
    assert (early.rule, "can be carried out from 1 March 2011" in str(early.says)) == ("R40", True)
    assert put.when("2011-02-28 measure_objected by=B notification=P1").objection is None
    assert put.when("2011-03-01 measure_carried_out by=A notification=P1").state("2011-03-01", "A") == "terminated"


def test_an_objection_after_them_comes_too_late() -> None:
    """It is refused, and the measure can still be carried out (VCLT-IO 65(2))."""
    put = notified("2010-11-30").when("2011-03-01 measure_objected by=B notification=P1")
    assert put.objection is not None
    assert str(put.objection.says) == "The last day to object to P1 was 28 February 2011"
    assert (put.objection.rule, put.objection.article, put.objection.conflicts) == ("R40", "VCLT-IO 65(3)", 5)
    assert put.when("2011-05-28 measure_carried_out by=A notification=P1").objection is None


def test_to_an_urgent_measure_one_may_object_until_it_is_carried_out() -> None:
    """Special urgency sets no other time (VCLT-IO 65(2))."""
    put = notified("2010-11-30", "urgent=true").when("2011-06-01 measure_objected by=B notification=P1")
    assert put.objection is None
    assert put.when("2011-06-02 measure_carried_out by=A notification=P1").objection is not None


def test_the_last_day_moves_off_a_weekend_where_the_convention_says_so() -> None:
    """An act is to be done by then (ETS 76, 5; R19): 28 August 2010 is a Saturday."""
    rolling = replace(terms("three-party"), conventions={"deadline_on_day_off": "next working day"})
    put = Docket(rolling).when(*BOUND, "2010-05-28 measure_notified by=A measure=termination reason=breach")
    assert put.when("2010-08-30 measure_objected by=B notification=P1").objection is None
    assert put.when("2010-08-30 measure_carried_out by=A notification=P1").objection is not None
    assert put.when("2010-08-31 measure_carried_out by=A notification=P1").objection is None


@given_any(DAYS, st.lists(st.dates(date(2010, 12, 20), date(2011, 1, 10)), max_size=4, unique=True))
def test_a_last_day_on_a_day_off_is_the_next_working_day_and_says_so(received: date, holidays: list[date]) -> None:
    """Weekends, and the holidays that the terms list; where they list none, that is assumed (ETS 76, 5; R19)."""
    stated = {"deadline_on_day_off": "next working day"}
    rolling = replace(terms("three-party"), conventions=stated, holidays=tuple(holidays))
    put = Docket(rolling).when(*BOUND, f"{received} measure_notified by=A measure=termination reason=breach")
    counted, answer = add(received, Span(months=3)), put.status(str(received))
    assert counted is not None
    last = next(due for due in answer.next if due.kind == "objection")
    off = [day for day in (counted + n * DAY for n in range(30)) if day.weekday() > 4 or day in holidays]
    assert last.on == next(day for day in (counted + n * DAY for n in range(30)) if day not in off)
    assert (last.moved is not None) == (counted in off)
    assert ("days_off" in [one.convention for one in answer.assumed]) == (not holidays)


@given_any(DAYS, st.integers(-5, 5))
def test_on_every_day_either_an_objection_is_in_time_or_the_measure_is_ripe(received: date, off: int) -> None:
    """Never both, never neither: the one ends with the day before the other begins."""
    last = add(received, Span(months=3))
    assert last is not None
    day, put = last + off * DAY, notified(received)
    objected = put.when(f"{day} measure_objected by=B notification=P1").objection
    carried = put.when(f"{day} measure_carried_out by=A notification=P1").objection
    assert (objected is None, carried is None) == (day <= last, day > last)


# The time in which a dispute is to be settled

DISPUTES = """
agreement: x
title: X
parties: {A: {name: A}, B: {name: B}}
clauses:
  entry_into_force: {article: '1', upon: {signed: all}}
  disputes: {article: '7(1)', within: 3 months}
  suspension: [{article: '7(2)', ground: failed dispute}]
"""


@pytest.mark.parametrize("profile", ["un", "icsid", ""])
def test_a_dispute_settled_on_the_last_day_has_not_failed(profile: str) -> None:
    """Whatever the practice on dates of effect: this is a time in which something is to be done (R15, R16)."""
    text = DISPUTES + (f"profile: {profile}\n" if profile else "")
    put = Docket(read_terms(text.encode(), "x.yaml")).when(
        "2010-01-01 drafted",
        "2010-01-01 signed by=A",
        "2010-01-01 signed by=B",
        "2010-02-10 dispute_referred by=A",
    )
    assert [(str(due.on), str(due.what)) for due in put.status("2010-02-10").next] == [
        ("2010-05-10", "last day to settle dispute D1")
    ]
    assert put.when("2010-05-10 suspended by=A ground=dispute:D1").objection is not None
    assert put.when("2010-05-11 suspended by=A ground=dispute:D1").objection is None
    line = put.when("2010-05-10 dispute_settled dispute=D1").timeline
    assert (line.irregular, line.disputes[0].failed, line.alternatives) == ({}, None, ())
    assert str(put.timeline.disputes[0].failed) == "2010-05-11"


# Notice where the text has no clause on its end (VCLT-IO 56; R30)

INTENDED = "the parties intended to admit denunciation"
IMPLIED = "the nature of the agreement implies a right of denunciation"


def silent(clauses: str = "") -> Docket:
    """Put an agreement on record, in force since 1 January 2010, with these clauses beside its entry into force."""
    text = f"""
        agreement: x
        title: X
        parties: {{A: {{name: A}}, B: {{name: B}}}}
        clauses: {{entry_into_force: {{article: '1', upon: {{signed: all}}}}{clauses}}}
        """
    signed = [f"2010-01-01 signed by={name}" for name in "AB"]
    return Docket(read_terms(text.encode(), "x.yaml")).when("2010-01-01 drafted", *signed)


@pytest.mark.parametrize("ground", [INTENDED, IMPLIED])
def test_a_notice_is_admissible_once_its_ground_is_on_record(ground: str) -> None:
    """With the twelve months of article 56(2), from its receipt; ended, the ground admits no further notice."""
    put = silent().when(f'2010-04-01 fact_established fact="{ground}"')
    given_notice = put.when("2010-05-30 notice_given by=A received=2010-05-31")
    assert given_notice.objection is None
    notice = given_notice.timeline.notices[0]
    assert (str(notice.takes_effect), notice.article) == ("2011-05-31", "VCLT-IO 56(2)")
    assert [given_notice.state(day) for day in ("2011-05-30", "2011-05-31")] == ["notice_given", "terminated"]
    assert put.when("2010-05-31 notice_given by=A effective=2011-05-30").objection is not None
    over = put.when(f'2010-05-01 fact_ended fact="{ground}"', "2010-05-31 notice_given by=A")
    assert over.objection is not None


def test_without_a_ground_on_record_the_refusal_says_what_is_needed() -> None:
    objection = silent().when("2010-05-31 notice_given by=A").objection
    assert objection is not None
    assert (objection.rule, objection.article) == ("R30", "VCLT-IO 56(1)")
    assert INTENDED in str(objection.says)
    assert IMPLIED in str(objection.says)


@pytest.mark.parametrize(
    "clauses",
    [
        ", duration: {article: '2', term: 5 years}",
        ", termination: [{article: '2', by: consent}]",
        ", termination: [{article: '2', by: notice, from: B, period: 1 month}]",
    ],
)
def test_a_text_with_a_provision_on_its_end_is_left_as_it_provides(clauses: str) -> None:
    """Article 56 is for a text that contains no such provision; the refusal does not lead to it."""
    put = silent(clauses).when(f'2010-04-01 fact_established fact="{INTENDED}"', "2010-05-31 notice_given by=A")
    assert put.objection is not None
    assert (put.objection.rule, put.objection.article) == ("R30", "VCLT-IO 56")
    assert INTENDED not in str(put.objection.says)


def test_the_derivation_of_such_a_notice_rests_on_the_law_and_its_ground() -> None:
    """The terms are not cited for what they do not say, and the fact is among what the answer rests on."""
    put = silent().when(f'2010-04-01 fact_established fact="{INTENDED}"', "2010-05-31 notice_given by=A")
    told = explain(put.timeline, date(2011, 5, 31))
    assert told.rests_on == (1, 2, 3, 4, 5)
    (line,) = [line for line in told.lines if "may end its participation by notice, after 1 year" in str(line.says)]
    assert str(line.source) == "VCLT-IO 56(2)"


def test_no_right_to_suspend_for_a_breach_points_to_the_default_law() -> None:
    """A measure can be notified where the text has no clause (R38, R40); on other grounds nothing is suggested."""
    breach = silent().when("2010-05-31 suspended by=A ground=breach").objection
    assert breach is not None
    assert "notify a measure, and carry it out once three months have passed without objection" in str(breach.says)
    will = silent().when("2010-05-31 suspended by=A ground=will").objection
    assert will is not None
    assert "measure" not in str(will.says)
