"""What a recording changes for one party, in words: `leaves on 10 July 2001`, `no longer leaves on 10 July 2001`.

To add a turn: its line in `TURNS`, with what is said where its day comes, where it goes, and where it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from lifecycle.answers.party_impact import PartyChange, PartyTurn
from lifecycle.messages import Message


class Said(NamedTuple):
    """How a turn is said where its day comes, where it goes, and where it moves from one day to another."""

    comes: Callable[[date], Message]
    goes: Callable[[date], Message]
    moves: Callable[[date, date], Message]


TURNS: Mapping[PartyTurn, Said] = {
    "bound": Said(
        lambda day: Message("is bound from {day}", day=day),
        lambda day: Message("is not bound from {day}", day=day),
        lambda then, now: Message("is bound from {now}, not from {then}", now=now, then=then),
    ),
    "suspended": Said(
        lambda day: Message("is suspended from {day}", day=day),
        lambda day: Message("is not suspended from {day}", day=day),
        lambda then, now: Message("is suspended from {now}, not from {then}", now=now, then=then),
    ),
    "resumed": Said(
        lambda day: Message("is no longer suspended from {day}", day=day),
        lambda day: Message("stays suspended after {day}", day=day),
        lambda then, now: Message("is no longer suspended from {now}, not from {then}", now=now, then=then),
    ),
    "left": Said(
        lambda day: Message("leaves on {day}", day=day),
        lambda day: Message("no longer leaves on {day}", day=day),
        lambda then, now: Message("leaves on {now}, not on {then}", now=now, then=then),
    ),
    "released": Said(
        lambda day: Message("has nothing left to finish from {day}", day=day),
        lambda day: Message("has something left to finish after {day}", day=day),
        lambda then, now: Message("has nothing left to finish from {now}, not from {then}", now=now, then=then),
    ),
}
"""What each turn of a party is called."""


def party_change(change: PartyChange) -> Message:
    """Say a change without the party, which stands before it."""
    said, then, now = TURNS[change.turn], change.before, change.after
    if then is None:
        assert now is not None  # a change has one day at least
        return said.comes(now)
    return said.goes(then) if now is None else said.moves(then, now)
