"""`diagram`: the state machine of an agreement's terms, as text for Mermaid or Graphviz."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from cli.terminal.formats import show
from cli.terminal.lookup import lookup
from cli.terminal.options import axes, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.terms.text import Terms
from projections.answers.snapshot import Known

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment

SYNTAXES = ("mermaid", "dot")


class Diagram(Struct, frozen=True, kw_only=True):
    """A diagram, as text in a language of diagrams."""

    agreement: str
    title: str
    syntax: str
    text: str


@command("diagram", example="diagram wco-caricc\ndiagram icmpd-wco --syntax dot")
@click.argument("source", metavar="ID|TERMS.yaml")
@click.option(
    "--syntax", type=click.Choice(SYNTAXES), default="mermaid", metavar="LANGUAGE", help="mermaid (the default) or dot."
)
@axes
@formatted
@on_register
@pass_session
def diagram(session: Session, source: str, syntax: str, as_of: date, known_at: Moment | None) -> None:
    """Draw the states that an agreement can reach under its terms, or under those of a file."""
    from lifecycle.answers import diagram as drawing

    terms, known = _terms(session, source, as_of, known_at)
    text = drawing.mermaid(terms) if syntax == "mermaid" else drawing.dot(terms)
    answer = Diagram(agreement=terms.agreement, title=terms.title, syntax=syntax, text=text)

    def screen(paper: Paper) -> None:
        for line in text.splitlines():
            paper.line(line)

    show(session, "diagram", answer, screen, known=known)


def _terms(session: Session, source: str, as_of: date, known_at: Moment | None) -> tuple[Terms, Known | None]:
    """Take the terms from a file where the source names one, else from the register."""
    if source.endswith((".yaml", ".yml")) or Path(source).is_file():
        from cli.terminal.jsonl import terms_of

        return terms_of(Path(source)), None
    with session.log() as log:
        line, known = lookup(session, log, source, known_at)
    return line.version_on(as_of).terms, known
