"""What may be wrong with a record, and its order: whether each event is at its place.

Whoever reads a record through, be it a register or a bundle, asks `Order` of each event.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from aggregates.record.agreement import stream_id
from aggregates.record.recording import LoggedRow
from lifecycle.messages import Message


class Defect(Struct, frozen=True, kw_only=True):
    """One thing that is not as it ought to be."""

    check: str
    """What was compared: `order`, `contents`, `rulings`, `rules` (rulings of earlier ones), `read model`, `file` (the
    database's own structure) or `outside` (what is known elsewhere)."""
    seq: int
    """The recording, or 0 for what is wrong with all of it."""
    agreement: str | None
    says: Message

    @property
    def message(self) -> Message:
        """Say it with its place."""
        if not self.seq:
            return Message("all of it: {says}", says=self.says)
        if self.agreement is None:
            return Message("#{seq}: {says}", seq=self.seq, says=self.says)
        return Message("#{seq} {agreement}: {says}", seq=self.seq, agreement=self.agreement, says=self.says)


class Order:
    """The order of a log as far as it has been read: each agreement in a stream of its own, without gaps."""

    def __init__(self) -> None:
        self._recorded_at = 0
        self._versions: dict[str, int] = {}

    def wrong(self, row: LoggedRow, agreement: str | None) -> Iterator[Message]:
        """Take the next event, which names an agreement if it can be read, and say what is wrong with its place."""
        if row.recorded_at < self._recorded_at:
            yield Message("recorded before the one that stands before it")
        self._recorded_at = row.recorded_at
        if agreement is not None and str(stream_id(agreement)) != row.originator_id:
            yield Message("it names {agreement}, but lies in another stream", agreement=agreement)
        due = self._versions.get(row.originator_id, 0) + 1
        self._versions[row.originator_id] = found = row.originator_version
        if found != due:
            yield Message("version {found} of its agreement, where {due} is due", found=found, due=due)


def missing(first: int, last: int) -> Message:
    """Say that the log lacks events."""
    if first == last:
        return Message("#{first} missing from the log", first=first)
    return Message("#{first} to #{last} missing from the log", first=first, last=last)
