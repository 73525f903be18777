"""The state machine that certain terms can reach: its states and ways, and a text in a language of diagrams."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lifecycle.answers import diagram as drawing
from lifecycle.course.machine import State
from lifecycle.terms.text import Terms
from projections.answers.snapshot import Snapshot

SYNTAXES = {"mermaid": drawing.mermaid, "dot": drawing.dot}
"""What draws a diagram in each language."""


class Way(Struct, frozen=True, kw_only=True):
    """A way from a state to another, or back to the same."""

    trigger: str
    source: State
    dest: State
    guard: str = ""
    """The fact that must hold, `-` before it where it must not."""


class Diagram(Struct, frozen=True, kw_only=True):
    """A diagram, as its ways and as text in a language of diagrams."""

    agreement: str
    title: str
    syntax: str
    text: str
    ways: tuple[Way, ...] = ()


def drawn(terms: Terms, syntax: str) -> Diagram:
    """Draw what terms can reach."""
    return Diagram(
        agreement=terms.agreement,
        title=str(terms.title),
        syntax=syntax,
        text=SYNTAXES[syntax](terms),
        ways=tuple(
            Way(trigger=row.trigger, source=row.source, dest=row.dest, guard=row.guard) for row in drawing.rows(terms)
        ),
    )


def diagram(asked: Snapshot, agreement: str, as_of: date, syntax: str) -> Diagram:
    """Draw what the terms of an agreement can reach as they stand on a day; raises `NotFound`, or `NotYet`."""
    return drawn(asked.line(agreement).version_on(as_of).terms, syntax)
