"""Access to the log of a register: for reading, on a connection that is lent, or as its owner.

Without the event sourcing library and without SQLAlchemy, because answers start here and must start quickly.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from aggregates.databases.cases import database
from aggregates.databases.database import Cursor, Database, Readers, check_schema, situations
from aggregates.record.log.log import Log


@contextmanager
def reading(url: str, *, older: bool = False) -> Iterator[Log]:
    """Open a register for reading only, one with older tables where that is asked for.

    Raises `NoRegister`, `SchemaMismatch` or `StorageFailure`.
    """
    case = database(url)
    with closing(case.reader()) as connection, situations(case):
        check_schema(case, connection.cursor(), older=older)
        yield Log(case, connection)


@contextmanager
def lent(case: Database, readers: Readers) -> Iterator[Log]:
    """Read a register on a connection that is kept for the next reader; raises as `reading` does."""
    with readers.connection() as connection, situations(case):
        check_schema(case, connection.cursor())
        yield Log(case, connection)


@contextmanager
def owned(url: str) -> Iterator[tuple[Log, Cursor]]:
    """Open a register as its owner, with no lock yet; raises as `owning` does."""
    case = database(url)
    with closing(case.owner()) as connection, situations(case):
        yield Log(case, connection), connection.cursor()


@contextmanager
def owning(url: str) -> Iterator[tuple[Log, Cursor]]:
    """Hold the writers' lock as the owner, in a transaction that is undone unless it is committed.

    Raises `NoRegister`, `NotAllowed`, `Locked`, `SchemaMismatch` or `StorageFailure`.
    """
    with owned(url) as (log, cursor):
        log.case.lock(cursor)
        check_schema(log.case, cursor)
        yield log, cursor
