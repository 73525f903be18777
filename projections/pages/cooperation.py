"""The pages of `contacts`, `restrictions` and `balances`: what stands under one agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lifecycle.messages import Either, Message, Plural, Quoted, Row, Value
from projections.answers.cooperation import Balance, Contact, Later, Restriction, Restrictions, Use
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.pages.footer import listed
from projections.words.parts import Part, short
from projections.words.phrases import cited, sources


def contacts(paper: Paper, found: Sequence[Contact], as_of: date, known: Known) -> None:
    """Write the contact points of the parties."""
    heads = (
        Message("party"),
        Message("for"),
        Message("contact"),
        Message("reach"),
        Message("since"),
        Message("by"),
    )
    rows: list[tuple[Part, ...]] = [heads, *map(_contact, found)]
    many = Plural("{n} contact point", "{n} contact points", n=len(found))
    listed(paper, rows, many, as_of, known)


def _contact(one: Contact) -> tuple[Part, ...]:
    by = sources(one.article, one.seq)
    return one.party, one.function or "–", one.contact, one.reach or "–", short(one.since), by


def restrictions(paper: Paper, found: Restrictions, known: Known) -> None:
    """Write what restricts the use of an item of information."""
    from lifecycle.acts.act import titled  # brings the law along, which the page of a party does without

    item = titled(found.item, found.title)
    supplied = Message("{item}: supplied by {by}", item=item, by=found.by)
    if found.to:
        supplied = Message("{item}: supplied by {by} to {to}", item=item, by=found.by, to=found.to)
    paper.title(supplied, found.supplied_on)
    paper.line()
    paper.field(Message("Purpose"), *([Quoted(found.purpose)] if found.purpose else []))
    paper.field(Message("Through"), *([found.through] if found.through else []))
    paper.field(Message("Rests on"), sources(found.article, found.seq))
    paper.field(Message("Bound by"), *map(binding, found.binding))
    paper.field(Message("Used by"), *map(_use, found.uses))
    paper.field(Message("Another reading"), *map(_doubt, found.doubtful))
    paper.line()
    many = Plural("{n} restriction", "{n} restrictions", n=len(found.binding))
    listed(paper, (), many, found.as_of, known)


def binding(one: Restriction) -> Value:
    """Say a restriction in one line."""
    legal = [Message("legal restriction")] if one.legal else []
    by = Message("by {party} since {day}", party=one.by, day=one.since)
    says = Message("{id}: {restriction}", id=one.id, restriction=Row((Quoted(one.says), *legal, by)))
    return cited(says, one.article, one.seq)


def _use(use: Use) -> Value:
    says = Message("{party} on {day}: {purpose}", party=use.by, day=use.on, purpose=Quoted(use.purpose))
    return cited(says, "", use.seq)


def _doubt(one: Later) -> Message:
    return Message(
        "{restriction} of {restricted} came after the use of {used}: {readings}",
        restriction=one.restriction,
        restricted=one.restricted_on,
        used=one.used_on,
        readings=Either(one.readings),
    )


def balances(paper: Paper, found: Sequence[Balance], as_of: date, known: Known) -> None:
    """Write what the parties owe."""
    listed(paper, owed(found), Plural("{n} balance", "{n} balances", n=len(found)), as_of, known)


def owed(found: Sequence[Balance]) -> list[tuple[Part, ...]]:
    """Give the rows of a table of balances."""
    heads = (Message("owed by"), Message("to"), Message("amount"), "", Message("accounts"))
    rows = ((one.owed_by or "–", one.owed_to or "–", one.amount, one.currency, Row(one.accounts)) for one in found)
    return [heads, *rows]
