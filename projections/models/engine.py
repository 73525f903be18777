"""Opens a register for questions over many agreements, through SQLAlchemy and for reading only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from aggregates.databases.cases import database
from aggregates.databases.database import Connection as DriverConnection
from aggregates.databases.database import Database, check_schema, situations

ENGINES: Mapping[str, str] = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}
"""SQLAlchemy's name for dialect and driver, by dialect."""


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Open a register, all questions being answered from one and the same state of it.

    Raises `NoRegister`, `SchemaMismatch`, `Locked`, `StorageFailure`, or `InvalidInput` for another kind of URL.
    """
    case = database(url)
    with connected(case, case.reader) as connection:
        cursor = driver_of(connection).cursor()
        check_schema(case, cursor)
        case.snapshot(cursor)
        yield connection


@contextmanager
def connected(case: Database, creator: Callable[[], DriverConnection], *, begun: bool = False) -> Iterator[Connection]:
    """Connect SQLAlchemy by a connection of the driver; its errors come out as the situations they stand for.

    Where a transaction has begun on it, that is left to whoever began it.
    """
    engine = create_engine(ENGINES[case.dialect], creator=creator, poolclass=NullPool)
    if begun:  # SQLAlchemy rolls back whatever it finds on a connection that is new to it
        engine.dialect.do_rollback = lambda dbapi_connection: None  # type: ignore[method-assign]
    try:
        with situations(case), engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        situation = case.translated(error.orig) if isinstance(error.orig, case.Error) else error.orig
        if situation is None or situation is error.orig:
            raise
        raise situation from error
    finally:
        engine.dispose()


def driver_of(connection: Connection) -> DriverConnection:
    """Give the driver's connection under one of SQLAlchemy."""
    return cast("DriverConnection", connection.connection)
