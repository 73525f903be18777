"""Participants: who signed and consented, is bound and has left, membership by membership."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import grammar
import pytest
from given import CASES, Docket, given
from hypothesis import given as given_any
from hypothesis import strategies as st
from msgspec.structs import replace

from lifecycle.acts.personal import ERASED
from lifecycle.answers.participants import LETTERS, participants
from lifecycle.codec import to_plain
from lifecycle.course.machine import LIVE
from lifecycle.course.periods import period_on
from lifecycle.terms.fields import MANNERS
from lifecycle.terms.files import read_terms

WCO_CARICC = (
    "2010-03-01 drafted",
    "2010-03-19 signed by=WCO place=Brussels",
    "2010-03-30 signed by=CARICC place=Astana",
)
NOTHING = {"consent": None, "bound_from": None, "provisional": None, "notice": None, "left_on": None}


def told(put: Docket, day: str, party: str) -> list[dict[str, Any]]:
    """Give the memberships of a party as they are published."""
    found = {one.party: one for one in put.status(day).participants}
    return list(to_plain(found[party].memberships))


def test_who_signed_is_shown_with_day_and_place_and_who_has_not_with_nothing() -> None:
    put = given("wco-caricc", *WCO_CARICC)
    assert told(put, "2010-03-25", "WCO") == [{"signed_on": "2010-03-19", "signed_at": "Brussels", **NOTHING}]
    assert told(put, "2010-03-25", "CARICC") == []
    assert told(put, "2010-03-30", "CARICC")[0]["bound_from"] == "2010-03-30"


def test_a_notice_stands_with_the_party_that_gave_it() -> None:
    put = given("wco-caricc", *WCO_CARICC, "2010-11-30 notice_given by=CARICC")
    (own,) = told(put, "2011-01-10", "CARICC")
    assert own["notice"] == {"notice": "N1", "received": "2010-11-30", "takes_effect": "2011-02-28", "seq": 4}
    assert told(put, "2011-01-10", "WCO")[0]["notice"] is None
    gone = put.when("2011-01-05 notice_withdrawn by=CARICC")
    assert told(gone, "2011-01-10", "CARICC")[0]["notice"] is None


def test_with_the_end_of_the_agreement_nobody_leaves() -> None:
    put = given("wco-caricc", *WCO_CARICC, "2010-11-30 notice_given by=CARICC")
    assert told(put, "2012-01-01", "CARICC")[0]["left_on"] is None


def test_a_party_that_comes_back_has_two_memberships() -> None:
    """The former one keeps its days, the letter of its consent and the notice by which it ended."""
    put = given(
        "three-party",
        "2010-03-01 drafted",
        "2010-03-02 signed by=A",
        "2010-03-02 signed by=B",
        "2010-03-02 signed by=C",
        "2011-03-02 notice_given by=C",
        "2015-03-02 signed by=C place=Oslo",
    )
    former, present = told(put, "2016-01-01", "C")
    assert (former["signed_on"], former["left_on"]) == ("2010-03-02", "2011-04-02")
    assert former["notice"]["takes_effect"] == "2011-04-02"
    assert (present["signed_on"], present["signed_at"], present["left_on"]) == ("2015-03-02", "Oslo", None)
    assert present["bound_from"] == "2015-03-12"
    assert len(told(put, "2011-05-01", "C")) == 1


def test_a_party_that_comes_back_and_is_bound_at_once_has_two_memberships_too() -> None:
    """No day lies between its accession and its being bound, on which it would only have signed."""
    text = (CASES / "terms" / "three-party.yaml").read_text("utf-8").replace(", joining: 10 days", "")
    put = Docket(read_terms(text.encode(), "three-party.yaml")).when(
        "2010-03-01 drafted",
        *(f"2010-03-02 signed by={name}" for name in "ABC"),
        "2011-03-02 notice_given by=C",
        "2015-03-02 signed by=C",
    )
    former, present = told(put, "2016-01-01", "C")
    assert (former["bound_from"], former["left_on"]) == ("2010-03-02", "2011-04-02")
    assert (present["bound_from"], present["left_on"], present["notice"]) == ("2015-03-02", None, None)


def test_an_instrument_is_shown_by_its_manner_and_letter() -> None:
    put = given(
        "instruments",
        "2010-03-01 drafted",
        "2010-03-02 signed by=STATE",
        "2010-05-02 consented by=STATE manner=approval received=2010-05-09",
    )
    (own,) = told(put, "2010-06-01", "STATE")
    assert own["consent"] == {"manner": "approval", "letter": "AA", "on": "2010-05-09"}
    assert own["signed_on"] == "2010-03-02"


@pytest.mark.parametrize("name", ["", ERASED, "A. Name"])
def test_whoever_signed_is_named_unless_the_name_is_gone(name: str) -> None:
    put = given("wco-caricc", WCO_CARICC[0], '2010-03-19 signed by=WCO authority="full powers"')
    draft, signed = put.entries
    put = Docket(put.terms, (draft, replace(signed, act=replace(signed.act, signatory=name))))
    assert told(put, "2010-03-20", "WCO")[0].get("signatory") == (name if name == "A. Name" else None)


def test_every_manner_has_its_letter() -> None:
    assert LETTERS.keys() == MANNERS.keys()


@given_any(grammar.stories(), st.data())
def test_who_is_bound_on_a_day_has_a_membership_that_says_so(story: grammar.Story, data: st.DataObject) -> None:
    """And nobody has left who is bound: the list and the states come from one fold."""
    timeline = story.timeline()
    days = [day for day in story.days() if day >= timeline.drafted]
    day: date = data.draw(st.sampled_from(days))
    line = timeline.until(day)
    for one in participants(line, day):
        period = period_on(line.parties[one.party], day)
        assert period is not None
        if period.state in LIVE:
            last = one.memberships[-1]
            assert last.bound_from is not None
            assert last.bound_from <= day
            assert last.left_on is None
        assert all(former.left_on for former in one.memberships[:-1] if former.bound_from)
        states = [period.state for period in line.parties[one.party] if period.start <= day]
        begun = sum(now in LIVE and then not in LIVE for then, now in pairwise([None, *states]))
        assert sum(own.bound_from is not None and own.bound_from <= day for own in one.memberships) == begun
