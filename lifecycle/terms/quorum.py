"""Whose acts a condition counts: all, a number, a fraction, a share or weight, with some among them or left out.

Source: VCLT-IO 24 (R8 to R10).

To add a way to count: a field in `Who`, what it means for `reached` and `lacking`, how it is said, and its line in
`json_schema`, which tells editors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil
from typing import Any

from lifecycle.messages import Either, Message, Plural, Quoted, Row, Value
from lifecycle.terms.facts import Facts

_FIELDS = Row(map(Quoted, ("at_least", "of", "share", "weight", "including", "except")))
SIGNATORIES, PARTIES = "signatories", "parties"
"""Words for those that have signed by then, or are bound, where a group of that name does not take them."""


class Who:
    """Whose acts are counted: all, a number or fraction, named parties or a group, a share or weight, some left out."""

    def __init__(self, data: Any) -> None:
        self.named: tuple[str, ...] = ()
        self.group, self.share, self.count = "", Decimal(0), 0
        self.fraction, self.unit, self.amount, self.relative = Fraction(0), "", Decimal(0), False
        self.including: tuple[str, ...] = ()
        self.excluded: tuple[str, ...] = ()
        if data == "all":
            return
        if isinstance(data, list):
            self.named = tuple(map(str, data))
        elif isinstance(data, Mapping):
            self._from_mapping(data)
        else:
            self.count = _count(data)

    def _from_mapping(self, data: Mapping[str, Any]) -> None:
        if unknown := sorted(set(data) - set(_FIELDS)):
            raise ValueError(
                Message("there is no field {names}; known are {known}", names=Row(map(Quoted, unknown)), known=_FIELDS)
            )
        if not data:
            raise ValueError(Message("nothing is counted; known are {known}", known=_FIELDS))
        if "/" in str(data.get("at_least", "")):
            self.fraction = _fraction(data["at_least"])
        elif "at_least" in data:
            self.count = _count(data["at_least"])
        if "share" in data:
            self.share = _percent(data["share"])
        if "weight" in data:
            self.unit, self.amount, self.relative = _weight(data["weight"])
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
    def names(self) -> tuple[str, ...]:
        """The parties and groups that it names, the words for signatories and parties left out."""
        group = () if self.group in ("", SIGNATORIES, PARTIES) else (self.group,)
        return (*self.named, *self.including, *self.excluded, *group)

    @property
    def first(self) -> bool:
        """Whether it asks for one act and no more, whoever's it is."""
        return self.count == 1 and not (self.named or self.group or self.share or self.unit or self.including)

    @property
    def message(self) -> Message:
        """Those who must act: `all parties`, `at least 2 of A, B and C`."""
        those: Value = self.named or _GROUPS.get(self.group, self.group)
        if self.fraction:
            n, of = self.fraction.numerator, self.fraction.denominator
            who = Message("at least {n}/{of} of {those}", n=n, of=of, those=those or Message("all parties"))
        else:
            who = _SAID[bool(self.count), bool(those), bool(self.share)](self, those)
        if self.unit:
            who = _weighing(self, who, alone=not (self.count or self.fraction or self.share or those))
        if self.excluded:
            who = Message("{who}, not counting {names}", who=who, names=self.excluded)
        return Message("{who}, {names} among them", who=who, names=self.including) if self.including else who

    def pool(self, facts: Facts) -> Sequence[str] | None:
        """Give the parties that count, or nothing where any party does."""
        named = self.named or (facts.members(self.group) if self.group else ())
        if not named and (self.count or self.share or self.unit):
            return None
        base = named or [name for name in facts.names if facts.counts(name)]
        without = {name for group in self.excluded for name in facts.members(group)}
        return [name for name in base if name not in without] if without else base

    def _among(self, dates: Mapping[str, date], facts: Facts) -> Sequence[str]:
        pool = self.pool(facts)
        if pool is not None:
            return [name for name in pool if name in dates]
        without = {name for group in self.excluded for name in facts.members(group)}
        return [name for name in dates if facts.counts(name) and name not in without]

    def needed(self, facts: Facts) -> int:
        """Give how many must act: a number, a fraction of those that count, or all of them."""
        if self.count or self.unit or self.share:
            return self.count
        pool = self.pool(facts) or ()
        return ceil(self.fraction * len(pool)) if self.fraction else len(pool)

    def reached(self, dates: Mapping[str, date], facts: Facts) -> date | None:
        """Give the first day on which enough of them have acted."""
        acted = sorted((dates[name], name) for name in self._among(dates, facts))
        needed = self.needed(facts)
        if len(acted) < needed or any(name not in dates for name in self.including) or not (acted or needed):
            return None
        days: list[date | None] = [dates[name] for name in self.including]
        if needed:
            days.append(acted[needed - 1][0])
        if self.share:
            days.append(_summed(acted, lambda name, _: facts.share(name), self.share))
        if self.unit:
            days.append(self._outweighed(acted, facts))
        known = [day for day in days if day is not None]
        return max(known, default=None) if len(known) == len(days) else None

    def _outweighed(self, acted: Sequence[tuple[date, str]], facts: Facts) -> date | None:
        """Give the day on which those that have acted weigh enough, each as on that day, absolutely or of all."""
        for day, _ in acted:
            weight = sum(facts.weight(name, self.unit, day) for on, name in acted if on <= day)
            whole = sum(facts.weight(name, self.unit, day) for name in facts.names)
            if weight and (weight * 100 >= whole * self.amount if self.relative else weight >= self.amount):
                return day
        return None

    def lacking(self, dates: Mapping[str, date], facts: Facts) -> tuple[list[str], int]:
        """Give the named parties that have not acted, and how many more of any are needed."""
        pool = self.pool(facts)
        if pool is not None and not self.count and not self.fraction and not self.unit:
            return [name for name in pool if name not in dates], 0
        acted = len(self._among(dates, facts))
        return [name for name in self.including if name not in dates], max(0, self.needed(facts) - acted)


def _summed(acted: Sequence[tuple[date, str]], of: Callable[[str, date], Decimal], enough: Decimal) -> date | None:
    total = Decimal(0)
    for day, name in acted:
        total += of(name, day)
        if total >= enough:
            return day
    return None


_GROUPS: Mapping[str, Message] = {
    SIGNATORIES: Message("those that have signed"),
    PARTIES: Message("those that are bound"),
}


def _weighing(who: Who, said: Message, *, alone: bool) -> Message:
    """Say the weight that those must have together."""
    parties = Message("parties") if alone else said
    if who.relative:
        return Message(
            "{who} with {share} per cent of {unit} in all", who=parties, share=who.amount, unit=Quoted(who.unit)
        )
    return Message("{who} with {amount} {unit} in all", who=parties, amount=who.amount, unit=Quoted(who.unit))


_SAID: Mapping[tuple[bool, bool, bool], Callable[[Who, Value], Message]] = {
    (False, False, False): lambda who, those: Message("all parties"),
    (False, True, False): lambda who, those: Message("{those}", those=those),
    (False, False, True): lambda who, those: Message("parties with {share} per cent in all", share=who.share),
    (False, True, True): lambda who, those: Message(
        "parties of {those} with {share} per cent in all", those=those, share=who.share
    ),
    (True, False, False): lambda who, those: Plural("{n} party", "{n} parties", n=who.count),
    (True, True, False): lambda who, those: Message("at least {n} of {those}", n=who.count, those=those),
    (True, False, True): lambda who, those: Plural(
        "{n} party with {share} per cent", "{n} parties with {share} per cent in all", n=who.count, share=who.share
    ),
    (True, True, True): lambda who, those: Message(
        "at least {n} of {those} with {share} per cent in all", n=who.count, those=those, share=who.share
    ),
}
"""How they are said: whether a number of them counts, whether they are of some, and whether a share counts."""


def _count(data: Any) -> int:
    try:
        count = int(data)
    except (TypeError, ValueError):
        raise ValueError(
            Message("{data} is not who must act: write {forms}", data=Quoted(data), forms=_FORMS)
        ) from None
    if count < 1:
        raise ValueError(Message("at least {n} is no condition", n=count))
    return count


_FORMS = Either(map(Quoted, ("all", "6", "[A, B]", "{at_least: 6, of: ASEAN}")))


def _fraction(data: Any) -> Fraction:
    try:
        found = Fraction(str(data).replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if not 0 < found <= 1:
        raise ValueError(Message("{data} is not a fraction such as {form}", data=Quoted(data), form=Quoted("2/3")))
    return found


def _weight(data: Any) -> tuple[str, Decimal, bool]:
    """Read a unit and what is needed of it: an amount, or a percentage of the weight of all parties."""
    form = Quoted("{of: tonnage, at_least: 50 %}")
    wrong = ValueError(Message("{data} is not a weight such as {form}", data=Quoted(data), form=form))
    if not isinstance(data, Mapping) or set(data) != {"of", "at_least"}:
        raise wrong
    text = str(data["at_least"])
    if "%" in text:
        return str(data["of"]), _percent(text), True
    try:
        return str(data["of"]), Decimal(text), False
    except InvalidOperation:
        raise wrong from None


def _percent(data: Any) -> Decimal:
    try:
        share = Decimal(str(data).removesuffix("%").strip())
    except InvalidOperation:
        raise ValueError(
            Message("{data} is not a share such as {form}", data=Quoted(data), form=Quoted("55 %"))
        ) from None
    if not 0 < share <= 100:
        raise ValueError(Message("a share lies above 0 and up to 100 per cent, not {share}", share=share))
    return share
