"""Reads terms from plain data: their shape by the types, what only the whole of them shows, all mistakes at once."""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.codec import convert
from lifecycle.errors import InvalidInput, Problem
from lifecycle.terms.contradictions import contradictions
from lifecycle.terms.shapes import mistakes
from lifecycle.terms.text import Terms


def terms_from(data: object) -> Terms:
    """Build terms from plain data; raises `InvalidInput` with a path for each problem."""
    try:
        terms = convert(data, Terms)
    except InvalidInput as error:
        raise InvalidInput(_all(data) or error.problems) from None
    if problems := contradictions(terms):
        raise InvalidInput(problems)
    return terms


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
