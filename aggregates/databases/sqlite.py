"""The register in one SQLite file: its tables, its connections, its lock and the meaning of its errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import quote

from aggregates.databases.database import (
    GLANCE,
    READABLE,
    Begun,
    Connection,
    Cursor,
    Ended,
    check_schema,
    locked_by_another,
    revision,
    situations,
)
from aggregates.databases.sqlite_copy import beside, copied, unwritable, written
from aggregates.databases.sqlite_schema import GUARDS, TABLES
from aggregates.ground.clock import now, to_micros
from aggregates.ground.files import private
from aggregates.ground.holders import holders
from lifecycle.errors import Conflict, Exchanged, NoRegister, StorageFailure
from lifecycle.messages import Message

APPLICATION_ID = 0x44505354  # "DPST", so that no other program's file is taken for a register

_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)
_LEAVES_NO_TRACE = "PRAGMA cache_spill = OFF"
"""Lets nothing reach the disk before COMMIT, so that a dry run leaves no trace."""

_LAST = f"""SELECT coalesce((SELECT seq FROM events ORDER BY seq DESC LIMIT 1), 0),
    coalesce((SELECT recorded_at FROM events WHERE {READABLE} ORDER BY seq DESC LIMIT 1), 0)"""

_WRITING = 120
"""The byte of the file `-shm` that a writer locks (SQLite, WAL-mode file format, 2.3.1)."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_FAILURES = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOLFS,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}

_DAMAGED = ("Could not decode", "no such column", "no such table")
"""Begins what is said without a code of its own where bytes of a text, or of the schema, have changed."""


class _Opened(sqlite3.Connection):
    """A connection that knows which file it has opened, whatever lies in its place later."""

    place: Path
    file: tuple[int, int] | None


class _Opening:
    """Connections to a file, each opened when it is needed: that takes no longer than to ask whether it is the same."""

    def __init__(self, case: Sqlite) -> None:
        self._case = case

    def connection(self) -> AbstractContextManager[sqlite3.Connection]:
        """Open one for as long as the block lasts."""
        return closing(self._case.reader())

    def close(self) -> None:
        """Do nothing: none is kept."""


class Sqlite:
    """A register in a file."""

    dialect = "sqlite"
    Error: type[Exception] = sqlite3.Error
    IntegrityError: type[Exception] = sqlite3.IntegrityError
    holding = "instr(state, CAST(? AS BLOB)) > 0"

    def __init__(self, path: Path, patience: float) -> None:
        self.path, self.patience = path, patience

    def sql(self, statement: str) -> str:
        """Give the statement as it is."""
        return statement

    def create(self, statements: Sequence[str], schema: int) -> None:
        """Make the file and all tables in one transaction; raises `Conflict` if the file holds anything."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            private(self.path)
            with closing(self._connect("rwc")) as connection:
                connection.execute("BEGIN IMMEDIATE")
                if connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
                    raise Conflict(Message("{file} exists already", file=str(self.path)))
                for statement in (*TABLES, *GUARDS.values(), *statements):
                    connection.execute(statement)
                connection.execute("INSERT INTO schema_version VALUES (?)", (revision(schema),))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {schema}")
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL")
        except OSError as error:
            raise self._failed(error.strerror or str(error)) from error
        except sqlite3.Error as error:
            if _code(error) == sqlite3.SQLITE_NOTADB:
                raise Conflict(Message("{file} exists already and is not a database", file=str(self.path))) from error
            raise self.translated(error) from error

    def reader(self) -> sqlite3.Connection:
        """Open the file for reading; on a read-only medium a copy of it, because no lock can be held there.

        Elsewhere not by `mode=ro`, because such a reader leaves `-wal` and `-shm` files behind.
        """
        try:
            return self._open("rw", "PRAGMA query_only = ON")
        except sqlite3.Error as error:
            unmerged = written(self.path, "-wal") and not unwritable(self.path)  # is never passed over
            if unmerged or _code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
                raise self.translated(error) from error
            with copied(self.path, self.patience) as copy:
                return self._open("ro&immutable=1", at=copy)

    def readers(self, most: int) -> _Opening:
        """Open the file as often as it is read."""
        self.reader().close()
        return _Opening(self)

    def writer(self) -> sqlite3.Connection:
        """Open the file for recording."""
        connection = self.owner()
        connection.execute(_LEAVES_NO_TRACE)
        return connection

    def owner(self) -> sqlite3.Connection:
        """Open the file for changes of any size, which need not fit into memory: who may write it, owns it."""
        try:
            return self._open("rw", *_PRAGMAS)
        except sqlite3.Error as error:
            raise self.translated(error) from error

    def standby(self, cursor: Cursor) -> bool:
        """A file follows nobody."""
        return False

    def steady(self, cursor: Cursor) -> None:
        """Do nothing: a register takes the place of another in one transaction of the same file."""

    def snapshot(self, cursor: Cursor) -> None:
        """Begin; what the first statement sees, all others see."""
        cursor.execute("BEGIN")

    def lock(self, cursor: Cursor) -> None:
        """Begin at once as the only writer; raises `Exchanged` where another file lies under the name by now."""
        cursor.execute("BEGIN IMMEDIATE")
        opened: _Opened = cursor.connection  # type: ignore[attr-defined]
        if opened.file != _identity(opened.place):
            raise Exchanged(
                Message(
                    "{file} is no longer the file that was opened, and what would be written there would be lost: give"
                    " the command again",
                    file=str(self.path),
                )
            )

    def begin(self, cursor: Cursor) -> Begun:
        """Begin at once as the only writer, and find the end of the log."""
        self.lock(cursor)
        check_schema(self, cursor)
        seq, recorded_at = cursor.execute(_LAST).fetchone()
        return Begun(seq, recorded_at, to_micros(now()))

    def together(self, connection: Connection) -> AbstractContextManager[object]:
        """Do nothing: there is no way to shorten."""
        return nullcontext()

    def taken(self, error: Exception) -> bool:
        """Tell by the words of the log's own trigger."""
        return "this place is taken" in str(error)

    def commit(self, cursor: Cursor, *, appended: bool) -> None:
        """Commit; nobody can wait for it."""
        cursor.execute("COMMIT")

    def schema(self, cursor: Cursor) -> int:
        """Read the version from the file's header."""
        return int(cursor.execute("PRAGMA user_version").fetchone()[0])

    def mark(self, cursor: Cursor, version: int) -> None:
        """Write it into the file's header."""
        cursor.execute(f"PRAGMA user_version = {version}")

    def fill(self, cursor: Cursor, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Insert them one after the other, which is fast here."""
        cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' for _ in rows[0])})", rows)

    def spill(self, cursor: Cursor) -> None:
        """Let the page cache be written out."""
        cursor.execute("PRAGMA cache_spill = ON")

    def share(self, cursor: Cursor) -> None:
        """Do nothing: who may read the file, reads all of it."""

    def copies(self) -> list[str]:
        """Name the files that restorations have put aside."""
        from glob import escape

        found = self.path.parent.glob(f"{escape(self.path.name)}.replaced-*")
        return sorted(str(file) for file in found if not file.name.endswith(("-wal", "-shm", "-journal")))

    def scrub(self, cursor: Cursor) -> bool:
        """Write the file anew, and let nothing stay in the journal; a reader of the old pages keeps them there."""
        cursor.execute("VACUUM")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def committed(self, ended: Ended) -> Generator[None, None, None]:
        """Look every now and then: nobody tells of a commit to a file, but the file itself shows that there was one."""
        with situations(self), closing(self.reader()) as connection:
            seen = None
            while True:
                version = connection.execute("PRAGMA data_version").fetchone()
                if version != seen:
                    seen = version
                    yield
                if ended():
                    return
                sleep(GLANCE)

    def advice(self) -> Sequence[Message]:
        """Say nothing: it is ready."""
        return ()

    def translated(self, error: Exception) -> Exception:
        """Tell a lock held by another, and a disk that fails, from mistakes of our own."""
        if _code(error) in _BUSY:
            return locked_by_another(str(self.path), self.patience, holders(beside(self.path, "-shm"), _WRITING))
        if _code(error) in _FAILURES:
            return self._failed(str(error))
        if str(error).startswith(_DAMAGED):
            return StorageFailure(Message("{file} is damaged: {why}", file=str(self.path), why=str(error)))
        return error

    def _failed(self, why: str) -> StorageFailure:
        return StorageFailure(Message("{file}: {why}", file=str(self.path), why=why))

    def _open(self, mode: str, *pragmas: str, at: Path | None = None) -> sqlite3.Connection:
        if not self.path.is_file():
            raise NoRegister(Message("there is no register at {file}", file=str(self.path)))
        connection = self._connect(mode, at)
        try:
            for pragma in pragmas:
                connection.execute(pragma)
            if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise NoRegister(Message("{file} is not a register", file=str(self.path)))
        except BaseException as error:
            connection.close()
            if _code(error) == sqlite3.SQLITE_NOTADB:
                raise NoRegister(Message("{file} is not a register", file=str(self.path))) from error
            raise
        return connection

    def _connect(self, mode: str, at: Path | None = None) -> sqlite3.Connection:
        place = self.path.absolute()
        file = _identity(place)  # before, so that one exchanged meanwhile is taken for another
        connection = sqlite3.connect(
            f"file:{quote(str(at or place))}?mode={mode}",
            uri=True,
            timeout=self.patience,
            isolation_level=None,
            check_same_thread=False,
            factory=_Opened,
        )
        connection.place, connection.file = place, file
        return connection


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _code(error: BaseException) -> int:
    """Give SQLite's primary result code, 0 for what is not an error of SQLite."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
