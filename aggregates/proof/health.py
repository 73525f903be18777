"""Examines a register without changing it: its file or its server, its tables and triggers, its clock.

To add an examination: a function here and its place in `EXAMINATIONS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta

from msgspec import Struct

from aggregates.databases import postgresql_schema as postgresql
from aggregates.databases.cases import database
from aggregates.databases.database import SCHEMA, Cursor, Database, situations
from aggregates.databases.sqlite import TABLES
from aggregates.ground.clock import Clock, now
from aggregates.record.log import Log
from lifecycle.errors import DepositaryError

TOLERANCE = timedelta(minutes=2)
"""How far the clocks of two machines may be apart."""


class Examined(Struct, frozen=True, kw_only=True):
    """What was examined, whether it is as it ought to be, and what was found."""

    what: str
    well: bool
    says: str


def examine(url: str, clock: Clock = now) -> Iterator[Examined]:
    """Examine a register step by step; a step that cannot be made is a finding and ends the examination."""
    try:
        case = database(url)
        with closing(case.reader()) as connection, situations(case):
            yield Examined(what="database", well=True, says="reachable")
            cursor = connection.cursor()
            found = case.schema(cursor)
            says = f"version {found}" + ("" if found == SCHEMA else f", where this program knows {SCHEMA}")
            yield Examined(what="schema", well=found == SCHEMA, says=says)
            yield from (examination(cursor) for examination in EXAMINATIONS[case.dialect])
            yield _clock(case, Log(case, connection), clock)
    except DepositaryError as error:
        yield Examined(what="database", well=False, says=str(error))


def _clock(case: Database, log: Log, clock: Clock) -> Examined:
    """Compare this machine's clock with the last recording, which cannot lie in the future."""
    last, today = log.head().recorded_at, clock()
    if last is None or last <= today + TOLERANCE:
        return Examined(what="clock", well=True, says=f"{today:%Y-%m-%d %H:%M} UTC, not before the last recording")
    says = f"{today:%Y-%m-%d %H:%M} UTC is before the last recording, of {last:%Y-%m-%d %H:%M} UTC"
    return Examined(what="clock", well=False, says=says)


def _integrity(cursor: Cursor) -> Examined:
    cursor.execute("PRAGMA integrity_check(5)")
    said = "; ".join(str(found) for (found,) in cursor.fetchall())
    return Examined(what="integrity", well=said == "ok", says=said)


def _journal(cursor: Cursor) -> Examined:
    cursor.execute("PRAGMA journal_mode")
    mode = str(cursor.fetchone()[0])
    if mode != "wal" and _in_wal(cursor):
        mode = "wal"  # on a read-only medium it is read without its journal
    says = mode if mode == "wal" else f"{mode}, where wal lets readers and a writer work side by side"
    return Examined(what="journal", well=mode == "wal", says=says)


def _in_wal(cursor: Cursor) -> bool:
    """Tell by the file's own header, in which the two versions of its format are 2 for wal."""
    cursor.execute("PRAGMA database_list")
    with open(cursor.fetchone()[2], "rb") as file:
        return file.read(20)[18:] == b"\2\2"


_NAMED = re.compile(r"CREATE (TABLE|TRIGGER) (\w+)")


def _expected() -> Mapping[str, str]:
    named = ((_NAMED.match(statement), statement) for statement in TABLES)
    return {found[2]: statement for found, statement in named if found}


def _guards(cursor: Cursor) -> Examined:
    """Compare the log's tables and triggers with the statements that made them."""
    cursor.execute("SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'trigger')")
    there = dict(cursor.fetchall())
    wrong = [
        f"{name} is {'changed' if name in there else 'missing'}"
        for name, statement in _expected().items()
        if there.get(name) != statement
    ]
    says = "; ".join(wrong) or "the log is append-only: all triggers in place"
    return Examined(what="triggers", well=not wrong, says=says)


_TRIGGERS = """SELECT tgname, tgenabled = 'A' FROM pg_trigger
    WHERE tgrelid IN ('events'::regclass, 'idempotency'::regclass) AND NOT tgisinternal"""
_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
_SECURED = """SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    AND relrowsecurity AND relforcerowsecurity"""
_RIGHTS = """SELECT DISTINCT coalesce(rolname, 'everybody'), privilege_type, relname
    FROM pg_class, aclexplode(relacl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
    WHERE relnamespace = current_schema()::regnamespace AND relname IN ('events', 'idempotency', 'schema_version')
    AND grantee <> relowner AND privilege_type NOT IN ('SELECT', 'INSERT') ORDER BY 1, 2, 3"""

_FUNCTION = re.compile(r"CREATE FUNCTION (\w+).*?\$\$(.*)\$\$", re.DOTALL)


def _protected(cursor: Cursor) -> Examined:
    """Compare triggers, their functions and row security of the log with the statements that made them."""
    wrong = []
    cursor.execute(_TRIGGERS)
    there = dict(cursor.fetchall())
    for name in postgresql.TRIGGERS:
        if not there.get(name):
            wrong.append(f"{name} is {'not always enabled' if name in there else 'missing'}")
    cursor.execute(_FUNCTIONS)
    sources = dict(cursor.fetchall())
    for found in filter(None, map(_FUNCTION.match, postgresql.TABLES)):
        if sources.get(found[1]) != found[2]:
            wrong.append(f"{found[1]} is {'changed' if found[1] in sources else 'missing'}")
    cursor.execute(_SECURED)
    secured = {name for (name,) in cursor.fetchall()}
    wrong += [f"row security of {name} is off" for name in postgresql.LOG if name not in secured]
    says = "; ".join(wrong) or "the log is append-only: all triggers in place"
    return Examined(what="triggers", well=not wrong, says=says)


def _rights(cursor: Cursor) -> Examined:
    """List who may do more with the log than select and insert."""
    cursor.execute(_RIGHTS)
    wrong = [f"{who} may {right} {table}" for who, right, table in cursor.fetchall()]
    says = "; ".join(wrong) or "the log can be read and appended to"
    return Examined(what="rights", well=not wrong, says=says)


def _durable(cursor: Cursor) -> Examined:
    """Ask the server whether what it calls committed is on the disk."""
    wrong = []
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        cursor.execute(f"SHOW {name}")
        if cursor.fetchone()[0] == "off":
            wrong.append(f"{name} is off: a recording may be lost with the machine")
    says = "; ".join(wrong) or "what is committed is on the disk"
    return Examined(what="durability", well=not wrong, says=says)


EXAMINATIONS: Mapping[str, tuple[Callable[[Cursor], Examined], ...]] = {
    "sqlite": (_integrity, _journal, _guards),
    "postgresql": (_protected, _rights, _durable),
}
"""What is examined in each kind of database, in this order."""
