"""Whose acts a condition counts: all, at least so many, named parties, a group, or a share in per cent.

Source: VCLT-IO 24 (R8 to R10).

To add a way to count: a field in `Who`, what it means for `reached` and `lacking`, how it is said, and its line in
`json_schema`, which tells editors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lifecycle.messages import Either, Message, Plural, Quoted, Row, Value
from lifecycle.terms.facts import Facts

_FIELDS = Row(map(Quoted, ("at_least", "of", "share", "including")))


class Who:
    """Whose acts are counted: all, at least so many, named parties, a group, or a share in per cent."""

    def __init__(self, data: Any) -> None:
        self.named: tuple[str, ...] = ()
        self.group, self.share, self.count = "", Decimal(0), 0
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
        if "at_least" in data:
            self.count = _count(data["at_least"])
        if "share" in data:
            self.share = _percent(data["share"])
        of = data.get("of", "")
        if isinstance(of, list):
            self.named = tuple(map(str, of))
        else:
            self.group = str(of)
        self.including = tuple(map(str, data.get("including", ())))

    including: tuple[str, ...] = ()

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Describe to editors whose acts may count."""
        names = {"type": "array", "items": {"type": "string"}, "minItems": 1}
        count = {"type": "integer", "minimum": 1}
        properties = {
            "at_least": count,
            "of": {"anyOf": [{"type": "string"}, names]},
            "share": {"type": ["number", "string"]},
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
    def first(self) -> bool:
        """Whether it asks for one act and no more, whoever's it is."""
        return self.count == 1 and not (self.named or self.group or self.share or self.including)

    @property
    def message(self) -> Message:
        """Those who must act: `all parties`, `at least 2 of A, B and C`."""
        those = self.named or self.group
        who = _SAID[bool(self.count), bool(those), bool(self.share)](self, those)
        return Message("{who}, {names} among them", who=who, names=self.including) if self.including else who

    def pool(self, facts: Facts) -> Sequence[str] | None:
        """Give the parties that count, or nothing where any party does."""
        if self.named:
            return self.named
        if self.group:
            return facts.members(self.group)
        return None if self.count or self.share else [name for name in facts.names if facts.counts(name)]

    def reached(self, dates: Mapping[str, date], facts: Facts) -> date | None:
        """Give the first day on which enough of them have acted."""
        pool = self.pool(facts)
        among = [name for name in dates if facts.counts(name)] if pool is None else pool
        acted = sorted((dates[name], name) for name in among if name in dates)
        needed = self.count or (len(pool) if pool is not None and not self.share else 0)
        if len(acted) < needed or any(name not in dates for name in self.including) or not (acted or needed):
            return None
        days = [dates[name] for name in self.including]
        if needed:
            days.append(acted[needed - 1][0])
        if self.share:
            total = Decimal(0)
            for day, name in acted:
                total += facts.share(name)
                if total >= self.share:
                    days.append(day)
                    break
            else:
                return None
        return max(days) if days else None

    def lacking(self, dates: Mapping[str, date], facts: Facts) -> tuple[list[str], int]:
        """Give the named parties that have not acted, and how many more of any are needed."""
        pool = self.pool(facts)
        if pool is not None and not self.count:
            return [name for name in pool if name not in dates], 0
        acted = sum(1 for name in dates if (facts.counts(name) if pool is None else name in pool))
        return [name for name in self.including if name not in dates], max(0, self.count - acted)


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
