"""What a condition asks, as a tree: a node, or several trees that are joined; the day on which it is met, and by what.

Source: VCLT-IO 24 (R8 to R10), and 12 for what a signature alone may do (R3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from lifecycle.calendar.date_rules import DateRule
from lifecycle.messages import Message
from lifecycle.terms.conditions.facts import Facts
from lifecycle.terms.conditions.nodes import Acted, Node, OnDate


class Tree:
    """A node with the day by which it must be met, and the date rule that runs from the day it is."""

    __slots__ = ("_kinds", "by", "kind", "mixes", "node", "signing_binds", "then")

    def __init__(self, kind: str, node: Node, then: DateRule | None, by: date | None) -> None:
        self.kind, self.node, self.then, self.by = kind, node, then, by
        self._kinds = frozenset(part.kind for part in self.tree())
        self.signing_binds = self._signing_binds()
        """Whether a signature may bind under it: it can be met without an instrument (VCLT-IO 12; R3)."""
        self.mixes = any(part._mixes() for part in self.tree())
        """Whether signature and instrument are alternatives to each other: as many of the one as of the other.

        Then a signature that is subject to nothing counts as consent to be bound among the instruments (R3).
        """

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
        asked = [part.node for part in self.node.parts if isinstance(part.node, Acted)]
        signed, consented = ([one.data for one in asked if one.kind == kind] for kind in ("signed", "consented"))
        return any(data in consented for data in signed)

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

    def decided_by(self, facts: Facts) -> Tree:
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

    def tree(self) -> Iterator[Tree]:
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


class Joined(Node):
    """The latest of several conditions, all of which must be met, or the earliest, of which one must be."""

    def __init__(self, parts: Sequence[Tree], *, every: bool) -> None:
        self.parts, self.every = parts, every

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
