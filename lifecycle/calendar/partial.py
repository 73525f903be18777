"""Days that are not wholly known: a month or a year alone, or no more than that it was by a day.

Such a day is kept as its first possible day with its precision. Which day of the month or the year counts is a
convention (`partial_date`), the first one by default; an answer that rests on it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, get_args

from msgspec import UnsetType

from lifecycle.calendar.days import MONTH_WORDS, month_length
from lifecycle.messages import Message, Value

Precision = Literal["day", "month", "year", "unknown"]
"""What is known of a day: all of it, its month, its year; `unknown` is a day by which it had come, and no more."""
PRECISIONS: tuple[Precision, ...] = get_args(Precision)


def first_possible(day: date, precision: Precision) -> date:
    """Give the first day that a day known so far may be."""
    if precision == "year":
        return date(day.year, 1, 1)
    return day.replace(day=1) if precision == "month" else day


def last_possible(day: date, precision: Precision) -> date:
    """Give the last day that it may be: of what is known by a day alone, that day."""
    if precision == "year":
        return date(day.year, 12, 31)
    return day.replace(day=month_length(day.year, day.month)) if precision == "month" else day


def dated(day: date, precision: str | UnsetType | None) -> Value:
    """Write out what is known of a day: all of it where nothing else is said."""
    return _WRITTEN[precision](day) if isinstance(precision, str) and precision in _WRITTEN else day


_WRITTEN: Mapping[str, Callable[[date], Value]] = {
    "month": lambda day: Message("{month} {year}", month=MONTH_WORDS[day.month - 1], year=str(day.year)),
    "year": lambda day: str(day.year),
    "unknown": lambda day: Message("a day that is not known, by {day}", day=day),
}
