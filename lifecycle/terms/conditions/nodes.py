"""The nodes that a condition is made of: acts of parties, dates and facts, but not other agreements.

Source: VCLT-IO 24 (R8 to R10). A node gives the date on which it is met, or nothing while it is not.

To add one: a class here that does what `Node` says, and one line in `CONDITIONS` of `condition`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from lifecycle.calendar.days import EARLIEST, parse_date
from lifecycle.messages import Message, Plural, Quoted, Value
from lifecycle.terms.conditions.facts import Facts
from lifecycle.terms.conditions.quorum import Who


class Node(Protocol):
    """One node of the tree."""

    def met(self, facts: Facts) -> date | None:
        """Give the date on which it is met, or nothing."""

    def acted(self, facts: Facts) -> date | None:
        """Give the day on which the acts were done that it asks for; nothing where it asks for none."""
        return None

    def missing(self, facts: Facts) -> list[Message]:
        """Name what it still waits for: nothing that anybody could do, where it is silent on that."""
        return []

    def names(self) -> list[str]:
        """Name the parties and groups it mentions."""
        return []

    @property
    def message(self) -> Message:
        """What happens when it is met: `the signature by all parties`."""


class Asked(NamedTuple):
    """How an act is said that a condition asks of parties."""

    of: Callable[[Value], Message]
    first: Message
    awaited: Callable[[str], Message]
    more: Callable[[int], Message]
    together: Callable[[Value], Message]
    """More of them, of parties that have so much together."""


ASKED: Mapping[str, Asked] = {
    "signed": Asked(
        lambda who: Message("the signature by {who}", who=who),
        Message("the first signature"),
        lambda name: Message("signature of {name}", name=name),
        lambda n: Plural("{n} more signature", "{n} more signatures", n=n),
        lambda who: Message("more signatures, of {who}", who=who),
    ),
    "consented": Asked(
        lambda who: Message("the consent to be bound by {who}", who=who),
        Message("the first consent to be bound"),
        lambda name: Message("consent of {name}", name=name),
        lambda n: Plural("{n} more consent", "{n} more consents", n=n),
        lambda who: Message("more consents, of {who}", who=who),
    ),
    "agreed": Asked(
        lambda who: Message("the agreement of {who}", who=who),
        Message("the agreement of a first party"),
        lambda name: Message("agreement of {name}", name=name),
        lambda n: Plural("the agreement of {n} more party", "the agreement of {n} more parties", n=n),
        lambda who: Message("the agreement of more, of {who}", who=who),
    ),
}
"""The acts that conditions ask for, by the kind of condition."""


def awaited(kind: str, names: Sequence[str], more: int) -> list[Message]:
    """Name acts that are awaited, of a kind: those of parties by name, and so many of any others."""
    said = ASKED[kind]
    return [*map(said.awaited, names), *([said.more(more)] if more else ())]


class Acted(Node):
    """Met when those who must have signed, consented, or agreed to what is asked about."""

    def __init__(self, kind: str, data: Any) -> None:
        self.kind, self.data, self.who = kind, data, Who(data)

    def _dates(self, facts: Facts) -> Mapping[str, date]:
        if self.kind == "agreed":
            return facts.agreed
        return facts.signatures if self.kind == "signed" else facts.consents

    def met(self, facts: Facts) -> date | None:
        """Give the date of the last act needed (VCLT-IO 24(2))."""
        return self.who.reached(self._dates(facts), facts)

    def acted(self, facts: Facts) -> date | None:
        """Give the day of the last act needed, of which it is made up."""
        return self.met(facts)

    def missing(self, facts: Facts) -> list[Message]:
        """Name the acts that are awaited."""
        missing = awaited(self.kind, *self.who.lacking(self._dates(facts), facts))
        if missing or not self.who.sums or self.met(facts) is not None:
            return missing
        return [ASKED[self.kind].together(asked.says(Message("parties"))) for asked in self.who.sums]

    def names(self) -> list[str]:
        """Name the parties and groups that must act."""
        return list(self.who.names)

    @property
    def message(self) -> Message:
        """Whose act it is."""
        said = ASKED[self.kind]
        return said.first if self.who.first else said.of(self.who)


class Below(Node):
    """Met while fewer parties than a number are bound: on the day since which they are."""

    def __init__(self, data: Any) -> None:
        self.number = Who(data).count
        if not self.number:
            raise ValueError(Message("{data} is not a number of parties", data=Quoted(data)))

    def met(self, facts: Facts) -> date | None:
        """Give the day since which fewer are bound, nothing while there are enough."""
        return facts.fewer_since(self.number)

    @property
    def message(self) -> Message:
        """How few are bound."""
        return Message("the fall of the number of parties below {n}", n=self.number)


class OnDate(Node):
    """Met on a date that the text fixes."""

    def __init__(self, data: Any) -> None:
        self.on = data if isinstance(data, date) else parse_date(str(data))

    def met(self, facts: Facts) -> date | None:
        """Give the fixed date."""
        return self.on

    @property
    def message(self) -> Message:
        """The date."""
        return Message("{day}", day=self.on)


class Established(Node):
    """Met when a fact outside the agreement is recorded."""

    def __init__(self, fact: str) -> None:
        self.fact = fact

    def met(self, facts: Facts) -> date | None:
        """Give the date on which the fact was established."""
        return facts.established.get(self.fact)

    def missing(self, facts: Facts) -> list[Message]:
        """Name the fact, as it is to be put on record."""
        return [] if self.fact in facts.established else [Message("the fact {fact}", fact=Quoted(self.fact))]

    @property
    def message(self) -> Message:
        """The fact as it comes."""
        return Message("the establishment of the fact {fact}", fact=Quoted(self.fact))


class NotWhile(Node):
    """Met while a fact is not on record: from the day it ended, from the beginning where it never was."""

    def __init__(self, fact: str) -> None:
        self.fact = fact

    def met(self, facts: Facts) -> date | None:
        """Give the day on which the fact ended, the first of the calendar where it was never established."""
        return None if self.fact in facts.established else facts.lapsed.get(self.fact, EARLIEST)

    def missing(self, facts: Facts) -> list[Message]:
        """Name the end of the fact."""
        return [Message("the end of the fact {fact}", fact=Quoted(self.fact))] if self.fact in facts.established else []

    @property
    def message(self) -> Message:
        """The fact that holds it up."""
        return Message("the absence of the fact {fact}", fact=Quoted(self.fact))
