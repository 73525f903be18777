"""Dates that come again, such as the end of a term renewed tacitly, each counted from one anchor in one step (R16a)."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lifecycle.calendar.days import Span, add, next_working_day


class Recurrence(Struct, frozen=True, gc=False, kw_only=True):
    """A period that is repeated from an anchor on; a date may lie before or after the end of each period."""

    anchor: date
    first: Span
    """The period from the anchor to the end of the first term; the others follow it."""
    every: Span
    before: Span = Span()
    """How long before the end of each term the date lies: it is counted backwards (R20)."""
    after: Span = Span()
    """How long after it the date lies."""
    shift: Span = Span()
    """What is added to the end of each term, where the new state begins on the day after (R24)."""
    working: bool = False
    """Whether the date moves off a day off (ETS 76, article 5; R19)."""
    holidays: tuple[date, ...] = ()
    """The official holidays, off which it then moves as off a weekend."""

    def end(self, times: int) -> date | None:
        """Give the end of the term after so many repetitions, or `None` beyond the calendar."""
        months = self.first.months + times * self.every.months
        return add(self.anchor, Span(months, self.first.days + times * self.every.days + self.shift.days))

    def nth(self, times: int) -> date | None:
        """Give the date of the term after so many repetitions, or `None` beyond the calendar."""
        end = self.end(times)
        on = add(end, self.after) if end is not None else None
        on = add(on, self.before, -1) if on is not None else None
        return next_working_day(on, self.holidays) if on is not None and self.working else on

    def next_on(self, day: date) -> date | None:
        """Give the first such date on or after a day, or `None` beyond the calendar."""
        times = 0
        while (on := self.nth(times)) is not None and on < day:
            times += 1
        return on

    def last_before(self, day: date) -> date | None:
        """Give the date of the last term that ends before a day, or `None` where none does."""
        times = 0
        while (end := self.end(times)) is not None and end < day:
            times += 1
        return self.nth(times - 1) if times else None
