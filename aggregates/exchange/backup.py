"""Backups: a whole copy of a register with its checkpoint beside it. The way back is in `restoration.py`.

SQLite copies itself with `VACUUM INTO`, also while others record; a file copied by hand may miss what is still in the
journal. PostgreSQL is copied by its own pg_dump.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from aggregates.databases.cases import database
from aggregates.databases.database import PATIENCE, Cursor, situations
from aggregates.exchange import documents as papers
from aggregates.exchange.documents import Along
from aggregates.ground.files import fresh_folder, private
from aggregates.ground.keys import write_whole
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.outside_copy import Outside
from aggregates.record.documents import Documents
from aggregates.record.log.access import reading
from lifecycle.errors import Conflict, StorageFailure
from lifecycle.messages import Message, Value

_OF_THE_COPY = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}
"""What only the file that is written can be the reason of."""


class Saved(Struct, frozen=True, kw_only=True):
    """A backup that was made or restored."""

    file: str
    events: int
    root: str
    """In hexadecimal digits."""
    aside: str | None = None
    """Where the register lies that was there before, after a restoration."""
    checkpoint: str | None = None
    """The file with the checkpoint of a backup, beside it."""
    outdated: bool = False
    """Whether the tables of what was restored are to be upgraded."""
    unknown: bool = False
    """Whether nobody can tell who had been erased, so that they may have come back with what was restored."""
    documents: Along = Along()
    """The documents that went along."""


def exists(file: Path) -> Conflict:
    """Say that nothing is written over what is there."""
    return Conflict(Message("{file} exists already", file=str(file)))


def not_written(file: Path, why: Value) -> StorageFailure:
    """Say why a file is not there."""
    return StorageFailure(Message("{file} was not written: {why}", file=str(file), why=why))


_SECRETS = {"password": "PGPASSWORD"}
"""What of a URL is given to PostgreSQL's programs by their environment."""


def beside(file: Path) -> Path:
    """Name the checkpoint of a backup."""
    return file.with_name(f"{file.name}.checkpoint")


def backup(url: str, file: Path, outside: Outside, documents: Documents) -> Saved:
    """Copy a register to a file, its checkpoint and its documents beside it; raises `Conflict` for one that is there.

    The file has its name once it is whole; documents that a killed backup has left there are completed. A register with
    older tables is copied as it is.
    """
    try:
        with reading(url, older=True) as log, fresh_folder(file) as folder:
            if file.exists():
                raise exists(file)
            partial = folder / file.name
            log.case.steady(log.query("SELECT 1"))
            note, made = outside.note(log), outside.made(log.origin())
            private(partial)
            (_vacuum if log.case.dialect == "sqlite" else _dump)(url, partial, file)
            carried = papers.carry(log, documents, Documents(papers.beside(file)))
            write_whole(beside(file), str(note))
            partial.replace(file)
        made.note(file)
        if carried.there:
            made.note(papers.beside(file))
    except OSError as error:
        raise not_written(file, error.strerror or str(error)) from error
    stands = Checkpoint.read(note.text)
    return Saved(
        file=str(file),
        events=stands.size,
        root=stands.root.hex(),
        checkpoint=str(beside(file)),
        documents=carried,
    )


def _vacuum(url: str, partial: Path, file: Path) -> None:
    case = database(url)
    with closing(case.reader()) as connection, situations(case):
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = OFF")  # which forbids writing into another file, too
        vacuum_into(cursor, partial, file)


def vacuum_into(cursor: Cursor, partial: Path, file: Path) -> None:
    """Let SQLite copy itself; raises `StorageFailure` with the name that the copy is to have if it cannot write it."""
    try:
        cursor.execute("VACUUM INTO ?", (str(partial),))
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_THE_COPY:
            raise not_written(file, str(error)) from error
        raise


def _dump(url: str, partial: Path, file: Path) -> None:
    """Let pg_dump write its own format."""
    from psycopg.conninfo import make_conninfo

    from aggregates.databases.postgresql_address import address
    from aggregates.databases.postgresql_server import Server

    server = Server(url, PATIENCE)
    with closing(server.reader()) as connection:
        server.directly(connection)
    to, schema = address(url)
    # A command line can be read by everybody on the machine: what is secret goes by the environment, which cannot.
    secret = {_SECRETS[name]: str(to.pop(name)) for name in _SECRETS if to.get(name)}
    # The policies let everybody who may read see all rows; without the option an owner could not dump the log.
    options = ("--format=custom", "--enable-row-security", f"--schema={schema}", f"--file={partial}")
    command = [program_of("pg_dump"), *options, make_conninfo(**to)]
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode:
        first = (done.stderr.strip().splitlines() or [str(done.returncode)])[0].replace(str(partial), str(file))
        raise not_written(file, first)


def program_of(name: str) -> str:
    """Find one of PostgreSQL's own programs; raises `StorageFailure` where it is not on the path."""
    program = shutil.which(name)
    if program is None:
        raise StorageFailure(
            Message("a backup of PostgreSQL needs its {program}, which is not on the path", program=name)
        )
    return program
