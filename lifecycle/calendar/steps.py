"""The steps of date rules: functions of a day, the patterns that name them, and the words that say them.

Source: ETS 76, articles 3 and 4; R15 to R25.

To add a step: one function of a day, and one line in `STEPS` with the pattern that names it and the words that say it;
`limits` where it does not move the day but only keeps it within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from lifecycle.calendar.days import MONTH_NAMES, Span, add, month_length, next_day, parse_date, words
from lifecycle.calendar.periods import read_span

Move = Callable[[date], date | None]
"""Where a step leads from a day, nothing beyond the calendar."""


class Step(NamedTuple):
    """A step with the rule behind it; one that limits leaves the day where it is, on its own side of the limit."""

    move: Move
    source: str
    limits: bool


MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES) if number}


def first_of_month(count: int) -> Move:
    """Give the first day of the `count`-th month after the month of the day (R23)."""

    def step(day: date) -> date | None:
        return add(day.replace(day=1), Span(months=count))

    return step


def end_of_month(count: int) -> Move:
    """Give the last day of the `count`-th month after the month of the day."""

    def step(day: date) -> date | None:
        landed = add(day.replace(day=1), Span(months=count))
        return landed and landed.replace(day=month_length(landed.year, landed.month))

    return step


def end_of_year(count: int) -> Move:
    """Give 31 December of the `count`-th year after the day's."""

    def step(day: date) -> date | None:
        return add(date(day.year, 12, 31), Span(months=12 * count))

    return step


def _in_year(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, month_length(year, month)))


def next_such_day(number: int, month: int, *, same: bool = False, later: int = 0) -> Move:
    """Give the first day of that number and month after the day (or on it), `later` years on."""

    def step(day: date) -> date | None:
        here = _in_year(day.year, month, number)
        passed = here < day or (here == day and not same)
        return add(here, Span(months=12 * (later + passed)))

    return step


def cut_off(last: tuple[int, int], then: tuple[int, int]) -> Move:
    """Give the next `then` for what comes by `last` of its year, and the one a year later for what comes after."""

    def step(day: date) -> date | None:
        limit = _in_year(day.year, last[1], last[0])
        return next_such_day(*then)(day) if day <= limit else next_such_day(*then, later=1)(limit)

    return step


def in_time(last: tuple[int, int], then: Move, otherwise: Move) -> Move:
    """Give one step for what comes by `last` of its year, and another for what comes after."""
    return lambda day: (then if day <= _in_year(day.year, last[1], last[0]) else otherwise)(day)


def not_before(floor: date) -> Move:
    """Give the day, or the floor where that is later."""
    return lambda day: max(day, floor)


def _ordinal(match: re.Match[str]) -> int:
    return int(match["n"]) if match["n"] else 1


def _month_day(match: re.Match[str], day: str = "day", month: str = "month") -> tuple[int, int]:
    number, name = int(match[day]), match[month].lower()
    if name not in MONTHS or not 1 <= number <= month_length(2000, MONTHS[name]):
        raise ValueError(f"{match[day]} {match[month]} is not a day of the year")
    return number, MONTHS[name]


def _step(text: str) -> Move:
    """Read a step that stands within another."""
    if span := read_span(text):
        return lambda day: add(day, span)
    if found := read_step(text):
        return found.move
    raise ValueError(f"{text!r} is no step of a date rule, such as '6 months' or 'first of next month'")


_NTH = r"(?:next|(?P<n>[1-9][0-9]?)(?:st|nd|rd|th)(?: next)?)"
_DAY = r"(?P<day>[0-9]{1,2}) (?P<month>[A-Za-z]+)"


class Kind(NamedTuple):
    """A kind of step: what names it, what it does, the rule behind it, and how it is said of an anchor, `{of}`."""

    pattern: str
    build: Callable[[re.Match[str]], Move]
    source: str
    says: str
    limits: bool = False


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
    Kind(
        r"not before (?P<date>\S+)",
        lambda m: not_before(parse_date(m["date"])),
        "R33",
        "{of}, not before {date}",
        limits=True,
    ),
)


@lru_cache(maxsize=512)
def read_step(text: str) -> Step | None:
    """Give the step that a text names, or nothing where it names none."""
    for kind in STEPS:
        if found := re.fullmatch(kind.pattern, text):
            return Step(kind.build(found), kind.source, kind.limits)
    return None


def said(text: str, of: str) -> str:
    """Say a step or a period of its anchor."""
    for kind in STEPS:
        if found := re.fullmatch(kind.pattern, text):
            parts = {name: value or "" for name, value in found.groupdict().items()}
            if "date" in parts:
                parts["date"] = words(parse_date(parts["date"]))
            parts |= {name: said(parts[name], of) for name in ("then", "otherwise") if name in parts}
            return kind.says.format(**parts, nth=_nth(parts.get("n")), of=of)
    return f"{text} after {of}"


def _nth(number: str | None) -> str:
    count = int(number or 1)
    return "next" if count == 1 else f"{count}{'th' if 10 < count < 14 else _ENDINGS.get(count % 10, 'th')}"


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
