"""What falls due with what the office arranged for it: from when it is to be told, who looks after it, days off.

Where the last day for an act is a day off at the seat, the last working day before it is named beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec.structs import replace

from lifecycle.calendar.days import EARLIEST, add, day_off
from lifecycle.messages import Message, Quoted
from projections.answers.deadlines import Deadline
from projections.answers.office.arrangements import Arrangements
from projections.answers.office.holidays import DaysOff

FOR_AN_ACT = frozenset(
    {
        *("withdrawal", "last_safe_day", "objection", "dispute", "duty", "window_end", "registration"),
        *("consultation", "request", "head", "supersedes"),
    }
)
"""The kinds by whose day somebody has to act; all other dates are of effect, and of no office (R19)."""
_FRIDAY = 4


class Office:
    """The arrangements of an office, with the days off of its seats."""

    def __init__(self, arranged: Arrangements, days_off: Mapping[str, DaysOff], mark: str = "") -> None:
        self._arranged, self._days_off = arranged, days_off
        self.mark = mark
        """Tells its files from any others."""

    def attend(self, due: Deadline) -> Deadline:
        """Give a deadline with what was arranged for it."""
        lead = self._arranged.lead(due.agreement, due.kind)
        found = replace(
            due,
            owner=self._arranged.owner_of(due.agreement),
            lead=str(lead) if lead else "",
            notify_on=add(due.on, lead, -1) if lead else None,
        )
        seat = self._arranged.seat_of(due.agreement)
        off = self._off(seat, due.on) if seat and due.kind in FOR_AN_ACT else None
        if off is None:
            return found
        return replace(found, seat=seat, day_off=off, act_by=self._working_day(seat, due.on))

    def _off(self, seat: str, day: date) -> Message | None:
        """Say why a day is off at a seat, nothing where it is not."""
        holiday = self._days_off[seat](day)
        if holiday is not None:
            return Message("{day} is a holiday at {seat}: {name}", day=day, seat=seat, name=Quoted(holiday))
        return Message("{off}, off at {seat}", off=day_off(day), seat=seat) if day.weekday() > _FRIDAY else None

    def _working_day(self, seat: str, day: date) -> date | None:
        """Give the last working day before a day."""
        while self._off(seat, day) is not None:
            if day <= EARLIEST:
                return None
            day -= timedelta(days=1)
        return day
