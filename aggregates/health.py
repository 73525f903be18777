"""Examines a register without changing it: its file, its tables and triggers, its clock.

To add an examination of SQLite: a function here and one line in `SQLITE`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta

from msgspec import Struct

from aggregates.clock import Clock, now
from aggregates.database import SCHEMA, Cursor, Database, database, situations
from aggregates.log import Log
from aggregates.sqlite import TABLES, Sqlite
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
            if isinstance(case, Sqlite):
                yield from (examination(cursor) for examination in SQLITE)
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
    says = mode if mode == "wal" else f"{mode}, where wal lets readers and a writer work side by side"
    return Examined(what="journal", well=mode == "wal", says=says)


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


SQLITE: tuple[Callable[[Cursor], Examined], ...] = (_integrity, _journal, _guards)
"""What is examined in a SQLite file, in this order."""
