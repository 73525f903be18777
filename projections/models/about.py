"""What many answers say of an agreement besides their own matter: its title, its parties on a day, its end.

Asked for so many agreements at a time, by their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from lifecycle.course.machine import ENDED
from lifecycle.messages import InLanguages
from projections.models.models import Models
from projections.models.values import by_language

MANY = 500
"""So many agreements are named in one query."""


class Present(NamedTuple):
    """A party of an agreement on a day, and since when it is no longer one, if it left before the end for all."""

    party: str
    name: str
    gone: date | None


class About(NamedTuple):
    """What is to be said of one agreement on a day."""

    title: InLanguages
    parties: tuple[Present, ...]
    """Those that are there by the day, in the order of the terms."""
    ends: date | None
    """Its end, past or in sight, as the acts up to the day make it."""


def about(models: Models, as_of: date, at: int | None, keys: Collection[int]) -> Mapping[int, About]:
    """Find it for agreements by their numbers, on a day and as known at a `seq`."""
    ends = {
        key: (InLanguages.of(title, by_language(titles)), past if state in ENDED else ahead)
        for key, title, titles, state, past, ahead in _asked(models, "ends", as_of, at, keys)
    }
    there = defaultdict[int, list[Present]](list)
    for key, party, name, state, since in _asked(models, "present", as_of, at, keys):
        end = ends[key][1] if key in ends else None
        alone = state in ENDED and (end is None or since < end)
        there[key].append(Present(party, name, since if alone else None))
    return {key: About(title, tuple(there[key]), end) for key, (title, end) in ends.items()}


def named(models: Models, as_of: date, at: int | None, keys: Collection[int]) -> Mapping[int, list[tuple[str, str]]]:
    """Find of it the parties alone, each with its name."""
    there = defaultdict[int, list[tuple[str, str]]](list)
    for key, party, name, _, _ in _asked(models, "present", as_of, at, keys):
        there[key].append((party, name))
    return there


def _asked(models: Models, query: str, as_of: date, at: int | None, keys: Collection[int]) -> Iterator[Any]:
    """Ask about agreements, so many at a time: who asks about a part of a large register reads no more than that."""
    asked = sorted(keys)
    for first in range(0, len(asked), MANY):
        yield from models.ask(query, as_of=as_of, at=at, keys=asked[first : first + MANY])
