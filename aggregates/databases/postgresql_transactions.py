"""Transactions in PostgreSQL: the one writer's turn and its end, states that are read, and who holds a lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from aggregates.databases.database import Begun, Cursor, Question, check_version, locked_by_another
from aggregates.databases.postgresql_errors import said
from aggregates.databases.postgresql_server import Server
from aggregates.databases.postgresql_session import Session
from lifecycle.errors import OutcomeUnknown, StorageFailure
from lifecycle.messages import Message

_LOCK = 0x44505354  # "DPST": with the schema's own number, the name of the writers' lock before there was a turn

_HOLDERS = """SELECT DISTINCT coalesce(usename::text, 'somebody'), pid
    FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)
    WHERE granted AND pid <> pg_backend_pid() AND relation IN (SELECT oid FROM pg_class
        WHERE relnamespace = to_regnamespace(?) AND relname IN ('turn', 'events')) AND mode <> 'AccessShareLock'"""


class Transactions(Server):
    """What is begun and ended in the schema of a register."""

    def steady(self, cursor: Cursor) -> None:
        """Begin, and hold what whoever exchanges the schema waits for, of the schema that has the name."""
        self._under(cursor, f"BEGIN; LOCK TABLE {self.name}.events IN ACCESS SHARE MODE")

    def exchange(self, cursor: Cursor, schema: str) -> None:
        """Wait for whoever reads a schema, which has this name since it lost its own in this transaction."""
        ours = f"SET LOCAL ROLE NONE; SET LOCAL lock_timeout = {self._milliseconds}"  # in place of those of a dump
        cursor.execute(f"{ours}; LOCK TABLE {schema}.events")

    def snapshot(self, cursor: Cursor) -> None:
        """Begin to see what is committed by now, and nothing later; the lock is taken before anything is seen."""
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        self._under(cursor, f"{begin}; LOCK TABLE {self.name}.events IN ACCESS SHARE MODE")

    def lock(self, cursor: Cursor) -> None:
        """Begin, and wait to be the only writer; each statement sees what was committed before it.

        A schema that has lost its name to another while its lock was waited for is left alone.
        """
        self._under(cursor, self._locking)

    def begin(self, cursor: Cursor, ahead: Sequence[Question] = ()) -> Begun:
        """Do so and find the end of the log, all in one message; the clock is read once the lock is held."""
        connection: Session = cursor.connection  # type: ignore[attr-defined]
        try:
            with self._waiting(cursor), connection.pipeline():
                connection.execute("BEGIN")
                cursor.execute(f"SELECT * FROM {self.name}.take_turn()")
                answers = {asked: connection.execute(self.sql(asked.statement), asked.parameters) for asked in ahead}
        except psycopg.errors.UndefinedFunction:  # in tables of an older version
            cursor.execute("ROLLBACK")
            check_version(self.schema(cursor))
            raise
        seq, recorded_at, moment, login, version = cursor.fetchone()
        check_version(_number(version))
        return Begun(seq, recorded_at, moment, login, answers)

    @contextmanager
    def together(self, cursor: Cursor, *, commits: bool) -> Iterator[None]:
        """Send the statements of a block without waiting for the answer to each, nor to any before the commit."""
        assert isinstance(cursor, psycopg.Cursor)
        ending: psycopg.Cursor[Any] | None = None
        try:
            with cursor.connection.pipeline():
                yield
                if commits:
                    ending = cursor.connection.cursor()
                    cursor.execute(f"NOTIFY {self.name}")
                    ending.execute("COMMIT")
        except psycopg.OperationalError as error:
            if ending is not None:
                raise self._at_the_end(cursor, error) from error
            raise
        if ending is not None:
            _look_at(ending)

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
            raise self._at_the_end(cursor, error) from error
        _look_at(cursor)

    def _at_the_end(self, cursor: Cursor, error: psycopg.OperationalError) -> Exception:
        """Give the situation that an error at the commit stands for."""
        if not cursor.connection.broken:  # type: ignore[attr-defined]
            return self.translated(error)
        return OutcomeUnknown(
            Message(
                "the connection was lost at the end: whether it was recorded is not known ({why})",
                why=said(error),
            )
        )

    def schema(self, cursor: Cursor) -> int:
        """Read the version from its table."""
        cursor.execute("SELECT version_num FROM schema_version")
        found = cursor.fetchone()
        return _number(found[0] if found else None)

    @property
    def _locking(self) -> str:
        """The statements that begin a transaction and take the lock of the schema that has the name by then.

        A lock on a table is looked for by name again once it is had, so that a schema exchanged meanwhile is let go.
        Tables of an older version have no turn; programs that knew them lock a number.
        """
        numbered = f"pg_advisory_xact_lock({_LOCK}, oid::int) FROM pg_namespace WHERE nspname = '{self.name}'"
        return f"""BEGIN; DO $$ BEGIN
            IF to_regclass('{self.name}.turn') IS NULL THEN PERFORM {numbered};
            ELSE LOCK TABLE {self.name}.turn IN EXCLUSIVE MODE;
            END IF;
        END $$"""

    def _under(self, cursor: Cursor, statements: str) -> None:
        """Run statements that take a lock."""
        with self._waiting(cursor):
            cursor.execute(statements)

    @contextmanager
    def _waiting(self, cursor: Cursor) -> Iterator[None]:
        """Name who holds a lock that is waited for in vain."""
        try:
            yield
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as error:
            raise self._absent() from error
        except psycopg.errors.LockNotAvailable as error:
            raise locked_by_another(self.place, self.patience, self._holders(cursor)) from error

    def _holders(self, cursor: Cursor) -> list[Message]:
        """Name who holds the lock that was waited for, as far as the server tells."""
        cursor.execute("ROLLBACK")
        cursor.execute(self.sql(_HOLDERS), (self.name,))
        return [Message("{user}, process {pid}", user=user, pid=str(pid)) for user, pid in cursor.fetchall()]


def _look_at(ended: Cursor) -> None:
    """Raise `StorageFailure` where the end of a transaction was none: of one that had failed, the server undoes all."""
    if ended.statusmessage != "COMMIT":  # type: ignore[attr-defined]
        raise StorageFailure(Message("the transaction had failed before its end, and was undone"))


def _number(version: str | None) -> int:
    return int(version) if version and version.isdecimal() else 0
