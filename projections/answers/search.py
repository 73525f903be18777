"""Where words stand in the register: in titles, names of parties, documents' names, notes, and what acts say besides.

All of them stand in one text, however each is spelt: without regard to case, accents and letters that pass for others.
An entry is found as it reads by now, and one that was struck is not; as it read once, by what was known then. What
names people is sealed, and found by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted
from lifecycle.terms.naming import folded
from projections.answers.snapshot import Snapshot
from projections.models.values import by_language

Place = Literal["title", "party", "name", "document", "note", "act"]
PLACES: tuple[Place, ...] = get_args(Place)
"""Where words are found, in the order in which it is told; a name is one that the directory of parties gives."""

MOST = 20
"""Words of one search, at most."""


class Found(Struct, frozen=True, kw_only=True):
    """A place where the words stand."""

    where: Place
    agreement: str | None
    """The agreement; none for what the directory of parties says."""
    text: str
    """The text in which they stand: the title, the name, the note, or what the act says in words, a line each."""
    seq: int | None = None
    """The entry, of a document, a note or an act."""
    party: str | None = None
    """The party, by its key."""
    version: int | None = None
    """The version of the terms, of a title."""
    since: date | None = None
    """The day of the entry, or the first of the title."""
    until: date | None = None
    """Of a title of before, the first day of the next one."""
    next_after: str | None = None
    """On the last one of a page that others follow: the place behind which the next page begins."""
    titles: Mapping[str, str] = {}
    """Of a title: the same in each language, by the language's code; none where there is one alone."""


def search(
    asked: Snapshot, words: str, *, as_of: date | None = None, after: str | None = None, limit: int | None = None
) -> list[Found]:
    """Find where all words stand, behind a place and no more than so many; by a day, only what was so or done by then.

    Raises `InvalidInput` for no words, too many, or a place that is none.
    """
    wanted = sorted(dict.fromkeys(folded(words).split()), key=len, reverse=True)
    if not 0 < len(wanted) <= MOST:
        says = Message("give from one to {most} words", most=MOST)
        raise InvalidInput([Problem(place="WORDS", says=says)])
    first, behind = _behind(after)
    given = {"as_of": as_of, "at": asked.at, "word": wanted[0], "others": tuple(wanted[1:]) or None}
    room = ALL if limit is None else limit + 1
    found: list[tuple[Found, str]] = []
    for where in PLACES[first:]:
        if room <= len(found):
            break
        id, number = behind if where == PLACES[first] else LOWEST
        rows = asked.models.ask(f"words in {where}", **given, after_id=id, after_place=number, limit=room - len(found))
        found += [_found(where, row) for row in rows]
    shown = [one for one, _ in found[:limit]]
    if limit is not None and len(found) > limit:
        shown[-1] = replace(shown[-1], next_after=found[limit - 1][1])
    return shown


ALL = 2**62
"""As many as there may be."""
LOWEST = ("", -1)
"""Before every place."""


def _behind(after: str | None) -> tuple[int, tuple[str, int]]:
    """Read a place: where, the agreement or the party, and the number there."""
    if after is None:
        return 0, LOWEST
    where, _, rest = after.partition("/")
    id, _, number = rest.rpartition("/")
    if where not in PLACES or not (number.isascii() and number.isdecimal() and len(number) < 19):
        says = Message("{place} is no place that a page has ended at", place=Quoted(after))
        raise InvalidInput([Problem(place="--after", says=says)])
    return PLACES.index(where), (id, int(number))


def _found(where: Place, row: Sequence[Any]) -> tuple[Found, str]:
    """Give what a row tells, and its place."""
    id, number, since, until, party, text, *titles = row
    agreement = None if where == "name" else id or DIRECTORY
    one = Found(
        where=where,
        agreement=agreement,
        text=text,
        titles=by_language(*titles) if titles else {},
        seq=number if where in ("document", "note", "act") else None,
        party=party,
        version=number if where == "title" else None,
        since=since,
        until=until,
    )
    return one, f"{where}/{id}/{number}"


def held(text: str, words: str) -> Iterator[str]:
    """Give the lines of a text in which any of the words stands."""
    wanted = folded(words).split()
    for line in text.splitlines():
        if any(word in folded(line) for word in wanted):
            yield line
