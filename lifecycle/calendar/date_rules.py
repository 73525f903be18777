"""Date rules: short lists of steps from an anchor to a date of effect, such as `[60 days, first of next month]`.

Source: ETS 76, articles 3 and 4; R15 to R25. Periods that follow each other are one sum, counted from the anchor.

To add a step: `lifecycle.calendar.steps`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from lifecycle.calendar.days import MONTH_NAMES, Span, add, clamps, next_day, words
from lifecycle.calendar.periods import SPAN, read_span
from lifecycle.calendar.steps import STEPS, Step, read_step, said


class Note(msgspec.Struct, frozen=True):
    """One line of a computation that a hand can check."""

    says: str
    source: str


class Computed(msgspec.Struct, frozen=True):
    """A date of effect with the lines that lead to it; `on` is nothing beyond the calendar."""

    on: date | None
    notes: tuple[Note, ...]


_ANY_SPAN = rf"{SPAN.pattern}(?: and {SPAN.pattern})*"
_ANY_STEP = re.sub(r"\(\?P<[a-z]+>", "(", f"(?:{'|'.join([_ANY_SPAN, *(kind.pattern for kind in STEPS)])})")
"""One pattern of all steps, for editors: its groups have no names."""


class DateRule:
    """A list of steps as the terms give them: `6 months`, or `[3 months, first of next month]`."""

    __slots__ = ("_final", "_open", "_parts", "steps")

    def __init__(self, steps: Iterable[str]) -> None:
        self.steps = tuple(steps)
        parts: list[tuple[str, Span | Step]] = []
        for text in self.steps:
            if span := read_span(text):
                if parts and isinstance(last := parts[-1][1], Span):
                    span = Span(last.months + span.months, last.days + span.days)
                    parts.pop()
                parts.append((str(span), span))
            elif found := read_step(text):
                parts.append((text, found))
            else:
                raise ValueError(f"{text!r} is no step of a date rule, such as '6 months' or 'first of next month'")
        self._parts = tuple(parts)
        moving: list[tuple[int, Span | Step | None]] = [(0, None)]
        moving += [(at, part) for at, (_, part) in enumerate(parts, 1) if isinstance(part, Span) or not part.limits]
        counting, self._final = moving[-1]
        """The last part that moves the day; what follows it only limits the date."""
        self._open = counting if isinstance(self._final, Span) and self._final.months else 0
        """After how many parts effect may be that day or the next; a limit to the date does not say which."""

    @classmethod
    def from_plain(cls, data: Any) -> DateRule:
        """Build from one step, a comma-separated line of steps, or a list of them; raises `ValueError`."""
        if isinstance(data, str):
            data = [part.strip() for part in data.split(",")]
        if not isinstance(data, list | tuple) or not all(isinstance(step, str) for step in data):
            raise ValueError("a date rule is a step, such as '6 months', or a list of steps")
        return cls(data)

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

    def says(self, of: str) -> str:
        """Say the date that the rule gives, counted from an anchor in words."""
        for text, _ in self._parts:
            of = said(text, of)
        return of

    def when(self, of: str) -> str:
        """Say when that is: `6 months after its receipt`, `on the first day of the next month after its receipt`."""
        then = self.says(of)
        return then if isinstance(self._final, Span) else f"on {then}"

    @property
    def silent_on_boundary(self) -> bool:
        """Whether it ends with months or years and does not say if effect is that day or the next (R24)."""
        return self._open > 0

    @property
    def is_period(self) -> bool:
        """Whether it is one period and nothing else, so that it can be repeated, or counted backwards (R16, R20)."""
        return len(self._parts) == 1 and isinstance(self._parts[0][1], Span)

    @property
    def span(self) -> Span:
        """The period it begins with, nothing where it has none."""
        first = self._parts[0][1] if self._parts else None
        return first if isinstance(first, Span) else Span()

    def after(self, anchor: date, *, boundary: str = "same day") -> date | None:
        """Give the date of effect counted from the anchor, or `None` beyond the calendar."""
        return self._walk(anchor, boundary, None)

    def computed(self, anchor: date, *, boundary: str = "same day") -> Computed:
        """Give the date of effect with the lines of its computation."""
        notes: list[Note] = []
        return Computed(self._walk(anchor, boundary, notes), tuple(notes))

    def _walk(self, anchor: date, boundary: str, notes: list[Note] | None) -> date | None:
        day: date | None = anchor
        for counted, (text, part) in enumerate(self._parts, 1):
            if day is None:
                return None
            start = day
            day = add(start, part) if isinstance(part, Span) else part.move(start)
            if notes is not None:
                notes.append(_line(start, text, day, part))
            if counted == self._open and boundary == "next day" and day is not None:
                day = next_day(day)
                if notes is not None:
                    notes.append(Note(f"It takes effect on the day after: {words(day)} (convention next day).", "R24"))
        return day


def _line(start: date, text: str, day: date | None, part: Span | Step) -> Note:
    if isinstance(part, Step):
        return Note(f"{words(start)}, {text}: {words(day)}.", part.source)
    if day is not None and clamps(start, part):
        landed = add(start, Span(months=part.months)) or day
        lacks = f"{MONTH_NAMES[landed.month]} {landed.year} has no {start.day}th, so its last day"
        return Note(f"{words(start)} + {text}: {words(day)}; {lacks.replace('31th', '31st')}.", "ETS 76, 4(2) · R16")
    return Note(f"{words(start)} + {text}: {words(day)}; the first day is not counted.", "ETS 76, 3 and 4(2) · R16")
