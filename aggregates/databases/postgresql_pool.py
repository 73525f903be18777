"""Connections to PostgreSQL that are kept for readers by psycopg's own pool: each serves snapshot after snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg_pool import ConnectionPool

from aggregates.databases.database import situations
from aggregates.databases.postgresql_server import Server
from aggregates.databases.postgresql_session import Session


class Pool:
    """As many readers of a register as are needed at a time, up to a number, each the reader's role for good.

    Whoever comes when all are lent waits as long as for a lock. One that the server has closed is opened anew.
    """

    def __init__(self, server: Server, most: int) -> None:
        server.reader().close()  # what stops everybody is said at once, and not after the waiting
        self._server = server
        self._pool = ConnectionPool(
            connection_class=Session,
            kwargs=server.asked,
            configure=server.reads,
            check=ConnectionPool.check_connection,
            min_size=0,
            max_size=most,
            timeout=server.patience,
            open=True,
        )

    @contextmanager
    def connection(self) -> Iterator[Session]:
        """Lend one; what it has begun ends with the block. Raises `StorageFailure` where none comes free in time."""
        with situations(self._server), self._pool.connection() as connection:
            yield connection

    def close(self) -> None:
        """Close those that nobody has, and each other when it comes back."""
        self._pool.close()
