"""Stores events: the library's recorder over any `Database`, and the one transaction of a recording.

`seq` is the last one plus one and `recorded_at` never runs backwards along it, because both are given out
while the writer's lock is held. Idempotency keys and read models are written in the same transaction as the
events.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
)

from aggregates.databases.database import Connection, Database, Ended, Question, check_schema, raise_situation
from aggregates.ground.clock import Clock
from aggregates.record.log.log import Log
from aggregates.record.log.notifications import Notifications
from aggregates.record.log.rows import COLUMNS, LoggedRow
from aggregates.record.transaction import Writing
from lifecycle.errors import Exchanged, StorageFailure


class Store(ApplicationRecorder):
    """The recorder of a register. Connections are opened as threads need them and kept for the next.

    The moment of a recording is the database's own, unless another clock is given. Who may only read gets one that
    does no more.
    """

    def __init__(self, case: Database, clock: Clock | None = None, *, read_only: bool = False) -> None:
        self.case, self._clock = case, clock
        self._open = case.reader if read_only else case.writer
        self._idle: list[Connection] = []
        self._closed = False
        self._thread = threading.local()

    def check(self) -> None:
        """Raise `NoRegister` or `SchemaMismatch` unless this program can record here."""
        with self._connection() as connection:
            check_schema(self.case, connection.cursor())

    @contextmanager
    def writing(
        self, *, commit: bool = True, spilling: bool = False, ahead: Sequence[Question] = ()
    ) -> Iterator[Writing]:
        """Hold the writer's lock for one transaction, or join the one that this thread is in.

        What is written need not fit into memory where it may spill, from then on also in the next transactions. `ahead`
        is what its log is going to be asked first.

        Raises the library's `IntegrityError` if a place in the log is taken, `Locked`, `SchemaMismatch` or
        `StorageFailure`; whatever is raised but `OutcomeUnknown`, nothing is left written.
        """
        if joined := self._joined():
            with joined.joining():
                yield joined
            return
        with self._connection() as connection:
            try:
                if spilling:
                    self.case.spill(connection.cursor())
                self._thread.writing = writing = Writing(self.case, connection, self._clock, ahead)
                yield writing
                if not commit:
                    writing.cursor.execute("ROLLBACK")
                elif not writing.committed:
                    self.case.commit(writing.cursor, appended=writing.appended)
            except BaseException as error:
                self._undo(connection)
                if isinstance(error, self.case.IntegrityError) and self.case.taken(error):
                    raise IntegrityError(str(error)) from error
                raise
            finally:
                self._thread.writing = None

    def _undo(self, connection: Connection) -> None:
        """Roll back; a connection on which that fails, even if it has ended by itself, is not used again."""
        try:
            connection.cursor().execute("ROLLBACK")
        except self.case.Error:
            self._thread.lost = connection
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[Log]:
        """Read the log, within the transaction that this thread is in, if any."""
        if joined := self._joined():
            yield joined.log
            return
        with self._connection() as connection:
            yield Log(self.case, connection)

    def _joined(self) -> Writing | None:
        return getattr(self._thread, "writing", None)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open()
        try:
            yield connection
        except self.case.Error as error:
            connection.close()
            raise_situation(self.case, error)
        except (Exchanged, StorageFailure):
            connection.close()
            raise
        except BaseException:
            self._keep(connection)
            raise
        self._keep(connection)

    def _keep(self, connection: Connection) -> None:
        if getattr(self._thread, "lost", None) is connection:
            self._thread.lost = None
            return
        self._idle.append(connection)
        if self._closed:  # by another thread, meanwhile
            self.close()

    def close(self) -> None:
        """Close every connection, one that is in use when it is done with."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Append events to the log and give the `seq` of each."""
        with self.writing() as writing:
            return [row.seq for row in writing.append(stored_events)]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Read the events of one stream."""
        conditions = [
            ("originator_id = ?", str(originator_id)),
            ("originator_version > ?", gt),
            ("originator_version <= ?", lte),
        ]
        rows = self._select(conditions, "originator_version DESC" if desc else "originator_version", limit)
        return [StoredEvent(UUID(row.originator_id), row.originator_version, row.topic, row.state) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Read the events of the whole log; the id of a notification is its `seq`."""
        conditions = [
            ("seq >= ?" if inclusive_of_start else "seq > ?", start),
            ("seq <= ?", stop),
            (f"topic IN ({', '.join('?' for _ in topics)})", tuple(topics) or None),
        ]
        return [
            Notification(UUID(r.originator_id), r.originator_version, r.topic, r.state, r.seq)
            for r in self._select(conditions, "seq", limit)
        ]

    def max_notification_id(self) -> int | None:
        """Give the last `seq`, or nothing while the log is empty."""
        with self.reading() as log:
            return log.head().seq or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = (), *, ended: Ended = lambda: False
    ) -> Notifications:
        """Follow the log, waiting for more at its end until the waiting has ended."""
        return Notifications(self, gt, topics, self.case.committed, ended)

    def _select(self, conditions: Sequence[tuple[str, Any]], order: str, limit: int | None) -> list[LoggedRow]:
        given = [(condition, value) for condition, value in conditions if value is not None]
        where = " AND ".join(condition for condition, _ in given) or "TRUE"
        values = [part for _, value in given for part in (value if isinstance(value, tuple) else (value,))]
        statement = f"SELECT {COLUMNS} FROM events WHERE {where} ORDER BY {order}"
        if limit is not None:
            statement, values = f"{statement} LIMIT ?", [*values, limit]
        with self.reading() as log:
            return [LoggedRow._make(row) for row in log.query(statement, *values)]
