"""Lets SQLAlchemy work on a connection of the driver, for the steps of a migration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from aggregates.databases.database import Connection as DriverConnection
from aggregates.databases.database import Database, situations

ENGINES: Mapping[str, str] = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}
"""SQLAlchemy's name for dialect and driver, by dialect."""


@contextmanager
def connected(case: Database, creator: Callable[[], DriverConnection]) -> Iterator[Connection]:
    """Connect SQLAlchemy by a connection of the driver; its errors come out as the situations they stand for."""
    engine = create_engine(ENGINES[case.dialect], creator=creator, poolclass=NullPool)
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
