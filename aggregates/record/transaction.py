"""The one transaction of a recording, under the writer's lock: places in the log are given out here alone.

Events are stored as exact JSON bytes under a permanent topic, and mapped back by it. To add a kind of event: its class
and its line in `EVENTS`, in `aggregates/record/events.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import register_topic

from aggregates.databases.database import Connection, Cursor, Database, Question
from aggregates.ground.clock import Clock, now, to_micros
from aggregates.record.events import EVENTS, Event
from aggregates.record.log.log import Log
from aggregates.record.log.recording import content_of
from aggregates.record.log.rows import COLUMNS, LoggedRow, leaf_of
from aggregates.record.receipts import Receipt
from lifecycle.codec import encode

_APPEND = f"INSERT INTO events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_MENDED = "INSERT INTO mended (seq) VALUES (?) ON CONFLICT (seq) DO NOTHING"
_REMEMBER = "INSERT INTO idempotency (key, digest, first_seq, last_seq) VALUES (?, ?, ?, ?)"


for _topic, _kind in EVENTS.items():
    register_topic(_topic, _kind)


class Writing:
    """One transaction under the writer's lock."""

    def __init__(
        self, case: Database, connection: Connection, clock: Clock | None, ahead: Sequence[Question] = ()
    ) -> None:
        self.case = case
        self.cursor = connection.cursor()
        self.log = Log(case, connection)
        self.seq, self.last, told, self.login, answers = case.begin(self.cursor, ahead)
        self.log.answers.update(answers)
        self.here = to_micros((clock or now)())
        self.now = self.here if clock else told
        self.recorded_at = max(self.now, self.last)
        self.begun, self.committed = self.seq, False
        self._joined = 0

    def append(self, events: Sequence[StoredEvent]) -> list[LoggedRow]:
        """Insert events at the end of the log."""
        return self.put([self._row(seq, event) for seq, event in enumerate(events, self.seq + 1)])

    def put(self, rows: list[LoggedRow]) -> list[LoggedRow]:
        """Insert rows as they are, which begin with the next place in the log; note first where time goes back."""
        moments = (self.last, *(row.recorded_at for row in rows))
        for row, before in zip(rows, moments, strict=False):
            if row.recorded_at < before:
                self.cursor.execute(self.case.sql(_MENDED), (row.seq,))
        self.last = moments[-1]
        self.cursor.executemany(self.case.sql(_APPEND), rows)
        self.seq += len(rows)
        return rows

    @property
    def appended(self) -> bool:
        """Whether events were appended."""
        return self.seq > self.begun

    @contextmanager
    def joining(self) -> Iterator[None]:
        """Let somebody write in it too: whoever began it ends it."""
        self._joined += 1
        try:
            yield
        finally:
            self._joined -= 1

    @contextmanager
    def together(self, *, commits: bool = False) -> Iterator[None]:
        """Send the statements of a block as one, if the database can; what one of them meets is raised at its end.

        The end of the transaction may go with them, unless somebody else is to end it; raises as a commit does.
        """
        commits = commits and not self._joined
        with self.case.together(self.cursor, commits=commits):
            yield
        self.committed = commits

    def _row(self, seq: int, event: StoredEvent) -> LoggedRow:
        stream = str(event.originator_id)
        place = (seq, self.recorded_at, stream, event.originator_version, event.topic, event.state)
        return LoggedRow(*place, leaf_of(place))

    def remember(self, key: str, digest: bytes) -> None:
        """Keep what this transaction has recorded under an idempotency key."""
        self.keep(key, digest, self.begun + 1, self.seq)

    def keep(self, key: str, digest: bytes, first: int, last: int) -> None:
        """Keep an idempotency key for recordings of this transaction."""
        self.cursor.execute(self.case.sql(_REMEMBER), (key, digest, first, last))


class AgreementMapper(Mapper[UUID]):
    """The mapper of the register. A topic is looked up in a table, never imported because a row says so."""

    def __init__(self) -> None:
        """Need neither transcoder nor compressor nor cipher: the bytes are stored as they are."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """Give the row of an event; its place in the stream stays outside the bytes."""
        assert isinstance(domain_event, Event), domain_event
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.content.TOPIC,
            state=encode(domain_event.content),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        """Give the event of a row; raises `InvalidInput` if the bytes are damaged."""
        originator_id = stored_event.originator_id
        return Event(
            originator_id=originator_id if isinstance(originator_id, UUID) else UUID(originator_id),
            originator_version=stored_event.originator_version,
            content=content_of(stored_event.topic, stored_event.state),
        )


class Follower(Protocol):
    """Keeps what a register answers from, and finds in it what a recording has to know."""

    def follow(self, cursor: Cursor, receipts: Sequence[Receipt]) -> None:
        """Keep what the recordings of one transaction change: called in it, after the events are inserted."""

    def ahead(self, agreement: str) -> Sequence[Question]:
        """Give the questions that `asking` begins with, so that they can be asked with others."""

    def asking(self, log: Log, agreement: str) -> Iterable[str]:
        """Give the agreements on record whose texts ask about one, without reading what is on record of each."""


class Unfollowed:
    """Of a register beside whose log nothing is kept."""

    def follow(self, cursor: Cursor, receipts: Sequence[Receipt]) -> None:
        """Keep nothing."""

    def ahead(self, agreement: str) -> Sequence[Question]:
        """Ask nothing."""
        return ()

    def asking(self, log: Log, agreement: str) -> Iterable[str]:
        """Find no agreement."""
        return ()


UNFOLLOWED = Unfollowed()
