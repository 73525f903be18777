"""Explanations, impact, rulings and examinations: what is told beside the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from given import given, terms
from hypothesis import assume
from hypothesis import given as given_any
from hypothesis import strategies as st
from strategies import Story, days, stories

from lifecycle.acts import act_from
from lifecycle.diagram import dot, mermaid, rows
from lifecycle.errors import NotFound
from lifecycle.examination import examine
from lifecycle.explanation import explain, rests_on
from lifecycle.impact import impact
from lifecycle.machine import TABLE, State
from lifecycle.ruling import RULES, rule
from lifecycle.timeline import Entry, fold, period_on

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
    text = "\n".join(f"{line.says} [{line.source}]" for line in told.lines)
    for expected in (
        "Drafted on 1 March 2010. [R2]",
        "30 November 2010 + 3 months: 28 February 2011; February 2011 has no 30th, so its last day.",
        "CARICC's notice N1 was received on 30 November 2010. [#5]",
        "The period counts from receipt (assumed: the text is silent). [VCLT-IO 79(b) · R27]",
        "It takes effect on that day (assumed: the text is silent). [R24]",
        "N1 was not withdrawn. It took effect on 28 February 2011.",
        "There is no survival clause: terminated, nothing is left to wind down.",
    ):
        assert expected in text
    assert told.readings == (
        "effect of notice N1: next day → 1 March 2011 (R24), not 28 February 2011. DISPUTED on 28 February 2011.",
    )


def test_an_explanation_says_what_is_waited_for_and_what_is_open() -> None:
    """A signed agreement waits; one that winds down names its heads, and what lapsed is said."""
    waiting = explain(given("wco-caricc", *WCO_CARICC[:2]).timeline, date(2010, 3, 20))
    assert waiting.lines[-1].says == "It waits for: signature of CARICC."
    put = given(
        "instruments",
        "2010-03-01 drafted",
        "2010-03-02 consented by=ORG manner=acceptance",
        "2010-03-02 consented by=STATE manner=ratification",
        "2010-06-01 activity_begun activity=study",
        "2010-06-01 account_opened account=costs",
        "2010-06-30 notice_given by=STATE",
    )
    says = [line.says for line in explain(put.timeline, date(2011, 7, 1)).lines]
    assert "Still open: activity study, since 1 June 2010." in says
    with pytest.raises(NotFound, match="its file opens on 1 March 2010"):
        explain(put.timeline, date(2010, 2, 28))


@given_any(stories(most=4), st.data())
def test_an_explanation_rests_on_acts_that_give_the_same_answer(story: Story, data: st.DataObject) -> None:
    """By themselves they give the state of the agreement and of each party."""
    day = data.draw(days(story.start))
    line = story.timeline().until(day)
    small = fold(rests_on(line, day))
    assert small.state_on(day) == line.state_on(day)
    for name, periods in line.parties.items():
        here, there = period_on(periods, day), period_on(small.parties[name], day)
        assert (here and here.state) == (there and there.state)
    assert (small.terminated_on, small.entered_into_force) == (line.terminated_on, line.entered_into_force)
    assert explain(line, day).state == line.state_on(day)


@given_any(stories(most=4), st.data())
def test_none_of_the_acts_that_an_explanation_rests_on_can_be_left_out(story: Story, data: st.DataObject) -> None:
    """Without any one of them the answer would be another."""
    day = data.draw(days(story.start))
    line = story.timeline().until(day)
    kept = rests_on(line, day)

    def told(entries: list[Entry]) -> Any:
        small = fold(entries)
        whole = period_on(small.agreement, day)
        own = [period_on(periods, day) for periods in small.parties.values()]
        return (
            whole and (whole.state, whole.start),
            [period and period.state for period in own],
            small.terminated_on,
            small.entered_into_force,
        )

    for at in range(1, len(kept)):
        assert told(kept[:at] + kept[at + 1 :]) != told(kept)


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
    assert any(line.says.startswith("Confirmation of its signature by WCO") for line in told.lines)


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
    assert made.dates == {
        "N1 ends it": date(2011, 2, 28),
        "closed_on": date(2011, 2, 28),
        "last day to withdraw N1": date(2011, 2, 27),
        "terminated_on": date(2011, 2, 28),
    }
    first = rule(None, fold(put.entries[:1]), put.entries[0])
    assert (first.state_before, first.state_after, first.dates) == (None, State.DRAFTED, {})
    again = Entry(4, act_from({"act": "signed", "on": "2010-11-30", "by": "CARICC"}))
    refused = rule(put.timeline, fold([*put.entries, again]), again)
    assert refused.objection is not None
    assert refused.objection.rule == "R9"


# Diagrams and examinations


def test_diagrams_draw_every_row() -> None:
    """Mermaid and DOT name each state and each trigger of the table."""
    for text in (mermaid(), dot()):
        for row in TABLE:
            assert row.trigger in text
            assert row.source.value in text


def test_a_diagram_of_terms_leaves_out_what_they_cannot_reach() -> None:
    """No suspension without a ground, no winding down without survival."""
    assert "suspended" not in mermaid(terms("icmpd-wco"))
    assert "winding_down" not in mermaid(terms("wco-caricc"))
    assert State.SUSPENDED in {row.dest for row in rows(terms("wco-caricc"))}
    assert State.WINDING_DOWN in {row.dest for row in rows(terms("icmpd-wco"))}
    assert rows() == TABLE


def test_an_examination_names_silences_and_what_cannot_work() -> None:
    """Conventions that fill a silence are named with their default; warnings come first."""
    found = [(finding.level, finding.says) for finding in examine(terms("wco-caricc"))]
    assert ("silent", "There is no survival clause: what is open at the end lapses.") in found
    assert any("convention notice_counts_from: receipt" in says for _, says in found)
    assert any("convention effect_boundary: same day" in says for _, says in found)
    one_sided = examine(terms("instruments"))
    assert one_sided[0].level == "warning"
    assert any("to whom disputes are referred" in finding.says for finding in one_sided)
    assert not any("effect_boundary" in finding.says for finding in one_sided)
