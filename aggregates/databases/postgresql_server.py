"""A server of PostgreSQL: its connections, each in one of the register's roles."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from time import sleep
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping
from psycopg.types.numeric import Int8BinaryDumper

from aggregates.databases import postgresql_roles as roles
from aggregates.databases.database import Connection as AnyConnection
from aggregates.databases.database import raise_situation
from aggregates.databases.postgresql_address import address
from aggregates.databases.postgresql_errors import no_entry, situation
from aggregates.databases.postgresql_session import PER_SESSION, Session, SessionCursor
from lifecycle.errors import NoRegister, NotAllowed
from lifecycle.messages import Message, Quoted

_READS = {"transaction_read_only": "on"}

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # a line that is lost is raised, not printed as well

_AGAIN = (0.0, 0.05)
"""Seconds to wait before it is tried again to connect to a server that is there."""

Connection = psycopg.Connection[tuple[Any, ...]]

_NAMED = f"regexp_replace(pg_get_userbyid(nspowner), '_{roles.OWNER}$', %(role)s)"
_FOUND = rf"""FROM pg_namespace AS schema
    WHERE nspname = %(schema)s AND pg_get_userbyid(nspowner) LIKE '%%\_{roles.OWNER}'"""
_CALLED = f"SELECT {_NAMED} {_FOUND}"
_BECOMES = f"""SELECT set_config('role', named, pooled), pooled{{}}
    FROM (SELECT {_NAMED} AS named, pg_backend_pid() <> %(process)s AS pooled {_FOUND}
    AND EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = schema.oid AND relname = 'events')) AS found"""
_REMAINS = "SELECT '', pooled{} FROM (SELECT pg_backend_pid() <> %(process)s AS pooled) AS found"
"""Both settle a connection: for good, or at a pooler for this statement alone."""


@cache
def _formatted(statement: str) -> str:
    return statement.replace("?", "%s")


class Server:
    """The place of a register, a schema in a database of a server, and the ways in."""

    dialect = "postgresql"
    Error: type[Exception] = psycopg.Error
    IntegrityError: type[Exception] = psycopg.IntegrityError
    holding = "position(convert_to(?, 'UTF8') IN state) > 0"

    def __init__(self, url: str, patience: float) -> None:
        self._to, self.name = address(url)
        self.patience = patience
        database = Quoted(self._to.get("dbname", ""))
        self.place = Message("{schema} of the database {name}", schema=self.name, name=database)

    def sql(self, statement: str) -> str:
        """Give the statement with the driver's own sign for a parameter."""
        return _formatted(statement)

    def reader(self) -> Session:
        """Open a connection as the reader."""
        return self._become(self._connect(), roles.READER, _READS)

    def reads(self, connection: Session) -> None:
        """Make a connection that somebody else has opened one of the reader; raises as `reader` does."""
        self._become(_prepared(connection), roles.READER, _READS)

    def writer(self) -> Session:
        """Open a connection as the writer; one that stops half-way does not keep the lock for ever."""
        return self._become(self._connect(), roles.WRITER, {"idle_in_transaction_session_timeout": "60s"})

    def owner(self) -> Session:
        """Open a connection as the owner."""
        return self._become(self._connect(), roles.OWNER, {})

    def administrator(self) -> Session:
        """Open a connection as the user whom the URL names, in none of the register's roles."""
        connection = self._connect()
        self._settle(connection, _REMAINS, "", {})
        return connection

    def opens_again(self, connection: AnyConnection) -> bool:
        """Tell whether no pooler stands before the server: one may have no further connection to give."""
        assert isinstance(connection, Session)
        return not connection.pooled

    def directly(self, connection: Session) -> None:
        """Raise `NotAllowed` where a pooler stands before the server: what takes a session is not for it."""
        if connection.pooled:
            raise NotAllowed(
                Message(
                    "{place} is reached by a pooler, which gives each transaction another connection: for this"
                    " give the address of the server itself",
                    place=self.place,
                )
            )

    def translated(self, error: Exception) -> Exception:
        """Tell waiting in vain, missing rights and a server that fails from mistakes of our own."""
        return situation(error, self.place, self.patience)

    def _become(self, connection: Session, name: str, settings: Mapping[str, str]) -> Session:
        """Let a connection become one of the register's roles, whatever else the user may be."""
        try:
            found = self._settle(connection, _BECOMES, name, settings)
        except psycopg.errors.InvalidParameterValue:  # no such role
            found = False
        except psycopg.errors.InsufficientPrivilege as error:
            asked = self.role(connection, name)
            user = connection.info.user
            connection.close()
            raise NotAllowed(
                Message(
                    "{user} has not the role {role} of {place}: {command}",
                    user=user,
                    role=asked,
                    place=self.place,
                    command=f"GRANT {asked} TO {user}",
                )
            ) from error
        except psycopg.Error as error:
            connection.close()
            raise_situation(self, error)
        if not found:
            connection.close()
            raise self._absent()
        return connection

    def _settle(self, connection: Session, select: str, name: str, settings: Mapping[str, str]) -> bool:
        """Make the settings of a connection, the role among them; tell whether there is a register.

        They are made for good where the connection is the server's own, and for each transaction at a pooler.
        """
        ours = {"search_path": f"{self.name},pg_temp", "lock_timeout": str(self._milliseconds), **settings}
        made = "".join(f", set_config('{PER_SESSION.get(one, one)}', %({one})s, pooled)" for one in ours)
        place = {"schema": self.name, "role": f"_{name}", "process": _process(connection)}
        found = connection.execute(select.format(made), {**place, **ours}).fetchone()
        if found is not None and found[1]:
            local = {one: value if one == "search_path" else f"'{value}'" for one, value in ours.items()}
            connection.keep({**({"role": f'"{found[0]}"'} if found[0] else {}), **local})
        return found is not None

    def _absent(self) -> NoRegister:
        return NoRegister(Message("there is no register {place}", place=self.place))

    def role(self, connection: Connection, name: str) -> str:
        """Find out how one of the register's roles is called: its owner is who owns the schema."""
        found = connection.execute(_CALLED, {"schema": self.name, "role": f"_{name}"}).fetchone()
        return str(found[0]) if found else roles.role(roles.prefix(self.name, connection.info.dbname), name)

    @property
    def _milliseconds(self) -> int:
        return max(1, round(self.patience * 1000))

    @property
    def asked(self) -> dict[str, Any]:
        """What a connection is opened with."""
        ours: dict[str, Any] = {"application_name": "depositary", "connect_timeout": 10, "client_encoding": "utf8"}
        return {**ours, **self._to, "autocommit": True, "cursor_factory": SessionCursor}

    def _connect(self) -> Session:
        try:
            connection = Session.connect(**self.asked)
        except psycopg.OperationalError as error:
            connection = self._once_more(error, self.asked)
        return _prepared(connection)

    def _once_more(self, error: psycopg.OperationalError, asked: dict[str, Any]) -> Session:
        """Connect again where the server is there by now: it may have been about to start when it refused."""
        for pause in _AGAIN:
            if PGconn.ping(make_conninfo(**self._to).encode()) != Ping.OK:
                break
            sleep(pause)
            try:
                return Session.connect(**asked)
            except psycopg.OperationalError as again:
                error = again
        return no_entry(error, self._to, self._absent())


def _prepared(connection: Session) -> Session:
    """Let the driver prepare what is run again."""
    connection.prepare_threshold = 2
    connection.adapters.register_dumper(int, Int8BinaryDumper)  # one prepared statement, however large a number
    return connection


def _process(connection: Session) -> int:
    """Give the number of the server's process as it was told at the start of a connection."""
    return connection.info.backend_pid
