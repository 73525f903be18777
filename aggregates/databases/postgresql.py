"""The register in a schema of a PostgreSQL database: its locks, its transactions and what it does by its own means.

Imported only where such a URL is given, because the driver costs a tenth of a second at start-up.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import psycopg

from aggregates.databases import postgresql_schema as made
from aggregates.databases.database import (
    GLANCE,
    Begun,
    Cursor,
    Ended,
    check_version,
    raise_situation,
    revision,
    situations,
)
from aggregates.databases.database import Connection as AnyConnection
from aggregates.databases.postgresql_server import Server, said
from lifecycle.errors import Conflict, Locked, OutcomeUnknown, StorageFailure
from lifecycle.messages import Message

LOCK = 0x44505354  # "DPST": with the schema's own number, the name of the writers' lock
EXCHANGE = LOCK + 1  # that of the lock of who reads, and of who lets another schema have the name

ATTEMPTS = 5
"""How often the lock is taken anew because the schema was exchanged for another while it was waited for."""

_LAST = """SELECT coalesce(max(seq), 0), coalesce(max(recorded_at), 0),
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, session_user::text,
    (SELECT version_num FROM schema_version)
    FROM (SELECT seq, recorded_at FROM events ORDER BY seq DESC LIMIT 1) AS last"""


class Postgresql(Server):
    """A register in a schema of a database."""

    def create(self, statements: Sequence[str], schema: int) -> None:
        """Make roles, schema and all tables in one transaction; raises `Conflict` if there is such a schema."""
        owner = made.role(self.name, made.OWNER)
        try:
            with self.administrator() as connection, connection.transaction():
                for statement in made.founding(self.name):
                    connection.execute(statement)
                connection.execute(f"SET LOCAL ROLE {owner}; SET LOCAL search_path = {self.name}, pg_temp")
                for statement in made.tables(self.name, revision(schema), statements):
                    connection.execute(statement)
        except psycopg.errors.DuplicateSchema as error:
            raise Conflict(Message("{place} exists already", place=self.place)) from error
        except psycopg.Error as error:
            raise_situation(self, error)

    def steady(self, cursor: Cursor) -> None:
        """Take a lock that whoever exchanges the schema waits for, on the schema that has the name."""
        locked: Any = None
        while True:
            cursor.execute(f"SELECT oid FROM pg_namespace WHERE nspname = '{self.name}'")
            if (found := cursor.fetchone()) is None:
                raise self._absent()
            if found == locked:
                return
            cursor.execute(f"SELECT pg_advisory_lock_shared({EXCHANGE}, {found[0]}::oid::int)")
            locked = found

    def exchange(self, cursor: Cursor, schema: int) -> None:
        """Wait for whoever reads a schema that has lost its name in this transaction."""
        cursor.execute(f"SET LOCAL lock_timeout = {self._milliseconds}")
        cursor.execute(f"SELECT pg_advisory_xact_lock({EXCHANGE}, {schema}::oid::int)")

    def snapshot(self, cursor: Cursor) -> None:
        """Begin to see what is committed by now, and nothing later; of another schema it would see nothing at all."""
        self.steady(cursor)
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def lock(self, cursor: Cursor) -> None:
        """Begin, and wait to be the only writer; each statement sees what was committed before it.

        A schema that has lost its name to another while its lock was waited for is left alone.
        """
        self._locked(cursor)

    def begin(self, cursor: Cursor) -> Begun:
        """Do so and find the end of the log, all in one message; the clock is read once the lock is held."""
        self._locked(cursor, _LAST)
        while cursor.nextset():  # type: ignore[attr-defined]
            pass
        *begun, version = cursor.fetchone()
        check_version(_number(version))
        return Begun(*begun)

    def together(self, connection: AnyConnection) -> AbstractContextManager[object]:
        """Send the statements of a block without waiting for the answer to each."""
        assert isinstance(connection, psycopg.Connection)
        return connection.pipeline()

    def taken(self, error: Exception) -> bool:
        """Tell by the table whose key or whose trigger it was."""
        return isinstance(error, psycopg.Error) and error.diag.table_name == "events"

    def commit(self, cursor: Cursor, *, appended: bool) -> None:
        """Commit, and tell who listens; where no answer comes, nobody knows whether it was done."""
        try:
            cursor.execute(f"NOTIFY {self.name}; COMMIT" if appended else "COMMIT")
            while cursor.nextset():  # type: ignore[attr-defined]
                pass
        except psycopg.OperationalError as error:
            if cursor.connection.broken:  # type: ignore[attr-defined]
                raise OutcomeUnknown(
                    Message(
                        "the connection was lost at the end: whether it was recorded is not known ({why})",
                        why=said(error),
                    )
                ) from error
            raise
        if cursor.statusmessage != "COMMIT":  # type: ignore[attr-defined]
            raise StorageFailure(Message("the transaction had failed before its end, and was undone"))

    def schema(self, cursor: Cursor) -> int:
        """Read the version from its table."""
        cursor.execute("SELECT version_num FROM schema_version")
        found = cursor.fetchone()
        return _number(found[0] if found else None)

    def mark(self, cursor: Cursor, version: int) -> None:
        """Do nothing: the table is Alembic's own."""

    def fill(self, cursor: Cursor, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Copy them."""
        assert isinstance(cursor, psycopg.Cursor)
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def share(self, cursor: Cursor) -> None:
        """Give the roles their rights in tables that have just been made."""
        cursor.execute(made.sharing(self.name))

    def scrub(self, cursor: Cursor) -> bool:
        """Write the table of people anew; the server's own journal and archives forget in their time."""
        cursor.execute("VACUUM FULL people")
        return True

    def committed(self, ended: Ended) -> Generator[None, None, None]:
        """Listen: a turn once that has begun, and one after each commit of events."""
        with situations(self), self.reader() as connection:
            connection.execute(f"LISTEN {self.name}")
            yield
            while not ended():
                for _ in connection.notifies(timeout=GLANCE, stop_after=1):
                    yield

    def advice(self) -> Sequence[Message]:
        """Say how users are given a role."""
        writer, reader = made.role(self.name, made.WRITER), made.role(self.name, made.READER)
        return (
            Message("Who records: {command}", command=f"GRANT {writer} TO …"),
            Message("Who only reads: {command}", command=f"GRANT {reader} TO …"),
        )

    def _locked(self, cursor: Cursor, *further: str) -> None:
        """Lock the schema that has the name, and look whether it still has it then; if not, lock the other one.

        In a table, where a rename is seen at once; what the server keeps in mind of names may be from before.
        """
        named = f"FROM pg_namespace WHERE nspname = '{self.name}'"
        lock = f"SELECT oid, pg_advisory_xact_lock({LOCK}, oid::int) {named}"
        for _ in range(ATTEMPTS):
            cursor.execute("; ".join(("BEGIN", lock, f"SELECT oid {named}", *further)))
            locked, found = [cursor.fetchone() for _ in range(2) if cursor.nextset()]  # type: ignore[attr-defined]
            if locked is None or found is None:
                raise self._absent()
            if locked[0] == found[0]:
                return
            cursor.execute("ROLLBACK")
        raise Locked(Message("{place} was restored again and again", place=self.place))


def _number(version: str | None) -> int:
    return int(version) if version and version.isdecimal() else 0
