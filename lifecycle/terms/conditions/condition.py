"""Conditions of entry into force and of other effects: a small tree over signatures, consents, dates and facts.

Source: VCLT-IO 24 (R8 to R10). A condition gives the date on which it is met, or nothing while it is not.

    {signed: all}                                   {consented: {at_least: 6, of: ASEAN}}
    {consented: 60, then: [60 days, first of next month]}
    {latest_of: [{signed: all}, {date: 1998-07-01}]}
    {all_of: [{consented: 11}, {date: 1989-01-01}], by: 1989-01-01}

To add one: a node in `nodes`, a function that builds it from plain data, and one line in `CONDITIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import parse_date
from lifecycle.messages import Message, Quoted, Row
from lifecycle.terms.conditions.facts import Facts
from lifecycle.terms.conditions.nodes import Acted, Below, Established, Node, NotWhile, OnDate
from lifecycle.terms.conditions.others import TAKES, other_agreement
from lifecycle.terms.conditions.quorum import Who


class Joined(Node):
    """The latest of several conditions, all of which must be met, or the earliest, of which one must be."""

    def __init__(self, parts: Any, *, every: bool) -> None:
        if not isinstance(parts, list) or not parts:
            raise ValueError(Message("it joins a list of conditions"))
        self.parts, self.every = [Condition.from_plain(part) for part in parts], every

    def met(self, facts: Facts) -> date | None:
        """Give the latest date of all, or the earliest of any."""
        return self._decisive([part.met(facts) for part in self.parts])

    def signed(self, facts: Facts) -> date | None:
        """Give the day on which it is met without an instrument, every part that asks for one having another way."""
        days = [
            part.met(facts) if self.every and not part.mentions("consented") else part.signed(facts)
            for part in self.parts
        ]
        return _last(days) if self.every else min((day for day in days if day is not None), default=None)

    def acted(self, facts: Facts) -> date | None:
        """Give the day on which the acts were done that the parts ask for, those that ask for none left out."""
        asking = [part for part in self.parts if part.asks_acts]
        if self.every:
            return _last([part.node.acted(facts) for part in asking])
        met = [(on, at) for at, part in enumerate(asking) if (on := part.met(facts)) is not None]
        return asking[min(met)[1]].node.acted(facts) if met else None

    def _decisive(self, days: list[date | None]) -> date | None:
        return _last(days) if self.every else min((day for day in days if day is not None), default=None)

    def missing(self, facts: Facts) -> list[Message]:
        """Name what the parts wait for."""
        if not self.every and self.met(facts):
            return []
        return [awaited for part in self.parts for awaited in part.missing(facts)]

    @property
    def message(self) -> Message:
        """The parts, and which of them decides."""
        if len(self.parts) == 1:
            return self.parts[0].message
        if self.every:
            return Message("the last to come of {parts}", parts=tuple(self.parts))
        return Message("the first to come of {parts}", parts=tuple(self.parts))


def _last(days: list[date | None]) -> date | None:
    """Give the last of some days, nothing while one of them is not known."""
    known = [day for day in days if day is not None]
    return max(known, default=None) if len(known) == len(days) else None


class Kind(NamedTuple):
    """A kind of condition: what builds it, and what editors may offer for it."""

    build: Callable[[Any], Node]
    takes: Mapping[str, Any]


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
    "all_of": Kind(lambda data: Joined(data, every=True), _PARTS),
    "latest_of": Kind(lambda data: Joined(data, every=True), _PARTS),
    "any_of": Kind(lambda data: Joined(data, every=False), _PARTS),
    "earliest_of": Kind(lambda data: Joined(data, every=False), _PARTS),
}


_KNOWN = Row(map(Quoted, CONDITIONS))


class Condition:
    """A node of the tree, the day by which it must be met, and the date rule that runs from the day it is."""

    __slots__ = (
        "_kinds",
        "_of_party",
        "_plain",
        "by",
        "kind",
        "mixes",
        "node",
        "of_each_party",
        "signing_binds",
        "then",
    )

    def __init__(self, kind: str, node: Node, then: DateRule | None, by: date | None, plain: Any) -> None:
        self.kind, self.node, self.then, self.by, self._plain = kind, node, then, by, plain
        self.of_each_party = "{party}" in str(plain)
        """Whether it is asked of each party for itself: it has `{party}` in it."""
        self._of_party: dict[str, Condition] = {}
        self._kinds = frozenset(part.kind for part in self.tree())
        self.signing_binds = self._signing_binds()
        """Whether a signature may bind under it: it can be met without an instrument (VCLT-IO 12; R3)."""
        self.mixes = any(part._mixes() for part in self.tree())
        """Whether signature and instrument are alternatives to each other: as many of the one as of the other.

        Then a signature that is subject to nothing counts as consent to be bound among the instruments (R3).
        """

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

    def met(self, facts: Facts) -> date | None:
        """Give the date on which it is met and its steps have run, or nothing, also where that came too late."""
        return self._then(self.node.met(facts), facts)

    @property
    def asks_acts(self) -> bool:
        """Whether it asks for signatures or instruments anywhere."""
        return not self._kinds.isdisjoint(("signed", "consented"))

    def _signing_binds(self) -> bool:
        if not self.mentions("consented"):
            return True
        if not isinstance(self.node, Joined):
            return False
        asking = [part for part in self.node.parts if part.asks_acts]
        return (all if self.node.every else any)(part.signing_binds for part in asking)

    def _mixes(self) -> bool:
        if not isinstance(self.node, Joined) or self.node.every:
            return False
        asked = {kind: [part.who for part in self.node.parts if part.kind == kind] for kind in ("signed", "consented")}
        return any(who in asked["consented"] for who in asked["signed"])

    @property
    def who(self) -> Any:
        """Whose acts it asks for, as plain data; nothing where it joins others, or asks for none."""
        return self._plain[self.kind] if isinstance(self.node, Acted) else None

    def signed(self, facts: Facts) -> date | None:
        """Give the date on which it is met by signatures alone, no instrument being asked for (VCLT-IO 12; R3)."""
        if not self.mentions("consented"):
            return self.met(facts) if self.mentions("signed") else None
        return self._then(self.node.signed(facts), facts) if isinstance(self.node, Joined) else None

    def asked(self, kind: str, facts: Facts) -> set[str] | None:
        """Give the parties whose acts of a kind, `signed` or `consented`, it counts; nothing where it counts anybody's.

        An instrument is asked of nobody else: who signs, and is not among them, is bound by the signature (R3, R8).
        """
        pools = [
            part.node.who.pool(facts) for part in self.tree() if isinstance(part.node, Acted) and part.kind == kind
        ]
        return None if None in pools else {name for pool in pools for name in pool or ()}

    def _then(self, day: date | None, facts: Facts) -> date | None:
        if day is None or (self.by is not None and day > self.by):
            return None
        return day if self.then is None else facts.counted(self.then, day)

    def decided_by(self, facts: Facts) -> Condition:
        """Give the part of it, itself where it joins none, that gives the day on which it is met."""
        if not isinstance(self.node, Joined):
            return self
        met = self.node.met(facts)
        return next((part.decided_by(facts) for part in self.node.parts if part.met(facts) == met), self)

    def missing(self, facts: Facts) -> list[Message]:
        """Name what it still waits for."""
        return self.node.missing(facts)

    def names(self) -> list[str]:
        """Name the parties and groups it mentions."""
        return [name for part in self.tree() for name in part.node.names()]

    def mentions(self, kind: str) -> bool:
        """Tell whether a kind of condition stands anywhere in the tree."""
        return kind in self._kinds

    def tree(self) -> Iterator[Condition]:
        """Give the condition and all that it joins."""
        yield self
        for part in self.node.parts if isinstance(self.node, Joined) else ():
            yield from part.tree()

    @property
    def message(self) -> Message:
        """What happens when it is met, its steps included."""
        return Message("{day}", day=self.then.says(self._event)) if self.then else self._event

    @property
    def when(self) -> Message:
        """When that is: `upon the signature by all parties`, `30 days after` it, `on` a date."""
        if self.then:
            return self.then.when(self._event)
        if isinstance(self.node, OnDate):
            return Message("on {day}", day=self._event)
        return Message("upon {event}", event=self._event)

    @property
    def _event(self) -> Message:
        if self.by is None:
            return self.node.message
        return Message("{event} (if no later than {day})", event=self.node.message, day=self.by)


def filled(data: Any, name: str) -> Any:
    """Put a party's name in the place of each `{party}`."""
    if isinstance(data, str):
        return data.replace("{party}", name)
    if isinstance(data, Mapping):
        return {key: filled(value, name) for key, value in data.items()}
    return [filled(item, name) for item in data] if isinstance(data, list) else data
