"""The drawings of the machine: each in its own language, with what the terms can reach."""

from __future__ import annotations

import re

import pytest
from given import terms

from lifecycle.answers.diagram import dot, mermaid, rows
from lifecycle.course.machine import TABLE, State


def arrows(drawn: str) -> set[tuple[str, str]]:
    return set(re.findall(r"^\s*(\w+) -{1,2}> (\w+)", drawn, re.MULTILINE))


def test_mermaid_draws_every_line_of_the_table() -> None:
    """Under a title that Mermaid reads as one."""
    drawn = mermaid()
    assert drawn.startswith('---\ntitle: "The seven states"\n---\nstateDiagram-v2')
    assert arrows(drawn) - {("*", "drafted")} == {(row.source, row.dest) for row in TABLE}


def test_dot_draws_every_line_of_the_table() -> None:
    """In its own language, not in the other."""
    drawn = dot()
    assert drawn.startswith('digraph "The seven states"')
    assert arrows(drawn) == {(row.source, row.dest) for row in TABLE}


@pytest.mark.parametrize(
    ("agreement", "unreachable"), [("wco-caricc", State.WINDING_DOWN), ("icmpd-wco", State.SUSPENDED)]
)
def test_what_the_terms_cannot_reach_is_left_out(agreement: str, unreachable: State) -> None:
    """Without a survival clause nothing winds down; without a ground nothing is suspended."""
    text = terms(agreement)
    assert all(unreachable not in (row.source, row.dest) for row in rows(text))
    assert unreachable not in mermaid(text)
    assert unreachable not in dot(text)
