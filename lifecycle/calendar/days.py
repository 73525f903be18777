"""The calendar of the law: one sum, evaluated from its anchor in one step (ETS 76, articles 3 and 4).

Dates are legal dates, at a place and without a time of day (R26). The calendar runs from 1648 to 2999; what lies
beyond it is `None`, the open end.
"""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date, timedelta

import msgspec

from lifecycle.messages import Either, Message, Plural, Quoted

EARLIEST = date(1648, 1, 1)
LATEST = date(2999, 12, 31)

MONTH_WORDS = (
    *(Message("January"), Message("February"), Message("March"), Message("April"), Message("May"), Message("June")),
    *(Message("July"), Message("August"), Message("September"), Message("October"), Message("November")),
    Message("December"),
)
"""The months as they are said; January is the first."""
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_FORM = "YYYY-MM-DD"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", re.ASCII)


class Span(msgspec.Struct, frozen=True):
    """A period of the calendar: whole months first, then days (ETS 76, article 4(3); R18)."""

    months: int = 0
    days: int = 0

    @property
    def message(self) -> Message:
        """The period as it is said, such as `1 year and 3 days`."""
        years, months = divmod(self.months, 12) if self.months % 12 == 0 else (0, self.months)
        parts = (
            Plural("{n} year", "{n} years", n=years),
            Plural("{n} month", "{n} months", n=months),
            Plural("{n} day", "{n} days", n=self.days),
        )
        said = tuple(part for part in parts if part.args["n"]) or parts[-1:]
        return Message("{period}", period=said)

    def __str__(self) -> str:
        return str(self.message)


def add(day: date, span: Span, sign: int = 1) -> date | None:
    """Count a span from a day that is itself not counted, or give `None` beyond the calendar (R15, R16).

    A month ends on the same-numbered day or, where there is none, on the last day of that month.
    """
    index = day.year * 12 + day.month - 1 + sign * span.months
    year, month = divmod(index, 12)
    if not EARLIEST.year <= year <= LATEST.year:
        return None
    clamped = date(year, month + 1, min(day.day, month_length(year, month + 1)))
    try:
        total = clamped + timedelta(days=sign * span.days)
    except OverflowError:
        return None
    return total if EARLIEST <= total <= LATEST else None


def clamps(day: date, span: Span) -> bool:
    """Tell whether the month in which a span ends has no day of the anchor's number (R16)."""
    landed = add(day, Span(months=span.months))
    return landed is not None and landed.day != day.day


def next_day(day: date) -> date | None:
    """Give the day after, or `None` beyond the calendar."""
    return add(day, Span(days=1))


def next_working_day(day: date, holidays: Container[date] = ()) -> date:
    """Give the day, or the next that is neither of a weekend nor an official holiday (ETS 76, article 5; R19)."""
    while day.weekday() > _FRIDAY or day in holidays:
        day += timedelta(days=1)
    return day


_FRIDAY = 4
_WEEKEND = (Message("Saturday"), Message("Sunday"))


def day_off(day: date) -> Message:
    """Say why a day is none on which something can be asked to be done."""
    if day.weekday() > _FRIDAY:
        return Message("{day} is a {weekday}", day=day, weekday=_WEEKEND[day.weekday() - _FRIDAY - 1])
    return Message("{day} is an official holiday", day=day)


def day_before(day: date) -> date:
    """Give the last day on which what ends on `day` still stands (R25)."""
    return day - timedelta(days=1)


def month_length(year: int, month: int) -> int:
    """Give the number of days of a month."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _LENGTHS[month]


def parse_date(text: str) -> date:
    """Read `YYYY-MM-DD`, exactly ten ASCII characters; raises `ValueError` with both readings or the rule."""
    if not _DATE.fullmatch(text):
        raise ValueError(_no_date(text))
    year, month, day = map(int, text.split("-"))
    if not EARLIEST.year <= year <= LATEST.year:
        raise ValueError(
            Message(
                "{text} is beyond the calendar, which runs from {first} to {last}",
                text=text,
                first=str(EARLIEST),
                last=str(LATEST),
            )
        )
    if not 1 <= month <= 12:
        raise ValueError(Message("{text} has no such month: there is no month {month}", text=text, month=month))
    days, name = month_length(year, month), MONTH_WORDS[month - 1]
    if 1 <= day <= days:
        return date(year, month, day)
    raise ValueError(
        Message("{text} is not a day: {month} {year} has {days} days", text=text, month=name, year=text[:4], days=days)
    )


def _no_date(text: str) -> Message:
    """Say that a text is no date, and which one it may mean, by either order of day and month."""
    slashed = _SLASHED.fullmatch(text)
    first, second, year = map(int, slashed.groups()) if slashed else (0, 0, 0)
    meant = Either(
        Message("{iso} ({day})", iso=str(date(year, month, day)), day=date(year, month, day))
        for day, month in dict.fromkeys([(first, second), (second, first)])
        if 1 <= month <= 12 and EARLIEST.year <= year <= LATEST.year and 1 <= day <= month_length(year, month)
    )
    if meant:
        return Message("{text} is not a date: write {form}, {readings}", text=Quoted(text), form=_FORM, readings=meant)
    return Message("{text} is not a date: write {form}, such as {day}", text=Quoted(text), form=_FORM, day="2010-03-30")
