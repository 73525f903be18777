"""`list`: the agreements with their states on a day, their end and their partners, in pages if asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from cli.commands.ask.footer import listed
from cli.terminal.completion import agreements, parties
from cli.terminal.formats import show
from cli.terminal.groups import Choice
from cli.terminal.options import axes, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.course.machine import State
from lifecycle.messages import Message, Plural, Value
from projections.words.parts import COLORS, Part, short, state_word
from projections.words.phrases import with_whom

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.agreements import Listed, Order

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
        found = listing(asked, as_of, state=chosen, party=party, words=words, sort=sort, limit=limit, after=after)

    def screen(paper: Paper) -> None:
        own = [Message("of the party"), Message("since")] if party else []
        state = [Message("state")] if party else [Message("state"), Message("since")]
        heads = (Message("agreement"), *own, *state, Message("ends"), Message("with"), Message("title"))
        rows: list[tuple[Part, ...]] = [heads, *map(_listed, found)]
        listed(paper, rows, _counted(found), as_of, asked.known)
        if found and (after_id := found[-1].next_after):
            paper.line(Message("Next page: {option}", option=f"--after {after_id}"))

    show(session, "list", found, screen, known=asked.known)


def _listed(one: Listed) -> tuple[Part, ...]:
    """Give the row of an agreement; a party that was asked about has its own state, which may be another."""
    state: tuple[Part, ...] = (state_word(one.state), short(one.since))
    if one.party_state is not None:
        state = (state_word(one.party_state), short(one.party_since), state_word(one.state))
    partners = with_whom([partner.party for partner in one.partners])
    return one.agreement, *state, short(one.ends), partners, one.title


def _counted(found: Sequence[Listed]) -> Value:
    """Say how many there are, and of how many where this is a page of them."""
    n = len(found)
    total = found[0].total if found else None
    if total is not None and total != n:
        return Plural("{shown} of {n} agreement", "{shown} of {n} agreements", n=total, shown=n)
    return Plural("{n} agreement", "{n} agreements", n=n)
