"""Answers on co-operation: contact points, what restricts an item, balances, platforms, on a day.

Each answer rests on the records of a timeline. Where a restriction came after a use, both readings are given: that it
binds the use already made, and that it does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from lifecycle.facts import Record
from lifecycle.timeline import Timeline


class Restrictions(Struct, frozen=True, kw_only=True):
    """What restricts the use of an item on a day."""

    item: str
    as_of: date
    binding: tuple[Record, ...]
    """Restrictions that bind it, the legal ones of its supplier included."""
    doubtful: tuple[tuple[Record, Record], ...]
    """Pairs of a use and a restriction notified after it: whether it binds that use the text leaves open."""


class Platform(Struct, frozen=True, kw_only=True):
    """A platform on a day; not available while its provider's obligations are suspended."""

    name: str
    by: str
    languages: tuple[str, ...]
    since: date
    available: bool
    article: str


def standing(timeline: Timeline, kind: str, as_of: date) -> tuple[Record, ...]:
    """Give the records of a kind that stand on a day."""
    return tuple(record for record in timeline.records if record.kind == kind and record.stands(as_of))


def contacts(timeline: Timeline, as_of: date) -> tuple[Record, ...]:
    """Give the contact points on a day, by party and function."""
    return tuple(sorted(standing(timeline, "contact", as_of), key=lambda record: record.id))


def restrictions(timeline: Timeline, item: str, as_of: date) -> Restrictions | None:
    """Give what restricts an item on a day, nothing where it was not supplied by then."""
    supplied = next((r for r in standing(timeline, "information", as_of) if r.id == item), None)
    if supplied is None:
        return None
    own = [record for record in standing(timeline, "restriction", as_of) if record.about == item]
    legal = [record for record in standing(timeline, "legal restriction", as_of) if record.by == supplied.by]
    uses = [record for record in standing(timeline, "use", as_of) if record.about == item]
    doubtful = [(use, restriction) for restriction in own for use in uses if use.since < restriction.since]
    return Restrictions(item=item, as_of=as_of, binding=(*own, *legal), doubtful=tuple(doubtful))


def balances(timeline: Timeline, as_of: date) -> Mapping[tuple[str, str, str], Decimal]:
    """Give what is owed on a day: by whom, to whom, in which currency."""
    owed: dict[tuple[str, str, str], Decimal] = {}
    for head in timeline.heads:
        if head.kind != "account" or head.amount is None or not head.stands(as_of):
            continue
        paid = sum((amount for on, amount in head.settled if on <= as_of), Decimal(0))
        key = (head.owed_by, head.owed_to, head.currency)
        owed[key] = owed.get(key, Decimal(0)) + head.amount - paid
    return dict(sorted(owed.items()))


def platforms(timeline: Timeline, as_of: date) -> tuple[Platform, ...]:
    """Give the platforms provided on a day, and whether they are available."""
    suspending = {s.by for s in timeline.suspensions if s.stands(as_of) and not s.articles}
    return tuple(
        Platform(
            name=record.id,
            by=record.by,
            languages=record.details,
            since=record.since,
            available=record.by not in suspending,
            article=record.article,
        )
        for record in standing(timeline, "platform", as_of)
    )
