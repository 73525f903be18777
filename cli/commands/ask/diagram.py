"""`diagram`: the state machine of an agreement's terms, as text for Mermaid or Graphviz, or as a picture."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.terminal.formats import show
from cli.terminal.groups import Choice
from cli.terminal.options import axes, command, formatted_as, on_register, pass_session
from cli.terminal.session import Session

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.drawn.diagram import Diagram
    from projections.answers.snapshot import Known

SYNTAXES = ("mermaid", "dot")


@command(
    "diagram", example="diagram wco-caricc\ndiagram icmpd-wco --syntax dot\ndiagram wco-caricc --format svg -o ways.svg"
)
@click.argument("source", metavar="ID|TERMS.yaml")
@click.option(
    "--syntax", type=Choice(SYNTAXES), default="mermaid", metavar="LANGUAGE", help="mermaid (the default) or dot."
)
@axes
@formatted_as("svg", "png")
@on_register
@pass_session
def diagram(session: Session, source: str, syntax: str, as_of: date, known_at: Moment | None) -> None:
    """Draw the states that an agreement can reach under its terms, or under those of a file."""
    answer, known = _drawn(session, source, syntax, as_of, known_at)

    show(session, "diagram", answer, lambda paper: paper.verbatim(answer.text), known=known)


def _drawn(
    session: Session, source: str, syntax: str, as_of: date, known_at: Moment | None
) -> tuple[Diagram, Known | None]:
    """Take the terms from a file where the source names one, else from the register."""
    from projections.answers.drawn.diagram import diagram, drawn

    if source.endswith((".yaml", ".yml")) or Path(source).is_file():
        from cli.terminal.files import terms_of

        return drawn(terms_of(Path(source)), syntax), None
    with session.snapshot(known_at) as asked:
        return diagram(asked, source, as_of, syntax), asked.known
