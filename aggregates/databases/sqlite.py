"""The register in one SQLite file: its tables, its lock, and what is written to it and seen of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from time import sleep
from typing import Any

from aggregates.databases.database import (
    GLANCE,
    READABLE,
    Begun,
    Cursor,
    Ended,
    Question,
    check_schema,
    revision,
    situations,
)
from aggregates.databases.sqlite_file import APPLICATION_ID, File, Opened, code, identity
from aggregates.databases.sqlite_schema import GUARDS, TABLES
from aggregates.ground.clock import now, to_micros
from aggregates.ground.files import private
from lifecycle.errors import Conflict, Exchanged
from lifecycle.messages import Message

_LAST = f"""SELECT coalesce((SELECT seq FROM events ORDER BY seq DESC LIMIT 1), 0),
    coalesce((SELECT recorded_at FROM events WHERE {READABLE} ORDER BY seq DESC LIMIT 1), 0)"""


class Sqlite(File):
    """A register in a file."""

    def create(self, statements: Sequence[str], schema: int) -> None:
        """Make the file and all tables in one transaction; raises `Conflict` if the file holds anything."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            private(self.path)
            with closing(self.connect("rwc")) as connection:
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
            raise self.failed(error.strerror or str(error)) from error
        except sqlite3.Error as error:
            if code(error) == sqlite3.SQLITE_NOTADB:
                raise Conflict(Message("{file} exists already and is not a database", file=str(self.path))) from error
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
        opened: Opened = cursor.connection  # type: ignore[attr-defined]
        if opened.file != identity(opened.place):
            raise Exchanged(
                Message(
                    "{file} is no longer the file that was opened, and what would be written there would be lost: give"
                    " the command again",
                    file=str(self.path),
                )
            )

    def begin(self, cursor: Cursor, ahead: Sequence[Question] = ()) -> Begun:
        """Begin at once as the only writer, and find the end of the log."""
        self.lock(cursor)
        check_schema(self, cursor)
        seq, recorded_at = cursor.execute(_LAST).fetchone()
        return Begun(seq, recorded_at, to_micros(now()))

    @contextmanager
    def together(self, cursor: Cursor, *, commits: bool) -> Iterator[None]:
        """Commit at the end of the block or not: there is nothing to shorten."""
        yield
        if commits:
            self.commit(cursor, appended=True)

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
