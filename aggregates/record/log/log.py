"""Reads the log: exact rows, or what they record; heads, streams, and the `seq` that a moment stands for.

Without the event sourcing library and without SQLAlchemy, because answers start here and must start quickly; what
reads events is loaded with the first of them, as whoever asks the read models reads none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, time
from itertools import pairwise
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from aggregates.databases.cases import database
from aggregates.databases.database import (
    GLANCE,
    PATIENCE,
    READABLE,
    Connection,
    Cursor,
    Database,
    Readers,
    check_schema,
    situations,
)
from aggregates.databases.tables import CREATED, RECORDED
from aggregates.ground.clock import from_micros, to_micros
from aggregates.ground.merkle import Hash
from aggregates.ground.moments import Moment
from aggregates.record.log.aside import set_aside
from aggregates.record.log.rows import COLUMNS, LoggedRow, leaf_of
from aggregates.record.streams import stream_of
from lifecycle.codec import decode, decoder
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Behind, DepositaryError, InvalidInput, NotFound, StorageFailure
from lifecycle.messages import Message, Value

if TYPE_CHECKING:
    from aggregates.record.log.recording import Recorded
    from aggregates.record.log.setting_aside import SetAside
    from lifecycle.acts.act import Entry
    from lifecycle.fold.directory import Directory

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


class Log:
    """The log behind one connection."""

    def __init__(self, case: Database, connection: Connection) -> None:
        self.case, self.connection = case, connection
        self._keys: dict[str, str | None] = {}
        self.names = True
        """Whether personal data is opened, and who recorded something told; else it stands sealed and untold."""
        self._asides: Mapping[int, SetAside] | None = None

    def last(self) -> tuple[int, int]:
        """Give `seq` and `recorded_at` of the last row, in microseconds, both 0 if there is none."""
        found = self.query("SELECT seq, recorded_at FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        return found or (0, 0)

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
        micros = self._recorded_at(seq)
        return from_micros(micros) if micros else None

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

    def recordings(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """Give the recordings of the whole log in their order; what cannot be read is set aside."""
        return self._legible(self.rows(after, upto))

    def recording(self, seq: int) -> Recorded | None:
        """Give one recording, if it is there; raises `StorageFailure` naming it if it cannot be read."""
        return next(map(self.opened, self.rows(seq - 1, seq)), None)

    def _legible(self, rows: Iterable[LoggedRow]) -> Iterator[Recorded]:
        for row in rows:
            try:
                yield self.opened(row)
            except StorageFailure as error:
                self.set_aside(row.seq, error.says)

    def set_aside(self, seq: int, why: Value) -> None:
        """Name an event that is left out of an answer, unless a recorded act has set it aside."""
        if seq not in self.asides():
            set_aside(seq, why)

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

    def stream(self, agreement: str, known_at: int | None = None, *, but: int = 0) -> list[Recorded]:
        """Give the recordings of one agreement, or those known at a `seq`; none if there are none.

        What a recorded act has set aside is left out, and so is one event where the act is about to. Raises
        `StorageFailure` naming any other that cannot be read.
        """
        found: list[Recorded] = []
        failed = None
        for row in self._stream(agreement, known_at):
            try:
                found.append(self.opened(row))
            except StorageFailure as error:
                if row.seq != but and row.seq not in self.asides():
                    raise
                failed = failed or error
        if failed and found and found[0].version > 1 and agreement != DIRECTORY:
            raise failed  # without its opening, nothing is known of an agreement
        return found

    def entries(self, agreement: str, known_at: int | None = None) -> list[Entry]:
        """Give of them what the law folds."""
        return [one.entry for one in self.stream(agreement, known_at)]

    def legible(self, agreement: str, known_at: int | None = None) -> list[Recorded]:
        """Give of them those that can be read, for a question about many agreements; the others are set aside.

        Without its opening, an agreement has none.
        """
        from lifecycle.acts.conclusion import Drafted

        found = list(self._legible(self._stream(agreement, known_at)))
        if not found or agreement == DIRECTORY or isinstance(found[0].act, Drafted):
            return found
        for one in found:
            set_aside(one.seq, Message("the opening of {agreement} cannot be read", agreement=agreement))
        return []

    def asides(self) -> Mapping[int, SetAside]:
        """Give what a recorded act has set aside, by its number: looked for once something cannot be read."""
        from aggregates.record.log.setting_aside import HOLDS, set_aside_in

        if self._asides is None:
            self._asides = {}  # meanwhile: it is what is read here that may be set aside
            select = f"SELECT DISTINCT originator_id FROM events WHERE topic = ? AND {self.case.holding}"
            streams = [list(self.placed(stream)) for (stream,) in self.query(select, RECORDED, HOLDS).fetchall()]
            read = ([one for row in rows if (one := self.readable(row))] for rows in streams)
            found = [one for stream in read for one in set_aside_in(stream)]
            self._asides = {one.seq: one for one in found if self.never_was(one.seq)}
        return self._asides

    def never_was(self, seq: int) -> bool:
        """Tell whether what lies at a place cannot be read although it is as its hash says: it never was an event."""
        row = next(self.rows(seq - 1, seq), None)
        return row is not None and leaf_of(row) == row.leaf_hash and self.readable(row) is None

    def readable(self, row: LoggedRow) -> Recorded | None:
        """Give what a row records, or nothing where it cannot be read."""
        try:
            return self.opened(row)
        except StorageFailure:
            return None

    def _stream(self, agreement: str, known_at: int | None) -> list[LoggedRow]:
        return [row for row in self.placed(stream_of(agreement)) if known_at is None or row.seq <= known_at]

    def placed(self, stream: str) -> Iterator[LoggedRow]:
        """Give the rows of a stream by its own id, whatever they say that they are."""
        select = f"SELECT {COLUMNS} FROM events WHERE originator_id = ? ORDER BY originator_version"
        return map(LoggedRow._make, self.query(select, stream))

    def top(self, agreement: str) -> Hash | None:
        """Give the leaf hash of an agreement's last event."""
        select = "SELECT leaf_hash FROM events WHERE originator_id = ? ORDER BY originator_version DESC LIMIT 1"
        found = self.query(select, stream_of(agreement)).fetchone()
        return found[0] if found else None

    def length(self, agreement: str) -> int:
        """Count the events of an agreement, those that were set aside, too."""
        select = "SELECT count(*) FROM events WHERE originator_id = ?"
        return int(self.query(select, stream_of(agreement)).fetchone()[0])

    def agreements(self) -> list[str]:
        """Give the id of every agreement, in the order of their opening."""
        select = "SELECT seq, state FROM events WHERE topic = ? ORDER BY seq"
        found = []
        for seq, state in self.query(select, CREATED).fetchall():
            try:
                found.append(decode(state, _Named).agreement)
            except InvalidInput as error:
                self.set_aside(seq, error.says)
        return list(dict.fromkeys(found))

    def directory(self, known_at: int | None = None) -> Directory:
        """Fold the directory of parties, as known at a `seq`; what cannot be read of it is set aside."""
        from lifecycle.fold.directory import directory

        return directory(row.entry for row in self.legible(DIRECTORY, known_at))

    def resolve(self, moment: Moment) -> int:
        """Give the `seq` of the last recording known at a moment; raises `NotFound` beyond the head, or `Behind`."""
        head = self.head().seq
        if isinstance(moment, int):
            if not 0 <= moment <= head:
                raise self.beyond(moment)
            return moment
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time.max, UTC)
        # A binary search by the primary key: seq has no gap, and time runs backwards only where a clock was mended.
        micros, ends = to_micros(moment), [*(seq - 1 for seq in self.mended() if seq <= head), head]
        for first, end in reversed(list(pairwise([0, *ends]))):
            if found := bisect_right(range(first + 1, end + 1), micros, key=self._recorded_at):
                return first + found
        return 0

    def earlier(self, key: str) -> Earlier | None:
        """Tell what was recorded under an idempotency key."""
        found = self.query("SELECT digest, first_seq, last_seq FROM idempotency WHERE key = ?", key).fetchone()
        return Earlier(*found) if found else None

    def beyond(self, seq: int) -> DepositaryError:
        """Give the error for a recording behind the head: on a standby it may be that it has not come yet."""
        head = self.last()[0]
        if seq > head and self.case.standby(self.connection.cursor()):
            return Behind(
                Message(
                    "the register is read on a standby, which has the log up to #{head}: #{seq} has not come to it yet",
                    head=head,
                    seq=seq,
                )
            )
        return NotFound("recording", f"#{seq}", [f"#{head}"] if head else [])

    def reach(self, seq: int, patience: float = PATIENCE) -> None:
        """Wait on a standby for a recording; raises `Behind` where it does not come, elsewhere `NotFound`."""
        until = monotonic() + patience
        while self.last()[0] < seq:
            error = self.beyond(seq)
            if not isinstance(error, Behind) or monotonic() > until:
                raise error
            sleep(GLANCE)

    def mended(self) -> list[int]:
        """Give the places at which time goes back, because a clock was mended."""
        return [seq for (seq,) in self.query("SELECT seq FROM mended WHERE seq > 1 ORDER BY seq")]

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

    def opened(self, row: LoggedRow) -> Recorded:
        """Decode one row with its personal data, as far as there are keys for it.

        Raises `StorageFailure` naming it if it is no event of its agreement.
        """
        from aggregates.record.log.recording import opened, recorded, unnamed

        found = recorded(row)
        if stream_of(found.agreement) != row.originator_id:
            raise StorageFailure(
                Message(
                    "event #{seq} names {agreement}, but lies in another stream",
                    seq=row.seq,
                    agreement=found.agreement,
                )
            )
        if self.names and not found.personal:  # as nearly every event
            return found
        for subject in {subject for one in found.personal for subject in one.subjects} - self._keys.keys():
            self._keys |= self.query("SELECT subject, key FROM people WHERE subject = ?", subject).fetchall()
        return opened(found, self._keys) if self.names else unnamed(found, self._keys)

    def _recorded_at(self, seq: int) -> int:
        select = f"SELECT recorded_at FROM events WHERE seq <= ? AND {READABLE} ORDER BY seq DESC LIMIT 1"
        found = self.query(select, seq).fetchone()
        return int(found[0]) if found else 0


class _Named(msgspec.Struct):
    """As much of a first event as its name needs."""

    agreement: str


def ready() -> None:
    """Build the decoders of all that a log holds."""
    from aggregates.record.log.recording import decoded

    decoder(_Named)
    for kind in decoded():
        decoder(kind)


@contextmanager
def reading(url: str, *, older: bool = False) -> Iterator[Log]:
    """Open a register for reading only, one with older tables where that is asked for.

    Raises `NoRegister`, `SchemaMismatch` or `StorageFailure`.
    """
    case = database(url)
    with closing(case.reader()) as connection, situations(case):
        check_schema(case, connection.cursor(), older=older)
        yield Log(case, connection)


@contextmanager
def lent(case: Database, readers: Readers) -> Iterator[Log]:
    """Read a register on a connection that is kept for the next reader; raises as `reading` does."""
    with readers.connection() as connection, situations(case):
        check_schema(case, connection.cursor())
        yield Log(case, connection)


@contextmanager
def owned(url: str) -> Iterator[tuple[Log, Cursor]]:
    """Open a register as its owner, with no lock yet; raises as `owning` does."""
    case = database(url)
    with closing(case.owner()) as connection, situations(case):
        yield Log(case, connection), connection.cursor()


@contextmanager
def owning(url: str) -> Iterator[tuple[Log, Cursor]]:
    """Hold the writers' lock as the owner, in a transaction that is undone unless it is committed.

    Raises `NoRegister`, `NotAllowed`, `Locked`, `SchemaMismatch` or `StorageFailure`.
    """
    with owned(url) as (log, cursor):
        log.case.lock(cursor)
        check_schema(log.case, cursor)
        yield log, cursor
