"""A connection whose role and settings hold for its own transactions, also where a pooler stands before the server.

PgBouncer in transaction mode gives each transaction to whichever connection of the server is free: what is set for a
session is lost to the next transaction, and met by those of others. So there, each transaction sets for itself what it
needs, a statement outside of one gets one of its own, and nothing is prepared or listened to. That a pooler stands
there is told by the number of the server's process, which the pooler made up at the start of the connection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

import psycopg
from psycopg.pq import TransactionStatus

_BEGIN = re.compile(r"BEGIN[^;]*")

PER_SESSION = {"transaction_read_only": "default_transaction_read_only"}
"""Settings that are called otherwise where they hold for all transactions of a session."""


class SessionCursor(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor that sets what its transaction needs where that has to be."""

    def execute(
        self,
        query: Any,
        params: Any = None,
        *,
        prepare: bool | None = None,
        binary: bool | None = None,
    ) -> Self:
        """Run a statement, within a transaction of its own where there is none and a pooler has to be thought of."""
        connection = self.connection
        assert isinstance(connection, Session)
        how: dict[str, Any] = {"prepare": prepare, "binary": binary}
        if not connection.pooled or connection.info.transaction_status is not TransactionStatus.IDLE:
            return super().execute(query, params, **how)
        if isinstance(query, str) and (begin := _BEGIN.match(query)):
            if connection.pgconn.pipeline_status:  # where a message is one statement
                for statement in (begin[0], *connection.settings):
                    super().execute(statement)
                return self
            settings = "; ".join((begin[0], *connection.settings))
            return super().execute(f"{settings}{query[begin.end() :]}", params, **how)
        around = psycopg.Cursor(connection)
        around.execute("; ".join(("BEGIN", *connection.settings)).encode())
        try:
            super().execute(query, params, **how)
        except BaseException:
            if not connection.closed:
                around.execute("ROLLBACK")
            raise
        around.execute("COMMIT")
        return self


class Session(psycopg.Connection[tuple[Any, ...]]):
    """A connection with settings of its own."""

    pooled = False
    """Whether each of its transactions may be given to another connection of the server."""
    settings: tuple[str, ...] = ()
    """The statements that make the settings of one transaction."""

    def keep(self, settings: Mapping[str, str]) -> None:
        """Make settings in each transaction from now on: nothing is kept for the session."""
        self.pooled, self.prepare_threshold = True, None
        self.settings = tuple(f"SET LOCAL {name} = {value}" for name, value in settings.items())
