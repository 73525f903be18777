"""The register in a schema of a PostgreSQL database: how it is made, and what it does by its own means.

Imported only where such a URL is given, because the driver costs a tenth of a second at start-up.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from time import sleep
from typing import Any

import psycopg

from aggregates.databases import postgresql_roles as roles
from aggregates.databases.database import (
    GLANCE,
    Cursor,
    Ended,
    Readers,
    raise_situation,
    revision,
    situations,
)
from aggregates.databases.postgresql_rights import sharing
from aggregates.databases.postgresql_schema import tables
from aggregates.databases.postgresql_transactions import Transactions
from lifecycle.errors import Conflict
from lifecycle.messages import Message


class Postgresql(Transactions):
    """A register in a schema of a database."""

    def create(self, statements: Sequence[str], schema: int) -> None:
        """Make roles, schema and all tables in one transaction; raises `Conflict` if there is such a schema or role."""
        prefix = ""
        try:
            with self.administrator() as connection, connection.transaction():
                prefix = roles.prefix(self.name, connection.info.dbname)
                if connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (self.name,)).fetchone():
                    raise self._there_already()
                for statement in roles.roles(prefix):
                    connection.execute(statement)
                owner = roles.role(prefix, roles.OWNER)
                connection.execute(f"CREATE SCHEMA {self.name} AUTHORIZATION {owner}")
                connection.execute(f"SET LOCAL ROLE {owner}; SET LOCAL search_path = {self.name}, pg_temp")
                for statement in tables(self.name, revision(schema), statements):
                    connection.execute(statement)
        except psycopg.errors.DuplicateSchema as error:
            raise self._there_already() from error
        except psycopg.errors.DuplicateObject as error:
            raise Conflict(roles.roles_there(prefix, self.name)) from error
        except psycopg.Error as error:
            raise_situation(self, error)

    def _there_already(self) -> Conflict:
        return Conflict(Message("{place} exists already", place=self.place))

    def readers(self, most: int) -> Readers:
        """Keep so many connections at most for reading."""
        from aggregates.databases.postgresql_pool import Pool  # only servers need it, and it brings asyncio

        return Pool(self, most)

    def standby(self, cursor: Cursor) -> bool:
        """Ask whether the server replays the journal of another."""
        cursor.execute("SELECT pg_is_in_recovery()")
        return bool(cursor.fetchone()[0])

    def mark(self, cursor: Cursor, version: int) -> None:
        """Do nothing: the table is Alembic's own."""

    def fill(self, cursor: Cursor, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Copy them."""
        assert isinstance(cursor, psycopg.Cursor)
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def spill(self, cursor: Cursor) -> None:
        """Do nothing: the server does."""

    def share(self, cursor: Cursor) -> None:
        """Give the roles their rights in tables that have just been made."""
        cursor.execute(sharing(self.name))

    def copies(self) -> list[str]:
        """Name the schemas that restorations have put aside."""
        named = f"^{self.name}_replaced_[0-9]+$"
        with closing(self.reader()) as connection:
            found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY 1", (named,))
            return [str(name) for (name,) in found]

    def scrub(self, cursor: Cursor) -> bool:
        """Write the tables anew that held it; the server's own journal and archives forget in their time."""
        for table in ("people", "idempotency"):
            cursor.execute(f"CLUSTER {table} USING {table}_pkey")  # as VACUUM FULL does, but in a transaction
        return True

    def committed(self, ended: Ended) -> Generator[None, None, None]:
        """Listen: a turn once that has begun, and one after each commit of events.

        On a standby, and at a pooler, where nobody can listen, a turn comes again and again.
        """
        with situations(self), self.reader() as connection:
            follows = connection.pooled or self.standby(connection.cursor())
            if not follows:
                connection.execute(f"LISTEN {self.name}")
            yield
            while follows and not ended():
                sleep(GLANCE)
                yield
            while not ended():
                for _ in connection.notifies(timeout=GLANCE, stop_after=1):
                    yield

    def advice(self) -> Sequence[Message]:
        """Say how users are given a role."""
        with self.administrator() as connection:
            writer, reader = (self.role(connection, name) for name in (roles.WRITER, roles.READER))
            (database,) = connection.execute("SELECT quote_ident(current_database())").fetchone() or ("",)
        return (
            Message("Who records: {command}", command=f"GRANT {writer} TO …"),
            Message("Who only reads: {command}", command=f"GRANT {reader} TO …"),
            Message(
                "If nobody else needs this database: {command}",
                command=f"GRANT CONNECT ON DATABASE {database} TO {reader};"
                f" REVOKE CONNECT ON DATABASE {database} FROM PUBLIC",
            ),
        )
