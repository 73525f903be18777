"""The admission of a backup: what is looked at before it takes the place of a register, and what it is told again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from aggregates.databases import database as known
from aggregates.databases.database import Cursor, Database
from aggregates.exchange.backup import beside
from aggregates.ground.merkle import Hash
from aggregates.ground.notes import Broken, Note
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.outside_copy import Outside
from aggregates.proof.verification import Verified, against, verify
from aggregates.record.log import Log
from lifecycle.errors import Conflict, ContradictsCheckpoint, ErasedUnknown, InvalidInput, Problem, SchemaMismatch

PEOPLE = 2
"""The version of the tables since which there are people."""


class Restored(NamedTuple):
    """What was put in the place of a register."""

    found: Verified
    aside: str | None
    """Where that lies which was there before."""
    version: int
    """Of the tables, which may be older than the program's."""
    unknown: bool
    """Whether nobody can tell who had been erased, so that they may have come back."""


class Former(NamedTuple):
    """The register whose place a backup is to take, as it is under the lock."""

    gone: list[str] | None
    """The subjects of who was erased; `None` where that cannot be read."""
    last: int = 0
    leaf: Callable[[int], Hash | None] = lambda _: None
    """The stored leaf hash of a recording."""


class Restoring(NamedTuple):
    """A backup on its way into the place of a register."""

    file: Path
    url: str
    outside: Outside
    anyway: bool
    """Whether it is restored even where nobody can tell who had been erased."""

    def admitted(self, backup: Log, version: int, former: Former) -> Restored:
        """Verify the backup and compare it with what is newer.

        Raises `SchemaMismatch`, `ContradictsCheckpoint`, `InvalidInput`, `Conflict` or `ErasedUnknown`.
        """
        if not 0 < version <= known.SCHEMA:
            raise SchemaMismatch(f"{self.file} has schema {version}, and this program knows 1 to {known.SCHEMA}")
        found = self._examined(backup)
        end = dict(backup.leaves(found.events - 1)).get(found.events)
        if former.last > found.events and former.leaf(found.events) == end:
            raise Conflict(
                f"{self.file} ends at #{found.events}, and the register goes on from there to #{former.last}: what was "
                "recorded since the backup would be lost; move the register away first if it is to be given up"
            )
        unknown = former.gone is None and version >= PEOPLE and _knows_people(backup)
        if unknown and not self.anyway:
            raise ErasedUnknown(
                f"nobody can tell who was erased since {self.file} was made, because no register can be read in the "
                "place that it is to take: they would come back"
            )
        return Restored(found, None, version, unknown)

    def _examined(self, log: Log) -> Verified:
        """Verify a backup, and compare it with its own checkpoint and with the newest one outside."""
        kept = self.outside.known(log)
        file, own = self.file, _own(self.file)
        found = verify(log, [checkpoint.size for checkpoint in (own, kept.checkpoint if kept else None) if checkpoint])
        if kept and (defect := against(found, kept.checkpoint, f"the outside copy {kept.file}")):
            raise ContradictsCheckpoint(f"{file} is older than the register was, or another: {defect.says}")
        if own and (defect := against(found, own, str(beside(file)))):
            raise ContradictsCheckpoint(f"{file} is not what was backed up: {defect.says}")
        if found.defects:
            first = found.defects[0]
            raise InvalidInput(f"{file} is damaged: #{first.seq}: {first.says}")
        return found


def no_backup(file: Path, says: str) -> InvalidInput:
    """Say what is wrong with a file that is to be a backup."""
    return InvalidInput([Problem(place=str(file), says=says)])


def former_of(log: Log, cursor: Cursor) -> Former:
    """Read of the register in the place what is to be known of it; raises what reading a damaged one does."""
    gone = []
    if log.case.schema(cursor) >= PEOPLE:
        gone = [subject for (subject,) in log.query("SELECT subject FROM people WHERE key IS NULL").fetchall()]
    last, _ = log.last()

    def leaf(seq: int) -> Hash | None:
        with suppress(*log.damage):  # what is damaged there goes on from nothing
            return dict(log.leaves(seq - 1, seq)).get(seq)
        return None

    return Former(gone, last, leaf)


def erase_again(case: Database, cursor: Cursor, gone: Iterable[str]) -> None:
    """Erase in what was restored whom the register in its place has erased since."""
    for subject in gone:
        cursor.execute(case.sql("UPDATE people SET name = NULL, key = NULL WHERE subject = ?"), (subject,))


def _knows_people(log: Log) -> bool:
    return bool(log.query("SELECT count(*) FROM people WHERE key IS NOT NULL").fetchone()[0])


def _own(file: Path) -> Checkpoint | None:
    note = beside(file)
    if not note.is_file():
        return None
    try:
        return Checkpoint.read(Note.read(note.read_bytes().decode()).text)
    except (Broken, UnicodeDecodeError) as error:
        raise InvalidInput(f"{note}: {error}") from error
