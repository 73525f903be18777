"""The admission of a backup: what is looked at before it takes the place of a register, and what it is told again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from aggregates.databases import database as known
from aggregates.databases.database import Cursor, Database
from aggregates.databases.tables import FORGET
from aggregates.exchange import documents as papers
from aggregates.exchange.backup import Saved, beside
from aggregates.ground.merkle import Hash
from aggregates.ground.note_keys import Broken
from aggregates.ground.notes import Note, decoded
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.outside_copy import Outside
from aggregates.proof.verification import Verification, verify
from aggregates.record.documents import Documents, on_record
from aggregates.record.log.aside import set_aside
from aggregates.record.log.log import Log
from lifecycle.errors import Conflict, ContradictsCheckpoint, ErasedUnknown, InvalidInput, Problem, SchemaMismatch
from lifecycle.messages import Message, Value

PEOPLE = 2
"""The version of the tables since which there are people."""


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
    documents: Documents
    anyway: bool
    """Whether it is restored even where nobody can tell who had been erased."""
    after_loss: bool = False
    """Whether it may be older than what is known outside: the register is lost, and goes on under another origin."""

    def admitted(self, backup: Log, version: int, former: Former) -> Saved:
        """Verify the backup and compare it with what is newer.

        Raises `SchemaMismatch`, `ContradictsCheckpoint`, `InvalidInput`, `Conflict` or `ErasedUnknown`.
        """
        if not 0 < version <= known.SCHEMA:
            raise SchemaMismatch(
                Message(
                    "{file} has schema {found}, and this program knows 1 to {known}",
                    file=str(self.file),
                    found=version,
                    known=known.SCHEMA,
                )
            )
        found = self._examined(backup)
        end = dict(backup.leaves(found.events - 1)).get(found.events)
        if former.last > found.events and former.leaf(found.events) == end:
            raise Conflict(
                Message(
                    "{file} ends at #{end}, and the register goes on from there to #{last}: what was recorded since the"
                    " backup would be lost; move the register away first if it is to be given up",
                    file=str(self.file),
                    end=found.events,
                    last=former.last,
                )
            )
        unknown = former.gone is None and version >= PEOPLE and _knows_people(backup)
        if unknown and not self.anyway:
            raise ErasedUnknown(
                Message(
                    "nobody can tell who was erased since {file} was made, because no register can be read in the place"
                    " that it is to take: they would come back",
                    file=str(self.file),
                )
            )
        outdated = version != known.SCHEMA
        # Before the register is: what is on record lies here, whatever ends the restoration.
        there = papers.beside(self.file)
        brought = papers.bring(on_record(backup), papers.lying_in(there), self.documents, there)
        return Saved(
            file=str(self.file),
            events=found.events,
            root=found.root,
            outdated=outdated,
            unknown=unknown,
            documents=brought,
        )

    def _examined(self, log: Log) -> Verification:
        """Verify a backup, and compare it with its own checkpoint and with the newest one outside."""
        kept, own = self.outside.known(log), own_checkpoint(self.file)
        size = log.last()[0]
        notes = [(one.says, one.checkpoint) for one in kept if not self.after_loss or one.checkpoint.size <= size]
        if own:
            notes.append((Message("{file}", file=str(beside(self.file))), own))
        found = verify(log, notes)
        if why := found.contradiction:
            raise ContradictsCheckpoint(
                Message("{file} is older than the register was, or another: {why}", file=str(self.file), why=why)
            )
        for defect in found.defects:
            if not defect.recorded:
                raise InvalidInput(Message("{file} is damaged: {why}", file=str(self.file), why=defect))
            set_aside(defect.seq, defect.says)
        return found


def no_backup(file: Path, says: Value) -> InvalidInput:
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
        cursor.execute(case.sql(FORGET), (subject,))


def _knows_people(log: Log) -> bool:
    return bool(log.query("SELECT count(*) FROM people WHERE key IS NOT NULL").fetchone()[0])


def own_checkpoint(file: Path) -> Checkpoint | None:
    """Give the checkpoint beside a backup, if there is one; raises `InvalidInput`."""
    note = beside(file)
    if not note.is_file():
        return None
    try:
        return Checkpoint.read(Note.read(decoded(note.read_bytes())).text)
    except Broken as error:
        raise no_backup(note, error.says) from error
