"""Versions of the terms, the amendments that bring them, and the earlier terms that a party keeps.

Source: VCLT-IO 39 and 40 (R50, R51). All values are frozen; fields that name an act hold its `seq`.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lifecycle.course.facts import Fact
from lifecycle.terms.text import Terms


class Amendment(Fact, frozen=True, gc=False, kw_only=True):
    """New terms on their way: proposed, accepted by some, agreed by all, or withdrawn."""

    by: str
    terms: Terms
    effective: date | None
    accepted: tuple[tuple[str, int], ...]
    accepted_on: tuple[tuple[str, date], ...] = ()
    """By party that accepted it, the day on which it did."""
    opted_out: tuple[str, ...] = ()
    agreed: date | None = None
    withdrawn: date | None = None
    holds_from: date | None = None
    """The day on which it is to take effect, once agreed."""


class Version(Struct, frozen=True, gc=False):
    """The terms as they stand from a day on; `start` is the draft's day for the first version."""

    number: int
    start: date
    terms: Terms
    seq: int


class Term(Struct, frozen=True, gc=False):
    """How a term stands: the end that it is counted to, the renewals before that, and when the last one ends."""

    end: date | None
    renewed: int
    last: bool
    ends: date | None
    """The day on which it ends of itself, nothing where it goes on."""


class Kept(Fact, frozen=True, gc=False, kw_only=True):
    """Earlier terms that a party keeps, for it opted out of an amendment (VCLT-IO 40(4); R51); `id` is the party."""

    amendment: str
    """The amendment that replaced them for the others."""
    number: int
    """The version of the terms that it keeps."""
    terms: Terms
    term: Term | None = None
    """Their own term, where the others' is another by now."""
