"""The errors of PostgreSQL: what the server or the driver says, what it means, and why there is no way in."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NoReturn

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from aggregates.databases.database import locked_by_another
from lifecycle.errors import Behind, NoRegister, NotAllowed, StorageFailure
from lifecycle.messages import Message

_LOCKED = {"55P03", "40P01"}  # nobody waits for ever: a time-out, or two who would wait for each other
_ONLY_READ = "25006"  # as on a standby
_FAILURES = ("08", "23000", "53", "54", "57", "58", "XX")
"""Connection, a guard of the log, resources, operator, system."""

_AWAY = ("too many", "starting up", "shutting down", "not yet accepting", "recovery")
"""What a server says in English that has no place, or no time, for anybody: there is no code."""

MEETING = ("postgres", "template1")
"""Databases that a server has, where it can be asked for others."""


def situation(error: Exception, place: Message, patience: float) -> Exception:
    """Tell waiting in vain, missing rights and a server that fails from mistakes of our own."""
    state = getattr(error, "sqlstate", None)
    if state in _LOCKED:
        return locked_by_another(place, patience)
    says = Message("{place}: {why}", place=place, why=said(error))
    if state == "42501":
        return NotAllowed(says)
    if state == _ONLY_READ:
        return Behind(Message("{place} can only be read: {why}", place=place, why=said(error)))
    if isinstance(error, psycopg.OperationalError | psycopg.InternalError) and state is None:
        return StorageFailure(says)
    if state is not None and state.startswith(_FAILURES):
        return StorageFailure(says)
    return error


def no_entry(error: psycopg.OperationalError, to: Mapping[str, Any], absent: NoRegister) -> NoReturn:
    """Tell the reasons not to be connected apart.

    The server has a code for them, but libpq keeps it to itself, and the words may be of any language: so it is
    asked whether it is there, and which databases it has.
    """
    says = said(error)
    refused = error.pgconn is not None and (error.pgconn.needs_password or error.pgconn.used_password)
    if not refused and PGconn.ping(make_conninfo(**to).encode()) != Ping.OK:
        raise StorageFailure(says) from error
    if _no_such_database(to):
        raise absent from error
    if not refused and any(words in says for words in _AWAY):
        raise StorageFailure(says) from error
    raise NotAllowed(says) from error


def _no_such_database(to: Mapping[str, Any]) -> bool:
    """Tell whether the server says that it has no such database."""
    for meeting in MEETING:
        with suppress(psycopg.OperationalError), psycopg.connect(**{**to, "dbname": meeting}) as connection:
            named = (to.get("dbname") or to.get("user") or connection.info.user,)
            return not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", named).fetchone()
    return False


def said(error: BaseException) -> str:
    """Give the first sentence of what the server or the driver says."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return primary or " ".join((str(error).splitlines() or [type(error).__name__])[:1])
