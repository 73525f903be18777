"""The drawings of the machine, and what can be reached of it: all that any story comes to."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import grammar
import pytest
from given import terms
from hypothesis import given
from hypothesis import strategies as st
from strategies import THREE, all_terms, stories

from lifecycle.answers.diagram import dot, mermaid, rows, states
from lifecycle.course.machine import ENDED, TABLE, State
from lifecycle.course.periods import Period
from lifecycle.examination.trial import Trial
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

EVERYTHING = "icmpd-wco"
"""Terms with a notice and with a survival clause: everything can come to pass under them."""


def arrows(drawn: str) -> set[tuple[str, str]]:
    return set(re.findall(r"^\s*(\w+) -{1,2}> (\w+)", drawn, re.MULTILINE))


def test_mermaid_draws_every_line_of_the_table() -> None:
    """Under a title that Mermaid reads as one."""
    drawn = mermaid(terms(EVERYTHING))
    assert rows(terms(EVERYTHING)) == TABLE
    assert drawn.startswith(f'---\ntitle: "{terms(EVERYTHING).title}"\n---\nstateDiagram-v2')
    assert arrows(drawn) - {("*", "drafted")} == {(row.source, row.dest) for row in TABLE}
    assert all(row.trigger in drawn for row in TABLE)


def test_dot_draws_every_line_of_the_table() -> None:
    """In its own language, not in the other."""
    drawn = dot(terms(EVERYTHING))
    assert drawn.startswith(f'digraph "{terms(EVERYTHING).title}"')
    assert arrows(drawn) == {(row.source, row.dest) for row in TABLE}
    assert all(row.trigger in drawn for row in TABLE)


PLAIN = {
    "agreement": "plain",
    "title": "Plain",
    "parties": {"A": {"name": "A"}, "B": {"name": "B"}},
    "clauses": {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}},
}
TERM = PLAIN | {"clauses": {**PLAIN["clauses"], "duration": {"article": "2", "term": "5 years"}}}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("text", "unreachable"),
    [
        pytest.param(terms(EVERYTHING), set[State](), id="notice and survival"),
        pytest.param(terms("wco-caricc"), {State.WINDING_DOWN}, id="notice without survival"),
        pytest.param(terms_from(PLAIN), {State.WINDING_DOWN}, id="no end in the text: the default law admits a notice"),
        pytest.param(terms_from(TERM), {State.WINDING_DOWN, State.NOTICE_GIVEN}, id="a term and no notice"),
    ],
)
def test_what_the_terms_cannot_reach_is_left_out(text: Terms, unreachable: set[State]) -> None:
    """Without survival nothing winds down, without notice none is given; the default law suspends any agreement."""
    assert states(text) == set(State) - unreachable
    for state in State:
        for drawn in (mermaid(text), dot(text)):
            assert (state in drawn) is (state not in unreachable)


ANY = st.one_of(stories(), stories(all_terms(THREE)), grammar.stories(most=8))


def lives(line: Timeline) -> list[tuple[Period, ...]]:
    return [line.agreement, *line.parties.values()]


@given(ANY)
def test_every_state_that_a_story_comes_to_stands_in_the_drawing(story: Any) -> None:
    """Of the agreement and of each party, under the terms as they stood; and each followed from the one before it."""
    line = story.timeline()
    drawn = {row for version in line.versions for row in rows(version.terms)}
    assert {period.state for life in lives(line) for period in life} <= {row.dest for row in drawn} | {State.DRAFTED}
    for life in lives(line):
        for before, after in pairwise(life):
            if before.state not in ENDED:  # a party that has left may accede again: a life of its own
                assert after.state in beyond(before.state, drawn)


def beyond(state: State, drawn: set[Any]) -> set[State]:
    """Give the states to which the lines of a drawing lead from one: what lasted no day is not in a story."""
    found = {state}
    for _ in State:
        found |= {row.dest for row in drawn if row.source in found}
    return found


@given(st.one_of(all_terms(), grammar.all_terms()))
def test_what_an_examination_tries_stands_in_the_drawing(text: Terms) -> None:
    """The trial of terms comes to no state that is said to be beyond reach."""
    assert Trial(text).reached <= states(text)
