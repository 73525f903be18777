"""Declarations of parties as a fold finds them, with the objections that others made.

Source: VCLT-IO 19 to 23 (R55). All values are frozen and hold legal dates; `seq` is the act's position in the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from lifecycle.course.facts import Fact
from lifecycle.terms.declarations import DeclarationKind


class ObjectionMade(Struct, frozen=True, gc=False, kw_only=True):
    """An objection of another party."""

    by: str
    seq: int
    since: date
    text: str = ""
    opposes_entry: bool = False
    """Whether it opposes the entry into force between the two (VCLT-IO 20(4)(b))."""
    withdrawn: date | None = None


class Declaration(Fact, frozen=True, gc=False, kw_only=True):
    """A declaration; it stands from the day on which it was made, and is closed by its withdrawal or confirmation."""

    by: str
    kind: DeclarationKind
    article: str
    """The article that admits it."""
    text: str = ""
    articles: tuple[str, ...] = ()
    territory: str = ""
    effective: date | None
    """The first day of its effect, where the calendar has one."""
    notified: date
    """The day on which the others were notified of it; from there the time for objections runs."""
    until: date | None = None
    """The last day of that time; none where no acceptance is needed (VCLT-IO 20(1))."""
    unconfirmed: bool = False
    """Whether it was made with a signature that does not bind, and waits for its confirmation (VCLT-IO 23(2))."""
    confirmed_by: str = ""
    """The declaration that confirms it."""
    objections: tuple[ObjectionMade, ...] = ()

    def objection_of(self, party: str) -> ObjectionMade | None:
        """Give the objection of a party that stands."""
        return next((one for one in self.objections if one.by == party and one.withdrawn is None), None)


def withheld(known: Iterable[Declaration], party: str) -> bool:
    """Tell whether a party declared that it does not apply the agreement provisionally, and has not withdrawn it."""
    return any(one.by == party and one.kind == "not-provisionally" and one.closed is None for one in known)
