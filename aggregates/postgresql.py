"""The register in a schema of a PostgreSQL database: its connections, its lock and the meaning of its errors.

The URL is libpq's, `postgresql://user@host/database`, with one parameter of ours: `schema`, by default `depositary`.
Imported only where such a URL is given, because the driver costs a tenth of a second at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.numeric import Int8BinaryDumper

from aggregates import postgresql_schema as made
from aggregates.database import Begun, Cursor, check_version, raise_situation, revision
from aggregates.database import Connection as AnyConnection
from lifecycle.errors import (
    Conflict,
    InvalidInput,
    Locked,
    NoRegister,
    NotAllowed,
    OutcomeUnknown,
    StorageFailure,
)

SCHEMA = "depositary"
"""Where a register lies in its database, unless the URL says otherwise."""

LOCK = 0x44505354  # "DPST": with the schema's own number, the name of the writers' lock
EXCHANGE = LOCK + 1  # that of the lock of who reads, and of who lets another schema have the name

ATTEMPTS = 5
"""How often the lock is taken anew because the schema was exchanged for another while it was waited for."""

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,39}")

_LOCKED = {"55P03", "40P01"}  # nobody waits for ever: a time-out, or two who would wait for each other
_FAILURES = ("08", "25006", "53", "54", "57", "58", "XX")  # connection, reading only, resources, operator, system

_REFUSED_ENTRY = ("authentication failed", "no password supplied", "permission denied", "no pg_hba.conf entry")

_LAST = """SELECT coalesce(max(seq), 0), coalesce(max(recorded_at), 0),
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, session_user::text,
    (SELECT version_num FROM schema_version)
    FROM (SELECT seq, recorded_at FROM events ORDER BY seq DESC LIMIT 1) AS last"""

Connection = psycopg.Connection[tuple[Any, ...]]


@cache
def _formatted(statement: str) -> str:
    return statement.replace("?", "%s")


class Postgresql:
    """A register in a schema of a database."""

    dialect = "postgresql"
    Error: type[Exception] = psycopg.Error
    IntegrityError: type[Exception] = psycopg.IntegrityError

    def __init__(self, url: str, patience: float) -> None:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.name, self.patience = query.pop("schema", SCHEMA), patience
        if not _NAME.fullmatch(self.name):
            raise InvalidInput(f"{self.name!r} is no name for a schema: small letters, digits and _, at most 40")
        try:
            self._to = conninfo_to_dict(urlunsplit(parts._replace(query=urlencode(query))))
        except psycopg.Error as error:
            raise InvalidInput(f"the URL of the register: {_said(error)}") from None
        self.place = f"{self.name} of the database {self._to.get('dbname', '')!r}"

    def sql(self, statement: str) -> str:
        """Give the statement with the driver's own sign for a parameter."""
        return _formatted(statement)

    def create(self, statements: Sequence[str], schema: int) -> None:
        """Make roles, schema and all tables in one transaction; raises `Conflict` if there is such a schema."""
        owner = made.role(self.name, made.OWNER)
        try:
            with self._connect() as connection, connection.transaction():
                for statement in made.founding(self.name):
                    connection.execute(statement)
                connection.execute(f"SET LOCAL ROLE {owner}; SET LOCAL search_path = {self.name}, pg_temp")
                for statement in made.tables(self.name, revision(schema), statements):
                    connection.execute(statement)
        except psycopg.errors.DuplicateSchema as error:
            raise Conflict(f"{self.place} exists already") from error
        except psycopg.Error as error:
            raise_situation(self, error)

    def reader(self) -> Connection:
        """Open a connection as the reader."""
        return self._open(made.READER, "default_transaction_read_only=on")

    def writer(self) -> Connection:
        """Open a connection as the writer; one that stops half-way does not keep the lock for ever."""
        return self._open(made.WRITER, "idle_in_transaction_session_timeout=60s")

    def owner(self) -> Connection:
        """Open a connection as the owner."""
        return self._open(made.OWNER)

    def steady(self, cursor: Cursor) -> None:
        """Take a lock that whoever exchanges the schema waits for, on the schema that has the name."""
        locked: Any = None
        while True:
            cursor.execute(f"SELECT oid FROM pg_namespace WHERE nspname = '{self.name}'")
            if (found := cursor.fetchone()) is None:
                raise NoRegister(f"there is no register {self.place}")
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
                says = f"the connection was lost at the end: whether it was recorded is not known ({_said(error)})"
                raise OutcomeUnknown(says) from error
            raise
        if cursor.statusmessage != "COMMIT":  # type: ignore[attr-defined]
            raise StorageFailure("the transaction had failed before its end, and was undone")

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

    def scrub(self, connection: AnyConnection) -> bool:
        """Write the table of people anew; the server's own journal and archives forget in their time."""
        connection.cursor().execute("VACUUM FULL people")
        return True

    def committed(self, stop: Callable[[], bool]) -> Iterator[None]:
        """Listen: a turn once that has begun, and one after each commit of events."""
        with self.reader() as connection:
            connection.execute(f"LISTEN {self.name}")
            yield
            while not stop():
                for _ in connection.notifies(timeout=0.1, stop_after=1):
                    yield

    def administrator(self) -> Connection:
        """Open a connection as the user whom the URL names, in none of the register's roles."""
        return self._connect()

    def advice(self) -> Sequence[str]:
        """Say how users are given a role."""
        writer, reader = made.role(self.name, made.WRITER), made.role(self.name, made.READER)
        return (f"Who records: GRANT {writer} TO …   Who only reads: GRANT {reader} TO …",)

    def translated(self, error: Exception) -> Exception:
        """Tell waiting in vain, missing rights and a server that fails from mistakes of our own."""
        state = getattr(error, "sqlstate", None)
        if state in _LOCKED:
            return Locked(f"{self.place} has been locked by another process for {self.patience:g} seconds")
        if state == "42501":
            return NotAllowed(f"{self.place}: {_said(error)}")
        if isinstance(error, psycopg.OperationalError | psycopg.InternalError) and state is None:
            return StorageFailure(f"{self.place}: {_said(error)}")
        if state is not None and state.startswith(_FAILURES):
            return StorageFailure(f"{self.place}: {_said(error)}")
        return error

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
                raise NoRegister(f"there is no register {self.place}")
            if locked[0] == found[0]:
                return
            cursor.execute("ROLLBACK")
        raise Locked(f"{self.place} was restored again and again, {ATTEMPTS} times in a row")

    def _open(self, name: str, *settings: str) -> Connection:
        """Connect and become one of the register's roles, whatever else the user may be."""
        connection = self._connect(*settings)
        try:
            connection.execute(f"SET ROLE {made.role(self.name, name)}")
            found = connection.execute("SELECT to_regclass('events')").fetchone()
        except psycopg.errors.InvalidParameterValue:  # no such role
            found = None
        except psycopg.errors.InsufficientPrivilege as error:
            user = connection.info.user
            connection.close()
            says = f"{user} is no {name} of {self.place}: GRANT {made.role(self.name, name)} TO {user}"
            raise NotAllowed(says) from error
        except psycopg.Error as error:
            connection.close()
            raise_situation(self, error)
        if found is None or found[0] is None:
            connection.close()
            raise NoRegister(f"there is no register {self.place}")
        return connection

    @property
    def _milliseconds(self) -> int:
        return max(1, round(self.patience * 1000))

    def _connect(self, *settings: str) -> Connection:
        given = {
            f"search_path={self.name},pg_temp",
            f"lock_timeout={self._milliseconds}",
            *settings,
        }
        options = " ".join([str(self._to.get("options") or ""), *(f"-c {setting}" for setting in sorted(given))])
        ours: dict[str, Any] = {"application_name": "depositary", "connect_timeout": 10, "client_encoding": "utf8"}
        try:
            connection = psycopg.connect(**(ours | self._to | {"options": options}), autocommit=True)
        except psycopg.OperationalError as error:
            self._no_entry(error)
        connection.prepare_threshold = 2
        connection.adapters.register_dumper(int, Int8BinaryDumper)  # one prepared statement, however large a number
        return connection

    def _no_entry(self, error: psycopg.OperationalError) -> NoReturn:
        """Tell the reasons not to be connected apart, by the words: before that there are no codes."""
        said = _said(error)
        if f'database "{self._to.get("dbname")}" does not exist' in said:
            raise NoRegister(f"there is no register {self.place}") from error
        if any(words in said for words in _REFUSED_ENTRY):
            raise NotAllowed(said) from error
        raise StorageFailure(said) from error


def _number(version: str | None) -> int:
    return int(version) if version and version.isdecimal() else 0


def _said(error: BaseException) -> str:
    """Give the first sentence of what the server or the driver says."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return primary or " ".join((str(error).splitlines() or [type(error).__name__])[:1])
