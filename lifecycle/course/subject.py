"""The agreement, or one party, on its way through the seven states."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from lifecycle.course.machine import LIVE, State, step
from lifecycle.course.periods import Period, Reason


class Step(NamedTuple):
    """What was asked of the table, by an act or by the clock, and the state behind it."""

    trigger: str
    """Empty where a new life begins: a party that left accedes again, from the draft on."""
    on: date
    notice_runs: bool
    something_left: bool
    state: State


class Subject:
    """A state with the periods that led to it; the facts `notice`, `suspended` and `left` are the machine's guards."""

    __slots__ = ("left", "name", "notice", "periods", "start", "state", "steps", "suspended", "why")

    def __init__(self, name: str, start: date, why: tuple[Reason, ...]) -> None:
        self.name, self.start, self.why = name, start, why
        self.state = State.DRAFTED
        self.periods: list[Period] = []
        self.steps: list[Step] = []
        self.notice = self.suspended = self.left = False

    def copy(self) -> Subject:
        """Give another that goes on from here by itself."""
        other = object.__new__(Subject)
        other.name, other.start, other.why = self.name, self.start, self.why
        other.state, other.periods, other.steps = self.state, self.periods.copy(), self.steps.copy()
        other.notice, other.suspended, other.left = self.notice, self.suspended, self.left
        return other

    def fire(self, trigger: str, on: date, *why: Reason) -> bool:
        """Follow the table; give whether the state changed. A period of no length vanishes."""
        dest = step(self.state, trigger, notice_runs=self.notice, something_left=self.left)
        turns = dest is not None and dest is not self.state
        if dest is not None and turns:
            self._turn(dest, on, why)
        self.steps.append(Step(trigger, on, self.notice, self.left, self.state))
        return turns

    def _turn(self, dest: State, on: date, why: tuple[Reason, ...]) -> None:
        if on > self.start:
            self.periods.append(Period(self.state, self.start, on, self.why))
            self.start, self.why = on, why
        elif self.periods and self.periods[-1].state is dest:
            before = self.periods.pop()
            self.start, self.why = before.start, before.why
        else:
            self.why = (*self.why, *why)
        self.state = dest

    def begin_again(self, on: date, why: Reason) -> None:
        """Start a new life after the end of the last one: a party that accedes again."""
        self.notice = self.suspended = self.left = False
        self._turn(State.SIGNED, on, (why,))
        self.steps += (Step("", on, False, False, State.DRAFTED), Step("sign", on, False, False, self.state))

    def bound_on(self, day: date) -> bool:
        """Tell whether it was bound on a day, as far as it has come."""
        return any(period.state in LIVE and period.covers(day) for period in self.tiles())

    def tiles(self) -> tuple[Period, ...]:
        """Give the periods so far, the last one open."""
        return (*self.periods, Period(self.state, self.start, None, self.why))
