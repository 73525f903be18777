"""`contacts`, `restrictions` and `balances`: what stands under one agreement, on both axes of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal.formats import show
from cli.terminal.options import agreement, axes, command, formatted, on_register, pass_session
from cli.terminal.session import Session
from projections.answers import cooperation
from projections.pages import cooperation as page

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command("contacts", example="contacts wco-caricc --as-of 2010-05-01")
@agreement
@axes
@formatted
@on_register
@pass_session
def contacts(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show the contact points of the parties on a day."""
    with session.snapshot(known_at) as asked:
        found = cooperation.contacts(asked, agreement, as_of)

    show(session, "contacts", found, lambda paper: page.contacts(paper, found, as_of, asked.known), known=asked.known)


@command("restrictions", example="restrictions wco-caricc I1 --as-of 2010-05-12")
@agreement
@click.argument("item", metavar="ITEM")
@axes
@formatted
@on_register
@pass_session
def restrictions(session: Session, agreement: str, item: str, as_of: date, known_at: Moment | None) -> None:
    """Show which restrictions bind an item of information on a day; both readings where one came after a use."""
    with session.snapshot(known_at) as asked:
        found = cooperation.restrictions(asked, agreement, item, as_of)
    show(session, "restrictions", found, lambda paper: page.restrictions(paper, found, asked.known), known=asked.known)


@command("balances", example="balances icmpd-wco --as-of 2003-06-01")
@agreement
@axes
@formatted
@on_register
@pass_session
def balances(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show what the parties owe under an agreement on a day, by currency."""
    with session.snapshot(known_at) as asked:
        found = cooperation.balances(asked, agreement, as_of)

    show(session, "balances", found, lambda paper: page.balances(paper, found, as_of, asked.known), known=asked.known)
