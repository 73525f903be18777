"""Reads the log: exact rows, or what they record; heads, streams, and the `seq` that a moment stands for.

Without the event sourcing library and without SQLAlchemy, because answers about one agreement start here and
must start quickly.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import uuid4

import msgspec
from msgspec import structs

from aggregates.agreement import EVENTS, ActRecorded, Content, Created, Sealed, stream_id
from aggregates.clock import from_micros, to_micros
from aggregates.database import Connection, Cursor, Database, check_schema, database, situations
from aggregates.merkle import Hash, leaf_hash
from aggregates.sealing import unseal
from lifecycle.acts import BY_TAG
from lifecycle.acts.base import Act
from lifecycle.codec import decode
from lifecycle.dates import parse_date
from lifecycle.errors import InvalidInput, NotFound, StorageFailure
from lifecycle.personal import ERASED, SEALED, with_personal
from lifecycle.ruling import Ruling
from lifecycle.timeline import Entry

Moment = int | date | datetime
"""A place on the axis of recording: a `seq`, the end of a UTC day, or an instant."""

PAGE = 5000
"""Rows that are asked for at once: some drivers fetch all of them before they give the first."""

COLUMNS = "seq, recorded_at, originator_id, originator_version, topic, state, leaf_hash"


Place = tuple[int, int, str, int, str, bytes]
"""A row without its leaf hash."""


class LoggedRow(NamedTuple):
    """One event as it lies in the log, byte for byte."""

    seq: int
    recorded_at: int
    """Microseconds since 1970, UTC."""
    originator_id: str
    originator_version: int
    topic: str
    state: bytes
    leaf_hash: Hash


class LogHead(NamedTuple):
    """The last recording of the log; `seq` is 0 and the moment unknown when there is none."""

    seq: int
    recorded_at: datetime | None


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One recording: an act with all that was said about it then."""

    seq: int
    recorded_at: datetime
    agreement: str
    version: int
    """Position in the agreement's own stream, from 1."""
    act: Act
    ruling: Ruling
    irregular: str | None = None
    accepted: tuple[int, ...] = ()
    actor: str | None = None
    login: str | None = None
    document: str | None = None
    personal: tuple[Sealed, ...] = ()
    leaf_hash: Hash

    @property
    def entry(self) -> Entry:
        """The part of it that the law folds."""
        return Entry(seq=self.seq, act=self.act, irregular=self.irregular)


def leaf_of(row: LoggedRow | Place) -> Hash:
    """Hash one event over its place, its moment and its exact bytes, so that none can change unseen."""
    return leaf_hash(entry_of(row))


def entry_of(row: LoggedRow | Place) -> bytes:
    """Write what a leaf is the hash of: a line with the event's place and moment, and its exact bytes."""
    seq, recorded_at, stream, version, topic, state = row[:6]
    return f"depositary-event/1 {seq} {recorded_at} {stream} {version} {topic}\n".encode() + state


@lru_cache(maxsize=512)
def _created(state: bytes) -> Created:
    return decode(state, Created)  # the only large events: terms do not change, so they are read once


def content_of(topic: str, state: bytes) -> Content:
    """Decode the bytes of one event; raises `InvalidInput` if they are not what was once written."""
    if topic == Created.TOPIC:
        return _created(state)
    if topic not in EVENTS:
        raise InvalidInput(f"{topic!r} is not a kind of event")
    tag = decode(state, _Tagged).act.act
    if tag not in BY_TAG:
        raise InvalidInput(f"{tag!r} is not a kind of act")
    return decode(state, _recorded_as(BY_TAG[tag]))


class _Tag(msgspec.Struct):
    """The name of an act."""

    act: str


class _Tagged(msgspec.Struct):
    """As much of an event as tells which kind of act it holds."""

    act: _Tag


@cache
def _recorded_as(kind: type[Act]) -> type[ActRecorded[Act]]:
    """Give the type that events of a kind of act are decoded as: building it for all kinds would be slow."""
    given: Any = ActRecorded
    made: type[ActRecorded[Act]] = given[kind]
    return made


def recorded(row: LoggedRow) -> Recorded:
    """Decode one row, its personal data left sealed; raises `StorageFailure` naming it if its bytes are damaged."""
    try:
        content = content_of(row.topic, row.state)
    except InvalidInput as error:
        raise StorageFailure(f"event #{row.seq} of stream {row.originator_id} is damaged: {error}") from error
    return Recorded(
        seq=row.seq,
        recorded_at=from_micros(row.recorded_at),
        agreement=content.agreement,
        version=row.originator_version,
        act=content.act,
        ruling=content.ruling,
        irregular=content.irregular if isinstance(content, ActRecorded) else None,
        accepted=content.accepted if isinstance(content, ActRecorded) else (),
        actor=content.actor,
        login=content.login,
        document=content.document,
        personal=content.personal if isinstance(content, ActRecorded) else (),
        leaf_hash=row.leaf_hash,
    )


def opened(found: Recorded, keys: Mapping[str, str | None]) -> Recorded:
    """Give a recording with its personal data, opened by the keys of its subjects; no key is that of one erased.

    Raises `StorageFailure` naming it if what is sealed does not open.
    """
    values = {one.field: _text(found, one, keys) for one in found.personal}
    return structs.replace(found, act=with_personal(found.act, values)) if values else found


def _text(found: Recorded, one: Sealed, keys: Mapping[str, str | None]) -> str:
    if one.subject not in keys:
        return SEALED
    if (key := keys[one.subject]) is None:
        return ERASED
    try:
        return unseal(bytes.fromhex(key), one.data, stream_id(found.agreement), found.version, one.field)
    except ValueError as error:
        raise StorageFailure(f"event #{found.seq} of {found.agreement} is damaged: {error}") from error


def new_origin() -> str:
    """Make up the name by which checkpoints know a register, wherever it is moved."""
    return f"depositary/{uuid4().hex}"


REGISTER = (
    "CREATE TABLE register (one INTEGER PRIMARY KEY CHECK (one = 1), origin TEXT NOT NULL,"
    " four_eyes INTEGER DEFAULT 0 NOT NULL)"
)
"""What a register is known by, and whether it asks for a second officer."""

PEOPLE = "CREATE TABLE people (subject TEXT PRIMARY KEY, name TEXT UNIQUE, key TEXT)"
"""Whose personal data the log holds; no name and no key once they are erased."""


def founding(origin: str) -> tuple[str, ...]:
    """Give the statements that make the tables beside the log: the register's origin, once for all, and people."""
    return REGISTER, f"INSERT INTO register (one, origin) VALUES (1, '{origin}')", PEOPLE


class Log:
    """The log behind one connection."""

    def __init__(self, case: Database, connection: Connection) -> None:
        self.case, self._connection = case, connection
        self._keys: dict[str, str | None] = {}

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

    def head(self) -> LogHead:
        """Give the last recording."""
        seq, recorded_at = self.last()
        return LogHead(seq, from_micros(recorded_at) if seq else None)

    def rows(self, after: int = 0, upto: int | None = None) -> Iterator[LoggedRow]:
        """Give the rows of the whole log in their order, from behind `after` up to and with `upto`."""
        last = self.last()[0] if upto is None else upto
        select = f"SELECT {COLUMNS} FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT {PAGE}"
        found = True
        while found:
            found = False
            for row in map(LoggedRow._make, self.query(select, after, last)):
                if row.seq <= after:  # or a damaged table would be read in a circle
                    raise StorageFailure(f"the table is damaged: event #{row.seq} stands behind #{after}")
                yield row
                found, after = True, row.seq

    def recordings(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """Give the recordings of the whole log in their order."""
        return map(self._opened, self.rows(after, upto))

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

    def stream(self, agreement: str, known_at: int | None = None) -> list[Recorded]:
        """Give the recordings of one agreement, or those known at a `seq`; none if there are none."""
        select = f"SELECT {COLUMNS} FROM events WHERE originator_id = ? ORDER BY originator_version"
        rows = map(LoggedRow._make, self.query(select, str(stream_id(agreement))))
        return [self._opened(row) for row in rows if known_at is None or row.seq <= known_at]

    def top(self, agreement: str) -> Hash | None:
        """Give the leaf hash of an agreement's last event."""
        select = "SELECT leaf_hash FROM events WHERE originator_id = ? ORDER BY originator_version DESC LIMIT 1"
        found = self.query(select, str(stream_id(agreement))).fetchone()
        return found[0] if found else None

    def agreements(self) -> list[str]:
        """Give the id of every agreement, in the order of their opening."""
        select = "SELECT state FROM events WHERE topic = ? ORDER BY seq"
        return [decode(state, _Named).agreement for (state,) in self.query(select, Created.TOPIC)]

    def resolve(self, moment: Moment) -> int:
        """Give the `seq` of the last recording known at a moment; raises `NotFound` beyond the head."""
        head = self.head().seq
        if isinstance(moment, int):
            if not 0 <= moment <= head:
                raise NotFound("recording", f"#{moment}", [f"#{head}"] if head else [])
            return moment
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time.max, UTC)
        # A binary search by the primary key: seq has no gap, and time never runs backwards along it.
        return bisect_right(range(1, head + 1), to_micros(moment), key=self._recorded_at)

    def query(self, statement: str, *parameters: object) -> Cursor:
        """Run a statement that reads, and give its cursor."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(self.case.sql(statement), parameters)
        except UnicodeDecodeError as error:  # what SQLite says of a damaged schema may be damaged itself
            raise StorageFailure("the database is damaged: its own description cannot be read") from error
        return cursor

    @property
    def damage(self) -> tuple[type[Exception], ...]:
        """What reading a damaged database raises."""
        return (self.case.Error, StorageFailure, UnicodeDecodeError)

    def _opened(self, row: LoggedRow) -> Recorded:
        """Decode one row with its personal data, as far as there are keys for it."""
        found = recorded(row)
        for one in found.personal:
            if one.subject not in self._keys:
                self._keys |= self.query("SELECT subject, key FROM people WHERE subject = ?", one.subject).fetchall()
        return opened(found, self._keys)

    def _recorded_at(self, seq: int) -> int:
        return int(self.query("SELECT recorded_at FROM events WHERE seq = ?", seq).fetchone()[0])


class _Named(msgspec.Struct):
    """As much of a first event as its name needs."""

    agreement: str


@contextmanager
def reading(url: str) -> Iterator[Log]:
    """Open a register for reading only; raises `NoRegister`, `SchemaMismatch` or `StorageFailure`."""
    case = database(url)
    with closing(case.reader()) as connection, situations(case):
        check_schema(case, connection.cursor())
        yield Log(case, connection)


_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)
_SEQ = re.compile(r"#?([0-9]{1,15})", re.ASCII)


def moment_from(text: str) -> Moment:
    """Read `#SEQ`, a date or a timestamp with its offset; raises `InvalidInput`."""
    if seq := _SEQ.fullmatch(text):
        return int(seq[1])
    try:
        if len(text) <= len("2010-03-30"):
            return parse_date(text)
        if not (found := _INSTANT.fullmatch(text)):
            raise ValueError(f"{text!r} is no moment: write #3, 2010-03-30 or 2010-03-30T12:00:00Z")
        if not found[1]:
            raise ValueError(f"{text!r} has no offset from UTC: write {text}Z for UTC")
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(str(error)) from error
