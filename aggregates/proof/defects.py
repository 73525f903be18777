"""What may be wrong with a record, and its order: whether each event is at its place.

Whoever reads a record through, be it a register or a bundle, asks `Order` of each event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from aggregates.ground.clock import LAST
from aggregates.record.log.rows import LoggedRow
from aggregates.record.streams import stream_of
from lifecycle.acts.keeping.register import ClockMended
from lifecycle.codec import decode
from lifecycle.errors import InvalidInput
from lifecycle.messages import Message


class Defect(Struct, frozen=True, kw_only=True):
    """One thing that is not as it ought to be."""

    check: str
    """What was compared: `order`, `contents`, `rulings`, `rules` (rulings of earlier ones), `states` (as the machine of
    states judges them), `read model`, `file` (the database's own structure), `beside`
    (keys of repeats, and people, that fit no event) or `outside` (what is known elsewhere)."""
    seq: int
    """The recording, or 0 for what is wrong with all of it."""
    agreement: str | None
    says: Message
    recorded: bool = False
    """Whether its bytes are what was recorded, as far as their hash tells: nothing of it is lost, it never was an
    event."""

    @property
    def message(self) -> Message:
        """Say it with its place."""
        if not self.seq:
            return Message("all of it: {says}", says=self.says)
        if self.agreement is None:
            return Message("#{seq}: {says}", seq=self.seq, says=self.says)
        return Message("#{seq} {agreement}: {says}", seq=self.seq, agreement=self.agreement, says=self.says)


CLOCK_MENDED = str(ClockMended.__struct_config__.tag)
SUBMITS = f'"submits":{{"act":"{CLOCK_MENDED}"'.encode()
"""What the bytes of an event hold that submits such an act: its approval lets time go back, too."""


class _Act(Struct):
    """As much of an act as tells whether it mends a clock."""

    act: str
    target: int = 0


class _Event(Struct):
    """An event with that much of its act."""

    act: _Act


class Order:
    """The order of a log as far as it has been read: moments that never run back, each agreement in its own stream."""

    def __init__(self) -> None:
        self.mended: list[int] = []
        """Where time goes back, because a clock was mended."""
        self._last, self._submitted = (0, 0), set[int]()
        self._versions: dict[str, int] = {}

    def moment(self, row: LoggedRow) -> Iterator[Message]:
        """Take the next event, and say so if it was recorded before the last one; who reads it judges its moment."""
        if not 0 <= row.recorded_at <= LAST:
            return
        (last, recorded_at), self._last = self._last, (row.seq, row.recorded_at)
        if SUBMITS in row.state:
            self._submitted.add(row.seq)
        if row.recorded_at >= recorded_at:
            return
        if self._mends(row):
            self.mended.append(row.seq)
        else:
            yield Message("recorded before #{seq}, which stands before it", seq=last)

    def follows(self, moments: tuple[int, int], last: int, versions: Sequence[tuple[str, int, int]]) -> bool:
        """Take many events at once, up to a `seq`, if they follow on what was read so far; else take none.

        They are in order among themselves: of each stream they have some versions, from the first to the last.
        """
        taken = {stream: until for stream, _, until in versions}
        if moments[0] < self._last[1] or any(self._versions.get(one, 0) + 1 != first for one, first, _ in versions):
            return False
        self._last = last, moments[1]
        self._versions |= taken
        return True

    def _mends(self, row: LoggedRow) -> bool:
        """Tell whether an event lets time go back: the mending of a clock, or the approval of one."""
        try:
            act = decode(row.state, _Event).act
        except InvalidInput:
            return False
        return act.act == CLOCK_MENDED or (act.act == "approved" and act.target in self._submitted)

    def place(self, row: LoggedRow) -> Iterator[Message]:
        """Take the next event of its stream, and say so if another one is due."""
        due = self._versions.get(row.originator_id, 0) + 1
        self._versions[row.originator_id] = found = row.originator_version
        if found != due:
            yield Message("version {found} of its agreement, where {due} is due", found=found, due=due)


def elsewhere(row: LoggedRow, agreement: str | None) -> Iterator[Message]:
    """Say so if an event that names an agreement, as far as it can be read, is not in the stream of that."""
    if agreement is not None and stream_of(agreement) != row.originator_id:
        yield Message("it names {agreement}, but lies in another stream", agreement=agreement)


def missing(first: int, last: int) -> Message:
    """Say that the log lacks events."""
    if first == last:
        return Message("#{first} missing from the log", first=first)
    return Message("#{first} to #{last} missing from the log", first=first, last=last)
