"""What stands on a page: texts, values to be said in the reader's language, and either of them in a style.

Meaning never rests on colour. To add a style: its name in `STYLES`, and how each face shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from msgspec import UnsetType

from lifecycle.calendar.partial import dated
from lifecycle.course.machine import State
from lifecycle.messages import Capitals, Message, Short, Value

STYLES = ("bold", "dim", "red", "green", "yellow", "magenta", "cyan")
"""The styles, by their names."""

COLORS = {
    "drafted": "dim",
    "signed": "cyan",
    "in_force": "green",
    "suspended": "yellow",
    "notice_given": "yellow",
    "winding_down": "magenta",
    "terminated": "red",
}
"""A colour for each state."""


class Styled(NamedTuple):
    """A text, or a value that says one, with a style of `STYLES`."""

    says: Value
    style: str


Part = Value | Styled
"""A text as it is, a value to be said in the reader's language, or either of them with a style."""


def like(part: Part, text: str) -> Part:
    """Give a text the style of a part."""
    return Styled(text, part.style) if isinstance(part, Styled) else text


def numeric(cells: Iterable[Part]) -> bool:
    """Tell whether a column holds numbers, and at most empty cells beside them."""
    found = [cell for cell in cells if cell != ""]
    return bool(found) and all(isinstance(cell, int | Decimal) for cell in found)


def state_word(state: str) -> Styled:
    """Write a state in its colour, as in `notice given`."""
    return Styled(State(state), COLORS[state])


def loud_word(state: str) -> Styled:
    """Write a state in its colour and in capitals, as in `NOTICE GIVEN`."""
    return Styled(Capitals(State(state)), COLORS[state])


def short(day: date | None) -> Value:
    """Write a date in few columns, as in `4 Jul 2010`; a dash for none."""
    return "–" if day is None else Short(day)


def known_day(day: date | None, precision: str | UnsetType | None) -> Value:
    """Write in few columns what is known of a day, where it is a list's: `2001`, `by 4 Jul 2010`."""
    if day is not None and precision in ("month", "year"):
        return dated(day, precision)
    return Message("by {day}", day=Short(day)) if day is not None and precision == "unknown" else short(day)


def minute(moment: datetime | None) -> str:
    """Write a moment of UTC to the minute; nothing for none."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
