"""Where the steps of date rules lead from a day; nothing beyond the calendar.

Source: ETS 76, articles 3 and 4; R20, R23 and R33.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lifecycle.calendar.days import LATEST, Span, add, month_length

Move = Callable[[date], date | None]


def first_of_month(day: date, count: int) -> date | None:
    """Give the first day of the `count`-th month after the month of the day (R23)."""
    return add(day.replace(day=1), Span(months=count))


def end_of_month(day: date, count: int) -> date | None:
    """Give the last day of the `count`-th month after the month of the day."""
    landed = first_of_month(day, count)
    return landed and landed.replace(day=month_length(landed.year, landed.month))


def end_of_year(day: date, count: int) -> date | None:
    """Give 31 December of the `count`-th year after the day's."""
    return add(date(day.year, 12, 31), Span(months=12 * count))


def in_year(year: int, such: tuple[int, int]) -> date:
    """Give the day of that number and month in a year: the last of the month where it has none of that number."""
    number, month = such
    return date(year, month, min(number, month_length(year, month)))


def next_such_day(day: date, such: tuple[int, int], *, same: bool = False, later: int = 0) -> date | None:
    """Give the first day of that number and month after the day (or on it), `later` years on."""
    here = in_year(day.year, such)
    year = day.year + later + (here < day or (here == day and not same))
    return in_year(year, such) if year <= LATEST.year else None


def cut_off(day: date, last: tuple[int, int], then: tuple[int, int]) -> date | None:
    """Give the first `then` after what comes by `last` of its year; after the next `last` for what comes later."""
    limit = in_year(day.year, last)
    return next_such_day(day, then) if day <= limit else next_such_day(limit, then, later=1)


def in_time(day: date, last: tuple[int, int], then: Move, otherwise: Move) -> date | None:
    """Make one move for what comes by `last` of its year, and another for what comes after."""
    return (then if day <= in_year(day.year, last) else otherwise)(day)


def same_day(day: date) -> date:
    """Give the day itself."""
    return day


def not_after(day: date, limit: date) -> date:
    """Give the day, or the limit where that is earlier."""
    return min(day, limit)


def not_before(day: date, floor: date) -> date:
    """Give the day, or the floor where that is later."""
    return max(day, floor)
