"""The outside copy: the newest checkpoint of a register, kept apart from it.

Only what lies elsewhere can tell that a register was shortened, exchanged, or put back from an older copy. The copy is
the proof file of the newest recording: signed, and with the right edge of the tree, from which the next checkpoint
follows without the events before it. So each checkpoint is consistent with the last one by the way it is made, and
costs the same in a register of any size. The copy is found by the register's origin; which origin is to be expected is
known by the place where the register lies, so that another register in its place is noticed as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from types import ModuleType
from typing import NamedTuple

from aggregates.databases.database import locked_by_another
from aggregates.ground.clock import LAST, from_micros
from aggregates.ground.holders import holders
from aggregates.ground.keys import Keyring, stem, write_whole
from aggregates.ground.merkle import Edge, Hash, includes
from aggregates.ground.notes import Broken, Note, SecretKey, Unknown, decoded
from aggregates.proof.checkpoint import ANNOUNCES, LEAF, Checkpoint, Proof
from aggregates.proof.delivery import Delivery
from aggregates.proof.places import Noted, place_of
from aggregates.record.log import Log
from aggregates.record.recording import leaf_of
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


class Outside:
    """The outside copies of one user, seen from the place of one register."""

    def __init__(self, folder: Path, keys: Keyring, url: str, command: str = "") -> None:
        self.folder, self.keys, self.place = folder, keys, place_of(url)
        self.delivery, self._noted = Delivery(folder, command), Noted(folder, self.place)

    def file(self, origin: str) -> Path:
        """Name the file of the copy."""
        return self.folder / f"{stem(origin)}.tlog-proof"

    @property
    def expected(self) -> str | None:
        """The origin of the register that was last seen at this place; raises `StorageFailure` if that is damaged."""
        return self._noted.origin

    def kept(self, origin: str) -> Kept | None:
        """Give the newest checkpoint kept of a register; raises `ContradictsCheckpoint` if it cannot be trusted.

        One that an unknown key signed is no contradiction: who relies on it compares size and root with the log.
        """
        file = self.file(origin)
        if not file.exists():
            return None
        known = self.keys.known(origin)
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
        if checkpoint.origin != origin or not edge or not _under(proof, checkpoint, leaf):
            raise ContradictsCheckpoint(
                Message(
                    "the checkpoint kept outside, {file}, is not of the newest recording of {origin}",
                    file=str(file),
                    origin=origin,
                )
            )
        return Kept(checkpoint, proof, file, stranger)

    def known(self, log: Log) -> Kept | None:
        """Find what is kept of a register; raises `ContradictsCheckpoint` if another one is to be expected here."""
        due = self.expected
        try:
            origin = log.origin()
        except log.damage:  # damaged, as the log may be
            origin = due or ""
        if due not in (None, origin) and (other := self.kept(str(due))):
            raise ContradictsCheckpoint(
                Message(
                    "the register kept at this place was {due}, up to #{seq}; the one that lies there now is {origin}",
                    due=due,
                    seq=other.checkpoint.size,
                    origin=origin,
                )
            )
        return self.kept(origin)

    def examine(self, log: Log) -> Kept | None:
        """Compare the last recording that is known outside with the register, which is quick.

        Raises `ContradictsCheckpoint` where the register was shortened, exchanged, or put back from an older copy.
        """
        kept = self.known(log)
        if kept is None:
            return None
        size = kept.checkpoint.size
        row = next(log.rows(size - 1, size), None)
        if row is None:
            known = Message("#{seq}", seq=size)
            if moment := _moment(kept.proof):
                known = Message("#{seq}, recorded {moment} UTC", seq=size, moment=moment)
            end = log.last()[0]
            raise ContradictsCheckpoint(
                Message("the register ends at #{end}, and a checkpoint outside knows {known}", end=end, known=known)
            )
        if leaf_of(row) != kept.proof.leaf:
            raise ContradictsCheckpoint(
                Message("#{seq} is not the recording that a checkpoint outside knows under this number", seq=size)
            )
        return kept

    def advance(self, log: Log) -> Checkpoint:
        """Keep a checkpoint of the log as it stands, which is proved to go on from the last one.

        Raises `ContradictsCheckpoint`, or `CheckpointNotKept` where it cannot be written; the log is only read.
        """
        origin = log.origin()
        try:
            with self._alone(origin):
                kept = self._relied_on(log)
                checkpoint, extra, path = _grown(log, origin, kept)
                key = self._signing(origin)
                if kept is None or checkpoint.size != kept.checkpoint.size or not kept.proof.note.names(key.public):
                    self._keep(checkpoint, extra, path, key)
                else:
                    self.delivery.make_up(stem(origin), kept.proof.note)
                return checkpoint
        except OSError as error:
            place = str(error.filename or self.folder)
            raise CheckpointNotKept(Message("{place}: {why}", place=place, why=error.strerror or str(error))) from error

    def _signing(self, origin: str) -> SecretKey:
        try:
            return self.keys.signing(origin)
        except Broken as error:
            raise CheckpointNotKept(error.says) from error

    def note(self, log: Log) -> Note:
        """Give the signed checkpoint of the log as it stands, which is kept, too."""
        checkpoint = self.advance(log)
        kept = self.kept(checkpoint.origin)
        return kept.proof.note if kept else checkpoint.signed(self.keys.signing(checkpoint.origin))

    def rotate(self, log: Log) -> Note:
        """Let a new key sign from now on, announced by a checkpoint that is signed by both.

        The announcement is written before the old key goes. A change that is broken off, at whatever point, is taken up
        by the next call with the same new key, until `rotated` notes that the announcement was given out.
        """
        self.advance(log)
        origin = log.origin()
        with self._alone(origin):
            old, new = self.keys.signing(origin), self.keys.following(origin)
            if old == new and not self._announcement(new).exists():  # it was kept in another folder
                self.keys.settled(origin)
                new = self.keys.following(origin)
            if old == new:
                note = Note.read(self._announcement(new).read_text("utf-8"))
                self.delivery.owe(stem(origin))
                self.delivery.make_up(stem(origin), note)
                return note
            checkpoint, extra, path = _grown(log, origin, self._relied_on(log))
            announcing = checkpoint._replace(further=(f"{ANNOUNCES}{new.public}",))
            note = announcing.signed(old, new)
            write_whole(self._announcement(new), str(note))
            self.keys.replace(new)
            self._keep(announcing, extra, path, old, new)
        return note

    def rotated(self, log: Log) -> None:
        """Note that the newest key was announced: the next change is another one."""
        self.keys.settled(log.origin())

    def _announcement(self, key: SecretKey) -> Path:
        return self.folder / f"{stem(key.name)}-{key.public.id.hex()}.checkpoint"

    def due(self) -> Kept | None:
        """Give what is kept of the register that was last seen at this place, if it had recordings."""
        return self.kept(self.expected) if self.expected else None

    def put_aside(self, origin: str | None) -> None:
        """Take what is known outside of a register, and of this place, for superseded; nothing is deleted."""
        for file in (self._noted.file, *([self.file(origin)] if origin else ())):
            if file.exists():
                file.replace(file.with_name(f"{file.name}.{sha256(file.read_bytes()).hexdigest()[:8]}.superseded"))

    def begin(self, log: Log) -> str:
        """Note which register lies at this place, make the key that signs for it, and give its origin."""
        origin = log.origin()
        self.keys.signing(origin)
        self.remember(origin)
        return origin

    def remember(self, origin: str) -> None:
        """Note which register lies at this place."""
        self._noted.remember(origin)

    def _keep(self, checkpoint: Checkpoint, extra: bytes, path: tuple[Hash, ...], *keys: SecretKey) -> None:
        self.remember(checkpoint.origin)
        if not checkpoint.size:
            return
        note = checkpoint.signed(*keys)
        self.delivery.owe(stem(checkpoint.origin))
        write_whole(self.file(checkpoint.origin), str(Proof(checkpoint.size - 1, path, note, extra)))
        self.delivery.make_up(stem(checkpoint.origin), note)

    def _relied_on(self, log: Log) -> Kept | None:
        """Examine what is kept, and compare all of it with the log if nobody known here vouches for it."""
        kept = self.examine(log)
        if kept and kept.stranger:
            edge = Edge()
            for _, leaf in log.leaves(0, kept.checkpoint.size):
                edge.append(leaf)
            if edge.root() != kept.checkpoint.root:
                size = kept.checkpoint.size
                raise ContradictsCheckpoint(
                    Message("the log up to #{size} is another one than {what} knows", size=size, what=kept.says)
                )
        return kept

    @contextmanager
    def _alone(self, origin: str) -> Iterator[None]:
        """Let one process at a time work on a copy; raises `CheckpointNotKept` where another one always does."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / f"{stem(origin)}.lock"
        lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
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


def _locked(fcntl: ModuleType, lock: int) -> bool:
    """Take the lock if nobody has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _grown(log: Log, origin: str, kept: Kept | None) -> tuple[Checkpoint, bytes, tuple[Hash, ...]]:
    """Let the tree grow from what is kept to what the log holds: its checkpoint, its last leaf and the path of that."""
    size, recorded_at = log.last()
    if kept is None:
        edge, last = Edge(), b""
    else:
        last = kept.proof.leaf
        edge = Edge.behind(last, kept.checkpoint.size, kept.proof.path)
    path = kept.proof.path if kept else ()
    for seq, leaf in log.leaves(edge.size, size):
        if seq == size:
            path, last = tuple(edge.path()), leaf
        edge.append(leaf)
    return Checkpoint(origin, edge.size, edge.root()), LEAF + f"{last.hex()} {recorded_at}".encode(), path


def _under(proof: Proof, checkpoint: Checkpoint, leaf: Hash) -> bool:
    return includes(leaf, proof.at, checkpoint.size, proof.path, checkpoint.root)


def _moment(proof: Proof) -> str:
    """Tell when the newest recording that is known outside was made, if the copy says so."""
    micros = proof.extra.decode(errors="replace").split(" ")[2:3]
    if not micros or not micros[0].isdigit() or int(micros[0]) > LAST:
        return ""
    return f"{from_micros(int(micros[0])):%Y-%m-%d %H:%M:%S}"
