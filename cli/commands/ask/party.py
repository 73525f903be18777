"""`party`: everything with one partner on a day, what the directory knows of it included; `parties`: a list of all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal import completion
from cli.terminal.formats import show
from cli.terminal.options import axes, command, formatted, on_register, pass_session
from cli.terminal.session import Session
from projections.pages.partner import draw, listing

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command("party", example="party CARICC --as-of 2010-05-12\nparty ICMPD --as-of 2003-06-01 --format json")
@click.argument("party", metavar="PARTY", shell_complete=completion.parties)
@axes
@formatted
@on_register
@pass_session
def party(session: Session, party: str, as_of: date, known_at: Moment | None) -> None:
    """Show everything with one partner on a day: agreements, contacts, what is open, owed, restricted, due."""
    from projections.answers.partner import overview

    with session.snapshot(known_at) as asked:
        answer = overview(asked, party, as_of)
    show(session, "party", answer, lambda paper: draw(paper, answer, asked.known), known=asked.known)


@command("parties", example="parties --as-of 2010-05-12\nparties --format csv")
@axes
@formatted
@on_register
@pass_session
def parties(session: Session, as_of: date, known_at: Moment | None) -> None:
    """List the parties of the register: code, name on the day, kind, and in how many agreements each is."""
    from projections.answers.parties import partners

    with session.snapshot(known_at) as asked:
        found = partners(asked, as_of)

    show(session, "parties", found, lambda paper: listing(paper, found, as_of, asked.known), known=asked.known)
