"""Conditions of entry into force and of other effects: a small tree over signatures, consents, dates and facts.

Source: VCLT-IO 24 (R8 to R10). A condition gives the date on which it is met, or nothing while it is not.

    {signed: all}                                   {consented: {at_least: 6, of: ASEAN}}
    {consented: 60, then: [60 days, first of next month]}
    {latest_of: [{signed: all}, {date: 1998-07-01}]}
    {all_of: [{consented: 11}, {date: 1989-01-01}], by: 1989-01-01}

To add one: a node in `nodes`, a function that builds it from plain data, and one line in `CONDITIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import parse_date
from lifecycle.messages import Message, Quoted, Row
from lifecycle.terms.conditions.nodes import Acted, Below, Established, Node, NotWhile, OnDate
from lifecycle.terms.conditions.others import TAKES, other_agreement
from lifecycle.terms.conditions.quorum import Who
from lifecycle.terms.conditions.tree import Joined, Tree


class Kind(NamedTuple):
    """A kind of condition: what builds it, and what editors may offer for it."""

    build: Callable[[Any], Node]
    takes: Mapping[str, Any]


def _joined(data: Any, *, every: bool) -> Joined:
    if not isinstance(data, list) or not data:
        raise ValueError(Message("it joins a list of conditions"))
    return Joined([Condition.from_plain(part) for part in data], every=every)


_FACT = {"type": "string"}
_PARTS = {"type": "array", "items": {"$ref": "#/$defs/Condition"}, "minItems": 1}

CONDITIONS: Mapping[str, Kind] = {
    "signed": Kind(lambda data: Acted("signed", data), Who.json_schema()),
    "consented": Kind(lambda data: Acted("consented", data), Who.json_schema()),
    "agreed": Kind(lambda data: Acted("agreed", data), Who.json_schema()),
    "parties_below": Kind(Below, {"type": "integer", "minimum": 2}),
    "date": Kind(OnDate, {"type": "string", "format": "date"}),
    "fact": Kind(lambda data: Established(str(data)), _FACT),
    "not_while": Kind(lambda data: NotWhile(str(data)), _FACT),
    "agreement": Kind(other_agreement, TAKES),
    "all_of": Kind(lambda data: _joined(data, every=True), _PARTS),
    "latest_of": Kind(lambda data: _joined(data, every=True), _PARTS),
    "any_of": Kind(lambda data: _joined(data, every=False), _PARTS),
    "earliest_of": Kind(lambda data: _joined(data, every=False), _PARTS),
}
_KNOWN = Row(map(Quoted, CONDITIONS))


class Condition(Tree):
    """A tree as the terms have it: read from plain data, which it keeps, and asked of each party where it says so."""

    __slots__ = ("_of_party", "_plain", "of_each_party")

    def __init__(self, kind: str, node: Node, then: DateRule | None, by: date | None, plain: Any) -> None:
        super().__init__(kind, node, then, by)
        self._plain = plain
        self.of_each_party = "{party}" in str(plain)
        """Whether it is asked of each party for itself: it has `{party}` in it."""
        self._of_party: dict[str, Condition] = {}

    @classmethod
    def from_plain(cls, data: Any) -> Condition:
        """Build from `{kind: …}` with an optional `then` and `by`, or from a list, all of which must be met."""
        if isinstance(data, list):
            data = {"all_of": data}
        if not isinstance(data, Mapping):
            form = Quoted("{signed: all}")
            raise ValueError(Message("a condition is written as {form}, of {known}", form=form, known=_KNOWN))
        kinds = [key for key in data if key not in ("then", "by")]
        if len(kinds) != 1 or kinds[0] not in CONDITIONS:
            given = Row(map(Quoted, kinds)) or Message("none")
            raise ValueError(Message("a condition has one of {known}; this has {given}", known=_KNOWN, given=given))
        then = DateRule.from_plain(data["then"]) if "then" in data else None
        by = parse_date(str(data["by"])) if "by" in data else None
        return cls(kinds[0], CONDITIONS[kinds[0]].build(data[kinds[0]]), then, by, data)

    def for_party(self, name: str) -> Condition:
        """Give the condition as it is asked of one party, whose name stands in for `{party}`."""
        if not self.of_each_party:
            return self
        if name not in self._of_party:
            self._of_party[name] = Condition.from_plain(filled(self._plain, name))
        return self._of_party[name]

    def to_plain(self) -> Any:
        """Give the plain data it was built from."""
        return self._plain

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Describe a condition to editors."""
        return {
            "type": ["object", "array"],
            "properties": {
                **{name: kind.takes for name, kind in CONDITIONS.items()},
                "then": DateRule.json_schema(),
                "by": {"type": "string", "format": "date"},
            },
            "additionalProperties": False,
            "minProperties": 1,
            "items": {"$ref": "#/$defs/Condition"},
            "minItems": 1,
            "description": "a condition with the steps that run from the day it is met; a list is met with all of it",
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self._plain == other._plain

    def __hash__(self) -> int:
        return hash(str(self._plain))

    def __repr__(self) -> str:
        return f"Condition({self._plain!r})"


def filled(data: Any, name: str) -> Any:
    """Put a party's name in the place of each `{party}`."""
    if isinstance(data, str):
        return data.replace("{party}", name)
    if isinstance(data, Mapping):
        return {key: filled(value, name) for key, value in data.items()}
    return [filled(item, name) for item in data] if isinstance(data, list) else data
