"""`list`: the agreements with their states on a day, their end and their partners, in pages if asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal.completion import agreements, parties
from cli.terminal.formats import show
from cli.terminal.groups import Choice
from cli.terminal.options import axes, command, formatted, on_register, pass_session
from cli.terminal.session import Session
from lifecycle.course.machine import State
from projections.pages.agreements import draw
from projections.words.parts import COLORS

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.agreements import Order

SORTS = ("id", "title", "state", "since", "ends")
"""The orders of a list, which start-up reads; a test holds them to those of the read models."""


@command(
    "list",
    example="list --as-of 2004-03-01\nlist --state in_force --party WCO --format csv\n"
    "list --words customs --sort ends --limit 20",
)
@click.option(
    "--state",
    type=Choice(list(COLORS)),
    metavar="STATE",
    help="Only those in this state, such as in_force; with --party, where the party is in it.",
)
@click.option(
    "--party",
    metavar="PARTY",
    shell_complete=parties,
    help="Only those of this party, by its key or its name, with its own state.",
)
@click.option("--words", metavar="WORDS", default="", help="Only those with these words in titles or names of parties.")
@click.option("--kind", metavar="WORDS", default="", help="Only those of this kind, as their terms name it in full.")
@click.option(
    "--sort",
    type=Choice(SORTS),
    metavar="ORDER",
    default="id",
    help="By id (the default), title, state, since or ends.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="No more than so many: a page.")
@click.option("--after", metavar="ID", shell_complete=agreements, help="Go on behind this agreement.")
@axes
@formatted
@on_register
@pass_session
def list_agreements(
    session: Session,
    *,
    state: str | None,
    party: str | None,
    words: str,
    kind: str,
    sort: Order,
    limit: int | None,
    after: str | None,
    as_of: date,
    known_at: Moment | None,
) -> None:
    """List the agreements with their states on a day, their end and their partners."""
    from projections.answers.agreements import listing

    chosen = State(state) if state else None
    with session.snapshot(known_at) as asked:
        found = listing(
            asked,
            as_of,
            state=chosen,
            party=party,
            words=words,
            kind=kind,
            sort=sort,
            limit=limit,
            after=after,
        )
    show(session, "list", found, lambda paper: draw(paper, found, as_of, asked.known), known=asked.known)
