"""The pages of `party` and `parties`: everything with one partner on a day, and a list of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from lifecycle.messages import InLanguages, Message, Plural, Row, Value
from projections.answers.parties import Partner
from projections.answers.partner import Overview
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.pages.cooperation import binding, owed
from projections.pages.deadlines import dues
from projections.pages.directory import directory_lines, kind_of
from projections.pages.footer import listed
from projections.words.parts import Part, Styled, known_day, short, state_word
from projections.words.phrases import article, labelled, on_both_axes, sources

Rows = list[tuple[Part, ...]]


def listing(paper: Paper, found: Sequence[Partner], as_of: date, known: Known) -> None:
    """Write the parties: code, name on the day, kind, and in how many agreements each is."""
    heads = (Message("code"), Message("name"), Message("kind"), Message("agreements"))
    rows = [(one.party, one.name, kind_of(one.type), one.agreements) for one in found]
    listed(paper, [heads, *rows], Plural("{n} party", "{n} parties", n=len(found)), as_of, known)


def _called(answer: Overview) -> Value:
    """Give what it is called on the day, in the reader's language where the directory has that."""
    day = answer.as_of
    return InLanguages.of(answer.name, {one.language: one.name for one in answer.names if one.stands(day)})


def draw(paper: Paper, answer: Overview, known: Known) -> None:
    """Write everything with one partner."""
    paper.title(_called(answer), answer.party)
    for label, says in labelled(directory_lines(answer)):
        paper.field(label, *says)
    for title, rows in _tables(answer):
        if len(rows) > 1:
            paper.line()
            paper.line(Styled(title, "bold"))
            paper.table(rows)
    if answer.restrictions:
        paper.line()
        paper.line(Styled(Message("Restricted"), "bold"))
        for item in answer.restrictions:
            paper.field(f"{item.agreement} {item.item}", *map(binding, item.binding), indent=24)
    paper.line()
    paper.line(on_both_axes(answer.as_of, known.seq, known.head))


def _tables(answer: Overview) -> Iterator[tuple[Value, Rows]]:
    name, since, title, by = Message("agreement"), Message("since"), Message("title"), Message("by")
    rows: Rows = [(name, Message("state"), since, Message("of the party"), title)]
    rows += [
        (
            one.agreement,
            state_word(one.state),
            known_day(one.since, one.precision),
            state_word(one.party_state),
            InLanguages.of(one.title, one.titles),
        )
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
