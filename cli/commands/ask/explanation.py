"""`explain`: the answer of `status` with its derivation, in steps that a hand can check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal.completion import parties
from cli.terminal.formats import show
from cli.terminal.options import agreement, axes, command, formatted, on_register, pass_session
from cli.terminal.session import Session
from projections.answers import explanation
from projections.pages.explanation import draw

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command(
    "explain",
    example="explain wco-caricc --as-of 2011-02-28\nexplain wco-caricc --party CARICC --as-of 2011-01-10",
)
@agreement
@click.option(
    "--party", metavar="PARTY", shell_complete=parties, help="Derive the state of this party, by its key or its name."
)
@axes
@formatted
@on_register
@pass_session
def explain(session: Session, agreement: str, *, party: str | None, as_of: date, known_at: Moment | None) -> None:
    """Derive the status of an agreement on a day, or of one party, step by step, each with its source."""
    with session.snapshot(known_at) as asked:
        answer = explanation.explain(asked, agreement, as_of, party)
    show(session, "explain", answer, lambda paper: draw(paper, answer, asked.known), known=asked.known)
