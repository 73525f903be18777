"""Examines a register without changing it: its file or its server, its tables and triggers, its clock.

To add an examination: a function here and its place in `EXAMINATIONS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from aggregates.databases import postgresql_guards as postgresql
from aggregates.databases.cases import database
from aggregates.databases.database import SCHEMA, Cursor, situations
from aggregates.databases.sqlite_schema import GUARDS
from aggregates.databases.sqlite_schema import TABLES as STATEMENTS
from aggregates.ground.clock import Clock, now
from aggregates.record.log.log import Log
from aggregates.record.timekeeping import TOLERANCE
from lifecycle.errors import DepositaryError
from lifecycle.messages import Message, Row

DATABASE, TABLES, TRIGGERS = Message("database"), Message("schema"), Message("triggers")
APPEND_ONLY = Message("the log is append-only: all triggers in place")

WAL = "wal"
"""The mode of SQLite's journal that a register is made with."""


class Examined(Struct, frozen=True, kw_only=True):
    """What was examined, whether it is as it ought to be, and what was found."""

    what: Message
    well: bool
    says: Message


def judged(what: Message, wrong: Sequence[Message], well: Message) -> Examined:
    """Say all that is wrong with a thing, or else how well it is."""
    return Examined(what=what, well=not wrong, says=Message("{wrong}", wrong=Row(wrong)) if wrong else well)


def examine(url: str, clock: Clock = now, *, quick: bool = False) -> Iterator[Examined]:
    """Examine a register step by step; a step that cannot be made is a finding and ends the examination.

    A `quick` one takes no longer for a large register, but for the pages of a file.
    """
    try:
        case = database(url)
        with closing(case.reader()) as connection, situations(case):
            yield Examined(what=DATABASE, well=True, says=Message("reachable"))
            cursor = connection.cursor()
            found = case.schema(cursor)
            other = Message("version {found}, where this program knows {known}", found=found, known=SCHEMA)
            yield judged(TABLES, [other] if found != SCHEMA else [], Message("version {found}", found=found))
            for examination in EXAMINATIONS[case.dialect]:
                yield QUICK.get(examination, examination)(cursor) if quick else examination(cursor)
            yield _clock(Log(case, connection), clock)
    except DepositaryError as error:
        yield Examined(what=DATABASE, well=False, says=Message("{error}", error=error.says))


def readable(examined: Iterable[Examined]) -> bool:
    """Tell whether this program can read the register, as far as it was examined."""
    return all(one.well for one in examined if one.what in (DATABASE, TABLES))


def _clock(log: Log, clock: Clock) -> Examined:
    """Compare this machine's clock with the last recording, which cannot lie in the future."""
    last, today = log.head().recorded_at, clock()
    moment = f"{today:%Y-%m-%d %H:%M} UTC"
    well, wrong = Message("{moment}, not before the last recording", moment=moment), []
    if last is not None and last > today + TOLERANCE:
        then = f"{last:%Y-%m-%d %H:%M} UTC"
        wrong.append(Message("{moment} is before the last recording, of {then}", moment=moment, then=then))
    return judged(Message("clock"), wrong, well)


def _integrity(cursor: Cursor) -> Examined:
    return _checked(cursor, "PRAGMA integrity_check(5)")


def _pages(cursor: Cursor) -> Examined:
    """Check the pages of the file, and not each index against its table."""
    return _checked(cursor, "PRAGMA quick_check(5)")


def _checked(cursor: Cursor, pragma: str) -> Examined:
    cursor.execute(pragma)
    wrong = [Message.from_plain(found) for (found,) in cursor.fetchall() if found != "ok"]
    return judged(Message("integrity"), wrong, Message("ok"))


def _journal(cursor: Cursor) -> Examined:
    cursor.execute("PRAGMA journal_mode")
    mode, wrong = str(cursor.fetchone()[0]), []
    if mode != WAL and not _in_wal(cursor):  # on a read-only medium it is read without its journal
        wrong.append(Message("{mode}, where {wal} lets readers and a writer work side by side", mode=mode, wal=WAL))
    return judged(Message("journal"), wrong, Message.from_plain(WAL))


def _in_wal(cursor: Cursor) -> bool:
    """Tell by the file's own header, in which the two versions of its format are 2 for wal."""
    place: Path = cursor.connection.place  # type: ignore[attr-defined]
    with place.open("rb") as file:
        return file.read(20)[18:] == b"\2\2"


_NAMED = re.compile(r"CREATE (TABLE|TRIGGER) (\w+)")


def _guards(cursor: Cursor) -> Examined:
    """Compare the log's tables and triggers with the statements that made them."""
    cursor.execute("SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'trigger')")
    named = {found[2]: found.string for found in filter(None, map(_NAMED.match, (*STATEMENTS, *GUARDS.values())))}
    return judged(TRIGGERS, _changed(named, dict(cursor.fetchall())), APPEND_ONLY)


def _changed(expected: Mapping[str, str], there: Mapping[str, str]) -> list[Message]:
    """Say what is not there as this program makes it."""
    changed = [
        Message("{name} is changed", name=name)
        for name in expected
        if there.get(name, expected[name]) != expected[name]
    ]
    return [*changed, *(Message("{name} is missing", name=name) for name in expected if name not in there)]


_TRIGGERS = """SELECT tgname, tgenabled = 'A' FROM pg_trigger
    WHERE tgrelid IN ('events'::regclass, 'idempotency'::regclass) AND NOT tgisinternal"""
_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
_SECURED = """SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    AND relrowsecurity AND relforcerowsecurity"""
_RIGHTS = """SELECT DISTINCT rolname, privilege_type, relname
    FROM pg_class, aclexplode(relacl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
    WHERE relnamespace = current_schema()::regnamespace AND relname IN ('events', 'idempotency', 'schema_version')
    AND grantee <> relowner AND privilege_type NOT IN ('SELECT', 'INSERT') ORDER BY 1, 2, 3"""


def _protected(cursor: Cursor) -> Examined:
    """Compare triggers, their functions and row security of the log with the statements that made them."""
    cursor.execute(_TRIGGERS)
    enabled = dict(cursor.fetchall())
    wrong = [Message("{name} is missing", name=name) for name in postgresql.TRIGGERS if name not in enabled]
    wrong += [
        Message("{name} is not always enabled", name=name)
        for name in postgresql.TRIGGERS
        if not enabled.get(name, True)
    ]
    cursor.execute(_FUNCTIONS)
    made = {name: statement.split("$$")[1] for name, statement in postgresql.functions().items()}
    wrong += _changed(made, dict(cursor.fetchall()))
    cursor.execute(_SECURED)
    secured = {name for (name,) in cursor.fetchall()}
    wrong += [Message("row security of {table} is off", table=name) for name in postgresql.LOG if name not in secured]
    return judged(TRIGGERS, wrong, APPEND_ONLY)


def _rights(cursor: Cursor) -> Examined:
    """List who may do more with the log than select and insert."""
    cursor.execute(_RIGHTS)
    rights = [(who or Message("everybody"), right, table) for who, right, table in cursor.fetchall()]
    wrong = [Message("{who} may {right} {table}", who=who, right=right, table=table) for who, right, table in rights]
    return judged(Message("rights"), wrong, Message("the log can be read and appended to"))


_ELSEWHERE = """SELECT DISTINCT pg_get_userbyid(refobjid), datname
    FROM pg_shdepend JOIN pg_database AS base ON base.oid = dbid
    WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o' AND datname <> current_database()
    AND refobjid = (SELECT nspowner FROM pg_namespace WHERE nspname = current_schema()) ORDER BY 1, 2"""


def _roles(cursor: Cursor) -> Examined:
    """Tell whether the roles are this register's own: they are the server's, which may have copied a database."""
    cursor.execute(_ELSEWHERE)
    wrong = [
        Message(
            "{owner} owns tables in the database {other}, too: its writers are let in there", owner=owner, other=other
        )
        for owner, other in cursor.fetchall()
    ]
    return judged(Message("roles"), wrong, Message("they are of this register alone"))


def _durable(cursor: Cursor) -> Examined:
    """Ask the server whether what it calls committed is on the disk."""
    wrong = []
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        cursor.execute(f"SHOW {name}")
        if cursor.fetchone()[0] == "off":
            wrong.append(Message("{setting} is off: a recording may be lost with the machine", setting=name))
    return judged(Message("durability"), wrong, Message("what is committed is on the disk"))


EXAMINATIONS: Mapping[str, tuple[Callable[[Cursor], Examined], ...]] = {
    "sqlite": (_integrity, _journal, _guards),
    "postgresql": (_protected, _rights, _roles, _durable),
}
"""What is examined in each kind of database, in this order."""

QUICK: Mapping[Callable[[Cursor], Examined], Callable[[Cursor], Examined]] = {_integrity: _pages}
"""What takes the place of an examination that takes long, where that is asked for."""
