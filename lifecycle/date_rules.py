"""Date rules: short lists of steps from an anchor to a date of effect, such as `[60 days, first of next month]`.

Source: ETS 76, articles 3 and 4; R15 to R25. Periods that follow each other are one sum, counted from the anchor.

To add a step: one function of a day, and one line in `STEPS` with the pattern that names it and the words that say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from lifecycle.dates import MONTH_NAMES, Span, add, clamps, month_length, next_day, parse_date, words

Step = Callable[[date], date | None]

MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES) if number}
_UNITS = {"day": Span(days=1), "week": Span(days=7), "month": Span(months=1), "year": Span(months=12)}
_HOURS_OF_A_DAY = 24
"""A legal date has no time of day (R26): hours are counted as the days they begin."""


class Note(msgspec.Struct, frozen=True):
    """One line of a computation that a hand can check."""

    says: str
    source: str


class Computed(msgspec.Struct, frozen=True):
    """A date of effect with the lines that lead to it; `on` is nothing beyond the calendar."""

    on: date | None
    notes: tuple[Note, ...]


def first_of_month(count: int) -> Step:
    """Give the first day of the `count`-th month after the month of the day (R23)."""

    def step(day: date) -> date | None:
        return add(day.replace(day=1), Span(months=count))

    return step


def end_of_month(count: int) -> Step:
    """Give the last day of the `count`-th month after the month of the day."""

    def step(day: date) -> date | None:
        landed = add(day.replace(day=1), Span(months=count))
        return landed and landed.replace(day=month_length(landed.year, landed.month))

    return step


def end_of_year(count: int) -> Step:
    """Give 31 December of the `count`-th year after the day's."""

    def step(day: date) -> date | None:
        return add(date(day.year, 12, 31), Span(months=12 * count))

    return step


def _in_year(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, month_length(year, month)))


def next_such_day(number: int, month: int, *, same: bool = False, later: int = 0) -> Step:
    """Give the first day of that number and month after the day (or on it), `later` years on."""

    def step(day: date) -> date | None:
        here = _in_year(day.year, month, number)
        passed = here < day or (here == day and not same)
        return add(here, Span(months=12 * (later + passed)))

    return step


def cut_off(last: tuple[int, int], then: tuple[int, int]) -> Step:
    """Give the next `then` for what comes by `last` of its year, and the one a year later for what comes after."""

    def step(day: date) -> date | None:
        limit = _in_year(day.year, last[1], last[0])
        return next_such_day(*then)(day) if day <= limit else next_such_day(*then, later=1)(limit)

    return step


def in_time(last: tuple[int, int], then: Step, otherwise: Step) -> Step:
    """Give one step for what comes by `last` of its year, and another for what comes after."""
    return lambda day: (then if day <= _in_year(day.year, last[1], last[0]) else otherwise)(day)


def not_before(floor: date) -> Step:
    """Give the day, or the floor where that is later."""
    return lambda day: max(day, floor)


def _ordinal(match: re.Match[str]) -> int:
    return int(match["n"]) if match["n"] else 1


def _month_day(match: re.Match[str], day: str = "day", month: str = "month") -> tuple[int, int]:
    number, name = int(match[day]), match[month].lower()
    if name not in MONTHS or not 1 <= number <= month_length(2000, MONTHS[name]):
        raise ValueError(f"{match[day]} {match[month]} is not a day of the year")
    return number, MONTHS[name]


def _step(text: str) -> Step:
    """Read a step that stands within another."""
    if span := read_span(text):
        return lambda day: add(day, span)
    if found := _read_step(text):
        return found[0]
    raise ValueError(f"{text!r} is no step of a date rule, such as '6 months' or 'first of next month'")


_NTH = r"(?:next|(?P<n>[1-9][0-9]?)(?:st|nd|rd|th)(?: next)?)"
_DAY = r"(?P<day>[0-9]{1,2}) (?P<month>[A-Za-z]+)"


class Kind(NamedTuple):
    """A kind of step: what names it, what it does, the rule behind it, and how it is said of an anchor, `{of}`."""

    pattern: str
    build: Callable[[re.Match[str]], Step]
    source: str
    says: str


STEPS: tuple[Kind, ...] = (
    Kind(r"next day", lambda m: next_day, "R24", "the day after {of}"),
    Kind(
        rf"first of {_NTH} month",
        lambda m: first_of_month(_ordinal(m)),
        "R23",
        "the first day of the {nth} month after {of}",
    ),
    Kind(
        rf"end of {_NTH} month",
        lambda m: end_of_month(_ordinal(m)),
        "R23",
        "the last day of the {nth} month after {of}",
    ),
    Kind(r"end of month", lambda m: end_of_month(0), "R23", "the last day of the month of {of}"),
    Kind(
        rf"first of {_NTH} year",
        lambda m: next_such_day(1, 1, later=_ordinal(m) - 1),
        "R23",
        "1 January of the {nth} year after {of}",
    ),
    Kind(rf"end of {_NTH} year", lambda m: end_of_year(_ordinal(m)), "R23", "the end of the {nth} year after {of}"),
    Kind(r"end of year", lambda m: end_of_year(0), "R23", "the end of the year of {of}"),
    Kind(
        rf"end of fiscal year {_DAY}",
        lambda m: next_such_day(*_month_day(m), same=True),
        "R23",
        "the end of the fiscal year ({day} {month}) of {of}",
    ),
    Kind(
        rf"{_NTH} {_DAY}",
        lambda m: next_such_day(*_month_day(m), later=_ordinal(m) - 1),
        "R23",
        "the {nth} {day} {month} after {of}",
    ),
    Kind(
        rf"by (?P<last>[0-9]{{1,2}}) (?P<lastmonth>[A-Za-z]+): next {_DAY}",
        lambda m: cut_off(_month_day(m, "last", "lastmonth"), _month_day(m)),
        "R20",
        "the next {day} {month} after {of}, a year later if that is not by {last} {lastmonth}",
    ),
    Kind(
        r"by (?P<last>[0-9]{1,2}) (?P<lastmonth>[A-Za-z]+): (?P<then>[^:;]+); later: (?P<otherwise>[^:;]+)",
        lambda m: in_time(_month_day(m, "last", "lastmonth"), _step(m["then"]), _step(m["otherwise"])),
        "R20",
        "{then}, or {otherwise} if that is not by {last} {lastmonth}",
    ),
    Kind(r"not before (?P<date>\S+)", lambda m: not_before(parse_date(m["date"])), "R33", "{of}, not before {date}"),
)

_SPAN = re.compile(r"([1-9][0-9]{0,4}) (hour|day|week|month|year)s?")
_ANY_SPAN = rf"{_SPAN.pattern}(?: and {_SPAN.pattern})*"
_ANY_STEP = re.sub(r"\(\?P<[a-z]+>", "(", f"(?:{'|'.join([_ANY_SPAN, *(kind.pattern for kind in STEPS)])})")
"""One pattern of all steps, for editors: its groups have no names."""


def read_span(text: str) -> Span | None:
    """Read `6 months` or `1 year and 6 months`, or give `None` where the text is no period."""
    total = Span()
    for part in text.split(" and "):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            return None
        count = int(found[1])
        if found[2] == "hour":
            total = Span(total.months, total.days - (-count // _HOURS_OF_A_DAY))
            continue
        unit = _UNITS[found[2]]
        total = Span(total.months + count * unit.months, total.days + count * unit.days)
    return total


@lru_cache(maxsize=512)
def _read_step(text: str) -> tuple[Step, str] | None:
    for kind in STEPS:
        if found := re.fullmatch(kind.pattern, text):
            return kind.build(found), kind.source
    return None


def _said(text: str, of: str) -> str:
    """Say a step or a period of its anchor."""
    for kind in STEPS:
        if found := re.fullmatch(kind.pattern, text):
            parts = {name: value or "" for name, value in found.groupdict().items()}
            if "date" in parts:
                parts["date"] = words(parse_date(parts["date"]))
            parts |= {name: _said(parts[name], of) for name in ("then", "otherwise") if name in parts}
            return kind.says.format(**parts, nth=_nth(parts.get("n")), of=of)
    return f"{text} after {of}"


def _nth(number: str | None) -> str:
    count = int(number or 1)
    return "next" if count == 1 else f"{count}{'th' if 10 < count < 14 else _ENDINGS.get(count % 10, 'th')}"


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


class DateRule:
    """A list of steps as the terms give them: `6 months`, or `[3 months, first of next month]`."""

    __slots__ = ("_parts", "steps")

    def __init__(self, steps: Iterable[str]) -> None:
        self.steps = tuple(steps)
        parts: list[tuple[str, Span | Step, str]] = []
        for text in self.steps:
            if span := read_span(text):
                if parts and isinstance(last := parts[-1][1], Span):
                    span = Span(last.months + span.months, last.days + span.days)
                    parts.pop()
                parts.append((str(span), span, "R16"))
            elif found := _read_step(text):
                parts.append((text, *found))
            else:
                raise ValueError(f"{text!r} is no step of a date rule, such as '6 months' or 'first of next month'")
        self._parts = tuple(parts)

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
        for text, _, _ in self._parts:
            of = _said(text, of)
        return of

    def when(self, of: str) -> str:
        """Say when that is: `6 months after its receipt`, `on the first day of the next month after its receipt`."""
        steps = [part for text, part, _ in self._parts if not text.startswith("not before")]
        return self.says(of) if steps and isinstance(steps[-1], Span) else f"on {self.says(of)}"

    @property
    def silent_on_boundary(self) -> bool:
        """Whether it ends with months or years and does not say if effect is that day or the next (R24)."""
        if not self._parts:
            return False
        last = self._parts[-1][1]
        return isinstance(last, Span) and last.months > 0

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
        for text, part, source in self._parts:
            if day is None:
                return None
            start = day
            day = add(start, part) if isinstance(part, Span) else part(start)
            if notes is not None:
                notes.append(_line(start, text, day, part, source))
        if day is not None and boundary == "next day" and self.silent_on_boundary:
            day = next_day(day)
            if notes is not None:
                notes.append(Note(f"It takes effect on the day after: {words(day)} (convention next day).", "R24"))
        return day


def _line(start: date, text: str, day: date | None, part: Span | Step, source: str) -> Note:
    if not isinstance(part, Span):
        return Note(f"{words(start)}, {text}: {words(day)}.", source)
    if day is not None and clamps(start, part):
        landed = add(start, Span(months=part.months)) or day
        lacks = f"{MONTH_NAMES[landed.month]} {landed.year} has no {start.day}th, so its last day"
        return Note(f"{words(start)} + {text}: {words(day)}; {lacks.replace('31th', '31st')}.", "ETS 76, 4(2) · R16")
    return Note(f"{words(start)} + {text}: {words(day)}; the first day is not counted.", "ETS 76, 3 and 4(2) · R16")
