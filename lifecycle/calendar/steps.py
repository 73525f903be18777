"""The steps of date rules: the patterns that name them, where they lead, and how they are said.

Source: ETS 76, articles 3 and 4; R15 to R25.

To add a step: a function of a day in `lifecycle.calendar.moves`, and one line in `STEPS` with the pattern that names it
and the message that says it; `limits` where it does not move the day but only keeps it within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from lifecycle.calendar import moves
from lifecycle.calendar.days import MONTH_WORDS, Span, add, month_length, next_day, parse_date
from lifecycle.calendar.moves import Move
from lifecycle.calendar.periods import read_span
from lifecycle.messages import Message, Ordinal, Quoted, Value

Match = re.Match[str]


class Step(NamedTuple):
    """A step with the rule behind it; one that limits leaves the day where it is, on its own side of the limit."""

    move: Move
    source: str
    limits: bool
    says: Callable[[Value], Message]
    """The day to which it leads from another one, or from what happens on it."""
    span: Span | None = None
    """What is counted, where the step is a period."""


class Kind(NamedTuple):
    """A kind of step: what names it, what it does, the rule behind it, and how it is said of an anchor."""

    pattern: str
    build: Callable[[Match], Move]
    source: str
    says: Callable[[Match, Value], Message]
    limits: bool = False


_NUMBERS = {str(name).lower(): number for number, name in enumerate(MONTH_WORDS, 1)}


def _such(match: Match, day: str = "day", month: str = "month") -> tuple[int, int]:
    """Read a day of every year: its number and its month."""
    number, name = int(match[day]), match[month].lower()
    if name not in _NUMBERS or not 1 <= number <= month_length(2000, _NUMBERS[name]):
        raise ValueError(Message("{day} is not a day of the year", day=Quoted(f"{match[day]} {match[month]}")))
    return number, _NUMBERS[name]


def _last(match: Match) -> tuple[int, int]:
    return _such(match, "last", "lastmonth")


def _said(such: tuple[int, int]) -> Message:
    return Message("{day} {month}", day=such[0], month=MONTH_WORDS[such[1] - 1])


def _count(match: Match) -> int:
    return int(match["n"] or 1)


def _nth(match: Match, following: Message, later: Message) -> Message:
    return following if _count(match) == 1 else later


def _of(match: Match, name: str) -> Step:
    """Read a step that stands within another."""
    return read_step(match[name])


def _either(match: Match, then: Message, otherwise: Message) -> Message:
    return Message(
        "{then} if that comes by {last} of its year, otherwise {otherwise}",
        then=then,
        last=_said(_last(match)),
        otherwise=otherwise,
    )


_NTH = r"(?:next|(?P<n>[1-9][0-9]?)(?:st|nd|rd|th)(?: next)?)"
_DAY = r"(?P<day>[0-9]{1,2}) (?P<month>[A-Za-z]+)"
_BY = r"by (?P<last>[0-9]{1,2}) (?P<lastmonth>[A-Za-z]+)"

STEPS: tuple[Kind, ...] = (
    Kind(r"next day", lambda m: next_day, "R24", lambda m, of: Message("the day after {of}", of=of)),
    Kind(r"same day", lambda m: moves.same_day, "R24", lambda m, of: Message("{day}", day=of)),
    Kind(
        rf"first of {_NTH} month",
        lambda m: partial(moves.first_of_month, count=_count(m)),
        "R23",
        lambda m, of: _nth(
            m,
            Message("the first day of the next month after {of}", of=of),
            Message("the first day of the {nth} month after {of}", nth=Ordinal(_count(m)), of=of),
        ),
    ),
    Kind(
        rf"end of {_NTH} month",
        lambda m: partial(moves.end_of_month, count=_count(m)),
        "R23",
        lambda m, of: _nth(
            m,
            Message("the last day of the next month after {of}", of=of),
            Message("the last day of the {nth} month after {of}", nth=Ordinal(_count(m)), of=of),
        ),
    ),
    Kind(
        r"end of month",
        lambda m: partial(moves.end_of_month, count=0),
        "R23",
        lambda m, of: Message("the last day of the month of {of}", of=of),
    ),
    Kind(
        rf"first of {_NTH} year",
        lambda m: partial(moves.next_such_day, such=(1, 1), later=_count(m) - 1),
        "R23",
        lambda m, of: _nth(
            m,
            Message("the first day of the next year after {of}", of=of),
            Message("the first day of the {nth} year after {of}", nth=Ordinal(_count(m)), of=of),
        ),
    ),
    Kind(
        rf"end of {_NTH} year",
        lambda m: partial(moves.end_of_year, count=_count(m)),
        "R23",
        lambda m, of: _nth(
            m,
            Message("the last day of the next year after {of}", of=of),
            Message("the last day of the {nth} year after {of}", nth=Ordinal(_count(m)), of=of),
        ),
    ),
    Kind(
        r"end of year",
        lambda m: partial(moves.end_of_year, count=0),
        "R23",
        lambda m, of: Message("the last day of the year of {of}", of=of),
    ),
    Kind(
        rf"end of fiscal year {_DAY}",
        lambda m: partial(moves.next_such_day, such=_such(m), same=True),
        "R23",
        lambda m, of: Message("the last day of the fiscal year of {of} (it ends on {day})", of=of, day=_said(_such(m))),
    ),
    Kind(
        rf"{_NTH} {_DAY}",
        lambda m: partial(moves.next_such_day, such=_such(m), later=_count(m) - 1),
        "R23",
        lambda m, of: _nth(
            m,
            Message("the next {day} after {of}", day=_said(_such(m)), of=of),
            Message("the {nth} {day} after {of}", nth=Ordinal(_count(m)), day=_said(_such(m)), of=of),
        ),
    ),
    Kind(
        rf"{_BY}: next {_DAY}",
        lambda m: partial(moves.cut_off, last=_last(m), then=_such(m)),
        "R20",
        lambda m, of: _either(
            m,
            Message("the next {day} after {of}", day=_said(_such(m)), of=of),
            Message("the next {day} after the {last} that follows", day=_said(_such(m)), last=_said(_last(m))),
        ),
    ),
    Kind(
        rf"{_BY}: (?P<then>[^:;]+); later: (?P<otherwise>[^:;]+)",
        lambda m: partial(moves.in_time, last=_last(m), then=_of(m, "then").move, otherwise=_of(m, "otherwise").move),
        "R20",
        lambda m, of: _either(m, _of(m, "then").says(of), _of(m, "otherwise").says(Message("it"))),
    ),
    Kind(
        r"not before (?P<date>\S+)",
        lambda m: partial(moves.not_before, floor=parse_date(m["date"])),
        "R33",
        lambda m, of: Message("the later of {of} and {floor}", of=of, floor=parse_date(m["date"])),
        limits=True,
    ),
    Kind(
        r"not after (?P<date>\S+)",
        lambda m: partial(moves.not_after, limit=parse_date(m["date"])),
        "R33",
        lambda m, of: Message("the earlier of {of} and {limit}", of=of, limit=parse_date(m["date"])),
        limits=True,
    ),
)


def period(span: Span) -> Step:
    """Give the step that counts a period (R16)."""
    return Step(
        partial(add, span=span),
        "R16",
        limits=False,
        says=lambda of: Message("the day {period} after {of}", period=span, of=of),
        span=span,
    )


@lru_cache(maxsize=512)
def read_step(text: str) -> Step:
    """Read a step or a period; raises `ValueError` where the text names none."""
    if span := read_span(text):
        return period(span)
    for kind in STEPS:
        if found := re.fullmatch(kind.pattern, text):
            return Step(kind.build(found), kind.source, kind.limits, partial(kind.says, found))
    raise ValueError(
        Message(
            "{step} is no step of a date rule, such as {period} or {first}",
            step=Quoted(text),
            period=Quoted("6 months"),
            first=Quoted("first of next month"),
        )
    )
