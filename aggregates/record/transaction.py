"""The one transaction of a recording, under the writer's lock: places in the log are given out here alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from eventsourcing.persistence import StoredEvent

from aggregates.databases.database import Connection, Database
from aggregates.ground.clock import Clock, now, to_micros
from aggregates.record.log import Log
from aggregates.record.rows import COLUMNS, LoggedRow, leaf_of

_APPEND = f"INSERT INTO events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_MENDED = "INSERT INTO mended (seq) VALUES (?) ON CONFLICT (seq) DO NOTHING"
_REMEMBER = "INSERT INTO idempotency (key, digest, first_seq, last_seq) VALUES (?, ?, ?, ?)"


class Writing:
    """One transaction under the writer's lock."""

    def __init__(self, case: Database, connection: Connection, clock: Clock | None) -> None:
        self.case, self._connection = case, connection
        self.cursor = connection.cursor()
        self.log = Log(case, connection)
        self.seq, self.last, told, self.login = case.begin(self.cursor)
        self.here = to_micros((clock or now)())
        self.now = self.here if clock else told
        self.recorded_at = max(self.now, self.last)
        self.appended: list[LoggedRow] = []

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
        self.appended += rows
        return rows

    def together(self) -> AbstractContextManager[object]:
        """Send the statements of a block as one, if the database can; what one of them meets is raised at its end."""
        return self.case.together(self._connection)

    def _row(self, seq: int, event: StoredEvent) -> LoggedRow:
        stream = str(event.originator_id)
        place = (seq, self.recorded_at, stream, event.originator_version, event.topic, event.state)
        return LoggedRow(*place, leaf_of(place))

    def remember(self, key: str, digest: bytes) -> None:
        """Keep what this transaction has recorded under an idempotency key."""
        row = (key, digest, self.appended[0].seq, self.appended[-1].seq)
        self.cursor.execute(self.case.sql(_REMEMBER), row)
