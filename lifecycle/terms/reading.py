"""Reads terms from plain data: their shape by the types, what only the whole of them shows, all mistakes at once.

A rectification is read so, too, in the versions that amendments made: the corrected text replaces the defective one
from the beginning (VCLT-IO 80(4); R54). An amendment is put on record as a whole text, of which only what it changes is
its own; the rest is the text as it was, its errors included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from lifecycle.codec import convert, to_plain
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message
from lifecycle.terms.contradictions import contradictions
from lifecycle.terms.shapes import mistakes
from lifecycle.terms.text import Terms

MOST_PARTIES = 500
"""More than twice as many as there are States: a text is tried with notices of all of them, which takes its time."""


MOST_CLAUSES = 100
"""Clauses of one kind, some ten times as many as texts have: each is tried in stories of its own, by all parties."""


def terms_from(data: object) -> Terms:
    """Build terms from plain data; raises `InvalidInput` with a path for each problem."""
    if problems := list(_too_many(data)):
        raise InvalidInput(problems)
    try:
        terms = convert(data, Terms)
    except InvalidInput as error:
        raise InvalidInput(_all(data) or error.problems) from None
    if problems := contradictions(terms):
        raise InvalidInput(problems)
    return terms


def _too_many(data: object) -> Iterator[Problem]:
    """List what there is more of than is tried in a reasonable time, before it is read any further."""
    found = data if isinstance(data, Mapping) else {}
    parties, clauses = found.get("parties"), found.get("clauses")
    if isinstance(parties, Mapping) and len(parties) > MOST_PARTIES:
        says = Message("terms name at most {n} parties, not {found}", n=MOST_PARTIES, found=len(parties))
        yield Problem(place="$.parties", says=says)
    for name, those in clauses.items() if isinstance(clauses, Mapping) else ():
        if isinstance(those, list | tuple) and len(those) > MOST_CLAUSES:
            says = Message("terms have at most {n} clauses of one kind, not {found}", n=MOST_CLAUSES, found=len(those))
            yield Problem(place=f"$.clauses.{name}", says=says)


def _all(data: object) -> list[Problem]:
    """List the mistakes of shape, and what contradicts itself in the rest, but not what only a mistake makes so."""
    found = mistakes(data, Terms)
    try:
        others = contradictions(convert(found.mended, Terms))
    except InvalidInput:
        others = []
    places = [problem.place for problem in found.problems]
    rest = (replace(other, place=found.place(other.place)) for other in others)
    return [*found.problems, *(one for one in rest if not any(place.startswith(one.place) for place in places))]


def carried(defective: Terms, corrected: Terms, amended: Terms) -> Terms:
    """Give an amended text with what it repeats of the defective one corrected; as it is where that makes no terms."""
    try:
        return terms_from(_corrected(to_plain(defective), to_plain(corrected), to_plain(amended)))
    except InvalidInput:
        return amended


_ABSENT = object()


def _corrected(old: Any, new: Any, text: Any) -> Any:
    """Give what stands at one place of an amended text, corrected where it is what stood there in the defective one."""
    if old == new:
        return text
    if text == old:
        return new
    if isinstance(old, Mapping) and isinstance(new, Mapping) and isinstance(text, Mapping):
        places = dict.fromkeys([*text, *new])
        found = {
            name: _corrected(old.get(name, _ABSENT), new.get(name, _ABSENT), text.get(name, _ABSENT)) for name in places
        }
        return {name: value for name, value in found.items() if value is not _ABSENT}
    if isinstance(old, tuple) and isinstance(new, tuple) and isinstance(text, tuple) and len(old) == len(new):
        return tuple(_corrected_list(old, new, text))
    return text


def _corrected_list(old: Sequence[Any], new: Sequence[Any], text: Sequence[Any]) -> list[Any]:
    """Correct the members of a list: those repeated wherever they stand, the others in their places."""
    again = [next((right for wrong, right in zip(old, new, strict=True) if wrong == one), _ABSENT) for one in text]
    if len(text) != len(old):
        return [one if right is _ABSENT else right for one, right in zip(text, again, strict=True)]
    return [
        _corrected(wrong, right, one) if found is _ABSENT else found
        for wrong, right, one, found in zip(old, new, text, again, strict=True)
    ]
