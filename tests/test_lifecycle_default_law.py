"""The default law where the text is silent: measures and the time for objections to them (VCLT-IO 65; R40)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from given import Docket, given, terms
from hypothesis import given as given_any
from hypothesis import strategies as st
from msgspec.structs import replace

from lifecycle.dates import Span, add
from lifecycle.terms_text import read_terms

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
    assert [(str(due.on), due.what) for due in put.status("2010-12-01").next] == [
        ("2011-02-28", "last day to object to P1")
    ]
    early = put.when("2011-02-28 measure_carried_out by=A notification=P1").objection
    assert early is not None
    assert (early.rule, "can be carried out from 1 March 2011" in early.says) == ("R40", True)
    assert put.when("2011-02-28 measure_objected by=B notification=P1").objection is None
    assert put.when("2011-03-01 measure_carried_out by=A notification=P1").state("2011-03-01", "A") == "terminated"


def test_an_objection_after_them_comes_too_late() -> None:
    """It is refused, and the measure can still be carried out (VCLT-IO 65(2))."""
    put = notified("2010-11-30").when("2011-03-01 measure_objected by=B notification=P1")
    assert put.objection is not None
    assert put.objection.says == "The last day to object to P1 was 28 February 2011."
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
    assert [(str(due.on), due.what) for due in put.status("2010-02-10").next] == [
        ("2010-05-10", "last day to settle dispute D1")
    ]
    assert put.when("2010-05-10 suspended by=A ground=dispute:D1").objection is not None
    assert put.when("2010-05-11 suspended by=A ground=dispute:D1").objection is None
    line = put.when("2010-05-10 dispute_settled dispute=D1").timeline
    assert (line.irregular, line.disputes[0].failed, line.alternatives) == ({}, None, ())
    assert str(put.timeline.disputes[0].failed) == "2010-05-11"
