"""The nodes that a condition is made of: acts of parties, dates, facts, other agreements.

Source: VCLT-IO 24 (R8 to R10). A node gives the date on which it is met, or nothing while it is not.

To add one: a class here that does what `Node` says, and one line in `CONDITIONS` of `lifecycle.terms.conditions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from lifecycle.calendar.days import EARLIEST, parse_date, words
from lifecycle.terms.quorum import Facts, Who


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
