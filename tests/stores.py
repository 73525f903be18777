"""The databases that a register can live in, as the tests see them: an empty place, and a stranger's hand."""

from __future__ import annotations

import hashlib
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import postgresql
import psycopg
from eventsourcing.persistence import StoredEvent

from aggregates.databases.cases import database
from aggregates.databases.database import SCHEMA
from aggregates.databases.postgresql_roles import prefix, role
from aggregates.record.events import Created
from aggregates.record.streams import stream_id
from lifecycle.codec import encode

Rows = list[tuple[Any, ...]]


def opening(agreement: str | None = None) -> StoredEvent:
    """Give an event as the first of an agreement, as far as the database asks; by default of one of its own."""
    name = agreement or uuid4().hex
    return StoredEvent(stream_id(name), 1, Created.TOPIC, encode({"agreement": name, "act": {}}))


class Place(ABC):
    """Somewhere for one register. Nothing is there until a test makes it."""

    url: str

    def create(self, *tables: str) -> None:
        """Make an empty log there, and further tables."""
        database(self.url).create(tables, SCHEMA)

    @abstractmethod
    def run(self, *statements: str, guarded: bool = False) -> None:
        """Run statements by a stranger's hand that may do everything, the triggers out of the way or not."""

    def admit_all(self) -> None:
        """Let it take events of any kind, for those who try a store as such: topics and bytes are their own."""
        self.run(f"DROP TRIGGER events_belong_to_agreements {self.of_events}", guarded=True)

    of_events = ""

    def literal(self, value: Any) -> str:
        """Write a value as it stands in a statement."""
        if value is None or isinstance(value, int):
            return "NULL" if value is None else str(value)
        if isinstance(value, bytes):
            return f"'\\x{value.hex()}'::bytea" if self.of_events else f"x'{value.hex()}'"
        return "'" + str(value).replace("'", "''") + "'"

    @abstractmethod
    def rows(self, statement: str) -> Rows:
        """Ask past the register."""

    @abstractmethod
    def digest(self) -> str:
        """Hash all that is stored there."""

    @abstractmethod
    def tables(self) -> list[str]:
        """Give the names of the tables that are there."""

    @abstractmethod
    def schema(self) -> Rows:
        """Describe the tables and their indexes."""

    @abstractmethod
    def version(self, version: int) -> None:
        """Make the register one of another version."""

    @abstractmethod
    def hold(self) -> Any:
        """Take the writer's lock, and keep it until what is given is closed."""

    @abstractmethod
    def remove(self) -> None:
        """Leave nothing behind."""


class File(Place):
    """A file of SQLite."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "register.db"
        self.url = f"sqlite:///{self.file}"

    def run(self, *statements: str, guarded: bool = False) -> None:
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            made = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in made if not guarded else ():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            for _, trigger in made if not guarded else ():
                connection.execute(trigger)

    def rows(self, statement: str) -> Rows:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(statement).fetchall()

    def digest(self) -> str:
        wal = self.file.with_name(self.file.name + "-wal")
        return hashlib.sha256(self.file.read_bytes() + (wal.read_bytes() if wal.exists() else b"")).hexdigest()

    def tables(self) -> list[str]:
        return [name for (name,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]

    def schema(self) -> Rows:
        return sorted(self.rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))

    def version(self, version: int) -> None:
        self.run(f"PRAGMA user_version = {version}", guarded=True)

    def hold(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        return connection

    def remove(self) -> None:
        """Leave it to the folder."""


class Schema(Place):
    """A schema of the tests' PostgreSQL database."""

    of_events = "ON events"
    here = " AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"

    def __init__(self, folder: Path) -> None:
        self.url = postgresql.place()
        self.name = self.url.rpartition("=")[2]

    @cached_property
    def admin(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of the administrator's, of whom no role and no policy asks anything."""
        return postgresql.connected(self.url)

    def role(self, name: str) -> str:
        """Give the name of one of the register's roles."""
        return role(prefix(self.name, self.admin.info.dbname), name)

    def run(self, *statements: str, guarded: bool = False) -> None:
        there = (
            f"SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'{self.here}"
        )
        made = [] if guarded else self.rows(there)
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in {table for _, table in made}]
        on = [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name, table in made]
        with self.admin.transaction():
            for statement in (*off, *statements, *(on if off else [])):
                self.admin.execute(statement)

    def rows(self, statement: str) -> Rows:
        return self.admin.execute(statement).fetchall()

    def digest(self) -> str:
        hashed = hashlib.sha256()
        for table in self.tables():
            hashed.update(repr((table, self.rows(f"SELECT * FROM {table} AS one ORDER BY one"))).encode())
        return hashed.hexdigest()

    def tables(self) -> list[str]:
        found = self.rows(f"SELECT tablename FROM pg_tables WHERE schemaname = '{self.name}' ORDER BY tablename")
        return [name for (name,) in found]

    def schema(self) -> Rows:
        columns = "table_name, column_name, ordinal_position, data_type, is_nullable, collation_name"
        return sorted(
            self.rows(f"SELECT tablename, indexdef, '', '', '', '' FROM pg_indexes WHERE schemaname = '{self.name}'")
            + self.rows(
                f"SELECT {columns.replace('ordinal_position', 'ordinal_position::text')}"
                f" FROM information_schema.columns WHERE table_schema = '{self.name}'"
            )
            + self.rows(
                "SELECT c.relname, coalesce(c.relacl::text, ''), c.relrowsecurity::text, c.relforcerowsecurity::text,"
                f" '', '' FROM pg_class AS c WHERE relnamespace = '{self.name}'::regnamespace"
            ),
            key=repr,
        )

    def version(self, version: int) -> None:
        self.run(f"UPDATE schema_version SET version_num = '{version:04}'", guarded=True)

    def hold(self) -> Any:
        connection = database(self.url).writer()
        database(self.url).lock(connection.cursor())
        return connection

    def remove(self) -> None:
        aside = rf"SELECT nspname FROM pg_namespace WHERE nspname LIKE '{self.name}\_replaced%'"
        for (name,) in self.rows(aside):  # by a restoration
            self.admin.execute(f"DROP SCHEMA {name} CASCADE")
        postgresql.remove(self.admin, self.name)
        self.admin.close()


STORES: Mapping[str, Callable[[Path], Place]] = {"sqlite": File, "postgresql": Schema}
"""For each database, an empty place in it."""
