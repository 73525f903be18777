"""What many answers say of an agreement besides their own matter: its title, its parties on a day, its end.

Asked for so many agreements at a time, by their numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from lifecycle.codec import decode
from lifecycle.course.machine import ENDED
from projections.models.models import Models
from projections.models.values import STATES, by_language

MANY = 500
"""So many agreements are named in one query."""


class Present(Struct, frozen=True, array_like=True, gc=False):
    """A party that is there by a day, with its state and since when, as the tables have it."""

    number: int
    party: str
    name: str
    state: int
    since: int


class About(NamedTuple):
    """What is to be said of one agreement on a day."""

    title: str
    titles: Mapping[str, str]
    """The same in each language, by the language's code; none where there is one alone."""
    parties: Sequence[Present]
    """Those that are there by the day, in the order of the terms."""
    ends: date | None
    """Its end, past or in sight, as the acts up to the day make it."""

    def gone(self) -> Iterator[tuple[str, date]]:
        """Give the parties that left before the end for all, each with the day from which it is no longer one."""
        for one in self.parties:
            if STATES[one.state] in ENDED:
                since = date.fromordinal(one.since)
                if self.ends is None or since < self.ends:
                    yield one.party, since


def about(models: Models, as_of: date, at: int | None, keys: Collection[int]) -> Mapping[int, About]:
    """Find it for agreements by their numbers, on a day and as known at a `seq`.

    So many are asked about at a time: who asks about a part of a large register reads no more than that.
    """
    asked, found = sorted(keys), dict[int, About]()
    for first in range(0, len(asked), MANY):
        some = models.ask("about", as_of=as_of, at=at, keys=asked[first : first + MANY])
        for key, title, titles, state, past, ahead, parties in some:
            end = past if state in ENDED else ahead
            found[key] = About(title, by_language(titles), present(parties), end)
    return found


def present(text: str) -> Sequence[Present]:
    """Read the parties of an agreement that are there by the day; they are in the order of the terms then."""
    return sorted(decode(text.encode(), list[Present]), key=_NUMBER)


_NUMBER = attrgetter("number")
