"""What falls due, on which other days it may fall due, and what the fold assumed in saying so."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lifecycle.calendar.conventions import Assumption
from lifecycle.calendar.recurrence import Recurrence


class Due(Struct, frozen=True, gc=False, kw_only=True):
    """A date that is coming: what falls due, by which article, set by which act."""

    kind: str
    """`entry`, `ends`, `leaves`, `withdrawal`, … : one word that reports can choose by."""
    on: date
    what: str
    article: str
    seq: int | None
    since: date
    binds: str | None = None
    closed: date | None = None
    subject: str = ""
    """What it is about: a notice, a party, an account."""
    again: Recurrence | None = None
    """How it comes again, as the end of a term renewed tacitly does."""
    last: date | None = None
    """The last such date, where it does not come again for ever."""
    others: tuple[date, ...] = ()
    """The dates that other admissible readings of the text give: then it is disputed (R24)."""

    @property
    def every(self) -> str:
        """The span after which it comes again, in words."""
        return str(self.again.every) if self.again else ""

    def next_on(self, day: date) -> date:
        """Give the first such date on or after a day; the date itself where it does not come again."""
        if self.again is None or self.on >= day:
            return self.on
        return self.again.next_on(day) or self.on

    def stands(self, day: date) -> bool:
        """Tell whether it is awaited on a day."""
        over = self.last is not None and self.last < day
        return self.since <= day and not over and (self.closed is None or day < self.closed)


class Alternative(Struct, frozen=True, gc=False, kw_only=True):
    """Another admissible reading of a text that gives another date (R24)."""

    what: str
    day: date
    other: date
    convention: str
    value: str
    source: str
    since: date
    about: str = ""
    """What falls due on the day: the notice, the amendment, the party that it concerns."""
    backward: bool = False
    """Whether it reaches back: later acts cast the doubt on earlier days."""
    closed: date | None = None
    """The day from which the date no longer stands, and the doubt with it: the notice was withdrawn, say."""

    def disputed(self, day: date) -> bool:
        """Tell whether the two readings give different answers on a day."""
        return min(self.day, self.other) <= day < max(self.day, self.other)


class Assumed(Struct, frozen=True, gc=False):
    """A convention assumed, and the day from which answers rest on it."""

    assumption: Assumption
    since: date
    seq: int
