"""Diagrams of the machine, as Mermaid and DOT text, with what an agreement, or a party, can come to under its terms.

What may happen is what the terms say, and what the default law lets happen beside them: it lets any agreement in force
be suspended, by consent of all or after a breach (VCLT-IO 57 and 60), and admits a notice where a text has nothing on
its end (VCLT-IO 56). The drawing is done by `transitions` from the machine of `lifecycle.course.machine`.
"""

from __future__ import annotations

import json
from itertools import product
from typing import Any, Literal

from lifecycle.consequences.admission import without_end
from lifecycle.course.machine import DRAFTED, TABLE, Model, Row, State, machine
from lifecycle.terms.text import Terms

_OF_NOTICES = ("give_notice", "withdraw_notice")


def rows(terms: Terms) -> tuple[Row, ...]:
    """Give the lines of the table that can be followed under these terms."""
    notices = gives_notice(terms) or without_end(terms)
    facts = list(product({False, notices}, {False, terms.clauses.survival is not None}))
    model = Model()
    walked = machine(model)
    followed: set[tuple[str, State, State]] = set()
    reached = [DRAFTED]
    for state in reached:  # it grows on the way
        for trigger in walked.get_triggers(state.value):
            if trigger in _OF_NOTICES and not notices:
                continue
            for model.notice, model.left in facts:
                walked.set_state(state.value, model)
                if getattr(model, trigger)():
                    dest = State(model.state)
                    followed.add((trigger, state, dest))
                    reached += [dest] if dest not in reached else []
    return tuple(row for row in TABLE if row[:3] in followed)


def states(terms: Terms) -> frozenset[State]:
    """Give the states that can be reached under these terms."""
    return frozenset({DRAFTED, *(row.dest for row in rows(terms))})


def gives_notice(terms: Terms) -> bool:
    """Tell whether a clause lets a party give notice."""
    return any(clause.by == "notice" for clause in terms.clauses.termination)


def mermaid(terms: Terms) -> str:
    """Draw the machine as a Mermaid state diagram, its title as front matter."""
    title = json.dumps(str(terms.title), ensure_ascii=False)
    return _drawn(terms, "mermaid").replace(f"---\n{terms.title}\n---", f"---\ntitle: {title}\n---", 1)


def dot(terms: Terms) -> str:
    """Draw the machine as a DOT graph."""
    return _drawn(terms, "graphviz")


def _drawn(terms: Terms, engine: Literal["mermaid", "graphviz"]) -> str:
    from transitions.extensions import GraphMachine

    model: Any = Model()
    machine(model, rows(terms), GraphMachine, graph_engine=engine, show_conditions=True, title=terms.title)
    return str(model.get_graph().source)
