"""Declarations as an answer shows them, party by party: what became of each, who objected and who accepted it.

Source: VCLT-IO 19 to 23 (R55).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from lifecycle.course.declarations import Declaration
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.declarations import DeclarationKind


class ObjectionShown(Struct, frozen=True, kw_only=True):
    """An objection by another party."""

    by: str
    on: date
    text: str
    opposes_entry: bool
    """Whether it opposes the entry into force between the two."""
    withdrawn_on: date | None
    seq: int


class DeclarationShown(Struct, frozen=True, kw_only=True):
    """A declaration of a party."""

    declaration: str
    kind: DeclarationKind
    articles: tuple[str, ...]
    territory: str
    text: str
    on: date
    """The day on which it was made."""
    effective: date | None
    """The first day of its effect."""
    article: str
    seq: int
    standing: Literal["stands", "to_be_confirmed", "not_confirmed", "confirmed", "closed"]
    """`closed`: withdrawn, or gone with the party's membership."""
    confirmed_by: str
    """The declaration that confirms it."""
    closed_on: date | None
    objections_until: date | None
    """The last day for objections; none where no acceptance is needed."""
    objections: tuple[ObjectionShown, ...]
    accepted_by: tuple[str, ...]
    """The parties whose time to object is over, and who were silent (VCLT-IO 20(5))."""


def declarations(
    line: Timeline, party: str, as_of: date, consented: Mapping[str, date]
) -> tuple[DeclarationShown, ...]:
    """List the declarations of a party on a timeline, made of the acts up to a day, in the order of their making.

    `consented` holds the parties of that day with the day of their consent.
    """
    own = (known for known in line.declarations if known.by == party and known.since <= as_of)
    return tuple(_shown(known, as_of, consented) for known in own)


def _shown(known: Declaration, as_of: date, consented: Mapping[str, date]) -> DeclarationShown:
    closed = known.closed if known.closed is not None and known.closed <= as_of else None
    return DeclarationShown(
        declaration=known.id,
        kind=known.kind,
        articles=known.articles,
        territory=known.territory,
        text=known.text,
        on=known.since,
        effective=known.effective,
        article=known.article,
        seq=known.seq,
        standing=_standing(known, closed, consented),
        confirmed_by=known.confirmed_by,
        closed_on=closed,
        objections_until=known.until,
        objections=tuple(
            ObjectionShown(
                by=one.by,
                on=one.since,
                text=one.text,
                opposes_entry=one.opposes_entry,
                withdrawn_on=one.withdrawn,
                seq=one.seq,
            )
            for one in known.objections
        ),
        accepted_by=tuple(_accepting(known, as_of, consented)) if closed is None else (),
    )


def _standing(
    known: Declaration, closed: date | None, consented: Mapping[str, date]
) -> Literal["stands", "to_be_confirmed", "not_confirmed", "confirmed", "closed"]:
    if known.confirmed_by:
        return "confirmed"
    if closed is not None:
        return "closed"
    if not known.unconfirmed:
        return "stands"
    return "not_confirmed" if known.by in consented else "to_be_confirmed"


def _accepting(known: Declaration, as_of: date, consented: Mapping[str, date]) -> Iterator[str]:
    """Give who had consented, and had the time to object, and has not."""
    for party, day in consented.items():
        if known.until is None or party == known.by or known.objection_of(party):
            continue
        if max(known.until, day) < as_of:
            yield party
