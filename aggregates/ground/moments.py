"""Moments on the axis of recording, as a user writes them: a number, a day, or an instant with its offset."""

from __future__ import annotations

import re
from datetime import date, datetime

from lifecycle.calendar.days import parse_date
from lifecycle.errors import InvalidInput

Moment = int | date | datetime
"""A place on the axis of recording: a `seq`, the end of a UTC day, or an instant."""


_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)
_SEQ = re.compile(r"#?([0-9]{1,15})", re.ASCII)


def moment_from(text: str) -> Moment:
    """Read `#SEQ`, a date or a timestamp with its offset; raises `InvalidInput`."""
    if seq := _SEQ.fullmatch(text):
        return int(seq[1])
    try:
        if len(text) <= len("2010-03-30"):
            return parse_date(text)
        if not (found := _INSTANT.fullmatch(text)):
            raise ValueError(f"{text!r} is no moment: write #3, 2010-03-30 or 2010-03-30T12:00:00Z")
        if not found[1]:
            raise ValueError(f"{text!r} has no offset from UTC: write {text}Z for UTC")
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(str(error)) from error
