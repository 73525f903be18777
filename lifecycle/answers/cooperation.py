"""Answers on co-operation: contact points, what restricts an item, balances, platforms, on a day.

An answer for a day rests on the acts up to and on that day. Where a restriction came after a use, both readings are
given: that it binds the use already made, and that it does not.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from lifecycle.course.facts import Record
from lifecycle.messages import Message

if TYPE_CHECKING:
    from lifecycle.fold.timeline import Timeline


class Contact(Struct, frozen=True, kw_only=True):
    """A party's contact point on a day."""

    agreement: str
    party: str
    function: str
    contact: str
    reach: str
    since: date
    article: str
    seq: int


class Restriction(Struct, frozen=True, kw_only=True):
    """A restriction on the use of information; `legal` tells that it binds all that its party supplies."""

    id: str
    by: str
    says: str
    since: date
    legal: bool
    article: str
    seq: int


class Use(Struct, frozen=True, kw_only=True):
    """A use of an item."""

    id: str
    by: str
    purpose: str
    on: date
    seq: int


class Later(Struct, frozen=True, kw_only=True):
    """A restriction that came after a use: whether it binds that use the text leaves open."""

    use: str
    restriction: str
    used_on: date
    restricted_on: date
    readings: tuple[Message, Message]


class Restrictions(Struct, frozen=True, kw_only=True):
    """What restricts the use of an item on a day."""

    agreement: str
    item: str
    as_of: date
    title: str
    by: str
    to: str
    supplied_on: date
    purpose: str
    through: str
    article: str
    seq: int
    binding: tuple[Restriction, ...]
    """Those that bind it, the legal ones of its supplier included."""
    uses: tuple[Use, ...]
    doubtful: tuple[Later, ...]


class Balance(Struct, frozen=True, kw_only=True):
    """What is owed on a day, in one currency; nobody named as creditor where the accounts name none."""

    agreement: str
    owed_by: str
    owed_to: str
    currency: str
    amount: Decimal
    accounts: tuple[str, ...]


class Platform(Struct, frozen=True, kw_only=True):
    """A platform on a day; not available while its provider's obligations are suspended."""

    agreement: str
    name: str
    by: str
    to: str
    languages: tuple[str, ...]
    since: date
    available: bool
    article: str
    seq: int


_WHETHER_IT_BINDS = (
    Message("it binds the use from its notification on"),
    Message("it does not reach the use already made"),
)


def standing(timeline: Timeline, kind: str, as_of: date) -> tuple[Record, ...]:
    """Give the records of a kind that stand on a day, on a timeline that knows no later act."""
    return tuple(record for record in timeline.records if record.kind == kind and record.stands(as_of))


def contacts(timeline: Timeline, as_of: date) -> tuple[Contact, ...]:
    """Give the contact points on a day, by party and function."""
    line = timeline.until(as_of)
    found = sorted(standing(line, "contact", as_of), key=lambda record: (record.by, record.id))
    return tuple(
        Contact(
            agreement=line.id,
            party=record.by,
            function=record.details[0],
            contact=record.title,
            reach=record.details[1],
            since=record.since,
            article=record.article,
            seq=record.seq,
        )
        for record in found
    )


def items(timeline: Timeline, as_of: date) -> tuple[str, ...]:
    """Name the items of information supplied by a day."""
    return tuple(record.id for record in standing(timeline.until(as_of), "information", as_of))


def restrictions(timeline: Timeline, item: str, as_of: date) -> Restrictions | None:
    """Give what restricts an item on a day, nothing where it was not supplied by then."""
    line = timeline.until(as_of)
    supplied = next((r for r in standing(line, "information", as_of) if r.id == item), None)
    if supplied is None:
        return None
    own = [record for record in standing(line, "restriction", as_of) if record.about == item]
    legal = [record for record in standing(line, "legal restriction", as_of) if record.by == supplied.by]
    uses = [record for record in standing(line, "use", as_of) if record.about == item]
    binding = [*own, *legal]
    return Restrictions(
        agreement=line.id,
        item=item,
        as_of=as_of,
        title=supplied.title,
        by=supplied.by,
        to=supplied.other,
        supplied_on=supplied.since,
        purpose=supplied.details[0],
        through=supplied.details[1],
        article=supplied.article,
        seq=supplied.seq,
        binding=tuple(
            Restriction(
                id=record.id,
                by=record.by,
                says=record.title,
                since=record.since,
                legal=record in legal,
                article=record.article,
                seq=record.seq,
            )
            for record in binding
        ),
        uses=tuple(
            Use(id=record.id, by=record.by, purpose=record.title, on=record.since, seq=record.seq) for record in uses
        ),
        doubtful=tuple(
            Later(
                use=use.id,
                restriction=later.id,
                used_on=use.since,
                restricted_on=later.since,
                readings=_WHETHER_IT_BINDS,
            )
            for use in uses
            for later in binding
            if use.by != supplied.by and use.since < later.since
        ),
    )


def balances(timeline: Timeline, as_of: date) -> tuple[Balance, ...]:
    """Give what is owed on a day: by whom, to whom, in which currency; what is settled or lapsed is not."""
    from lifecycle.answers.particulars import left  # brings the law along, where an agreement has been folded

    owed: dict[tuple[str, str, str], list[tuple[str, Decimal]]] = {}
    line = timeline.until(as_of)
    for head in sorted(line.heads, key=lambda head: (head.since, head.id)):
        if head.kind == "account" and head.amount is not None and head.stands(as_of):
            owed.setdefault((head.owed_by, head.owed_to, head.currency), []).append((head.id, left(head, as_of)))
    return tuple(
        Balance(
            agreement=line.id,
            owed_by=by,
            owed_to=to,
            currency=currency,
            amount=sum((amount for _, amount in accounts), Decimal(0)),
            accounts=tuple(id for id, _ in accounts),
        )
        for (by, to, currency), accounts in sorted(owed.items())
    )


def platforms(timeline: Timeline, as_of: date) -> tuple[Platform, ...]:
    """Give the platforms provided on a day, and whether they are available."""
    line = timeline.until(as_of)
    suspensions = [suspension for suspension in line.suspensions if suspension.stands(as_of)]
    return tuple(
        Platform(
            agreement=line.id,
            name=record.id,
            by=record.by,
            to=record.other,
            languages=record.details,
            since=record.since,
            available=not any(s.by == record.by and s.covers(record.article) for s in suspensions),
            article=record.article,
            seq=record.seq,
        )
        for record in standing(line, "platform", as_of)
    )
