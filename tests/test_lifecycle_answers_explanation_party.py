"""The derivation of one party's state: by itself, in steps that a hand can check, from acts that cannot be left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import grammar
import pytest
from given import Docket, given, said
from hypothesis import assume
from hypothesis import given as given_any
from hypothesis import strategies as st
from strategies import THREE, all_terms, stories

from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.signature import Signed
from lifecycle.answers.explanation.agreement import Explanation, explain
from lifecycle.answers.explanation.basis import ENTRIES, basis, told
from lifecycle.answers.explanation.party import explain_party
from lifecycle.course.machine import LIVE
from lifecycle.course.periods import period_on
from lifecycle.errors import NotFound, NotYet
from lifecycle.fold.timeline import Entry, fold
from lifecycle.terms.files import read_terms

ANY = st.one_of(stories(all_terms(THREE), most=5), grammar.stories(most=6))
"""Stories of three, and of any acts under any terms."""

LATER = (
    "2010-03-01 drafted",
    "2010-03-02 signed by=A",
    "2010-03-03 signed by=B",
    "2010-05-02 signed by=C",
    "2010-06-01 suspended by=A ground=breach",
    "2010-07-01 resumed by=A",
    "2011-03-02 notice_given by=C",
)


def derived(put: Docket, day: str, party: str = "C") -> Explanation:
    return explain_party(put.timeline, party, date.fromisoformat(day))


def steps(found: Explanation) -> list[str]:
    return [
        f"{line} | {source}"
        for line, source in zip(
            said(one.says for one in found.lines), said(one.source for one in found.lines), strict=True
        )
    ]


def test_how_a_party_came_to_be_bound_its_notice_and_what_ends_it() -> None:
    """Its own steps alone: its signature, its own day, its notice, what is coming for it (R10, R27, R31)."""
    found = derived(given("three-party", *LATER), "2011-03-20")
    assert (found.party, found.state, str(found.since)) == ("C", "notice_given", "2011-03-02")
    assert steps(found) == [
        "Drafted on 1 March 2010 | R2",
        "C signed three-party on 2 May 2010 | Art. 1 · R9",
        "The agreement entered into force on 3 March 2010 | Art. 1",
        "2 May 2010 + 10 days: 12 May 2010; the first day is not counted | Art. 1 · ETS 76, 3 and 4(2) · R16",
        "In force for C on 12 May 2010, from its consent on 2 May 2010 | Art. 1 · R10",
        "C may end its participation by notice, after 1 month | Art. 2 · terms v1",
        "C's notice N1 was received on 2 March 2011 | #7",
        "The period counts from receipt (as the terms say) | VCLT-IO 79(b) · R27",
        "2 March 2011 + 1 month: 2 April 2011; the first day is not counted | ETS 76, 3 and 4(2) · R16",
        "It takes effect on that day (as the terms say) | R24",
        "Coming on 1 April 2011: last day to withdraw N1 | VCLT-IO 68",
        "Coming on 2 April 2011: C leaves by N1 | Art. 2",
    ]
    assert found.rests_on == (1, 2, 3, 4, 7)


def test_after_it_has_left_nothing_is_coming() -> None:
    found = derived(given("three-party", *LATER), "2011-04-02")
    assert (found.state, str(found.since)) == ("terminated", "2011-04-02")
    assert steps(found)[-1] == "N1 was not withdrawn. It took effect on 2 April 2011 | VCLT-IO 68 · R29"
    assert "no survival clause" not in " ".join(steps(found))


def test_a_membership_of_the_past_is_no_step_of_the_present_one() -> None:
    put = given("three-party", *LATER, "2015-03-02 signed by=C")
    found = derived(put, "2016-01-01")
    assert (found.state, str(found.since)) == ("in_force", "2015-03-12")
    assert not any("N1" in step for step in steps(found))


def test_who_has_not_signed_is_told_what_is_waited_for() -> None:
    found = derived(given("three-party", *LATER[:2]), "2010-03-02")
    assert found.state == "drafted"
    assert any("waits for" in step for step in steps(found))


def test_only_readings_and_acts_of_the_party_stand_there() -> None:
    """That the other's notice may be read otherwise is no doubt about this party."""
    put = given("wco-caricc", "2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC").when(
        "2010-11-30 notice_given by=CARICC", "2010-12-01 resumed by=WCO suspension=S9"
    )
    assert len(derived(put, "2011-01-10", "CARICC").readings) == 1
    assert derived(put, "2011-01-10", "CARICC").irregular == ()
    assert derived(put, "2011-01-10", "WCO").readings == ()
    assert [one.seq for one in derived(put, "2011-01-10", "WCO").irregular] == [5]


def test_a_stranger_and_a_day_too_early_are_told() -> None:
    put = given("three-party", *LATER)
    with pytest.raises(NotFound, match='party "D" of three-party'):
        derived(put, "2011-01-01", "D")
    with pytest.raises(NotYet):
        derived(put, "2010-01-01")


@given_any(ANY, st.data())
def test_it_rests_on_acts_that_tell_the_same_of_the_party_and_none_can_be_left_out(
    story: Any, data: st.DataObject
) -> None:
    day = data.draw(st.sampled_from(story.days()))
    timeline = story.timeline()
    assume(day >= timeline.drafted)
    line = timeline.until(day)
    party = data.draw(st.sampled_from(sorted(line.parties)))
    own = period_on(line.parties[party], day)
    assume(own is not None)
    kept = basis(line, day, party)
    assert told(fold(kept), day, party) == told(line, day, party)
    for at in range(1, len(kept)):
        assert told(fold(kept[:at] + kept[at + 1 :]), day, party) != told(line, day, party)
    found = explain_party(timeline, party, day)
    assert own is not None
    assert (found.state, found.since) == (own.state, own.start)
    assert list(found.rests_on) == sorted(entry.seq for entry in kept)
    assert {line.seq for line in found.lines if line.seq} <= {entry.seq for entry in line.entries}


@given_any(ANY, st.data())
def test_its_steps_are_those_of_the_whole_record(story: Any, data: st.DataObject) -> None:
    """The states that they explain began on these days, and the agreement entered into force on that one."""
    day = data.draw(st.sampled_from(story.days()))
    timeline = story.timeline()
    assume(day >= timeline.drafted)
    line = timeline.until(day)
    party = data.draw(st.sampled_from(sorted(line.parties)))
    own = period_on(line.parties[party], day)
    assume(own is not None)
    small = fold(basis(line, day, party))
    assert small.entered_into_force == line.entered_into_force
    begun = next((p for p in small.parties[party] if p.state in LIVE), None)
    if begun is not None and begun.start <= day:
        assert begun.start in {period.start for period in line.parties[party] if period.state in LIVE}


def test_what_it_declared_and_what_it_owes_is_derived_for_it() -> None:
    """Its declarations with the objections to them, and the duties that are its own alone (R55, R63)."""
    put = given(
        "owing-and-declaring",
        "2010-03-01 drafted",
        "2010-03-02 consented by=A manner=acceptance",
        "2010-03-02 consented by=B manner=acceptance",
        "2010-04-01 declared by=A kind=territory declaration=E1 territory='the Outer Isles'",
        "2010-04-02 declaration_objected by=B declaration=E1",
        "2010-05-01 dispute_referred by=B dispute=D1",
    )
    own, others = steps(derived(put, "2010-05-02", "A")), steps(derived(put, "2010-05-02", "B"))
    assert [line for line in own if "E1" in line] == [
        "A made declaration E1 on owing-and-declaring on 1 April 2010, a declaration on territories | Art. 12 · R55",
        "B objected on 2 April 2010 to declaration E1 on owing-and-declaring | Art. 12 · R55",
        "Coming on 1 May 2011: declaration E1 takes effect | Art. 12",
    ]
    assert 'Coming on 1 July 2010: arbitrator D1 A: "appoint an arbitrator" | Art. 16' in own
    assert not [line for line in others if "D1 A" in line or line.startswith("A made")]


COAST = """
agreement: coast
title: Agreement on the Coast
parties: {A: {name: A}, B: {name: B}, C: {name: C}, D: {name: D}}
clauses:
  entry_into_force: {article: "1", upon: {signed: {at_least: 3, of: signatories}}, then: first of next month}
"""


@pytest.mark.parametrize("party", [None, "A"])
def test_the_day_on_which_a_condition_was_met_is_that_of_the_whole_record(party: str | None) -> None:
    """Another signature would have done for the same day of entry, but it came when the condition was met."""
    signed = {"A": date(2010, 3, 2), "B": date(2010, 3, 3), "D": date(2010, 3, 10), "C": date(2010, 3, 22)}
    acts = [Drafted(on=date(2010, 3, 1), terms=read_terms(COAST)), *(Signed(on=on, by=by) for by, on in signed.items())]
    line = fold([Entry(seq, act) for seq, act in enumerate(acts, 1)])
    day = date(2010, 5, 1)
    found = explain(line, day) if party is None else explain_party(line, party, day)
    assert "In force on 1 April 2010: the condition was met on 10 March 2010" in "\n".join(steps(found))


@given_any(ANY, st.data())
def test_how_it_entered_into_force_is_said_as_the_whole_record_says_it(story: Any, data: st.DataObject) -> None:
    """For the agreement, and for each party."""
    day = data.draw(st.sampled_from(story.days()))
    line = story.timeline().until(day)
    assume(day >= line.drafted)
    whole = {why for periods in (line.agreement, *line.parties.values()) for period in periods for why in period.why}
    for party in (None, *sorted(name for name, periods in line.parties.items() if period_on(periods, day))):
        small = fold(basis(line, day, party))
        own = small.agreement if party is None else small.parties[party]
        entries = {why for period in own if period.start <= day for why in period.why if why.act in ENTRIES}
        assert {why.says for why in entries} <= {why.says for why in whole}
