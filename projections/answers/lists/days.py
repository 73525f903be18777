"""Days as lists write them: forms of dates that a map names, read to a first possible day and its precision.

A form is made of `YYYY`, `MM`, `DD`, `D`, `M` and `Month`, the name of a month in one of the languages. What two of the
forms read as different days is read by neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from lifecycle.calendar.days import EARLIEST, LATEST, month_length
from lifecycle.calendar.partial import Precision, dated
from lifecycle.errors import InvalidInput
from lifecycle.messages import Either, Message, Quoted
from lifecycle.terms.naming import folded
from projections.answers.lists.sheets import Cell

LANGUAGES = ("en", "fr", "ru")
"""The languages whose months are known."""
ISO = "YYYY-MM-DD"

_TOKENS = {"YYYY": "(?P<year>[0-9]{4})", "MM": "(?P<month>[0-9]{2})", "DD": "(?P<day>[0-9]{2})"}
_TOKENS |= {"M": "(?P<month>[0-9]{1,2})", "D": "(?P<day>[0-9]{1,2})", "Month": r"(?P<name>[^\W\d_]+)\.?"}
_TOKEN = re.compile("Month|YYYY|MM|DD|M|D")
_ORDINAL = re.compile(r"(?<=\d)(er|st|nd|rd|th)\b")
_YEAR_WORD = re.compile(r"\s*(г\.?|года|год)$")  # noqa: RUF001


class Listed(NamedTuple):
    """A day as far as a list knows it."""

    day: date
    precision: Precision


def read_day(cell: Cell, forms: Sequence[str]) -> Listed:
    """Read a cell by the forms of a map; raises `InvalidInput` where none fits, or several give different days."""
    if isinstance(cell, date):
        return Listed(_in_calendar(cell, str(cell)), "day")
    text = _YEAR_WORD.sub("", _ORDINAL.sub("", " ".join(folded(cell).split())))
    found = dict.fromkeys(one for form in forms if (one := _by(form, text)) is not None)
    if len(found) == 1:
        return next(iter(found))
    if not found:
        raise InvalidInput(Message("{text} is a day in none of the forms of the map", text=Quoted(cell)))
    read = Either(dated(one.day, one.precision) for one in found)
    raise InvalidInput(Message("{text} may be {days}", text=Quoted(cell), days=read))


def _in_calendar(day: date, text: str) -> date:
    if EARLIEST <= day <= LATEST:
        return day
    raise InvalidInput(Message("{text} lies beyond the calendar", text=Quoted(text)))


def _by(form: str, text: str) -> Listed | None:
    found = _pattern(form).fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    year = int(parts["year"])
    named = months().get(parts["name"]) if parts.get("name") else None
    if parts.get("name") and named is None:
        return None
    month = named or (int(parts["month"]) if parts.get("month") else None)
    day = int(parts["day"]) if parts.get("day") else None
    if not EARLIEST.year <= year <= LATEST.year or not 1 <= (month or 1) <= 12:
        return None
    if month is None:
        return Listed(date(year, 1, 1), "year")
    if day is None:
        return Listed(date(year, month, 1), "month")
    return Listed(date(year, month, day), "day") if 1 <= day <= month_length(year, month) else None


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Make a pattern of a form; raises `InvalidInput` for one without a year, or with a day and no month."""
    pattern, at, taken = "", 0, set[str]()
    for token in _TOKEN.finditer(form):
        word = token[0]
        part = {"MM": "month", "M": "month", "Month": "month", "DD": "day", "D": "day", "YYYY": "year"}[word]
        if part in taken:
            raise InvalidInput(Message("{form} names its {part} twice", form=Quoted(form), part=part))
        taken.add(part)
        pattern += re.escape(
            folded(form[at : token.start()]) if form[at : token.start()].strip() else form[at : token.start()]
        )
        pattern += _TOKENS[word]
        at = token.end()
    pattern += re.escape(form[at:])
    if "year" not in taken or ("day" in taken and "month" not in taken):
        says = Message(
            "{form} is no form of a date, such as {such}",
            form=Quoted(form),
            such=Either(("YYYY-MM-DD", "D Month YYYY", "YYYY")),
        )
        raise InvalidInput(says)
    return re.compile(pattern.replace(r"\ ", r"\s*"))


def checked(forms: Sequence[str]) -> Iterator[tuple[int, InvalidInput]]:
    """Give what is wrong with forms, each with its place among them."""
    for at, form in enumerate(forms):
        try:
            _pattern(form)
        except InvalidInput as error:
            yield at, error


@cache
def months() -> Mapping[str, int]:
    """Give the months by their names and abbreviations, folded, in all the languages (CLDR)."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    found[folded(name).rstrip(".")] = number
    return found
