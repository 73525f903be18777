"""The days off of a seat: of an iCalendar file, or of a country as the library `holidays` knows them.

They are the office's and move no date: a last day by the law is moved by the terms alone (ETS 76, 5; R19).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from lifecycle.calendar.days import month_length
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted

DaysOff = Callable[[date], str | None]
"""Gives the name of the holiday that a day is, nothing for any other day."""

LAST_YEAR = 2100
"""What comes again every year is followed so far."""


def of_file(data: bytes, name: str) -> DaysOff:
    """Read the holidays of a calendar file, whole days that may come again every year; raises `InvalidInput`."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(data)
        found = dict(one for event in calendar.walk("VEVENT") for one in _days(event, name))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        if isinstance(error, InvalidInput):
            raise
        raise _refused(name, Message("this is no calendar file: {why}", why=str(error))) from error
    if not found:
        raise _refused(name, Message("there is no day in it"))
    return found.get


def _days(event: Any, name: str) -> Iterator[tuple[date, str]]:
    says, start = str(event.get("SUMMARY", "")), event.get("DTSTART")
    if start is None:
        return
    first: date = start.dt.date() if isinstance(start.dt, datetime) else start.dt
    end = event.get("DTEND")
    last = (end.dt.date() if isinstance(end.dt, datetime) else end.dt) if end else first + timedelta(days=1)
    length = max((last - first).days, 1)
    for begins in _again(event.get("RRULE"), first, name, says):
        for n in range(length):
            yield begins + timedelta(days=n), says


def _again(rule: Any, first: date, name: str, says: str) -> Iterator[date]:
    """Give the days on which it comes: itself, or every year on the same day."""
    if rule is None:
        yield first
        return
    fixed = {"FREQ": ["YEARLY"], "BYMONTH": [first.month], "BYMONTHDAY": [first.day]}
    asked = {part: list(values) for part, values in rule.items()}
    if "FREQ" not in asked or any(fixed.get(part, values) != values for part, values in asked.items()):
        raise _otherwise(name, says or str(first))
    if asked.keys() - fixed.keys() - {"UNTIL", "COUNT", "INTERVAL", "WKST"}:
        raise _otherwise(name, says or str(first))
    until, every = asked.get("UNTIL", [None])[0], int(asked.get("INTERVAL", [1])[0])
    last: date = date(LAST_YEAR, 12, 31) if until is None else date(until.year, until.month, until.day)
    years = [year for year in range(first.year, last.year + 1, every) if first.day <= month_length(year, first.month)]
    days = [first.replace(year=year) for year in years]
    yield from (day for day in days[: int(asked.get("COUNT", [len(days)])[0])] if day <= last)


def _otherwise(name: str, day: str) -> InvalidInput:
    return _refused(name, Message("{day} comes again otherwise than every year", day=Quoted(day)))


def of_country(country: str, part: str, name: str) -> DaysOff:
    """Give the holidays of a country, or a part of it; raises `InvalidInput` where the library is not there."""
    try:
        import holidays
    except ImportError:
        says = Message(
            "the holidays of a country need the extra {extra}: {command}",
            extra="holidays",
            command="pip install 'depositary[holidays]'",
        )
        raise _refused(name, says) from None
    try:
        known = holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError as error:
        raise _refused(name, Message("no holidays are known of it: {why}", why=str(error))) from None

    def found(day: date) -> str | None:
        says = known.get(day)
        return str(says) if says else None

    return found


def _refused(place: str, says: Message) -> InvalidInput:
    return InvalidInput([Problem(place=place, says=says)])
