"""`party`: everything with one partner on a day, from the read models and the timelines of its agreements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.commands.ask.cooperation import basis, binding, owed
from cli.commands.ask.lists import ask, at, dues
from cli.commands.ask.status_page import as_known
from cli.terminal.formats import show
from cli.terminal.lookup import lookup
from cli.terminal.options import axes, command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Part, article, short, state_word
from cli.terminal.session import Session
from lifecycle.calendar.days import words
from projections.answers.snapshot import Known

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.partner import Overview


@command("party", example="party CARICC --as-of 2010-05-12\nparty ICMPD --as-of 2003-06-01 --format json")
@click.argument("party", metavar="PARTY")
@axes
@formatted
@on_register
@pass_session
def party(session: Session, party: str, as_of: date, known_at: Moment | None) -> None:
    """Show everything with one partner on a day: agreements, contacts, what is open, owed, restricted, due."""
    from projections.answers.partner import agreements_with, overview

    known, seq = at(session, known_at)
    names = ask(session, party, seq, lambda models: agreements_with(models, party, as_of, seq))
    with session.log() as log:
        lines = {name: lookup(session, log, name, known.seq).line for name in names}
    (answer,) = ask(session, party, seq, lambda models: [overview(models, lines, party, as_of, seq)])
    show(session, "party", answer, lambda paper: _page(paper, answer, known), known=known)


def _page(paper: Paper, answer: Overview, known: Known) -> None:
    paper.title(answer.name, answer.party)
    for title, rows in _tables(answer):
        if len(rows) > 1:
            paper.line()
            paper.line(title)
            paper.table(rows, right="AMOUNT")
    if answer.restrictions:
        paper.line()
        paper.line("Restricted")
        for item in answer.restrictions:
            paper.field(f"{item.agreement} {item.item}", *(binding(one) for one in item.binding), indent=24)
    paper.line()
    paper.line(f"As of {words(answer.as_of)}, {as_known(known)}.")


def _tables(answer: Overview) -> list[tuple[str, list[tuple[Part, ...]]]]:
    agreements: list[tuple[Part, ...]] = [("AGREEMENT", "STATE", "SINCE", "OF THE PARTY", "TITLE")]
    agreements += [
        (one.agreement, state_word(one.state), short(one.since), state_word(one.party_state), one.title)
        for one in answer.agreements
    ]
    contacts: list[tuple[Part, ...]] = [("AGREEMENT", "PARTY", "CONTACT", "FOR", "SINCE", "BY")]
    contacts += [
        (c.agreement, c.party, c.contact, c.function or "–", short(c.since), basis(c.article, c.seq))
        for c in answer.contacts
    ]
    heads: list[tuple[Part, ...]] = [("AGREEMENT", "", "ID", "SINCE", "TITLE")]
    heads += [(one.agreement, one.kind, one.id, short(one.since), one.title) for one in answer.heads]
    platforms: list[tuple[Part, ...]] = [("AGREEMENT", "PLATFORM", "BY", "", "IN", "ARTICLE")]
    platforms += [
        (
            p.agreement,
            p.name,
            p.by,
            "available" if p.available else "unavailable",
            ", ".join(p.languages),
            article(p.article),
        )
        for p in answer.platforms
    ]
    return [
        ("Agreements", agreements),
        ("Contact points", contacts),
        ("Open", heads),
        ("Owed", owed(answer.balances)),
        ("Platforms", platforms),
        ("Due", dues(answer.deadlines, answer.as_of)),
    ]
