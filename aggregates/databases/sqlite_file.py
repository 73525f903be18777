"""The file of a register in SQLite: its connections, each for what it is opened for, and the meaning of its errors."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from urllib.parse import quote

from aggregates.databases.database import Connection, locked_by_another
from aggregates.databases.sqlite_copy import beside, copied, unwritable, written
from aggregates.ground.holders import holders
from lifecycle.errors import NoRegister, StorageFailure
from lifecycle.messages import Message

APPLICATION_ID = 0x44505354  # "DPST", so that no other program's file is taken for a register

_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)
_LEAVES_NO_TRACE = "PRAGMA cache_spill = OFF"
"""Lets nothing reach the disk before COMMIT, so that a dry run leaves no trace."""

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


class Opened(sqlite3.Connection):
    """A connection that knows which file it has opened, whatever lies in its place later."""

    place: Path
    file: tuple[int, int] | None
    copied: bool


class Opening:
    """Connections to a file, each opened when it is needed: that takes no longer than to ask whether it is the same."""

    def __init__(self, case: File) -> None:
        self._case = case

    def connection(self) -> AbstractContextManager[sqlite3.Connection]:
        """Open one for as long as the block lasts."""
        return closing(self._case.reader())

    def close(self) -> None:
        """Do nothing: none is kept."""


class File:
    """The place of a register, a file, and the ways in."""

    dialect = "sqlite"
    Error: type[Exception] = sqlite3.Error
    IntegrityError: type[Exception] = sqlite3.IntegrityError
    holding = "instr(state, CAST(? AS BLOB)) > 0"

    def __init__(self, path: Path, patience: float) -> None:
        self.path, self.patience = path, patience

    def sql(self, statement: str) -> str:
        """Give the statement as it is."""
        return statement

    def reader(self) -> sqlite3.Connection:
        """Open the file for reading; on a read-only medium a copy of it, because no lock can be held there.

        Elsewhere not by `mode=ro`, because such a reader leaves `-wal` and `-shm` files behind.
        """
        try:
            return self._open("rw", "PRAGMA query_only = ON")
        except sqlite3.Error as error:
            unmerged = written(self.path, "-wal") and not unwritable(self.path)  # is never passed over
            if unmerged or code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
                raise self.translated(error) from error
            with copied(self.path, self.patience) as copy:
                return self._open("ro&immutable=1", at=copy)

    def readers(self, most: int) -> Opening:
        """Open the file as often as it is read."""
        self.reader().close()
        return Opening(self)

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

    def opens_again(self, connection: Connection) -> bool:
        """Tell whether it is the file itself, and not a copy, which takes as much of the disk each time."""
        assert isinstance(connection, Opened)
        return not connection.copied

    def translated(self, error: Exception) -> Exception:
        """Tell a lock held by another, and a disk that fails, from mistakes of our own."""
        if code(error) in _BUSY:
            return locked_by_another(str(self.path), self.patience, holders(beside(self.path, "-shm"), _WRITING))
        if code(error) in _FAILURES:
            return self.failed(str(error))
        if str(error).startswith(_DAMAGED):
            return StorageFailure(Message("{file} is damaged: {why}", file=str(self.path), why=str(error)))
        return error

    def failed(self, why: str) -> StorageFailure:
        """Give the error for a file that cannot be worked with."""
        return StorageFailure(Message("{file}: {why}", file=str(self.path), why=why))

    def _open(self, mode: str, *pragmas: str, at: Path | None = None) -> sqlite3.Connection:
        if not self.path.is_file():
            raise NoRegister(Message("there is no register at {file}", file=str(self.path)))
        connection = self.connect(mode, at)
        try:
            for pragma in pragmas:
                connection.execute(pragma)
            if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise NoRegister(Message("{file} is not a register", file=str(self.path)))
        except BaseException as error:
            connection.close()
            if code(error) == sqlite3.SQLITE_NOTADB:
                raise NoRegister(Message("{file} is not a register", file=str(self.path))) from error
            raise
        return connection

    def connect(self, mode: str, at: Path | None = None) -> sqlite3.Connection:
        """Open the file, or a copy of it, whatever it holds."""
        place = self.path.absolute()
        file = identity(place)  # before, so that one exchanged meanwhile is taken for another
        connection = sqlite3.connect(
            f"file:{quote(str(at or place))}?mode={mode}",
            uri=True,
            timeout=self.patience,
            isolation_level=None,
            check_same_thread=False,
            factory=Opened,
        )
        connection.place, connection.file, connection.copied = place, file, at is not None
        return connection


def identity(file: Path) -> tuple[int, int] | None:
    """Give what tells a file from another one under its name, or nothing where there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def code(error: BaseException) -> int:
    """Give SQLite's primary result code, 0 for what is not an error of SQLite."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
