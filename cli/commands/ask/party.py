"""`party`: everything with one partner on a day, what the directory knows of it included; `parties`: a list of all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from cli.commands.ask.cooperation import binding, owed
from cli.commands.ask.directory import directory_lines, kind_of
from cli.commands.ask.footer import listed
from cli.commands.ask.lists import dues
from cli.terminal import completion
from cli.terminal.formats import show
from cli.terminal.options import axes, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.messages import Message, Plural, Row, Value
from projections.answers.snapshot import Known
from projections.words.parts import Part, short, state_word
from projections.words.phrases import article, on_both_axes, sources

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.partner import Overview

Rows = list[tuple[Part, ...]]


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
    show(session, "party", answer, lambda paper: _page(paper, answer, asked.known), known=asked.known)


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

    def screen(paper: Paper) -> None:
        heads = (Message("code"), Message("name"), Message("kind"), Message("agreements"))
        rows = [(one.party, one.name, kind_of(one.type), one.agreements) for one in found]
        listed(paper, [heads, *rows], Plural("{n} party", "{n} parties", n=len(found)), as_of, asked.known)

    show(session, "parties", found, screen, known=asked.known)


def _page(paper: Paper, answer: Overview, known: Known) -> None:
    paper.title(answer.name, answer.party)
    paper.fields(directory_lines(answer))
    for title, rows in _tables(answer):
        if len(rows) > 1:
            paper.line()
            paper.line(title)
            paper.table(rows)
    if answer.restrictions:
        paper.line()
        paper.line(Message("Restricted"))
        for item in answer.restrictions:
            paper.field(f"{item.agreement} {item.item}", *map(binding, item.binding), indent=24)
    paper.line()
    paper.line(on_both_axes(answer.as_of, known.seq, known.head))


def _tables(answer: Overview) -> Iterator[tuple[Value, Rows]]:
    name, since, title, by = Message("agreement"), Message("since"), Message("title"), Message("by")
    rows: Rows = [(name, Message("state"), since, Message("of the party"), title)]
    rows += [
        (one.agreement, state_word(one.state), short(one.since), state_word(one.party_state), one.title)
        for one in answer.agreements
    ]
    yield Message("Agreements"), rows
    rows = [(name, Message("party"), Message("contact"), Message("for"), since, by)]
    rows += [
        (one.agreement, one.party, one.contact, one.function or "–", short(one.since), sources(one.article, one.seq))
        for one in answer.contacts
    ]
    yield Message("Contact points"), rows
    rows = [(name, "", "ID", since, title)]
    rows += [(one.agreement, HEADS[one.kind], one.id, short(one.since), one.title) for one in answer.heads]
    yield Message("Open"), rows
    yield Message("Owed"), owed(answer.balances)
    rows = [(name, Message("platform"), by, "", Message("in"), Message("article"))]
    rows += [
        (one.agreement, one.name, one.by, AVAILABLE[one.available], Row(one.languages), article(one.article))
        for one in answer.platforms
    ]
    yield Message("Platforms"), rows
    yield Message("Due"), dues(answer.deadlines, answer.as_of)


HEADS = {"activity": Message("activity"), "account": Message("account")}
AVAILABLE = {True: Message("available"), False: Message("unavailable")}
