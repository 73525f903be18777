"""Diagrams of the machine, as Mermaid and DOT text: the whole table, or what certain terms can reach of it.

The drawing is done by `transitions` from the machine of `lifecycle.course.machine`; what terms cannot reach is
left out.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from lifecycle.course.machine import SUSPENDED, TABLE, WINDING_DOWN, Row, State
from lifecycle.terms.text import Terms


def rows(terms: Terms | None = None) -> tuple[Row, ...]:
    """Give the lines of the table that these terms can reach, all of them without terms."""
    if terms is None:
        return TABLE
    clauses = terms.clauses
    unreachable: set[State] = set()
    if not clauses.suspension:
        unreachable.add(SUSPENDED)
    if clauses.survival is None:
        unreachable.add(WINDING_DOWN)
    if not any(clause.by == "notice" for clause in clauses.termination):
        unreachable.add(State.NOTICE_GIVEN)
    return tuple(row for row in TABLE if row.source not in unreachable and row.dest not in unreachable)


class _Model:
    """What the drawing needs a model for: its present state."""

    def notice_runs(self) -> bool:
        return False

    def something_left(self) -> bool:
        return False


def _title(terms: Terms | None) -> str:
    return terms.title if terms else "The seven states"


def _graph(terms: Terms | None, engine: Literal["mermaid", "graphviz"]) -> Any:
    from transitions.extensions import GraphMachine

    shown = rows(terms)
    states = [s.value for s in State if any(s in (row.source, row.dest) for row in shown)]
    model = _Model()
    machine = GraphMachine(
        model=model,
        states=states,
        initial=State.DRAFTED.value,
        auto_transitions=False,
        graph_engine=engine,
        show_conditions=True,
        title=_title(terms),
    )
    for row in shown:
        guard = row.guard.removeprefix("-")
        when = {"unless" if row.guard.startswith("-") else "conditions": guard} if guard else {}
        machine.add_transition(row.trigger, row.source.value, row.dest.value, **when)
    return model


def mermaid(terms: Terms | None = None) -> str:
    """Draw the machine as a Mermaid state diagram, its title as front matter."""
    drawn = str(_graph(terms, "mermaid").get_graph().source)
    title = _title(terms)
    return drawn.replace(f"---\n{title}\n---", f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---", 1)


def dot(terms: Terms | None = None) -> str:
    """Draw the machine as a DOT graph."""
    return str(_graph(terms, "graphviz").get_graph().source)
