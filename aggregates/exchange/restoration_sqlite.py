"""A backup put in the place of a register in a file, by SQLite's own means.

The pages of the backup are written over those of the register in one transaction of the register's file. So the lock of
whoever records holds it up, a kill leaves what was there, and a connection that is open elsewhere, as while somebody
is asked before recording, goes on in what was restored. Only a file that SQLite cannot read is exchanged for another.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from glob import escape
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from aggregates.databases.cases import database
from aggregates.databases.database import PATIENCE, locked_by_another, situations
from aggregates.databases.sqlite import Sqlite
from aggregates.exchange.admission import Former, Restoring, erase_again, former_of, no_backup
from aggregates.exchange.backup import Saved, vacuum_into
from aggregates.ground.files import PRIVATE, private
from aggregates.record.log.log import Log
from lifecycle.errors import Locked, NoRegister, StorageFailure
from lifecycle.messages import Message

ATTEMPTS = 5
"""How often it is tried when others record between the comparison and the lock."""

_COPY = ".restoring-"
_LEFT = re.compile(re.escape(_COPY) + r"(\d+)(-wal|-shm|-journal)?")

_UNREADABLE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class _Changed(Exception):
    """Somebody has recorded since the register was compared with the backup."""


def restored(asked: Restoring) -> Saved:
    """Copy the backup beside the register, examine it there, and put it in its place."""
    place = Path(asked.outside.place)
    case = database(str(place))
    assert isinstance(case, Sqlite)
    for _ in range(ATTEMPTS):
        with suppress(_Changed), _copied(asked.file, place) as fresh, _standing(case) as standing:
            if standing is not None:
                with suppress(_Unreadable):
                    return _written_over(asked, fresh, case, standing)
            return _exchanged(asked, fresh, place)
    raise Locked(Message("{place}: others recorded all the time", place=str(place)))


class _Unreadable(Exception):
    """The file in the place of the register is none that SQLite could copy or write to."""


@contextmanager
def _copied(file: Path, place: Path) -> Iterator[Path]:
    """Copy the backup by the database itself, so that its journal is taken along; the copy is gone in the end."""
    fresh = place.with_name(f"{place.name}{_COPY}{os.getpid()}")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _cleared(place)
    copied = Sqlite(file, PATIENCE)
    try:
        try:
            copied.reader().close()
        except NoRegister as error:
            raise no_backup(file, Message("this is no backup of a register")) from error
        with situations(copied), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source:
            private(fresh)
            vacuum_into(source.cursor(), fresh, place)
        with closing(sqlite3.connect(fresh)) as made:
            made.execute("PRAGMA journal_mode = WAL")
        yield fresh
    finally:
        for left in (fresh, *_journals(fresh)):
            left.unlink(missing_ok=True)


def _cleared(place: Path) -> None:
    """Remove the copies of restorations that were killed: they may hold whom the register has erased."""
    for left in place.parent.glob(f"{escape(place.name)}{_COPY}*"):
        found = _LEFT.fullmatch(left.name.removeprefix(place.name))
        if found and not _alive(int(found[1])):
            left.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    if os.name != "posix":
        return True  # asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True


@contextmanager
def _standing(case: Sqlite) -> Iterator[sqlite3.Connection | None]:
    """Open what is in the place of the register; nothing where there is none that SQLite can read."""
    try:
        connection = case.reader()
    except (NoRegister, StorageFailure) as error:
        if isinstance(error, StorageFailure) and _code(error.__cause__) not in _UNREADABLE:
            raise
        yield None
        return
    with closing(connection):
        yield connection


def _examined(asked: Restoring, fresh: Path, former: Former) -> Saved:
    """Examine the copy, and erase in it again."""
    case = database(str(fresh))
    with closing(case.owner()) as connection, situations(case):
        cursor = connection.cursor()
        found = asked.admitted(Log(case, connection), case.schema(cursor), former)
        if former.gone:
            erase_again(case, cursor, former.gone)
            case.scrub(cursor)
    return found


def _written_over(asked: Restoring, fresh: Path, case: Sqlite, standing: sqlite3.Connection) -> Saved:
    """Write the copy over the register in one transaction of the register's own."""
    seen = _version(standing)
    log = Log(case, standing)
    try:
        former = former_of(log, standing.cursor())
    except log.damage:
        former = Former(None)
    found = _examined(asked, fresh, former)
    kept = fresh.with_name(f"{fresh.name}-former")
    try:
        private(kept)
        with situations(case), closing(sqlite3.connect(kept)) as copy:
            standing.backup(copy)  # page by page, as damaged as it may be
        with closing(case.writer()) as target, closing(sqlite3.connect(fresh)) as source:

            def locked(status: int, *_: int) -> None:
                """Compare once more as soon as the lock is held, after the first page."""
                if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise locked_by_another(str(case.path), case.patience)
                if status == sqlite3.SQLITE_OK and _version(standing) != seen:  # once done, it is another by itself
                    raise _Changed

            with situations(case):
                target.execute("PRAGMA journal_mode = WAL")  # as `init` has it, or nobody could read meanwhile
                source.backup(target, pages=1, progress=locked)
            with suppress(sqlite3.Error):  # a reader of the old pages keeps them in the journal
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except Exception as error:  # whoever is interrupted may already have restored it, and needs what was there
        for left in (kept, *_journals(kept)):
            left.unlink(missing_ok=True)
        if _code(error) in _UNREADABLE or _code(error.__cause__) in _UNREADABLE:
            raise _Unreadable from error
        raise
    aside = kept.replace(_free(case.path))
    return replace(found, aside=str(aside))


def _version(connection: sqlite3.Connection) -> int:
    """Give a number that is another one once anybody else has committed."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _exchanged(asked: Restoring, fresh: Path, place: Path) -> Saved:
    """Let the copy take the place of nothing, or of what is no database; that lies beside it under another name."""
    found = _examined(asked, fresh, Former(None))
    aside = _free(place)
    there = place.exists()
    if there:
        shutil.copymode(place, fresh)  # whoever could read what was there, can read what is there now
        try:
            os.link(place, aside)
        except OSError:  # not every file system has links
            shutil.copyfile(place, aside)
    for journal, kept in zip(_journals(place), _journals(aside), strict=True):
        if journal.exists():
            journal.replace(kept)  # or it would be taken for that of the copy
    fresh.replace(place)
    for kept in (aside, *_journals(aside)):
        if kept.exists():
            kept.chmod(PRIVATE)
    return replace(found, aside=str(aside) if there else None)


def _free(place: Path) -> Path:
    """Find a name for what is set aside."""
    names = (place.with_name(f"{place.name}.replaced-{number}") for number in count(1))
    return next(name for name in names if not any(one.exists() for one in (name, *_journals(name))))


def _journals(file: Path) -> tuple[Path, ...]:
    return tuple(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm", "-journal"))


def _code(error: BaseException | None) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
