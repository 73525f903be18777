"""A trial of terms: small stories told under them and folded, to see what the agreement can do.

The trial concludes the agreement as the text wants it and tells each story from there. Its dates are its own: they lie
before every date that the text fixes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Signed
from lifecycle.acts.disputes import DisputeFailed, DisputeReferred
from lifecycle.acts.facts import FactEstablished
from lifecycle.calendar.days import EARLIEST, Span, add, parse_date
from lifecycle.codec import to_plain
from lifecycle.course.machine import LIVE, State
from lifecycle.fold.timeline import Entry, Timeline, growing
from lifecycle.messages import Value
from lifecycle.terms.conditions.condition import Condition, filled
from lifecycle.terms.conditions.nodes import Acted, Established
from lifecycle.terms.fields import members
from lifecycle.terms.places import conditions_of
from lifecycle.terms.text import Terms

USUAL_START = date(2001, 1, 1)
_FIXED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BEFORE = Span(months=24)
MOST_INVENTED = 200


class Trial:
    """The terms with the story of their conclusion, and the states that stories under them have reached."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.reached: set[State] = set()
        self.start = self._start()
        self.names = self._names()
        self.base = list(self._conclusion())
        self.line = growing([Entry(seq, act) for seq, act in enumerate(self.base, 1)])
        self._reach(self.line)
        self.entered = self.line.entered_into_force

    def _start(self) -> date:
        first = min(map(parse_date, _FIXED.findall(str(to_plain(self.terms)))), default=None)
        return USUAL_START if first is None else add(first, _BEFORE, -1) or EARLIEST

    def _names(self) -> tuple[str, ...]:
        """Give the parties of the terms, and invented ones where others may join and more are counted."""
        named = tuple(self.terms.parties)
        if not self.terms.open:
            return named
        nodes = (part.node for _, condition, _ in conditions_of(self.terms) for part in condition.tree())
        counts = [node.who.count for node in nodes if isinstance(node, Acted)]
        missing = min(max([self.terms.least, *counts]), MOST_INVENTED) - len(named)
        return (*named, *(f"party {n}" for n in range(1, missing + 1)))

    def _conclusion(self) -> Iterator[Act]:
        entry, provisional = self.terms.clauses.entry_into_force, self.terms.clauses.provisional_application
        yield Drafted(on=self.start, terms=self.terms)
        asked = [entry.upon, entry.consent_when, provisional.upon if provisional else None]
        for fact in sorted({fact for one in asked for name in self.names for fact in _facts_of(one, name)}):
            yield FactEstablished(on=self.start, fact=fact)
        for days, name in enumerate(self.names, 1):
            yield Signed(on=self.start + timedelta(days=min(days, 2)), by=name)
        for name in self.names if entry.upon.mentions("consented") else ():
            yield Consented(on=self.start + timedelta(days=3), by=name, manner="acceptance")

    # Telling.

    def tell(self, *acts: Act) -> Timeline:
        """Fold the conclusion with further acts, going on from it, and note the states reached."""
        return self._reach(self.line.going_on(Entry(seq, act) for seq, act in enumerate(acts, len(self.base) + 1)))

    def _reach(self, line: Timeline) -> Timeline:
        self.reached |= {period.state for period in line.agreement}
        return line

    def objections(self, line: Timeline) -> list[Value]:
        """Give the objections to the acts that a story adds to the conclusion."""
        return [found.says for seq, found in sorted(line.irregular.items()) if seq > len(self.base)]

    def day(self, days: int = 0) -> date:
        """Give a day so long after the entry into force."""
        entered = self.entered or self.start
        return add(entered, Span(days=days)) or entered

    @property
    def bound(self) -> tuple[str, ...]:
        """The parties that are bound on the day after the entry into force, on which most stories begin."""
        told, first = self.line.parties, self.day(1)
        return tuple(
            name
            for name in self.names
            if self.entered and any(p.state in LIVE and p.start <= first for p in told.get(name, ()))
        )

    def concerned(self, of: str | tuple[str, ...]) -> tuple[str, ...]:
        """Give the bound parties that a clause names."""
        return self.bound if of == "any party" else tuple(n for n in members(of, self.terms.groups) if n in self.bound)

    def ground(self, needed: str, by: str, on: date) -> list[Act]:
        """Give the acts that put on record what a clause requires: a failed dispute, or a fact."""
        if not needed:
            return []
        if needed != "failed dispute":
            return [FactEstablished(on=on, fact=filled(needed, by))]
        return [DisputeReferred(on=on, by=by, dispute="D1"), DisputeFailed(on=on, dispute="D1")]

    def establish(self, condition: Condition | None, days: int = 1, name: str = "") -> list[Act]:
        """Give the acts that put on record what a condition waits for, as far as it is not on record already."""
        known = {act.fact for act in self.base if isinstance(act, FactEstablished)}
        facts = sorted(_facts_of(condition, name) - known)
        return [FactEstablished(on=self.day(days), fact=fact) for fact in facts]


def _facts_of(condition: Condition | None, name: str) -> set[str]:
    """Give the facts that a condition waits for, a party's name filled in."""
    parts = condition.for_party(name).tree() if condition is not None else ()
    return {part.node.fact for part in parts if isinstance(part.node, Established)}
