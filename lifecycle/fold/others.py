"""The agreements of a register as they ask about each other, each folded after those that its texts name (R65).

All of them are taken as known at one place in the log. What stands in a circle is cut where it closes: it asks for
facts alone (`lifecycle.fold.dependence`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lifecycle.acts.act import Entry
from lifecycle.acts.conclusion import Drafted
from lifecycle.errors import InvalidInput, Problem
from lifecycle.fold.dependence import circle, depends_on
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import Message, Row

Stream = Callable[[str], Sequence[Entry]]
"""Gives what is on record of an agreement, nothing of one that is not there."""

Others = Mapping[str, Timeline]
"""Other agreements, by their ids, that the texts of one ask about."""

ALONE: Others = {}
"""The other agreements of one that asks about none."""


class Lines:
    """The timelines of a register at one place in its log, each folded when it is first asked for."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._entries: dict[str, Sequence[Entry]] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._lines: dict[str, Timeline | None] = {}

    def line(self, agreement: str) -> Timeline | None:
        """Give the timeline of an agreement, nothing of one that is not on record."""
        if agreement not in self._lines:
            entries = self._of(agreement)
            self._lines[agreement] = fold(entries, others=self.others(agreement, entries)) if entries else None
        return self._lines[agreement]

    def others(self, agreement: str, entries: Sequence[Entry]) -> Others:
        """Give the timelines of those on record that the texts of an agreement ask about, none out of a circle."""
        names = depends_on(entries)
        if not names:
            return ALONE
        kept = (name for name in sorted(names) if not circle(agreement, (name,), self._named))
        found = ((name, self.line(name)) for name in kept)
        return {name: line for name, line in found if line is not None}

    def acyclic(self, agreement: str, entries: Sequence[Entry], added: Sequence[Entry]) -> None:
        """Raise `InvalidInput` where the texts of new entries would close a circle of agreements (R65)."""
        asked = depends_on(added)
        new = asked - depends_on(entries) if asked else asked
        way = circle(agreement, new, self._named) if new else ()
        if way:
            says = Message(
                "{agreement} would ask about an agreement that asks about it in turn ({way}), and none of them could "
                "be told first (R65); leave one of them to a fact",
                agreement=agreement,
                way=Row(way),
            )
            raise InvalidInput([Problem(place="$.terms.clauses", says=says)])

    def forget(self, agreement: str) -> None:
        """Forget all that was folded where an agreement may be among it: something was recorded on that."""
        if agreement in self._entries:
            for known in (self._entries, self._names, self._lines):
                known.clear()

    def _of(self, agreement: str) -> Sequence[Entry]:
        if agreement not in self._entries:
            entries = self._stream(agreement)
            opened = bool(entries) and isinstance(entries[0].act, Drafted)  # else it is no agreement
            self._entries[agreement] = entries if opened else ()
        return self._entries[agreement]

    def _named(self, agreement: str) -> frozenset[str]:
        if agreement not in self._names:
            self._names[agreement] = depends_on(self._of(agreement))
        return self._names[agreement]
