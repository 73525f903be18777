"""What a recording changes for single parties."""

from __future__ import annotations

from datetime import date
from typing import Any

import grammar
import pytest
from given import Docket, given
from hypothesis import given as given_any
from strategies import THREE, all_terms, stories

from lifecycle.answers.impact import impact
from lifecycle.answers.party_impact import party_changes, remaining
from lifecycle.course.machine import ENDED, LIVE
from lifecycle.fold.timeline import fold

BOUND = ("2010-03-01 drafted", "2010-03-02 signed by=A", "2010-03-02 signed by=B", "2010-03-02 signed by=C")
NOTICE = "2011-03-02 notice_given by=C"


def told(before: Docket, *acts: str) -> list[tuple[str, str, str | None, str | None, str]]:
    changes = party_changes(before.timeline, before.when(*acts).timeline)
    return [
        (c.party, c.turn, c.before and str(c.before), c.after and str(c.after), c.article)  # type: ignore[misc]
        for c in changes
    ]


@pytest.mark.parametrize(
    ("record", "act", "expected"),
    [
        (BOUND, NOTICE, [("C", "left", None, "2011-04-02", "2")]),
        ((*BOUND, NOTICE), "2011-03-09 notice_withdrawn by=C", [("C", "left", "2011-04-02", None, "2")]),
        (
            (*BOUND, NOTICE),
            "2011-03-09 notice_extended notice=N1 until=2011-05-02",
            [("C", "left", "2011-04-02", "2011-05-02", "2")],
        ),
        (BOUND, "2011-03-09 suspended by=A ground=breach", [("A", "suspended", None, "2011-03-09", "3")]),
        (
            (*BOUND, "2011-03-09 suspended by=A ground=breach"),
            "2011-04-09 resumed by=A",
            [("A", "resumed", None, "2011-04-09", "3")],
        ),
        (BOUND[:3], "2010-05-02 signed by=C", [("C", "bound", None, "2010-05-12", "1")]),
        (BOUND[:2], "2010-03-02 signed by=B", []),
    ],
    ids=["leaves", "stays", "leaves later", "is suspended", "performs again", "joins", "enters with all"],
)
def test_what_comes_to_a_party_alone(record: tuple[str, ...], act: str, expected: list[Any]) -> None:
    """With its day and its article; what comes with the agreement is told of the agreement."""
    assert told(given("three-party", *record), act) == expected


def test_who_would_have_left_and_now_ends_with_the_agreement_is_not_said_to_stay() -> None:
    """A second notice leaves too few: the agreement ends on the day on which the first party would have left."""
    put = given("three-party", *BOUND, NOTICE)
    assert told(put, "2011-03-02 notice_given by=A") == []


def test_who_stays_bound_is_counted_while_the_agreement_goes_on() -> None:
    put = given("three-party", *BOUND)
    assert remaining(put.timeline) == 3
    assert remaining(put.when(NOTICE).timeline) == 2
    assert remaining(put.when(NOTICE, "2011-03-03 notice_given by=A").timeline) is None
    assert impact(put.timeline, put.when(NOTICE).timeline).remaining == 2


@given_any(stories(all_terms(THREE), most=6) | grammar.stories(most=6))
def test_a_party_whose_last_day_becomes_another_is_told(story: Any) -> None:
    """Unless it has it with the agreement: by each act, a party that comes to leave, or to be bound, by itself."""
    entries = story.timeline().entries
    for at in range(1, len(entries)):
        before, after = fold(entries[:at]), fold(entries[: at + 1])
        found = {(change.party, change.turn) for change in party_changes(before, after)}
        ends = after.terminated_on or date.max
        for name, periods in after.parties.items():
            then = before.parties.get(name, ())
            left = periods[-1].state in ENDED and len(periods) > 1 and periods[-2].state in LIVE
            alone = left and periods[-1].start < ends and not (then and then[-1].state in ENDED)
            assert not alone or (name, "left") in found
