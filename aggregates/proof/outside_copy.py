"""The outside copy: the newest checkpoint of a register, kept apart from it.

Only what lies elsewhere can tell that a register was shortened, exchanged, or put back from an older copy. The copy is
the proof file of the newest recording: signed, and with the right edge of the tree, from which the next checkpoint
follows without the events before it. So each checkpoint is consistent with the last one by the way it is made, and
costs the same in a register of any size. The copy is found by the register's origin; which origin is to be expected is
known by the place where the register lies, so that another register in its place is noticed as well.

Each user keeps a copy of their own, and one in a folder that others share where `checkpoint_copy` names one. What is
missing is never taken for innocence (`aggregates.proof.absence`): it is told until it is there again, or given up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from aggregates.ground.keys import Keyring, stem
from aggregates.ground.merkle import Hash
from aggregates.ground.note_keys import Broken, SecretKey
from aggregates.ground.notes import Note
from aggregates.proof import consistency
from aggregates.proof.absence import Absence
from aggregates.proof.checkpoint import Checkpoint, Proof
from aggregates.proof.copies import Copies, Kept, supersede
from aggregates.proof.delivery import Delivery
from aggregates.proof.made import Made
from aggregates.proof.places import Noted, place_of
from aggregates.record.log.log import Log
from lifecycle.errors import CheckpointNotKept, ContradictsCheckpoint, OutsideAmiss
from lifecycle.messages import Message, Row


class Outside:
    """The outside copies of one user, seen from the place of one register; `shared` is a folder that others see."""

    def __init__(self, folder: Path, keys: Keyring, url: str, command: str = "", shared: Path | None = None) -> None:
        self.folder, self.keys, self.place = folder, keys, place_of(url)
        self.own, self.shared = Copies(folder), Copies(shared) if shared not in (None, folder) else None
        self.delivery, self._noted = Delivery(folder, command), Noted(folder, self.place)
        self.absence = Absence(self.own, self.shared, keys)

    def file(self, origin: str) -> Path:
        """Name the file of the user's own copy."""
        return self.own.file(origin)

    @property
    def expected(self) -> str | None:
        """The origin of the register that was last seen at this place; raises `StorageFailure` if that is damaged."""
        return self._noted.origin

    def kept(self, origin: str) -> list[Kept]:
        """Give the copies of a register, the newest first; raises `ContradictsCheckpoint` if one cannot be trusted."""
        known = self.keys.known(origin)
        found = [copies.kept(origin, known) for copies in (self.own, self.shared) if copies]
        return sorted((kept for kept in found if kept), key=lambda kept: -kept.checkpoint.size)

    def known(self, log: Log) -> list[Kept]:
        """Find what is kept of a register; raises `ContradictsCheckpoint` if another one is to be expected here."""
        due = self.expected
        try:
            origin = log.origin()
        except log.damage:  # damaged, as the log may be
            origin = due or ""
        if due not in (None, origin) and (others := self.kept(str(due))):
            raise ContradictsCheckpoint(
                Message(
                    "the register kept at this place was {due}, up to #{seq}; the one that lies there now is {origin}",
                    due=due,
                    seq=others[0].checkpoint.size,
                    origin=origin,
                )
            )
        return self.kept(origin)

    def examine(self, log: Log) -> list[Kept]:
        """Compare the last recordings that are known outside with the register, which is quick.

        Raises `ContradictsCheckpoint` where the register was shortened, exchanged, or put back from an older copy.
        """
        found = self.known(log)
        for kept in found:
            consistency.examine(log, kept)
        return found

    def advance(self, log: Log) -> Checkpoint:
        """Keep a checkpoint of the log as it stands, which is proved to go on from the last one.

        Raises `ContradictsCheckpoint`, or `CheckpointNotKept` where it cannot be written, or where what ought to be
        known outside is not there; the log is only read.
        """
        origin = log.origin()
        try:
            with self.alone(origin):
                found = self.relied_on(log)
                if lost := self.absence.lost(origin, found):
                    raise OutsideAmiss(lost)
                trusted = [kept for kept in found if not kept.stranger]
                checkpoint, extra, path = consistency.grown(log, origin, next(iter(trusted), None))
                self.keep(checkpoint, extra, path, found, self._signing(origin))
                if amiss := self.absence.amiss(origin, found):
                    raise OutsideAmiss(Message("{amiss}", amiss=Row(amiss)))
                return checkpoint
        except OSError as error:
            place = str(error.filename or self.folder)
            raise CheckpointNotKept(Message("{place}: {why}", place=place, why=error.strerror or str(error))) from error

    def findings(self, log: Log) -> list[Message]:
        """Say what is missing of what ought to be known outside, or signed by nobody known here."""
        found, origin = self.known(log), log.origin()
        lost = self.absence.lost(origin, found) if log.last()[0] else None
        return [*([lost] if lost else ()), *self.absence.amiss(origin, found)]

    def made(self, origin: str) -> Made:
        """Give the note of what its user has made of a register elsewhere."""
        return Made(self.folder, origin)

    def signing(self, origin: str) -> SecretKey:
        """Give the key that signs; one is made where nothing of the register was ever known here."""
        if gone := self.absence.key_gone(origin):
            raise OutsideAmiss(gone)
        self.absence.begin(origin)
        return self.keys.signing(origin)

    def _signing(self, origin: str) -> SecretKey:
        try:
            return self.signing(origin)
        except Broken as error:
            raise CheckpointNotKept(error.says) from error

    def note(self, log: Log) -> Note:
        """Give the signed checkpoint of the log as it stands, which is kept, too."""
        checkpoint = self.advance(log)
        kept = self.own.kept(checkpoint.origin, self.keys.known(checkpoint.origin))
        return kept.proof.note if kept else checkpoint.signed(self.signing(checkpoint.origin))

    def due(self) -> Kept | None:
        """Give what is kept of the register that was last seen at this place, if it had recordings."""
        return next(iter(self.kept(self.expected)), None) if self.expected else None

    def put_aside(self, origin: str | None) -> None:
        """Give up what is known outside of a register, and of this place, so that it may begin anew."""
        supersede(*self.files(origin), self._noted.file)
        if origin:
            self.absence.begin_anew(origin)

    def files(self, origin: str | None) -> list[Path]:
        """Name the copies of a register, as far as they are there."""
        named = [folder.file(origin) for folder in (self.own, self.shared) if folder and origin]
        return [file for file in named if file.exists()]

    def begin(self, log: Log) -> str:
        """Note which register lies at this place, make the key that signs for it, and give its origin."""
        origin = log.origin()
        self.signing(origin)
        self.remember(origin)
        return origin

    def remember(self, origin: str) -> None:
        """Note which register lies at this place."""
        self._noted.remember(origin)

    def keep(
        self, checkpoint: Checkpoint, extra: bytes, path: tuple[Hash, ...], found: list[Kept], *keys: SecretKey
    ) -> None:
        """Write the copies that are to be written, with a note by the last of the keys; one that stands stays."""
        origin = checkpoint.origin
        self.remember(origin)
        if not checkpoint.size:
            return
        standing = {kept.file for kept in found if consistency.stands(kept, checkpoint, keys[-1])}
        note = next((kept.proof.note for kept in found if kept.file in standing), None) or checkpoint.signed(*keys)
        proof = Proof(checkpoint.size - 1, path, note, extra)
        for copies in self.absence.open(origin, found):
            if copies.file(origin) not in standing:
                if copies is self.own:
                    self.delivery.owe(stem(origin))
                copies.keep(origin, proof)
        self.absence.kept(origin)
        self.delivery.make_up(stem(origin), note)

    def relied_on(self, log: Log) -> list[Kept]:
        """Examine what is kept, and compare all of it with the log if nobody known here vouches for it."""
        found = self.examine(log)
        for kept in found:
            if kept.stranger:
                consistency.compare(log, kept)
        return found

    @contextmanager
    def alone(self, origin: str) -> Iterator[None]:
        """Hold the copies of a register against other processes."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ExitStack() as held:
            held.enter_context(self.own.alone(origin))
            if self.shared and self.shared.folder.is_dir():
                held.enter_context(self.shared.alone(origin))
            yield
