"""Moments on the axis of recording, as a user writes them: a number, a day, or an instant with its offset."""

from __future__ import annotations

import re
from datetime import date, datetime

from lifecycle.calendar.days import parse_date
from lifecycle.errors import InvalidInput
from lifecycle.messages import Either, Message, Quoted

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
    found = _INSTANT.fullmatch(text)
    if not found and len(text) > len("2010-03-30"):
        examples = Either(("#3", "2010-03-30", "2010-03-30T12:00:00Z"))
        raise InvalidInput(Message("{text} is no moment: write {examples}", text=Quoted(text), examples=examples))
    if found and not found[1]:
        raise InvalidInput(
            Message("{text} has no offset from UTC: write {better} for UTC", text=Quoted(text), better=f"{text}Z")
        )
    try:
        return datetime.fromisoformat(text) if found else parse_date(text)
    except ValueError as error:
        raise InvalidInput(error.args[0]) from error
