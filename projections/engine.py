"""Opens a register for questions over many agreements, through SQLAlchemy and for reading only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from aggregates.database import Connection as DriverConnection
from aggregates.database import check_schema, database

ENGINES: Mapping[str, str] = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}
"""SQLAlchemy's name for dialect and driver, by dialect."""


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Open a register, all questions being answered from one and the same state of it.

    Raises `NoRegister`, `SchemaMismatch`, `Locked`, `StorageFailure`, or `InvalidInput` for another kind of URL.
    """
    case = database(url)
    engine = create_engine(ENGINES[case.dialect], creator=case.reader, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            driver = cast("DriverConnection", connection.connection)
            cursor = driver.cursor()
            check_schema(case, cursor)
            case.snapshot(cursor)
            yield connection
    except DBAPIError as error:
        situation = case.translated(error.orig) if isinstance(error.orig, case.Error) else error.orig
        if situation is None or situation is error.orig:
            raise
        raise situation from error
    finally:
        engine.dispose()
