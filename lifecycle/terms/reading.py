"""Reads terms from plain data: their shape by the types, then what only the whole of them shows."""

from __future__ import annotations

from lifecycle.codec import convert
from lifecycle.errors import InvalidInput
from lifecycle.terms.contradictions import contradictions
from lifecycle.terms.text import Terms


def terms_from(data: object) -> Terms:
    """Build terms from plain data; raises `InvalidInput` with a path for each problem."""
    terms = convert(data, Terms)
    if problems := contradictions(terms):
        raise InvalidInput(problems)
    return terms
