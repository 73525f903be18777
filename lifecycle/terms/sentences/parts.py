"""Parts of the sentences that say terms: who may act, upon what, and a form that the text asks for.

The articles are those of each clause; nothing here rests on one of its own.

To add a part: a function here that gives a value for a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from lifecycle.calendar.date_rules import DateRule
from lifecycle.messages import Either, Message, Quoted, Value
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.conditions.others import ANYBODY
from lifecycle.terms.fields import Groups
from lifecycle.terms.text import Terms

Said = Iterable[Value]
"""The sentences of a clause, and clauses within it; what is false stands for a sentence that has no place."""


class Elsewhere(NamedTuple):
    """A sentence of a clause that another article states."""

    article: str
    says: Value


AT_ONCE = DateRule([])
"""Stands where a text has no rule from one day to another."""

NAME = ANYBODY
"""Stands for a party's name in what is asked of each party."""


def any_of(of: str | tuple[str, ...], groups: Groups) -> Value:
    """Say who may act: any party, the one named, or any of several; of a group any of its members."""
    if of == "any party":
        return Message("any party")
    named = (of,) if isinstance(of, str) else of
    return Either(Message("any member of {group}", group=name) if name in groups else name for name in named)


def all_of(of: str | tuple[str, ...], groups: Groups) -> Value:
    """Say who can only act together."""
    if of == "any party":
        return Message("all parties")
    named = (of,) if isinstance(of, str) else of
    return tuple(Message("all members of {group}", group=name) if name in groups else name for name in named)


def agreeing(condition: Condition) -> Condition:
    """Give a condition on agreement in words of its own: the consents that it counts are no consents to be bound."""
    return Condition.from_plain(_agreed(condition.to_plain()))


def _agreed(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {"agreed" if key in ("consented", "signed") else key: _agreed(value) for key, value in data.items()}
    return [_agreed(part) for part in data] if isinstance(data, list) else data


def until(day: date, terms: Terms) -> Message:
    """Say a day until which something lasts, and whether that day is included, by the convention (R25)."""
    if terms.stated["until_includes_its_day"] == "yes":
        return Message("until {day}, that day included", day=day)
    return Message("until {day}, that day not included", day=day)


def formal(form: str) -> Value:
    """Say in which form it is to be done, where the text asks for one."""
    return form and Message("The text asks for this form: {form}", form=Quoted(form))
