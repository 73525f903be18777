"""Diagrams of the machine, as Mermaid and DOT text, with what can be reached under certain terms.

The drawing is done by `transitions` from the machine of `lifecycle.course.machine`; what can be reached of it tells
`lifecycle.answers.reach`.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from lifecycle.answers.reach import rows
from lifecycle.course.machine import Model, machine
from lifecycle.terms.text import Terms


def mermaid(terms: Terms) -> str:
    """Draw the machine as a Mermaid state diagram, its title as front matter."""
    title = json.dumps(terms.title, ensure_ascii=False)
    return _drawn(terms, "mermaid").replace(f"---\n{terms.title}\n---", f"---\ntitle: {title}\n---", 1)


def dot(terms: Terms) -> str:
    """Draw the machine as a DOT graph."""
    return _drawn(terms, "graphviz")


def _drawn(terms: Terms, engine: Literal["mermaid", "graphviz"]) -> str:
    from transitions.extensions import GraphMachine

    model: Any = Model()
    machine(model, rows(terms), GraphMachine, graph_engine=engine, show_conditions=True, title=terms.title)
    return str(model.get_graph().source)
