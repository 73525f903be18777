"""Copies: the proof files of the newest recordings of registers in one folder, each read, judged and written whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from types import ModuleType
from typing import NamedTuple

from aggregates.databases.database import locked_by_another
from aggregates.ground.clock import LAST, from_micros
from aggregates.ground.files import lock_file
from aggregates.ground.holders import holders
from aggregates.ground.keys import stem, write_whole
from aggregates.ground.merkle import includes
from aggregates.ground.note_keys import Broken, PublicKey
from aggregates.ground.notes import Unknown, decoded
from aggregates.proof.checkpoint import Checkpoint, Proof
from lifecycle.errors import CheckpointNotKept, ContradictsCheckpoint
from lifecycle.messages import Message, Row, Value

PATIENCE = 10.0
"""Seconds to wait for another process that works on the same copy."""

GLANCE = 0.05
"""Seconds after which it is looked at again."""


class Kept(NamedTuple):
    """What is known outside of a register."""

    checkpoint: Checkpoint
    proof: Proof
    file: Path
    stranger: tuple[Value, ...] = ()
    """Who signed it, where that is no key known here: another user of the same folder, or nobody knows who."""

    @property
    def says(self) -> Message:
        """Name it, and who signed it where that is not known."""
        if not self.stranger:
            return Message("the outside copy {file}", file=str(self.file))
        return Message(
            "the outside copy {file} (signed by {key}, a key that is not known here)",
            file=str(self.file),
            key=self.stranger,
        )

    @property
    def moment(self) -> str:
        """When its recording was made, if it says so."""
        micros = self.proof.extra.decode(errors="replace").split(" ")[2:3]
        if not micros or not micros[0].isdigit() or int(micros[0]) > LAST:
            return ""
        return f"{from_micros(int(micros[0])):%Y-%m-%d %H:%M:%S}"


class Copies:
    """One folder of copies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, origin: str) -> Path:
        """Name the file of a register's copy."""
        return self.folder / f"{stem(origin)}.tlog-proof"

    def kept(self, origin: str, known: Sequence[PublicKey]) -> Kept | None:
        """Give the newest checkpoint kept of a register; raises `ContradictsCheckpoint` if it cannot be trusted.

        One that an unknown key signed is no contradiction: who relies on it compares size and root with the log.
        """
        file = self.file(origin)
        if not file.exists():
            return None
        try:
            proof = Proof.read(decoded(file.read_bytes()))
            checkpoint, stranger = Checkpoint.read(proof.note.text), Row()
            try:
                proof.verified(known)
            except Unknown:
                stranger = proof.note.ids(origin)
                if not stranger:
                    raise
            leaf = proof.leaf
        except Broken as error:
            raise ContradictsCheckpoint(
                Message(
                    "the checkpoint kept outside, {file}, is not to be trusted: {why}", file=str(file), why=error.says
                )
            ) from error
        edge = proof.at + 1 == checkpoint.size
        included = includes(leaf, proof.at, checkpoint.size, proof.path, checkpoint.root)
        if checkpoint.origin != origin or not edge or not included:
            raise ContradictsCheckpoint(
                Message(
                    "the checkpoint kept outside, {file}, is not of the newest recording of {origin}",
                    file=str(file),
                    origin=origin,
                )
            )
        return Kept(checkpoint, proof, file, stranger)

    def keep(self, origin: str, proof: Proof) -> None:
        """Write a copy in the place of the one before."""
        write_whole(self.file(origin), str(proof))

    @contextmanager
    def alone(self, origin: str) -> Iterator[None]:
        """Let one process at a time work on a copy; raises `CheckpointNotKept` where another one always does."""
        file = self.folder / f"{stem(origin)}.lock"
        lock = lock_file(file)
        try:
            try:
                import fcntl
            except ImportError:  # Windows: a file is still exchanged as a whole
                yield
                return
            until = monotonic() + PATIENCE
            while not _locked(fcntl, lock):
                if monotonic() > until:
                    locked = locked_by_another(str(file), PATIENCE, holders(file))
                    raise CheckpointNotKept(Message("{locked}", locked=locked.says))
                sleep(GLANCE)
            yield
        finally:
            os.close(lock)


def supersede(*files: Path) -> None:
    """Take what is known outside for superseded; nothing is deleted."""
    for file in files:
        if file.exists():
            file.replace(file.with_name(f"{file.name}.{sha256(file.read_bytes()).hexdigest()[:8]}.superseded"))


def _locked(fcntl: ModuleType, lock: int) -> bool:
    """Take the lock if nobody has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
