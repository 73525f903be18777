"""The machine of `transitions` judges every state that the fold comes to."""

from __future__ import annotations

from datetime import date

import grammar
import pytest
from given import given
from hypothesis import given as given_any

from lifecycle.course.machine import TABLE, Row, State
from lifecycle.course.subject import Subject
from lifecycle.fold.judgement import departures

LIVED = (
    "1999-05-01 drafted",
    "1999-05-21 signed by=WCO",
    "1999-05-21 signed by=ICMPD",
    "2003-02-01 activity_begun activity=training",
    "2003-08-31 notice_given by=ICMPD",
    "2004-06-15 activity_completed activity=training",
)


@given_any(grammar.stories())
def test_the_machine_comes_to_every_state_of_every_story(story: grammar.Story) -> None:
    """Of the agreement and of each party, through the acts and through the clock."""
    assert list(departures(story.timeline())) == []


def test_a_party_that_comes_back_begins_a_new_life() -> None:
    """From the draft on, and judged as the first one was."""
    put = given(
        "three-party",
        "2010-03-01 drafted",
        "2010-03-02 signed by=A",
        "2010-03-02 signed by=B",
        "2010-03-02 signed by=C",
        "2011-03-02 notice_given by=C",
        "2015-03-02 signed by=C",
    )
    triggers = [step.trigger for step in put.timeline.steps["C"]]
    assert "" in triggers
    assert list(departures(put.timeline)) == []


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in TABLE
        if (row.trigger, row.source)
        in {
            ("sign", State.DRAFTED),
            ("enter_into_force", State.SIGNED),
            ("give_notice", State.IN_FORCE),
            ("complete", State.WINDING_DOWN),
        }
    ],
    ids=lambda row: row.trigger,
)
def test_a_step_that_the_table_lacks_is_found(row: Row) -> None:
    """The fold takes it all the same, as a fold with a fault would."""
    fewer = tuple(known for known in TABLE if known != row)
    found = [one for one in departures(given("icmpd-wco", *LIVED).timeline, fewer) if not one.subject]
    assert found[0].trigger == row.trigger
    assert found[0].judged is row.source


def test_a_turn_past_the_table_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that nobody asked the table for: here of whoever signs."""
    fire = Subject.fire

    def cheat(self: Subject, trigger: str, on: date, *why: object) -> bool:
        fired = fire(self, trigger, on, *why)  # type: ignore[arg-type]
        if trigger == "sign" and self.name == "WCO":
            self._turn(State.IN_FORCE, on, ())
        return fired

    monkeypatch.setattr(Subject, "fire", cheat)
    assert [one.subject for one in departures(given("icmpd-wco", *LIVED[:2]).timeline)] == ["WCO"]
