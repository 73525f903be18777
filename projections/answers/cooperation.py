"""What stands under one agreement on a day: contact points, what restricts an item of information, balances."""

from __future__ import annotations

from datetime import date

from lifecycle.answers import cooperation
from lifecycle.answers.cooperation import Balance, Contact, Later, Restriction, Restrictions, Use
from lifecycle.errors import NotFound
from projections.answers.snapshot import Snapshot


def contacts(asked: Snapshot, agreement: str, as_of: date) -> tuple[Contact, ...]:
    """Give the contact points of the parties; raises `NotFound`, or `NotYet` for a place before the draft."""
    return cooperation.contacts(asked.line_on(agreement, as_of), as_of)


def restrictions(asked: Snapshot, agreement: str, item: str, as_of: date) -> Restrictions:
    """Give what restricts the use of an item; raises as `contacts` does, and `NotFound` for one not yet supplied."""
    line = asked.line_on(agreement, as_of)
    found = cooperation.restrictions(line, item, as_of)
    if found is None:
        raise NotFound("information", item, cooperation.items(line, as_of))
    return found


def balances(asked: Snapshot, agreement: str, as_of: date) -> tuple[Balance, ...]:
    """Give what the parties owe, by currency; raises as `contacts` does."""
    return cooperation.balances(asked.line_on(agreement, as_of), as_of)


__all__ = [
    "Balance",
    "Contact",
    "Later",
    "Restriction",
    "Restrictions",
    "Use",
    "balances",
    "contacts",
    "restrictions",
]
