"""The table of the log: exact rows, leaf hashes and places, its head, and what lies beside it; not what rows record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from aggregates.databases.database import READABLE, Connection, Cursor, Database, Question
from aggregates.ground.clock import from_micros
from aggregates.ground.merkle import Hash
from aggregates.record.log.rows import COLUMNS, LoggedRow
from aggregates.record.streams import stream_of
from lifecycle.errors import StorageFailure
from lifecycle.messages import Message

PAGE = 5000
"""Rows that are asked for at once: some drivers fetch all of them before they give the first."""


class LogHead(NamedTuple):
    """The last recording of the log; `seq` is 0 and the moment unknown when there is none."""

    seq: int
    recorded_at: datetime | None


class Earlier(NamedTuple):
    """What was recorded under an idempotency key."""

    digest: bytes
    first_seq: int
    last_seq: int


def top_of(agreement: str) -> Question:
    """Ask for the leaf hash of an agreement's last event."""
    select = "SELECT leaf_hash FROM events WHERE originator_id = ? ORDER BY originator_version DESC LIMIT 1"
    return Question(select, (stream_of(agreement),))


def earlier_under(key: str) -> Question:
    """Ask what was recorded under an idempotency key."""
    return Question("SELECT digest, first_seq, last_seq FROM idempotency WHERE key = ?", (key,))


class Table:
    """The table of the log, and those beside it, behind one connection."""

    def __init__(self, case: Database, connection: Connection, upto: int | None = None) -> None:
        self.case, self.connection = case, connection
        self.answers: dict[Question, Cursor] = {}
        """What was asked already, each to be used once."""
        self.upto = sys.maxsize if upto is None else upto
        """The last `seq` that is looked at: what is recorded behind it is not there."""

    def last(self) -> tuple[int, int]:
        """Give `seq` and `recorded_at` of the last row, in microseconds, both 0 if there is none."""
        select = "SELECT seq, recorded_at FROM events WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
        return self.query(select, self.upto).fetchone() or (0, 0)

    def origin(self) -> str:
        """Give the name by which checkpoints know this register."""
        found = self.query("SELECT origin FROM register").fetchone()
        return str(found[0]) if found else ""

    def four_eyes(self) -> bool:
        """Tell whether this register asks for a second officer (ADR 0011)."""
        found = self.query("SELECT four_eyes FROM register").fetchone()
        return bool(found and found[0])

    def erasures(self) -> int:
        """Count the persons whose data was erased."""
        return int(self.query("SELECT count(*) FROM people WHERE key IS NULL").fetchone()[0])

    def head(self) -> LogHead:
        """Give the last recording, and its moment; that of the last one before it, where it has none."""
        seq, _ = self.last()
        return LogHead(seq, self.moment(seq))

    def moment(self, seq: int) -> datetime | None:
        """Give the moment by which everything up to a recording was known."""
        micros = self.recorded_at(seq)
        return from_micros(micros) if micros else None

    def recorded_at(self, seq: int) -> int:
        """Give the same in microseconds, 0 where there is none."""
        select = f"SELECT recorded_at FROM events WHERE seq <= ? AND {READABLE} ORDER BY seq DESC LIMIT 1"
        found = self.query(select, seq).fetchone()
        return int(found[0]) if found else 0

    def rows(self, after: int = 0, upto: int | None = None) -> Iterator[LoggedRow]:
        """Give the rows of the whole log in their order, from behind `after` up to and with `upto`."""
        last = self.last()[0] if upto is None else upto
        select = f"SELECT {COLUMNS} FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT {PAGE}"
        found = True
        while found:
            found = False
            for row in map(LoggedRow._make, self.query(select, after, last)):
                if row.seq <= after:  # or a damaged table would be read in a circle
                    raise StorageFailure(
                        Message("the table is damaged: event #{seq} stands behind #{after}", seq=row.seq, after=after)
                    )
                yield row
                found, after = True, row.seq

    def leaves(self, after: int = 0, upto: int | None = None) -> Iterator[tuple[int, Hash]]:
        """Give each `seq` with its stored leaf hash, from behind `after` up to and with `upto`."""
        last = self.last()[0] if upto is None else upto
        select = "SELECT seq, leaf_hash FROM events WHERE seq > ? AND seq <= ? ORDER BY seq"
        return ((seq, bytes(leaf)) for seq, leaf in self.query(select, after, last))

    def places(self) -> dict[int, str]:
        """Give the stream of each `seq`, in the order of an index: for the damaged rows of a table."""
        select = "SELECT seq, originator_id FROM events ORDER BY originator_id, originator_version"
        found: dict[int, str] = {}
        with suppress(*self.damage):
            found.update(self.query(select))
        return found

    def placed(self, stream: str) -> Iterator[LoggedRow]:
        """Give the rows of a stream by its own id, whatever they say that they are."""
        select = f"SELECT {COLUMNS} FROM events WHERE originator_id = ? AND seq <= ? ORDER BY originator_version"
        return map(LoggedRow._make, self.query(select, stream, self.upto))

    def top(self, agreement: str) -> Hash | None:
        """Give the leaf hash of an agreement's last event."""
        found = self.ask(top_of(agreement)).fetchone()
        return found[0] if found else None

    def length(self, agreement: str) -> int:
        """Count the events of an agreement, those that were set aside, too."""
        select = "SELECT count(*) FROM events WHERE originator_id = ?"
        return int(self.query(select, stream_of(agreement)).fetchone()[0])

    def earlier(self, key: str) -> Earlier | None:
        """Tell what was recorded under an idempotency key."""
        found = self.ask(earlier_under(key)).fetchone()
        return Earlier(*found) if found else None

    def mended(self) -> list[int]:
        """Give the places at which time goes back, because a clock was mended."""
        return [seq for (seq,) in self.query("SELECT seq FROM mended WHERE seq > 1 ORDER BY seq")]

    def ask(self, question: Question) -> Cursor:
        """Do so with a question that may have been asked ahead."""
        answer = self.answers.pop(question, None)
        return self.query(question.statement, *question.parameters) if answer is None else answer

    def query(self, statement: str, *parameters: object) -> Cursor:
        """Run a statement that reads, and give its cursor."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(self.case.sql(statement), parameters)
        except UnicodeDecodeError as error:  # what SQLite says of a damaged schema may be damaged itself
            raise StorageFailure(Message("the database is damaged: its own description cannot be read")) from error
        return cursor

    @property
    def damage(self) -> tuple[type[Exception], ...]:
        """What reading a damaged database raises."""
        return (self.case.Error, StorageFailure, UnicodeDecodeError)
