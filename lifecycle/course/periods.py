"""Periods of a state, each from its first day on, and the reasons why they began.

All values are frozen, hold no cycles, and are kept from the garbage collector, which would else look at them again
and again while a long file is folded. `seq` is the position of an act in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import UNSET, Struct, UnsetType

from lifecycle.calendar.partial import Precision
from lifecycle.course.machine import State
from lifecycle.messages import Message


class Reason(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Why a period began: the act, the article, and the words."""

    says: Message
    article: str = ""
    rule: str = ""
    seq: int | None = None
    act: str = ""
    precision: Precision | None = None
    """What is known of the day, where a list gives it."""

    @property
    def cause(self) -> Message:
        """What brought it about, where the words name it apart from the day and the state; else all of them."""
        cause: Message = self.says.args.get("cause", self.says)
        return cause


class Period(Struct, frozen=True, gc=False):
    """A state from its first day up to, and without, the first day of the next."""

    state: State
    start: date
    end: date | None
    why: tuple[Reason, ...] = ()

    def covers(self, day: date) -> bool:
        """Tell whether the state stands on a day."""
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def because(self) -> Reason | None:
        """Give the reason of this state: the last one, for those before it are of states that lasted no day."""
        reasons = [reason for reason in self.why if reason.act != "survival"] or self.why[-1:]
        return reasons[-1] if reasons else None

    @property
    def precision(self) -> Precision | UnsetType:
        """What is known of its first day, where a list gives it; nothing where acts, or the clock, do."""
        because = self.because
        return because.precision or UNSET if because else UNSET


def period_on(periods: Sequence[Period], day: date) -> Period | None:
    """Give the period that covers a day."""
    for period in reversed(periods):
        if period.start <= day:
            return period if period.covers(day) else None
    return None
