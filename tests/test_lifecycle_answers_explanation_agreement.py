"""Explanations, impact, rulings and examinations: what is told beside the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from given import Docket, given, said, terms
from hypothesis import assume
from hypothesis import given as given_any
from strategies import Story, stories

from lifecycle.acts.kinds import act_from
from lifecycle.answers.explanation.agreement import explain
from lifecycle.answers.impact import impact
from lifecycle.course.machine import State
from lifecycle.errors import NotFound
from lifecycle.examination import examine
from lifecycle.fold.ruling import RULES, Dated, rule
from lifecycle.fold.timeline import Entry, fold
from lifecycle.messages import ENGLISH
from lifecycle.terms.reading import terms_from

WCO_CARICC = (
    "2010-03-01 drafted",
    "2010-03-19 signed by=WCO place=Brussels",
    "2010-03-30 signed by=CARICC place=Astana",
)


def test_an_explanation_can_be_checked_by_hand() -> None:
    """Each line says what is so, by which article or act; the clamp and the conventions are named."""
    put = given("wco-caricc", *WCO_CARICC, "2010-04-01 activity_begun", "2010-11-30 notice_given by=CARICC")
    told = explain(put.timeline, date(2011, 2, 28))
    assert (told.state, told.since, told.rests_on) == (State.TERMINATED, date(2011, 2, 28), (1, 2, 3, 5))
    assert [line.n for line in told.lines] == list(range(1, len(told.lines) + 1))
    steps = zip(said(line.says for line in told.lines), told.lines, strict=True)
    text = "\n".join(f"{says} [{line.source}]" for says, line in steps)
    for expected in (
        "Drafted on 1 March 2010 [R2]",
        "30 November 2010 + 3 months: 28 February 2011; February 2011 has no 30th, so its last day",
        "CARICC's notice N1 was received on 30 November 2010 [#5]",
        "The period counts from receipt (assumed: the text is silent) [VCLT-IO 79(b) · R27]",
        "It takes effect on that day (assumed: the text is silent) [R24]",
        "N1 was not withdrawn. It took effect on 28 February 2011",
        "There is no survival clause: terminated, nothing is left to wind down",
    ):
        assert expected in text
    assert said(told.readings) == [
        "effect of notice N1 on 1 March 2011, not on 28 February 2011: a period of months takes effect on the day "
        "after the corresponding date (R24). It gives another answer for 28 February 2011"
    ]


def test_an_explanation_says_what_is_waited_for_and_what_is_open() -> None:
    """A signed agreement waits; one that winds down names its heads, and what lapsed is said."""
    waiting = explain(given("wco-caricc", *WCO_CARICC[:2]).timeline, date(2010, 3, 20))
    assert said([waiting.lines[-1].says]) == ["It waits for: signature of CARICC"]
    put = given(
        "instruments",
        "2010-03-01 drafted",
        "2010-03-02 consented by=ORG manner=acceptance",
        "2010-03-02 consented by=STATE manner=ratification",
        "2010-06-01 activity_begun activity=study",
        "2010-06-01 account_opened account=costs",
        "2010-06-30 notice_given by=STATE",
    )
    says = said(line.says for line in explain(put.timeline, date(2011, 7, 1)).lines)
    assert "Still open: activity study, since 1 June 2010" in says
    with pytest.raises(NotFound, match="its file opens with the draft of 1 March 2010"):
        explain(put.timeline, date(2010, 2, 28))


def test_an_explanation_of_a_confirmed_signature_names_the_confirmation() -> None:
    """The irregular signature and what cured it are both part of the derivation (R1)."""
    put = given(
        "wco-caricc",
        "2010-03-01 drafted",
        "2010-03-19 signed by=WCO signatory=Clerk",
        "2010-03-30 signed by=CARICC",
        "2010-04-10 confirmed by=WCO",
    )
    assert put.state("2010-04-10") == "in_force"
    told = explain(put.timeline, date(2010, 4, 10))
    assert told.state is State.IN_FORCE
    assert 4 in told.rests_on
    assert "WCO confirmed its signature of wco-caricc on 10 April 2010" in said(line.says for line in told.lines)


def under(*termination: dict[str, Any], **clauses: Any) -> Docket:
    """Put the signatures of two parties on record under these ways to end it."""
    entry = {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}}
    conventions = clauses.pop("conventions", {})
    plain = {
        "agreement": "derived",
        "title": "Derived",
        "parties": {"A": {"name": "A"}, "B": {"name": "B"}},
        "clauses": {**entry, "termination": list(termination), **clauses},
        "conventions": conventions,
    }
    return Docket(terms_from(plain)).when("2000-01-01 drafted", "2000-08-31 signed by=A", "2000-08-31 signed by=B")


ICMPD_WCO_OPEN = (
    "1999-05-01 drafted",
    "1999-05-21 signed by=WCO",
    "1999-05-21 signed by=ICMPD",
    "2003-02-01 activity_begun activity=A1",
    "2003-08-31 notice_given by=ICMPD",
)
NOTICE = {"article": "2", "by": "notice", "period": "6 months"}
AT_WILL = {"suspension": [{"article": "3", "ground": "at will"}], "conventions": {"suspension_stops_notice": "yes"}}
DERIVED = [
    pytest.param(
        under(
            NOTICE | {"effect": "end of term"},
            duration={"article": "2", "term": "5 years", "renewal": {"term": "3 years"}},
        ).when("2004-01-10 notice_given by=A"),
        "2005-08-31",
        [
            "A may end its participation by notice, at least 6 months before the end of a term and with it",
            "The first end of a term that a notice of 10 January 2004 can stop: 31 August 2005; "
            "6 months before it is 28 February 2005",
        ],
        id="with the end of a term",
    ),
    pytest.param(
        under(NOTICE | {"lock_in": {"period": "3 years", "of": "effect"}}).when("2002-05-31 notice_given by=A"),
        "2003-08-31",
        [
            "31 May 2002 + 6 months: 30 November 2002; November 2002 has no 31st, so its last day",
            "It would take effect on that day (assumed: the text is silent)",
            "A notice can take effect no earlier than 3 years after 31 August 2000: on 31 August 2003",
        ],
        id="a lock-in of effect",
    ),
    pytest.param(
        under(NOTICE).when("2002-03-15 notice_given by=A", "2002-04-01 notice_extended notice=N1 until=2002-12-31"),
        "2002-12-31",
        [
            "15 March 2002 + 6 months: 15 September 2002; the first day is not counted",
            "N1 was extended on 1 April 2002: it takes effect on 31 December 2002",
        ],
        id="extended",
    ),
    pytest.param(
        under(NOTICE).when(
            "2002-03-15 notice_given by=A",
            "2002-09-05 notice_suspended notice=N1",
            "2002-10-01 notice_resumed notice=N1",
        ),
        "2002-10-11",
        [
            "15 March 2002 + 6 months: 15 September 2002; the first day is not counted",
            "The clock of N1 stands still from 5 September 2002, 10 days before 15 September 2002",
            "The clock of N1 runs again from 1 October 2002, for the days left: to 11 October 2002",
        ],
        id="its clock stopped",
    ),
    pytest.param(
        under(NOTICE, **AT_WILL).when(
            "2002-03-15 notice_given by=A",
            "2002-09-05 suspended by=B ground=will",
            "2002-10-01 resumed by=B suspension=S1",
        ),
        "2002-10-11",
        [
            "The clock of N1 stands still from 5 September 2002, while the agreement is suspended, "
            "10 days before 15 September 2002",
            "The clock of N1 runs again from 1 October 2002, for the days left: to 11 October 2002",
        ],
        id="its clock stopped by a suspension",
    ),
    pytest.param(
        under(NOTICE | {"counts_from": "sending"}).when("2002-03-15 notice_given by=A received=2002-04-01"),
        "2002-09-15",
        [
            "A's notice N1, sent on 15 March 2002, was received on 1 April 2002",
            "The period counts from sending (as the terms say)",
            "15 March 2002 + 6 months: 15 September 2002; the first day is not counted",
        ],
        id="counted from sending by its clause",
    ),
    pytest.param(
        under(NOTICE | {"not_while": "A is at war"}).when(
            "2002-03-15 notice_given by=A",
            "2002-09-01 fact_established 'fact=A is at war'",
            "2002-12-01 fact_ended 'fact=A is at war'",
        ),
        "2002-12-01",
        ['It could not take effect while "A is at war" was on record: until 1 December 2002'],
        id="held up by a fact",
    ),
    pytest.param(
        under(NOTICE).when("2002-03-15 notice_given by=A effective=2002-12-31"),
        "2002-12-31",
        ["The notice names a later date: 31 December 2002"],
        id="a later date named",
    ),
]


@pytest.mark.parametrize(("put", "day", "expected"), DERIVED)
def test_the_derivation_of_a_notice_leads_to_its_day(put: Docket, day: str, expected: list[str]) -> None:
    """What set the date is said in its order, and nothing that did not; the last step names the day of the end."""
    assert put.state(day) == "terminated"
    lines = explain(put.timeline, date.fromisoformat(day)).lines
    says = said(line.says for line in lines)
    assert [line for line in says if line in expected] == expected
    cited = {put.entries[line.seq - 1].act.tag for line in lines if line.seq}
    assert not {"fact_established", "fact_ended"} & cited  # none of them let it enter into force
    assert f"N1 was not withdrawn. It took effect on {ENGLISH.day(date.fromisoformat(day))}" in says
    named = [line for line in says if line.startswith("The notice names")]
    assert named == [line for line in expected if line.startswith("The notice names")]
    if any(line.startswith("It takes effect on that day") for line in says):
        assert any(f"6 months: {ENGLISH.day(date.fromisoformat(day))}" in line for line in says)


def test_a_date_that_is_the_computed_one_is_no_later_date() -> None:
    """A notice may name the very day on which it takes effect anyway."""
    put = under(NOTICE).when("2002-03-15 notice_given by=A effective=2002-09-15")
    says = said(line.says for line in explain(put.timeline, date(2002, 9, 15)).lines)
    assert not [line for line in says if line.startswith("The notice names")]


def test_a_notice_that_joins_another_names_no_later_date() -> None:
    """It takes effect with the other, before its own period has run out, and with two left of three it ends it."""
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
        "termination": [NOTICE | {"follows": "1 month"}],
    }
    plain = {"agreement": "follows", "title": "Follows", "parties": {name: {"name": name} for name in "ABC"}}
    put = Docket(terms_from({**plain, "clauses": clauses})).when(
        "2000-08-31 drafted",
        *(f"2000-08-31 signed by={name}" for name in "ABC"),
        "2002-03-15 notice_given by=A",
        "2002-04-01 notice_given by=B effective=2002-09-15",
    )
    says = said(line.says for line in explain(put.timeline, date(2002, 9, 15)).lines)
    at = says.index("1 April 2002 + 6 months: 1 October 2002; the first day is not counted")
    assert says[at + 1 : at + 4] == [
        "It would take effect on that day (assumed: the text is silent)",
        "It joins another notice within 1 month of that, to take effect with it on 15 September 2002",
        "N2 was not withdrawn. It took effect on 15 September 2002",
    ]


def test_an_explanation_of_a_winding_down_names_all_that_is_open() -> None:
    """One open head is enough for the state; what is open is said of all of them (R46)."""
    put = given(
        "icmpd-wco",
        *ICMPD_WCO_OPEN,
        "2003-02-01 activity_begun activity=A2",
        "2003-03-01 account_opened account=C1",
        "2004-04-01 activity_completed activity=A1",
    )
    told = explain(put.timeline, date(2004, 5, 1))
    says = said(line.says for line in told.lines)
    assert "It stays alive as far as needed to finish what is open: A1, A2 and C1" in says
    assert [line for line in says if line.startswith("Still open")] == [
        "Still open: activity A2, since 1 February 2003",
        "Still open: account C1, since 1 March 2003",
    ]


def test_an_explanation_waits_for_nothing_that_is_on_record() -> None:
    """A fact that changes no state yet is not awaited once it is recorded."""
    upon = {"all_of": [{"signed": "all"}, {"fact": "go"}]}
    put = under(entry_into_force={"article": "1", "upon": upon})
    plain = Docket(put.terms).when(
        "2000-01-01 drafted", "2000-02-01 fact_established fact=go", "2000-03-01 signed by=A"
    )
    assert said([explain(plain.timeline, date(2000, 4, 1)).lines[-1].says]) == ["It waits for: signature of B"]


def test_the_reason_of_a_state_is_the_act_that_led_to_it() -> None:
    """Draft and first signature on one day: it is signed because of the signature, and not because of the draft."""
    put = given("wco-caricc", "2010-03-01 drafted", "2010-03-01 signed by=WCO", "2010-03-30 signed by=CARICC")
    first = put.timeline.agreement[0]
    assert (first.state, first.because and str(first.because.says)) == (
        State.SIGNED,
        "WCO signed wco-caricc on 1 March 2010",
    )
    without = fold(put.entries[:1])
    assert [
        change.why and change.why.act for change in impact(without, put.timeline).changes if not change.subject
    ] == [
        "signed",
        "entered_into_force",
    ]
    left = given("icmpd-wco", *ICMPD_WCO_OPEN).timeline.agreement[-1]
    assert (left.state, left.because and left.because.act) == (State.WINDING_DOWN, "notice_given")


# Impact and rulings


def test_impact_shows_what_a_late_act_changes() -> None:
    """Stretches of days, dates that move, and acts that lose or regain their effect."""
    put = given("wco-caricc", *WCO_CARICC, "2010-11-30 notice_given by=CARICC", "2010-12-15 dispute_referred by=WCO")
    later = put.when("2010-06-01 end_agreed by=WCO", "2010-06-01 end_agreed by=CARICC")
    changed = impact(put.timeline, later.timeline)
    assert [(c.subject, str(c.start), str(c.end), c.before, c.after) for c in changed.changes if not c.subject] == [
        ("", "2010-06-01", "2010-11-30", State.IN_FORCE, State.TERMINATED),
        ("", "2010-11-30", "2011-02-28", State.NOTICE_GIVEN, State.TERMINATED),
    ]
    assert ("terminated_on", date(2011, 2, 28), date(2010, 6, 1)) in [
        (m.what, m.before, m.after) for m in changed.moved
    ]
    assert [(effect.seq, effect.act) for effect in changed.losing] == [(4, "notice_given"), (5, "dispute_referred")]
    back = impact(later.timeline, put.timeline)
    assert [effect.seq for effect in back.regaining] == [4, 5]
    assert not impact(put.timeline, put.timeline)
    assert changed


@given_any(stories(most=4), stories(most=4))
def test_impact_is_the_difference_of_two_timelines(one: Story, other: Story) -> None:
    """On every day of every stretch the states are those that it says, and outside of them they are the same."""
    assume(one.terms.parties.keys() == other.terms.parties.keys())
    before, after = one.timeline(), other.timeline()
    changes = [change for change in impact(before, after).changes if not change.subject]
    for day in {*one.days(), *other.days()}:
        told = [c for c in changes if c.start <= day and (c.end is None or day < c.end)]
        was, becomes = before.state_on(day), after.state_on(day)
        assert [(c.before, c.after) for c in told] == ([(was, becomes)] if was != becomes else [])


def test_a_ruling_keeps_what_the_rules_said() -> None:
    """States before and after, the dates that the act set, and the objection it met."""
    put = given("wco-caricc", *WCO_CARICC)
    entry = Entry(4, act_from({"act": "notice_given", "on": "2010-11-30", "by": "CARICC", "notice": "N1"}))
    after = fold([*put.entries, entry])
    made = rule(put.timeline, after, entry)
    assert (made.rules, made.state_before, made.state_after, made.objection) == (
        RULES,
        State.IN_FORCE,
        State.NOTICE_GIVEN,
        None,
    )
    assert made.life == {"terminated_on": date(2011, 2, 28), "closed_on": date(2011, 2, 28)}
    assert made.due == (
        Dated(kind="ends", subject="N1", cause="notice", on=date(2011, 2, 28)),
        Dated(kind="withdrawal", subject="N1", on=date(2011, 2, 27)),
    )
    assert made.told == {
        "N1 ends it": date(2011, 2, 28),
        "closed_on": date(2011, 2, 28),
        "last day to withdraw N1": date(2011, 2, 27),
        "terminated_on": date(2011, 2, 28),
    }
    first = rule(None, fold(put.entries[:1]), put.entries[0])
    assert (first.state_before, first.state_after, first.told) == (None, State.DRAFTED, {})
    again = Entry(4, act_from({"act": "signed", "on": "2010-11-30", "by": "CARICC"}))
    refused = rule(put.timeline, fold([*put.entries, again]), again)
    assert refused.objection is not None
    assert refused.objection.rule == "R9"


# Examinations


def test_an_examination_names_silences_and_what_cannot_work() -> None:
    """Conventions that fill a silence are named with their default; warnings come first."""
    found = [(finding.level, str(finding.says)) for finding in examine(terms("wco-caricc"))]
    assert ("silent", "There is no survival clause: what is open at the end lapses") in found
    assert any("a notice counts from its receipt" in says for _, says in found)
    assert any("takes effect on the corresponding date" in says for _, says in found)
    one_sided = examine(terms("instruments"))
    assert one_sided[0].level == "warning"
    assert any("to whom disputes are referred" in str(finding.says) for finding in one_sided)
    assert not any("corresponding date" in str(finding.says) for finding in one_sided)
