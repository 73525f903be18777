"""A backup put in the place of a register in PostgreSQL, in one transaction under the writers' lock.

pg_restore gives the statements of a dump, and they are run on our own connection: the schema that was there gets
another name, the dump makes its own, which is examined, and all of it is committed at once. Until then everybody else
reads the register that was there, and a kill leaves it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from msgspec.structs import replace

from aggregates.databases.cases import database
from aggregates.databases.database import situations
from aggregates.databases.postgresql import Postgresql
from aggregates.databases.postgresql_rights import sharing
from aggregates.databases.postgresql_roles import OWNER, READER, belonging, prefix, role, roles_kept
from aggregates.exchange.admission import Former, Restoring, erase_again, former_of, no_backup
from aggregates.exchange.backup import Saved, program_of
from aggregates.record.log.log import Log
from lifecycle.errors import StorageFailure
from lifecycle.messages import Message

if TYPE_CHECKING:
    import psycopg

_SCHEMA = re.compile(r"^\d+; \d+ \d+ SCHEMA - (\S+) (\S+)", re.MULTILINE)
_COPY = re.compile(rb"COPY .* FROM stdin;\r?\n")
_NO_SUCH_TABLE = {"42P01", "42703"}  # nor column
_NOBODY = ("--no-owner", "--no-privileges")
"""Leave out of a dump whose it was: here it belongs to the roles of this place. One of before names its roles."""

_FOR_PSQL = (b"\\restrict ", b"\\unrestrict ")
"""Begin what newer versions write for psql alone."""


def restored(asked: Restoring) -> Saved:
    """Let the dump take the place of the schema, or nothing happen."""
    case = database(asked.url)
    assert isinstance(case, Postgresql)
    former_roles = _of_this_schema(asked.file, case.name) == role(case.name, OWNER)
    with closing(case.administrator()) as connection, situations(case):
        case.directly(connection)
        cursor = connection.cursor()
        there = _there(case, cursor)
        if there:
            case.lock(cursor)
        else:
            cursor.execute("BEGIN")
        prefixed = case.name if former_roles else prefix(case.name, connection.info.dbname)
        for statement in roles_kept(prefixed):
            cursor.execute(statement)
        former = _former(case, connection) if there else Former(None)
        aside = _set_aside(case, cursor) if there else None
        try:
            _run(asked.file, cursor, *(() if former_roles else _NOBODY))
            if not former_roles:
                cursor.execute(f"{belonging(case.name, prefixed)}; {sharing(case.name)}")
        except case.Error as error:
            situation = case.translated(error)
            if situation is error:
                why = str(error).splitlines()[0]
                situation = StorageFailure(Message("{file} cannot be restored: {why}", file=str(asked.file), why=why))
            raise situation from error
        found = _examined(asked, case, connection, aside, former)
        if aside is not None:
            case.exchange(cursor, aside)
        case.commit(cursor, appended=True)
    if former.gone:
        with suppress(case.Error), closing(case.owner()) as owner:  # they are erased all the same
            case.scrub(owner.cursor())
    return replace(found, aside=aside)


def _there(case: Postgresql, cursor: psycopg.Cursor[Any]) -> bool:
    """Tell whether a schema has the name."""
    return bool(cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (case.name,)).fetchone())


def _of_this_schema(file: Path, name: str) -> str:
    """Give the owner of a dump; one of another schema is refused, for it names its own wherever it is restored."""
    with _pg_restore("--list", str(file)) as said:
        owners = dict(_SCHEMA.findall(said.read().decode(errors="replace")))
    held = set(owners)
    if held != {name}:
        holds = Message("this is a backup of the schema {names}", names=tuple(sorted(held)))
        if not held:
            holds = Message("this is no backup of a schema")
        raise no_backup(
            file,
            Message(
                "{holds}, and the register is to lie in {schema}: give it under {parameter} of {option}",
                holds=holds,
                schema=name,
                parameter="?schema=…",
                option="--db",
            ),
        )
    return str(owners[name])


def _former(case: Postgresql, connection: psycopg.Connection[Any]) -> Former:
    """Read what is there; what fails leaves the transaction as it was."""
    log = Log(case, connection)
    try:
        with connection.transaction():
            _become(case, connection, READER)
            return former_of(log, connection.cursor())
    except log.damage:
        return Former(None)
    finally:
        with suppress(case.Error):
            connection.execute("SET LOCAL ROLE NONE")


def _set_aside(case: Postgresql, cursor: psycopg.Cursor[Any]) -> str:
    """Rename the schema and say how it is called then."""
    taken = {name for (name,) in cursor.execute("SELECT nspname FROM pg_namespace").fetchall()}
    aside = next(name for number in count(1) if (name := f"{case.name}_replaced_{number}") not in taken)
    cursor.execute(f"ALTER SCHEMA {case.name} RENAME TO {aside}")
    return aside


def _examined(
    asked: Restoring, case: Postgresql, connection: psycopg.Connection[Any], aside: str | None, former: Former
) -> Saved:
    """Examine what the dump has made, as its reader, and erase in it again, as its owner."""
    cursor = connection.cursor()

    def leaf(seq: int) -> bytes | None:
        with suppress(case.Error), connection.transaction():  # what is damaged there goes on from nothing
            found = cursor.execute(f"SELECT leaf_hash FROM {aside}.events WHERE seq = %s", (seq,)).fetchone()
            return bytes(found[0]) if found else None
        return None

    try:
        _become(case, connection, READER)
        found = asked.admitted(Log(case, connection), case.schema(cursor), former._replace(leaf=leaf))
    except case.Error as error:
        if getattr(error, "sqlstate", None) in _NO_SUCH_TABLE:
            why = str(error).splitlines()[0]
            raise no_backup(asked.file, Message("this is no backup of a register: {why}", why=why)) from error
        raise
    if former.gone:
        _become(case, connection, OWNER)
        erase_again(case, cursor, former.gone)
    return found


def _become(case: Postgresql, connection: psycopg.Connection[Any], name: str) -> None:
    """Go on in one of the register's roles, with settings of our own in place of those of the dump."""
    ours = f"SET LOCAL search_path = {case.name}, pg_temp; SET LOCAL row_security = on"
    connection.execute(f"SET LOCAL ROLE {case.role(connection, name)}; {ours}")


def _run(file: Path, cursor: psycopg.Cursor[Any], *options: str) -> None:
    """Run the statements of a dump; the rows of a table stand between them as they are copied."""
    with _pg_restore("--file=-", *options, str(file)) as lines:
        text: list[bytes] = []
        for line in lines:
            if _COPY.fullmatch(line):
                cursor.execute(b"".join(text), prepare=False)
                text.clear()
                with cursor.copy(line) as copy:
                    for row in _rows(lines):
                        copy.write(row)
            elif not line.startswith(_FOR_PSQL):
                text.append(line)
    cursor.execute(b"".join(text), prepare=False)


def _rows(lines: IO[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line.rstrip() == b"\\.":
            return
        yield line
    raise StorageFailure(Message("{program}: the dump ends within the rows of a table", program="pg_restore"))


@contextmanager
def _pg_restore(*arguments: str) -> Iterator[IO[bytes]]:
    """Read what pg_restore writes; raises `StorageFailure` with the first that it complains of, before all others."""
    program = program_of("pg_restore")
    with TemporaryFile() as said, subprocess.Popen([program, *arguments], stdout=PIPE, stderr=said) as running:
        written = running.stdout
        assert written is not None
        try:
            yield written
        finally:
            while written.read(1 << 20):  # to its end, so that its own exit code is known
                pass
            if code := running.wait():
                said.seek(0)
                first = (said.read().decode(errors="replace").strip().splitlines() or [str(code)])[0]
                raise StorageFailure(first if first.startswith("pg_restore: ") else f"pg_restore: {first}")
