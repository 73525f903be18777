"""Mistakes that building tells of, at the part that is wrong by itself; and those of date rules, step by step.

To add a word of steps: in `WORDS`, so that one misspelt is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import MONTH_WORDS
from lifecycle.calendar.steps import read_step
from lifecycle.errors import Problem
from lifecycle.messages import Message, Quoted
from lifecycle.suggestions import nearest
from lifecycle.terms.shapes.words import found, said

Mistakes = Iterator[Problem]


def wrong_parts(build: Callable[[Any], object], data: Any, place: str) -> Mistakes:
    """Give what building says is wrong; of a group of fields at the field that is wrong by itself, if any is."""
    whole = wrong(build, data, place)
    fields = data.items() if whole and isinstance(data, Mapping) else ()
    found = [wrong(build, {name: value}, f"{place}.{name}", value) for name, value in fields]
    yield from [one for one in found if one] or ([whole] if whole else [])


def wrong(build: Callable[[Any], object], data: Any, place: str, shown: Any = None) -> Problem | None:
    """Give what building says is wrong with data, or nothing."""
    try:
        build(data)
    except ValueError as error:
        return Problem(place=place, says=said(error))
    except ArithmeticError:  # decimals know numbers that are none, such as NaN, and those beyond all bounds
        says = Message("a number in {data} cannot be counted with", data=found(shown or data))
        return Problem(place=place, says=says)
    except (TypeError, AttributeError):
        return Problem(place=place, says=Message("{data} cannot be read here", data=found(shown or data)))
    return None


def of_rule(data: Any, place: str) -> Mistakes:
    """List the mistakes of a date rule, step by step."""
    if isinstance(data, str):
        steps = [(place, part.strip()) for part in data.split(",")]
    elif isinstance(data, list):
        steps = [(f"{place}[{at}]", part) for at, part in enumerate(data)]
    else:
        yield from wrong_parts(DateRule.from_plain, data, place)
        return
    for at, step in steps:
        yield from _step(step, at)


def _step(step: Any, place: str) -> Mistakes:
    found = wrong(lambda one: DateRule.from_plain([one]), step, place)
    if found and (guess := _guess(str(step))):
        found = Problem(place=place, says=Message("{says}. Did you mean {step}?", says=found.says, step=guess))
    yield from [found] if found else []


WORDS = (
    *("hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"),
    *("first", "end", "of", "next", "fiscal", "not", "before", "by", "later", *map(str, MONTH_WORDS)),
)
"""The words of which steps are made."""


def _guess(step: str) -> Quoted | None:
    """Guess a step by the nearest word for each of its words."""
    words = step.split()
    guess = " ".join(_word(word) for word in words)
    try:
        read_step(guess)
    except ValueError:
        return None
    return Quoted(guess)


def _word(word: str) -> str:
    if word in WORDS or not word.isalpha():
        return word
    return str(next(iter(nearest(word, WORDS)), word))
