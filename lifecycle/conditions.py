"""Conditions of entry into force and of other effects: a small tree over signatures, consents, dates and facts.

Source: VCLT-IO 24 (R8 to R10). A condition gives the date on which it is met, or nothing while it is not.

    {signed: all}                                   {consented: {at_least: 6, of: ASEAN}}
    {consented: 60, then: [60 days, first of next month]}
    {latest_of: [{signed: all}, {date: 1998-07-01}]}
    {all_of: [{consented: 11}, {date: 1989-01-01}], by: 1989-01-01}

To add one: a function that builds the node from plain data, and one line in `CONDITIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, Protocol

from lifecycle.date_rules import DateRule
from lifecycle.dates import EARLIEST, parse_date, words


class Facts(Protocol):
    """What a condition may ask about: dates by party, dates by fact, and who the parties are."""

    @property
    def signatures(self) -> Mapping[str, date]:
        """Dates of signature by party."""

    @property
    def consents(self) -> Mapping[str, date]:
        """Dates on which consent to be bound was established, by party."""

    @property
    def established(self) -> Mapping[str, date]:
        """Dates of the facts on record, by name."""

    @property
    def lapsed(self) -> Mapping[str, date]:
        """Dates on which facts that were on record ended, by name."""

    @property
    def names(self) -> Sequence[str]:
        """Parties that the terms name."""

    def members(self, group: str) -> Sequence[str]:
        """Give the parties of a group of the terms."""

    def share(self, party: str) -> Decimal:
        """Give a party's share, in per cent."""

    def counted(self, rule: DateRule, day: date) -> date | None:
        """Give the date to which a rule leads from a day, by the agreement's conventions."""


class Node(Protocol):
    """One node of the tree."""

    def met(self, facts: Facts) -> date | None:
        """Give the date on which it is met, or nothing."""

    def missing(self, facts: Facts) -> list[str]:
        """Name what it still waits for."""

    def names(self) -> list[str]:
        """Name the parties and groups it mentions."""

    def phrase(self) -> str:
        """Say it as something that happens: `the signature by all parties`."""


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
        unknown = set(data) - {"at_least", "of", "share", "including"}
        if unknown or not data:
            raise ValueError(
                f"unknown field {', '.join(sorted(unknown)) or '(none)'}; known are at_least, of, share, including"
            )
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

    def __str__(self) -> str:
        those = _listed(self.named) or (f"the group {self.group}" if self.group else "")
        if self.count:
            who = f"at least {self.count} of {those}" if those else _parties(self.count)
        else:
            who = those or ("" if self.share else "all parties")
        if self.share:
            who = f"{who} with {self.share} per cent" if who else f"parties with {self.share} per cent"
        return f"{who}, including {_listed(self.including)}" if self.including else who

    def pool(self, facts: Facts) -> Sequence[str] | None:
        """Give the parties that count, or nothing where any party does."""
        if self.named:
            return self.named
        if self.group:
            return facts.members(self.group)
        return None if self.count or self.share else facts.names

    def reached(self, dates: Mapping[str, date], facts: Facts) -> date | None:
        """Give the first day on which enough of them have acted."""
        pool = self.pool(facts)
        acted = sorted((dates[name], name) for name in (dates if pool is None else pool) if name in dates)
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
        acted = sum(1 for name in dates if pool is None or name in pool)
        return [name for name in self.including if name not in dates], max(0, self.count - acted)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _parties(count: int) -> str:
    return "a first party" if count == 1 else f"{count} parties"


def _count(data: Any) -> int:
    try:
        count = int(data)
    except (TypeError, ValueError):
        raise ValueError(
            f"{data!r} is not who must act: write all, a number, a list of parties, or {{at_least, of}}"
        ) from None
    if count < 1:
        raise ValueError(f"at least {count} is no condition")
    return count


def _percent(data: Any) -> Decimal:
    try:
        share = Decimal(str(data).removesuffix("%").strip())
    except InvalidOperation:
        raise ValueError(f"{data!r} is not a share such as 55 %") from None
    if not 0 < share <= 100:
        raise ValueError(f"a share lies above 0 and up to 100 per cent, not {data}")
    return share


class Acted:
    """Met when those who must have signed, or consented."""

    def __init__(self, kind: str, data: Any) -> None:
        self.kind, self.who = kind, Who(data)

    def _dates(self, facts: Facts) -> Mapping[str, date]:
        return facts.signatures if self.kind == "signed" else facts.consents

    def met(self, facts: Facts) -> date | None:
        """Give the date of the last act needed (VCLT-IO 24(2))."""
        return self.who.reached(self._dates(facts), facts)

    def missing(self, facts: Facts) -> list[str]:
        """Name the acts that are awaited."""
        noun = "signature" if self.kind == "signed" else "consent"
        names, more = self.who.lacking(self._dates(facts), facts)
        missing = [f"{noun} of {name}" for name in names]
        if more:
            missing.append(f"{more} more {noun}{'s' * (more > 1)}")
        if self.who.share and not missing and self.met(facts) is None:
            missing.append(f"more {noun}s, of parties with {self.who.share} per cent in all")
        return missing

    def names(self) -> list[str]:
        """Name the parties and groups that must act."""
        return [*self.who.named, *self.who.including, *([self.who.group] if self.who.group else [])]

    def phrase(self) -> str:
        """Say whose act it is."""
        return f"the {'signature' if self.kind == 'signed' else 'consent to be bound'} by {self.who}"


class OnDate:
    """Met on a date that the text fixes."""

    def __init__(self, data: Any) -> None:
        self.on = data if isinstance(data, date) else parse_date(str(data))

    def met(self, facts: Facts) -> date | None:
        """Give the fixed date."""
        return self.on

    def missing(self, facts: Facts) -> list[str]:
        """Wait for nobody."""
        return []

    def names(self) -> list[str]:
        """Name nobody."""
        return []

    def phrase(self) -> str:
        """Say the date."""
        return words(self.on)


class Established:
    """Met when a fact outside the agreement is recorded, another agreement's entry into force or end included."""

    def __init__(self, fact: str) -> None:
        self.fact = fact

    def met(self, facts: Facts) -> date | None:
        """Give the date on which the fact was established."""
        return facts.established.get(self.fact)

    def missing(self, facts: Facts) -> list[str]:
        """Name the fact."""
        return [] if self.fact in facts.established else [f"the fact: {self.fact}"]

    def names(self) -> list[str]:
        """Name nobody."""
        return []

    def phrase(self) -> str:
        """Say the fact."""
        return f'the fact "{self.fact}"'


OTHERS = {"in force": "entry into force", "provisionally applied": "provisional application", "ended": "end"}
"""What may be asked of another agreement, and the noun for it."""


class OtherAgreement(Established):
    """Met when another agreement entered into force, is applied provisionally, or ended: a fact on record."""

    def __init__(self, name: str, happened: str) -> None:
        super().__init__(f"{name} {happened}")
        self.name, self.happened = name, happened

    def phrase(self) -> str:
        """Say what became of the other agreement."""
        return f"the {OTHERS[self.happened]} of {self.name}"


class NotWhile:
    """Met while a fact is not on record: from the day it ended, from the beginning where it never was."""

    def __init__(self, fact: str) -> None:
        self.fact = fact

    def met(self, facts: Facts) -> date | None:
        """Give the day on which the fact ended, the first of the calendar where it was never established."""
        return None if self.fact in facts.established else facts.lapsed.get(self.fact, EARLIEST)

    def missing(self, facts: Facts) -> list[str]:
        """Name the end of the fact."""
        return [f"the end of the fact: {self.fact}"] if self.fact in facts.established else []

    def names(self) -> list[str]:
        """Name nobody."""
        return []

    def phrase(self) -> str:
        """Say the fact that holds it up."""
        return f'the absence of the fact "{self.fact}"'


class Joined:
    """The latest of several conditions, all of which must be met, or the earliest, of which one must be."""

    def __init__(self, parts: Any, *, every: bool) -> None:
        if not isinstance(parts, list) or not parts:
            raise ValueError("it joins a list of conditions")
        self.parts, self.every = [Condition.from_plain(part) for part in parts], every

    def met(self, facts: Facts) -> date | None:
        """Give the latest date of all, or the earliest of any."""
        days = [part.met(facts) for part in self.parts]
        known = [day for day in days if day is not None]
        if self.every:
            return max(known) if len(known) == len(days) else None
        return min(known, default=None)

    def missing(self, facts: Facts) -> list[str]:
        """Name what the parts wait for."""
        if not self.every and self.met(facts):
            return []
        return [text for part in self.parts for text in part.missing(facts)]

    def names(self) -> list[str]:
        """Name the parties of the parts."""
        return [name for part in self.parts for name in part.names()]

    def phrase(self) -> str:
        """Say the parts, and which of them decides."""
        if len(self.parts) == 1:
            return self.parts[0].phrase()
        said = f" {'and' if self.every else 'or'} ".join(part.phrase() for part in self.parts)
        return f"{said}, whichever comes {'last' if self.every else 'first'}"


def _other_agreement(data: Any) -> Node:
    if not isinstance(data, Mapping) or set(data) != {"name", "is"} or data["is"] not in OTHERS:
        raise ValueError(f"another agreement is named as {{name: …, is: …}}, which is {', '.join(OTHERS)}")
    return OtherAgreement(str(data["name"]), data["is"])


class Kind(NamedTuple):
    """A kind of condition: what builds it, and what editors may offer for it."""

    build: Callable[[Any], Node]
    takes: Mapping[str, Any]


_NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_WHO: Mapping[str, Any] = {
    "description": "whose acts count: all, a number, a list of parties, or those of a group, a share, with some named",
    "anyOf": [
        {"const": "all"},
        {"type": "integer", "minimum": 1},
        _NAMES,
        {
            "type": "object",
            "properties": {
                "at_least": {"type": "integer", "minimum": 1},
                "of": {"anyOf": [{"type": "string"}, _NAMES]},
                "share": {"type": ["number", "string"]},
                "including": {"type": "array", "items": {"type": "string"}},
            },
            "additionalProperties": False,
            "minProperties": 1,
        },
    ],
}
_FACT = {"type": "string"}
_AGREEMENT = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "is": {"enum": list(OTHERS)}},
    "required": ["name", "is"],
    "additionalProperties": False,
}
_PARTS = {"type": "array", "items": {"$ref": "#/$defs/Condition"}, "minItems": 1}

CONDITIONS: Mapping[str, Kind] = {
    "signed": Kind(lambda data: Acted("signed", data), _WHO),
    "consented": Kind(lambda data: Acted("consented", data), _WHO),
    "date": Kind(OnDate, {"type": "string", "format": "date"}),
    "fact": Kind(lambda data: Established(str(data)), _FACT),
    "not_while": Kind(lambda data: NotWhile(str(data)), _FACT),
    "agreement": Kind(_other_agreement, _AGREEMENT),
    "all_of": Kind(lambda data: Joined(data, every=True), _PARTS),
    "latest_of": Kind(lambda data: Joined(data, every=True), _PARTS),
    "any_of": Kind(lambda data: Joined(data, every=False), _PARTS),
    "earliest_of": Kind(lambda data: Joined(data, every=False), _PARTS),
}


class Condition:
    """A node of the tree, the day by which it must be met, and the date rule that runs from the day it is."""

    __slots__ = ("_of_party", "_plain", "by", "kind", "node", "of_each_party", "then")

    def __init__(self, kind: str, node: Node, then: DateRule | None, by: date | None, plain: Any) -> None:
        self.kind, self.node, self.then, self.by, self._plain = kind, node, then, by, plain
        self.of_each_party = "{party}" in str(plain)
        """Whether it is asked of each party for itself: it has `{party}` in it."""
        self._of_party: dict[str, Condition] = {}

    @classmethod
    def from_plain(cls, data: Any) -> Condition:
        """Build from `{kind: …}` with an optional `then` and `by`, or from a list, all of which must be met."""
        if isinstance(data, list):
            data = {"all_of": data}
        if not isinstance(data, Mapping):
            raise ValueError("a condition is written as {signed: all} or another of " + ", ".join(CONDITIONS))
        kinds = [key for key in data if key not in ("then", "by")]
        if len(kinds) != 1 or kinds[0] not in CONDITIONS:
            raise ValueError(f"a condition has one of {', '.join(CONDITIONS)}; this has {', '.join(kinds) or 'none'}")
        then = DateRule.from_plain(data["then"]) if "then" in data else None
        by = parse_date(str(data["by"])) if "by" in data else None
        return cls(kinds[0], CONDITIONS[kinds[0]].build(data[kinds[0]]), then, by, data)

    def for_party(self, name: str) -> Condition:
        """Give the condition as it is asked of one party, whose name stands in for `{party}`."""
        if not self.of_each_party:
            return self
        if name not in self._of_party:
            self._of_party[name] = Condition.from_plain(_filled(self._plain, name))
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
        day = self.node.met(facts)
        if day is None or (self.by is not None and day > self.by):
            return None
        return day if self.then is None else facts.counted(self.then, day)

    def missing(self, facts: Facts) -> list[str]:
        """Name what it still waits for."""
        return self.node.missing(facts)

    def names(self) -> list[str]:
        """Name the parties and groups it mentions."""
        return self.node.names()

    def mentions(self, kind: str) -> bool:
        """Tell whether a kind of condition stands anywhere in the tree."""
        if isinstance(self.node, Joined):
            return any(part.mentions(kind) for part in self.node.parts)
        return self.kind == kind

    def phrase(self) -> str:
        """Say it as something that happens, its steps included."""
        said = self.node.phrase() + (f" by {words(self.by)}" if self.by else "")
        return self.then.says(said) if self.then else said

    def says(self) -> str:
        """Say the condition in words."""
        by = f" by {words(self.by)}" if self.by else ""
        return f"{_SAYS.get(self.kind, self.kind)}{by}" + (f", then {self.then}" if self.then else "")


def _filled(data: Any, name: str) -> Any:
    if isinstance(data, str):
        return data.replace("{party}", name)
    if isinstance(data, Mapping):
        return {key: _filled(value, name) for key, value in data.items()}
    return [_filled(item, name) for item in data] if isinstance(data, list) else data


_SAYS = {"signed": "signature", "consented": "consent to be bound", "date": "a fixed date", "fact": "a fact"}


def describe(condition: Condition) -> str:
    """Say a condition in a few words, such as `on 1 July 1898`."""
    node = condition.node
    if isinstance(node, OnDate):
        return f"on {words(node.on)}"
    return condition.says()
