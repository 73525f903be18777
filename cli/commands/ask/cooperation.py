"""`contacts`, `restrictions` and `balances`: what stands under one agreement, on both axes of time.

As `status` does, they read one stream of the log and fold it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.commands.ask.status_page import as_known
from cli.terminal.formats import show
from cli.terminal.lookup import lookup, on_file
from cli.terminal.options import agreement, axes, command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Part, count, short, source
from cli.terminal.session import Session
from lifecycle.answers import cooperation
from lifecycle.answers.cooperation import Balance, Contact, Restrictions
from lifecycle.calendar.days import words
from lifecycle.errors import NotFound
from lifecycle.fold.timeline import Timeline
from projections.answers.snapshot import Known

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


def _found(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> tuple[Timeline, Known]:
    with session.log() as log:
        line, known = lookup(session, log, agreement, known_at)
    on_file(line, as_of)
    return line, known


@command("contacts", example="contacts wco-caricc --as-of 2010-05-01")
@agreement
@axes
@formatted
@on_register
@pass_session
def contacts(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show the contact points of the parties on a day."""
    line, known = _found(session, agreement, as_of, known_at)
    found = cooperation.contacts(line, as_of)

    def screen(paper: Paper) -> None:
        rows: list[tuple[Part, ...]] = [("PARTY", "FOR", "CONTACT", "REACH", "SINCE", "BY")]
        rows += [
            (c.party, c.function or "–", c.contact, c.reach or "–", short(c.since), basis(c.article, c.seq))
            for c in found
        ]
        close(paper, rows, count(len(found), "contact point"), as_of, known)

    show(session, "contacts", found, screen, kind=Contact, known=known)


@command("restrictions", example="restrictions wco-caricc I1 --as-of 2010-05-12")
@agreement
@click.argument("item", metavar="ITEM")
@axes
@formatted
@on_register
@pass_session
def restrictions(session: Session, agreement: str, item: str, as_of: date, known_at: Moment | None) -> None:
    """Show which restrictions bind an item of information on a day; both readings where one came after a use."""
    line, known = _found(session, agreement, as_of, known_at)
    found = cooperation.restrictions(line, item, as_of)
    if found is None:
        raise NotFound("information", item, cooperation.items(line, as_of))
    show(session, "restrictions", found, lambda paper: _page(paper, found, known), known=known)


def _page(paper: Paper, found: Restrictions, known: Known) -> None:
    title = f' "{found.title}"' if found.title else ""
    to = f" to {found.to}" if found.to else ""
    paper.title(f"{found.item}{title}: supplied by {found.by}{to}", f"{words(found.supplied_on)}")
    paper.line()
    paper.field("Purpose", *([found.purpose] if found.purpose else []))
    paper.field("Through", *([found.through] if found.through else []))
    paper.field("Rests on", basis(found.article, found.seq))
    paper.field("Bound by", *(binding(one) for one in found.binding))
    paper.field("Used by", *(f"{use.by} on {words(use.on)}: {use.purpose} (#{use.seq})" for use in found.uses))
    for one in found.doubtful:
        says = f"{one.restriction} of {words(one.restricted_on)} came after the use of {words(one.used_on)}"
        paper.field("DISPUTED", f"{says}:", *(f"either {one.readings[0]},", f"or {one.readings[1]}"))
    paper.line()
    paper.line(f"{count(len(found.binding), 'restriction')}, as of {words(found.as_of)}, {as_known(known)}.")


def binding(one: cooperation.Restriction) -> str:
    """Say a restriction in one line."""
    legal = ", legal restriction" if one.legal else ""
    return f"{one.id}: {one.says}{legal}, by {one.by} since {words(one.since)}{source(one.article, one.seq)}"


@command("balances", example="balances icmpd-wco --as-of 2003-06-01")
@agreement
@axes
@formatted
@on_register
@pass_session
def balances(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show what the parties owe under an agreement on a day, by currency."""
    line, known = _found(session, agreement, as_of, known_at)
    found = cooperation.balances(line, as_of)

    def screen(paper: Paper) -> None:
        close(paper, owed(found), count(len(found), "balance"), as_of, known)

    show(session, "balances", found, screen, kind=Balance, known=known)


def owed(found: tuple[Balance, ...]) -> list[tuple[Part, ...]]:
    """Give the rows of a table of balances."""
    rows: list[tuple[Part, ...]] = [("OWED BY", "TO", "AMOUNT", "", "ACCOUNTS")]
    rows += [(b.owed_by or "–", b.owed_to or "–", f"{b.amount}", b.currency, ", ".join(b.accounts)) for b in found]
    return rows


def basis(article: str, seq: int) -> str:
    """Name the article and the act that something rests on."""
    return source(article, seq).strip(" ()")


def close(paper: Paper, rows: list[tuple[Part, ...]], said: str, as_of: date, known: Known) -> None:
    """Write a table and, under it, how many lines it has and what it rests on."""
    if len(rows) > 1:
        paper.table(rows, indent=0, right="AMOUNT")
        paper.line()
    paper.line(f"{said}, as of {words(as_of)}, {as_known(known)}.")
