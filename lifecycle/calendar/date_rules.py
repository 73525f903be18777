"""Date rules: short lists of steps from an anchor to a date of effect, such as `[60 days, first of next month]`.

Source: ETS 76, articles 3 and 4; R15 to R25. Periods that follow each other are one sum, counted from the anchor.

To add a step: `lifecycle.calendar.steps`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from lifecycle.calendar.days import MONTH_WORDS, Span, add, clamps, next_day
from lifecycle.calendar.moves import same_day
from lifecycle.calendar.periods import SPAN
from lifecycle.calendar.steps import STEPS, Step, period, read_step
from lifecycle.messages import Message, Ordinal, Quoted, Value


class Note(msgspec.Struct, frozen=True):
    """One line of a computation that a hand can check."""

    says: Message
    source: str


class Computed(msgspec.Struct, frozen=True):
    """A date of effect with the lines that lead to it; `on` is nothing beyond the calendar."""

    on: date | None
    notes: tuple[Note, ...]


_KEEPING = (next_day, same_day)
"""Moves that lead from any day to any day, and to none of the calendar's own."""
_ANY_SPAN = rf"{SPAN.pattern}(?: and {SPAN.pattern})*"
_ANY_STEP = re.sub(r"\(\?P<[a-z]+>", "(", f"(?:{'|'.join([_ANY_SPAN, *(kind.pattern for kind in STEPS)])})")
"""One pattern of all steps, for editors: its groups have no names."""


class DateRule:
    """A list of steps as the terms give them: `6 months`, or `[3 months, first of next month]`."""

    __slots__ = ("_open", "_parts", "names_days", "steps")

    def __init__(self, steps: Iterable[str]) -> None:
        self.steps = tuple(steps)
        parts: list[Step] = []
        for step in map(read_step, self.steps):
            before = parts[-1].span if parts else None
            if step.span is None or before is None:
                parts.append(step)
            else:
                parts[-1] = period(Span(before.months + step.span.months, before.days + step.span.days))
        self._parts = tuple(parts)
        moving = [0, *(at for at, part in enumerate(parts, 1) if not part.limits)][-1]
        final = parts[moving - 1].span if moving else None
        self._open = moving if final and final.months else 0
        """After how many parts effect may be that day or the next; a limit to the date does not say which."""
        self.names_days = any(part.span is None and not part.limits and part.move not in _KEEPING for part in parts)
        """Whether it leads to days of the calendar's own alone, such as the end of a year."""

    @classmethod
    def from_plain(cls, data: Any) -> DateRule:
        """Build from one step, a comma-separated line of steps, or a list of them; raises `ValueError`."""
        if isinstance(data, str):
            data = [part.strip() for part in data.split(",")]
        if not isinstance(data, list | tuple) or not all(isinstance(step, str) for step in data):
            raise ValueError(
                Message("a date rule is a step, such as {step}, or a list of steps", step=Quoted("6 months"))
            )
        return _rule(tuple(data))

    def to_plain(self) -> Any:
        """Give the one step, or the list of them."""
        return self.steps[0] if len(self.steps) == 1 else list(self.steps)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Describe a date rule to editors."""
        examples = ["6 months", "first of next month", "next day", "end of year", "not before 2030-01-01"]
        step = {"type": "string", "pattern": f"^{_ANY_STEP}$", "examples": examples}
        line = {"type": "string", "pattern": f"^{_ANY_STEP}(?: *, *{_ANY_STEP})*$", "examples": examples}
        return {
            "anyOf": [line, {"type": "array", "items": step, "minItems": 1}],
            "description": "steps from an anchor to a date, counted in this order",
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DateRule) and self.steps == other.steps

    def __hash__(self) -> int:
        return hash(self.steps)

    def __repr__(self) -> str:
        return f"DateRule({list(self.steps)!r})"

    def __str__(self) -> str:
        return ", ".join(self.steps)

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def message(self) -> Message:
        """The rule by itself: the period that it is, or the day to which it leads."""
        if self.is_period or not self._parts:
            return self.span.message
        return Message("{day}", day=self.says(Message("the day it counts from")))

    def says(self, of: Value) -> Value:
        """Say the day to which the rule leads from an anchor: a date, or what happens on it."""
        for part in self._parts:
            of = part.says(of)
        return of

    def when(self, of: Value) -> Message:
        """Say when that is: `6 months after its receipt`, `on the first day of the next month after its receipt`."""
        if not self._parts:
            return Message("upon {event}", event=of)
        if (last := self._parts[-1].span) is None:
            return Message("on {day}", day=self.says(of))
        for part in self._parts[:-1]:
            of = part.says(of)
        return Message("{period} after {of}", period=last, of=of)

    @property
    def silent_on_boundary(self) -> bool:
        """Whether it ends with months or years and does not say if effect is that day or the next (R24)."""
        return self._open > 0

    @property
    def is_period(self) -> bool:
        """Whether it is one period and nothing else, so that it can be repeated, or counted backwards (R16, R20)."""
        return len(self._parts) == 1 and self._parts[0].span is not None

    @property
    def span(self) -> Span:
        """The period it begins with, nothing where it has none."""
        return (self._parts[0].span if self._parts else None) or Span()

    def after(self, anchor: date, *, boundary: str = "same day") -> date | None:
        """Give the date of effect counted from the anchor, or `None` beyond the calendar."""
        day: date | None = anchor
        for part in self._path(boundary):
            day = day and part.move(day)
        return day

    def first_from(self, anchor: date, floor: date, *, boundary: str = "same day") -> date | None:
        """Give the first day that it can give at or after a floor, for its anchor or a later one (R33).

        A period leads to any day, so to the floor itself; a step to days of the calendar's own leads to one of those.
        """
        first = self.after(anchor, boundary=boundary)
        if first is None or first >= floor:
            return first
        if not self.names_days:
            return floor
        if any("; later:" in step for step in self.steps):  # what comes later may lead less far: all are looked at
            days = (anchor + timedelta(days=n) for n in range((floor - anchor).days + 1))
            known = (self.after(day, boundary=boundary) for day in days)
            return min((on for on in known if on is not None and on >= floor), default=None)
        short, far = anchor, floor  # what comes later leads no less far: halved until the first day is found that does
        while (between := (far - short).days // 2) > 0:
            day = short + timedelta(days=between)
            on = self.after(day, boundary=boundary)
            short, far = (day, far) if on is not None and on < floor else (short, day)
        return self.after(far, boundary=boundary)

    def computed(self, anchor: date, *, boundary: str = "same day") -> Computed:
        """Give the date of effect with the lines of its computation."""
        notes: list[Note] = []
        day: date | None = anchor
        for part in self._path(boundary):
            if day is not None:
                notes.append(_line(day, part))
                day = part.move(day)
        return Computed(day, tuple(notes))

    def _path(self, boundary: str) -> Iterable[Step]:
        """Give the parts, with the day after in its place where effect is then (R24)."""
        if boundary == "same day" or not self._open:
            return self._parts
        return (*self._parts[: self._open], _NEXT, *self._parts[self._open :])


_NEXT = read_step("next day")


@lru_cache(maxsize=1024)
def _rule(steps: tuple[str, ...]) -> DateRule:
    """Read a rule once: the texts of a register have few, and a rule never changes."""
    return DateRule(steps)


def _line(start: date, part: Step) -> Note:
    day, period = part.move(start), part.span
    if period is None:
        return Note(Message("This leads to {what}: {day}", what=part.says(start), day=day), part.source)
    if day is None or not clamps(start, period):
        says = Message("{start} + {period}: {day}; the first day is not counted", start=start, period=period, day=day)
        return Note(says, "ETS 76, 3 and 4(2) · R16")
    month = add(start, Span(months=period.months)) or day
    says = Message(
        "{start} + {period}: {day}; {month} {year} has no {nth}, so its last day",
        start=start,
        period=period,
        day=day,
        month=MONTH_WORDS[month.month - 1],
        year=str(month.year),
        nth=Ordinal(start.day),
    )
    return Note(says, "ETS 76, 4(2) · R16")
