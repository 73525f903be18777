"""How the tables hold values: days and states as numbers, several values as one JSON text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msgspec import UNSET, UnsetType

from lifecycle.calendar.partial import PRECISIONS, Precision
from lifecycle.codec import decode, encode
from lifecycle.course.machine import State

STATES = (
    State.DRAFTED,
    State.SIGNED,
    State.IN_FORCE,
    State.SUSPENDED,
    State.NOTICE_GIVEN,
    State.WINDING_DOWN,
    State.TERMINATED,
)
"""States by the number that stands for them in the tables; their order is storage."""
NUMBER = {state: number for number, state in enumerate(STATES)}

AGREEMENT = 0
"""The subject of a period that is not a party; parties are numbered from 1 in the order of the terms."""

SPELT, CALLED, ENTERED, ALIAS = range(4)
"""How a party is called so: by an agreement otherwise, by its terms on these days, by the directory, or as an alias."""
IN_DIRECTORY = ENTERED

RUN_TOGETHER = "replace(replace(replace(spelling, ' ', ''), '-', ''), '''', '')"
"""A spelling, its words run together as `lifecycle.terms.naming` does it, in either database: so names are close."""

WAITING, CERTIFIED, TAKEN, SHARED = "waiting", "certified", "taken over", "shared"
"""Submissions until they are approved or struck; for ever certificates, what was taken over, and what parties share:
contacts, information, platforms. As the tables say."""

READ: Mapping[str, Callable[[int], Any]] = {"day": date.fromordinal, "state": STATES.__getitem__}
"""How a value is read from a column of a kind; other columns hold it as it is."""


def precise(known: Precision | UnsetType) -> int | None:
    """Give the number of a precision, nothing where a day is no list's."""
    return None if isinstance(known, UnsetType) else PRECISIONS.index(known)


def precision(number: int | None) -> Precision | UnsetType:
    """Give it back."""
    return UNSET if number is None else PRECISIONS[number]


def texts(known: Mapping[str, str]) -> str | None:
    """Give texts by their languages as one JSON text, nothing where there are none."""
    return encode(known).decode() if known else None


def by_language(stored: str | None) -> Mapping[str, str]:
    """Give them back."""
    return decode(stored.encode(), dict[str, str]) if stored else {}


def ordinal(day: date | None) -> int | None:
    """Give the number of a day, nothing for the open end."""
    return None if day is None else day.toordinal()


def bound(value: object) -> object:
    """Give a value as a statement takes it."""
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, State):
        return NUMBER[value]
    return encode(list(value)).decode() if isinstance(value, tuple | list | set | frozenset) else value
