"""Who may act under an agreement: the parties that it binds, and on amendments those that have consented to be."""

from __future__ import annotations

from datetime import date, timedelta

from given import given
from hypothesis import given as given_any
from hypothesis import strategies as st

from lifecycle.course.machine import LIVE

BOUND = ("2010-03-01 drafted", "2010-03-02 signed by=A", "2010-03-02 signed by=B")
JOINING = (*BOUND, "2010-03-23 signed by=C")
"""C is bound from 2 April 2010 on, ten days after its signature."""


def test_who_has_consented_takes_part_in_amending_though_not_yet_bound() -> None:
    """VCLT-IO 40(2) gives a part in an amendment to all contracting parties."""
    put = given("three-party", *JOINING, "2010-04-01 amendment_proposed by=C terms=three-party")
    put = put.when("2010-04-02 amendment_accepted by=A", "2010-04-03 amendment_accepted by=B")
    assert put.timeline.irregular == {}
    assert str(put.timeline.versions[-1].start) == "2010-04-03"


def test_from_the_day_on_which_it_is_bound_a_party_may_act() -> None:
    put = given("three-party", *JOINING, "2010-04-02 dispute_referred by=C")
    assert put.objection is None
    assert put.when("2010-04-02 measure_notified by=C measure=termination reason=breach").objection is None


def test_a_party_in_whose_tail_something_is_left_may_refer_a_dispute_about_it() -> None:
    """After the end it is bound no longer, and the dispute is about what survives (R46)."""
    put = given(
        "icmpd-wco",
        "1999-05-01 drafted",
        "1999-05-21 signed by=WCO",
        "1999-05-21 signed by=ICMPD",
        "2003-02-01 activity_begun activity=training",
        "2003-08-31 notice_given by=ICMPD",
        "2004-03-01 dispute_referred by=WCO",
    )
    assert put.state("2004-03-01") == "winding_down"
    assert put.objection is None


ONLY_BOUND = ("dispute_referred", "measure_notified measure=termination reason=x", "measure_objected notification=P1")
SPRING = st.integers(3, 120).map(lambda days: date(2010, 3, 1) + timedelta(days=days))


@given_any(SPRING, st.none() | SPRING, SPRING, st.sampled_from(ONLY_BOUND))
def test_an_act_of_the_parties_has_effect_only_while_its_author_is_bound(
    signed: date, notified: date | None, day: date, act: str
) -> None:
    """Whenever C signs, gives notice and acts: its act counts on the days on which it is in force for C."""
    acts = [
        *BOUND,
        "2010-03-03 measure_notified by=A measure=termination reason=x urgent=true",
        f"{signed} signed by=C",
    ]
    before = given("three-party", *acts, *([f"{notified} notice_given by=C"] if notified else []))
    tag, *fields = act.split()
    put = before.when(f"{day} {tag} by=C {' '.join(fields)}")
    assert (put.objection is None) == (before.status(str(day)).parties["C"].state in LIVE)
