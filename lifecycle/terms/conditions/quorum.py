"""Whose acts a condition counts: all, a number, a fraction, those with so much together, some among them or left out.

Source: VCLT-IO 24 (R8 to R10).

To add a way to count: a field in `Who`, what it means for `reached` and `lacking`, how it is said, and its line in
`json_schema`, which tells editors.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

from lifecycle.messages import Message, Plural, Quoted, Row, Value
from lifecycle.terms.conditions.amounts import (
    Circle,
    Sum,
    circle_of,
    read_count,
    read_fraction,
    read_share,
    read_weight,
)
from lifecycle.terms.conditions.facts import Facts

if TYPE_CHECKING:
    from fractions import Fraction

_FIELDS = Row(map(Quoted, ("at_least", "of", "share", "weight", "including", "except")))


class Who:
    """Whose acts are counted: all, a number or fraction, named parties or a group, a share or weight, some left out."""

    def __init__(self, data: Any) -> None:
        self.named: tuple[str, ...] = ()
        self.group, self.count = "", 0
        self.fraction: Fraction | int = 0
        self.sums: tuple[Sum, ...] = ()
        self.including: tuple[str, ...] = ()
        self.excluded: tuple[str, ...] = ()
        if data == "all":
            return
        if isinstance(data, list):
            self.named = tuple(map(str, data))
        elif isinstance(data, Mapping):
            self._from_mapping(data)
        else:
            self.count = read_count(data)

    def _from_mapping(self, data: Mapping[str, Any]) -> None:
        if unknown := sorted(set(data) - set(_FIELDS)):
            raise ValueError(
                Message("there is no field {names}; known are {known}", names=Row(map(Quoted, unknown)), known=_FIELDS)
            )
        if not data:
            raise ValueError(Message("nothing is counted; known are {known}", known=_FIELDS))
        if "/" in str(data.get("at_least", "")):
            self.fraction = read_fraction(data["at_least"])
        elif "at_least" in data:
            self.count = read_count(data["at_least"])
        asked = (("share", read_share), ("weight", read_weight))
        self.sums = tuple(read(data[name]) for name, read in asked if name in data)
        of = data.get("of", "")
        if isinstance(of, list):
            self.named = tuple(map(str, of))
        else:
            self.group = str(of)
        self.including = tuple(map(str, data.get("including", ())))
        self.excluded = tuple(map(str, data.get("except", ())))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Describe to editors whose acts may count."""
        names = {"type": "array", "items": {"type": "string"}, "minItems": 1}
        count = {"type": "integer", "minimum": 1}
        properties = {
            "at_least": {"anyOf": [count, {"type": "string", "pattern": "^[1-9][0-9]?/[1-9][0-9]?$"}]},
            "of": {"anyOf": [{"type": "string"}, names]},
            "share": {"type": ["number", "string"]},
            "weight": {
                "type": "object",
                "properties": {"of": {"type": "string"}, "at_least": {"type": ["number", "string"]}},
                "required": ["of", "at_least"],
                "additionalProperties": False,
            },
            "except": {"type": "array", "items": {"type": "string"}},
            "including": {"type": "array", "items": {"type": "string"}},
        }
        return {
            "description": "whose acts count: all, a number, a list of parties, or those of a group, a share, "
            "with some named",
            "anyOf": [
                {"const": "all"},
                count,
                names,
                {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1},
            ],
        }

    @property
    def circle(self) -> Circle | None:
        """The circle of parties of which they are, where it is none that the terms name."""
        return circle_of(self.group)

    @property
    def names(self) -> tuple[str, ...]:
        """The parties and groups that it names, the words for a circle of them left out."""
        group = () if not self.group or self.circle else (self.group,)
        return (*self.named, *self.including, *self.excluded, *group)

    @property
    def first(self) -> bool:
        """Whether it asks for one act and no more, whoever's it is."""
        return self.count == 1 and not (self.named or self.group or self.sums or self.including)

    @property
    def message(self) -> Message:
        """Those who must act: `all parties`, `at least 2 of A, B and C`."""
        who = self.numbered
        for asked in self.sums:
            who = asked.says(who)
        if self.excluded:
            who = Message("{who}, not counting {names}", who=who, names=self.excluded)
        return Message("{who}, {names} among them", who=who, names=self.including) if self.including else who

    @property
    def numbered(self) -> Message:
        """How many they must be, and of whom, whatever they must have together."""
        those: Value = self.named or self.circle or self.group
        if self.fraction:
            n, of = self.fraction.numerator, self.fraction.denominator
            return Message("at least {n}/{of} of {those}", n=n, of=of, those=those or Message("all parties"))
        if self.count and those:
            return Message("at least {n} of {those}", n=self.count, those=those)
        if self.count:
            return Plural("{n} party", "{n} parties", n=self.count)
        if not those:
            return Message("parties") if self.sums else Message("all parties")
        if self.sums and not self.circle:
            return Message("parties of {those}", those=those)
        if self.named or self.sums:
            return Message("{those}", those=those)
        return Message("all of {those}", those=those)

    def _without(self, facts: Facts) -> set[str]:
        return {name for group in self.excluded for name in facts.members(group)}

    def pool(self, facts: Facts) -> Sequence[str] | None:
        """Give the parties that count, or nothing where any party does."""
        named = self.named or (facts.members(self.group) if self.group else ())
        if not named and (self.count or self.sums) and not self.fraction:
            return None
        base = named or [name for name in facts.names if facts.counts(name)]
        without = self._without(facts)
        return [name for name in base if name not in without] if without else base

    def _among(self, dates: Mapping[str, date], facts: Facts, pool: Sequence[str] | None) -> Sequence[str]:
        if pool is not None:
            return [name for name in pool if name in dates]
        without = self._without(facts)
        return [name for name in dates if facts.counts(name) and name not in without]

    def needed(self, facts: Facts) -> int:
        """Give how many must act: a number, a fraction of those that count, or all of them."""
        return self._needed(self.pool(facts))

    def _needed(self, pool: Sequence[str] | None) -> int:
        if self.fraction:
            return ceil(self.fraction * len(pool or ()))
        return self.count if self.count or self.sums else len(pool or ())

    def reached(self, dates: Mapping[str, date], facts: Facts) -> date | None:
        """Give the first day on which enough of them have acted, and have enough together on that day."""
        pool = self.pool(facts)
        acted = sorted((dates[name], name) for name in self._among(dates, facts, pool))
        needed = self._needed(pool)
        if len(acted) < needed or not acted or any(name not in dates for name in self.including):
            return None
        circle = self.circle
        days = [acted[needed - 1 if needed else 0][0], *(dates[name] for name in self.including)]
        first = max([*days, circle.on]) if circle and circle.on else max(days)
        if not self.sums:
            return first
        changes = {day for asked in self.sums for day in facts.weighed(asked.unit)}
        later = {day for day in (*changes, *(on for on, _ in acted)) if day > first}
        return self._first_that_weighs([first, *sorted(later)], changes, acted, facts)

    def _first_that_weighs(
        self, days: Sequence[date], changes: Container[date], acted: Sequence[tuple[date, str]], facts: Facts
    ) -> date | None:
        """Give the first of some days on which enough weigh enough; between two changes of weights it only grows."""
        starts = [0, *(at for at, day in enumerate(days) if at and day in changes), len(days)]
        for same in (days[start:end] for start, end in pairwise(starts)):
            if self._weighs(acted, same[-1], facts):
                return same[bisect_left(same, True, key=lambda day: self._weighs(acted, day, facts))]
        return None

    def _weighs(self, acted: Sequence[tuple[date, str]], day: date, facts: Facts) -> bool:
        """Tell whether those that have acted by a day have enough together, each as on that day."""
        there = [name for on, name in acted if on <= day]
        without = self._without(facts)
        everybody = [name for name in facts.names if facts.counts(name) and name not in without]
        for unit, amount, of_all in self.sums:
            together, whole = (
                sum((facts.weight(name, unit, day) for name in names), Decimal(0)) for names in (there, everybody)
            )
            if not together or together * 100 < amount * (whole if of_all else 100):
                return False
        return True

    def lacking(self, dates: Mapping[str, date], facts: Facts) -> tuple[list[str], int]:
        """Give the named parties that have not acted, and how many more of any are needed."""
        pool = self.pool(facts)
        if pool is not None and not self.count and not self.fraction and not self.sums:
            return [name for name in pool if name not in dates], 0
        acted = len(self._among(dates, facts, pool))
        return [name for name in self.including if name not in dates], max(0, self.needed(facts) - acted)
