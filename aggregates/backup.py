"""Backups: a whole copy of a register with its checkpoint beside it, and the way back, which looks at what is newer.

SQLite copies itself with `VACUUM INTO`, also while others record; a file copied by hand may miss what is still in the
journal. PostgreSQL is copied by its own pg_dump, and restored by its own pg_restore; the schema that was there is kept
under another name.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from aggregates.checkpoint import Checkpoint
from aggregates.database import database, situations
from aggregates.log import Log, reading
from aggregates.notes import Broken, Note
from aggregates.outside import Outside
from aggregates.people import people_of
from aggregates.verification import Verified, against, verify
from lifecycle.errors import Conflict, ContradictsCheckpoint, DepositaryError, InvalidInput, NoRegister, StorageFailure


def beside(file: Path) -> Path:
    """Name the checkpoint of a backup."""
    return file.with_name(f"{file.name}.checkpoint")


def backup(url: str, file: Path, outside: Outside) -> Checkpoint:
    """Copy a register to a file, with its checkpoint; raises `Conflict` rather than write over anything."""
    if file.exists():
        raise Conflict(f"{file} exists already")
    with reading(url) as log:
        note = outside.note(log)
        if log.case.dialect == "sqlite":
            _vacuum(url, file)
        else:
            _dump(url, file)
    beside(file).write_text(str(note), encoding="utf-8", newline="\n")
    return Checkpoint.read(note.text)


def _vacuum(url: str, file: Path) -> None:
    case = database(url)
    with closing(case.writer()) as connection, situations(case):
        connection.cursor().execute("VACUUM INTO ?", (str(file),))


def _dump(url: str, file: Path) -> None:
    """Let pg_dump write its own format."""
    schema, plain = _apart(url)
    try:
        # The policies let everybody who may read see all rows; without the option an owner could not dump the log.
        _called("pg_dump", "--format=custom", "--enable-row-security", f"--schema={schema}", f"--file={file}", plain)
    except StorageFailure:
        file.unlink(missing_ok=True)
        raise


def _apart(url: str) -> tuple[str, str]:
    """Give the schema of a register, and the address of its database without our own parameter."""
    from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

    parts = urlsplit(url)
    asked = parse_qsl(parts.query)
    others = urlencode([(name, value) for name, value in asked if name != "schema"])
    return dict(asked).get("schema", "depositary"), urlunsplit(parts._replace(query=others))


def _called(name: str, *arguments: str) -> None:
    """Call one of PostgreSQL's own programs; raises `StorageFailure` with the first that it says."""
    program = shutil.which(name)
    if program is None:
        raise StorageFailure(f"a backup of PostgreSQL needs its {name}, which is not on the path")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise StorageFailure(f"{name}: {(done.stderr.strip().splitlines() or [str(done.returncode)])[0]}")


def restore(file: Path, url: str, outside: Outside) -> tuple[Verified, str | None]:
    """Put a backup in the place of the register, which is set aside, and say where.

    Raises `ContradictsCheckpoint` for one that is older than what is known outside, or another; `InvalidInput` for one
    that is damaged; `NotAllowed` or `StorageFailure`. Then the register is what it was.
    """
    if not file.is_file():
        raise NoRegister(f"there is no backup at {file}")
    case = database(url)
    return (_restore_file if case.dialect == "sqlite" else _restore_schema)(file, url, outside)


def _restore_schema(file: Path, url: str, outside: Outside) -> tuple[Verified, str | None]:
    """Rename the schema, let pg_restore make it again, and rename it back if that is not what it should be."""
    from aggregates.postgresql import Postgresql

    case = database(url)
    assert isinstance(case, Postgresql)
    _, plain = _apart(url)
    gone = _erased(url)
    aside = case.set_aside()
    try:
        _called("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={plain}", str(file))
        with reading(url) as log:
            found = _examined(log, file, outside)
        _erase_again(url, gone)
    except BaseException:
        case.put_back(aside)
        raise
    return found, aside


def _restore_file(file: Path, url: str, outside: Outside) -> tuple[Verified, str | None]:
    """Copy the backup beside the register, verify it there, and let the two change places."""
    place = Path(outside.place)
    fresh = place.with_name(f"{place.name}.restoring")
    fresh.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copied(file, fresh)
        with reading(str(fresh)) as log:
            found = _examined(log, file, outside)
        _erase_again(str(fresh), _erased(url))
        aside = _exchanged(fresh, place)
    finally:
        for left in (fresh, *_journals(fresh)):
            left.unlink(missing_ok=True)
    return found, str(aside) if aside else None


def _copied(file: Path, fresh: Path) -> None:
    """Copy by the database itself, so that the journal of the backup is taken along."""
    with reading(str(file)), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source:
        source.execute("VACUUM INTO ?", (str(fresh),))
    with closing(sqlite3.connect(fresh)) as made:
        made.execute("PRAGMA journal_mode = WAL")


def _erased(url: str) -> list[tuple[str]]:
    """Name whom a register has erased; nobody where there is none, or none that can be read."""
    try:
        with reading(url) as log:
            return [(person.subject,) for person in people_of(log) if person.key is None]
    except DepositaryError:  # hence the restoration
        return []


def _erase_again(url: str, gone: list[tuple[str]]) -> None:
    """Erase in what was restored whom the register in its place has erased since."""
    case = database(url)
    with closing(case.owner()) as connection, situations(case):
        cursor = connection.cursor()
        for subject in gone:
            cursor.execute(case.sql("UPDATE people SET name = NULL, key = NULL WHERE subject = ?"), subject)
        if gone:
            case.scrub(connection)


def _examined(log: Log, file: Path, outside: Outside) -> Verified:
    """Verify a backup, and compare it with its own checkpoint and with the newest one outside."""
    kept = outside.known(log)
    own = _own(file)
    found = verify(log, [checkpoint.size for checkpoint in (own, kept.checkpoint if kept else None) if checkpoint])
    if kept and (defect := against(found, kept.checkpoint, f"the outside copy {kept.file}")):
        raise ContradictsCheckpoint(f"{file} is older than the register was, or another: {defect.says}")
    if own and (defect := against(found, own, str(beside(file)))):
        raise ContradictsCheckpoint(f"{file} is not what was backed up: {defect.says}")
    if found.defects:
        first = found.defects[0]
        raise InvalidInput(f"{file} is damaged: #{first.seq}: {first.says}")
    return found


def _own(file: Path) -> Checkpoint | None:
    note = beside(file)
    if not note.is_file():
        return None
    try:
        return Checkpoint.read(Note.read(note.read_bytes().decode()).text)
    except (Broken, UnicodeDecodeError) as error:
        raise InvalidInput(f"{note}: {error}") from error


def _exchanged(fresh: Path, place: Path) -> Path | None:
    """Let the copy take the place, and what was there lie beside it under another name."""
    aside: Path | None = None
    if place.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(place)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        names = (place.with_name(f"{place.name}.replaced-{number}") for number in count(1))
        aside = place.replace(next(name for name in names if not name.exists()))
    for journal in _journals(place):
        journal.unlink(missing_ok=True)
    fresh.replace(place)
    return aside


def _journals(file: Path) -> tuple[Path, Path]:
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")
