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
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from aggregates.checkpoint import ANNOUNCES, LEAF, Checkpoint, Proof
from aggregates.clock import from_micros
from aggregates.keyring import Keyring, stem, write_whole
from aggregates.log import Log
from aggregates.merkle import Edge, Hash, includes
from aggregates.notes import Broken, Note, SecretKey
from aggregates.recorded import leaf_of
from lifecycle.errors import CheckpointNotKept, ContradictsCheckpoint

PATIENCE = 60.0
"""Seconds that a command may take for a checkpoint."""


WHERE = ("host", "port", "dbname", "schema")
"""What of a URL's query says where a register lies; the rest says who asks, and how."""


class Kept(NamedTuple):
    """What is known outside of a register."""

    checkpoint: Checkpoint
    proof: Proof
    file: Path


def place_of(url: str) -> str:
    """Say where a register lies, however it is written: without user and password, and a file by its full path."""
    scheme, found, rest = url.partition("://")
    if found and scheme != "sqlite":
        parts = urlsplit(url)
        asked = sorted((name, value) for name, value in parse_qsl(parts.query) if name in WHERE)
        return f"{scheme}://{parts.hostname or ''}:{parts.port or ''}{parts.path}?{urlencode(asked)}"
    return str(Path(rest.removeprefix("/") if found else url).resolve())


class Outside:
    """The outside copies of one user, seen from the place of one register."""

    def __init__(self, folder: Path, keys: Keyring, url: str, command: str = "") -> None:
        self.folder, self.keys, self.place, self.command = folder, keys, place_of(url), command

    def file(self, origin: str) -> Path:
        """Name the file of the copy."""
        return self.folder / f"{stem(origin)}.tlog-proof"

    @property
    def expected(self) -> str | None:
        """The origin of the register that was last seen at this place."""
        file = self._remembered
        return file.read_text("utf-8").split("\n")[0] if file.exists() else None

    def kept(self, origin: str) -> Kept | None:
        """Give the newest checkpoint kept of a register; raises `ContradictsCheckpoint` if it cannot be trusted."""
        file = self.file(origin)
        if not file.exists():
            return None
        try:
            proof = Proof.read(file.read_bytes().decode())
            known = self.keys.known(origin)
            checkpoint = proof.verified(known) if known else Checkpoint.read(proof.note.text)
            leaf = proof.leaf
        except (Broken, UnicodeDecodeError) as error:
            raise ContradictsCheckpoint(
                f"the checkpoint kept outside, {file}, is not to be trusted: {error}"
            ) from error
        edge = proof.at + 1 == checkpoint.size
        if checkpoint.origin != origin or not edge or not _under(proof, checkpoint, leaf):
            raise ContradictsCheckpoint(
                f"the checkpoint kept outside, {file}, is not of the newest recording of {origin}"
            )
        return Kept(checkpoint, proof, file)

    def known(self, log: Log) -> Kept | None:
        """Find what is kept of a register; raises `ContradictsCheckpoint` if another one is to be expected here."""
        due = self.expected
        try:
            origin = log.origin()
        except log.damage:  # damaged, as the log may be
            origin = due or ""
        if due not in (None, origin) and (other := self.kept(str(due))):
            raise ContradictsCheckpoint(
                f"the register kept at this place was {due}, with {other.checkpoint.size} recordings; "
                f"the one that lies there now is {origin}"
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
            raise ContradictsCheckpoint(
                f"the register ends at #{log.last()[0]}, and a checkpoint outside knows #{size}{_moment(kept.proof)}"
            )
        if leaf_of(row) != kept.proof.leaf:
            raise ContradictsCheckpoint(
                f"#{size} is not the recording that a checkpoint outside knows under this number"
            )
        return kept

    def advance(self, log: Log) -> Checkpoint:
        """Keep a checkpoint of the log as it stands, which is proved to go on from the last one.

        Raises `ContradictsCheckpoint`, or `CheckpointNotKept` where it cannot be written; the log is only read.
        """
        origin = log.origin()
        try:
            with self._alone(origin):
                kept = self.examine(log)
                checkpoint, extra, path = _grown(log, origin, kept)
                if kept is None or checkpoint.size != kept.checkpoint.size:
                    self._keep(checkpoint, extra, path, self.keys.signing(origin))
                return checkpoint
        except OSError as error:
            raise CheckpointNotKept(f"{error.filename or self.folder}: {error.strerror or error}") from error
        except Broken as error:
            raise CheckpointNotKept(str(error)) from error

    def note(self, log: Log) -> Note:
        """Give the signed checkpoint of the log as it stands, which is kept, too."""
        checkpoint = self.advance(log)
        kept = self.kept(checkpoint.origin)
        return kept.proof.note if kept else checkpoint.signed(self.keys.signing(checkpoint.origin))

    def rotate(self, log: Log) -> Note:
        """Let a new key sign from now on, announced by a checkpoint that is signed by both."""
        self.advance(log)
        origin = log.origin()
        with self._alone(origin):
            checkpoint, extra, path = _grown(log, origin, self.examine(log))
            old, new = self.keys.signing(origin), SecretKey.made(origin)
            announcing = checkpoint._replace(further=(f"{ANNOUNCES}{new.public}",))
            note = announcing.signed(old, new)
            self.keys.replace(new)
            write_whole(self.folder / f"{stem(origin)}-{new.public.id.hex()}.checkpoint", str(note))
            self._keep(announcing, extra, path, old, new)
        return note

    def vacant(self) -> None:
        """Raise `ContradictsCheckpoint` if a register with recordings was last seen at this place."""
        due = self.expected
        if due and (kept := self.kept(due)):
            raise ContradictsCheckpoint(f"{due}, with {kept.checkpoint.size} recordings, was kept at this place")

    def put_aside(self, origin: str | None) -> None:
        """Take what is known outside of a register, and of this place, for superseded; nothing is deleted."""
        for file in (self._remembered, *([self.file(origin)] if origin else ())):
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
        if self.expected != origin:
            self._remembered.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._remembered, f"{origin}\n{self.place}\n")

    @property
    def _remembered(self) -> Path:
        return self.folder / "places" / sha256(self.place.encode()).hexdigest()[:32]

    def _keep(self, checkpoint: Checkpoint, extra: bytes, path: tuple[Hash, ...], *keys: SecretKey) -> None:
        self.remember(checkpoint.origin)
        if not checkpoint.size:
            return
        note = checkpoint.signed(*keys)
        write_whole(self.file(checkpoint.origin), str(Proof(checkpoint.size - 1, path, note, extra)))
        if self.command:
            _hand_over(self.command, str(note))

    @contextmanager
    def _alone(self, origin: str) -> Iterator[None]:
        """Let one process at a time work on a copy."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self.folder / f"{stem(origin)}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                import fcntl
            except ImportError:  # Windows: a file is still exchanged as a whole
                yield
                return
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


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
    """Say when the newest recording that is known outside was made, if the copy says so."""
    micros = proof.extra.decode(errors="replace").split(" ")[2:3]
    return f", recorded {from_micros(int(micros[0])):%Y-%m-%d %H:%M:%S} UTC" if micros and micros[0].isdigit() else ""


def _hand_over(command: str, note: str) -> None:
    """Give a checkpoint to a command of the user's, on its standard input."""
    import subprocess

    try:
        done = subprocess.run(
            command, shell=True, input=note.encode(), capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CheckpointNotKept(f"{command!r} took longer than {PATIENCE:g} seconds") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise CheckpointNotKept(
            f"{command!r} failed with exit code {done.returncode}{': ' if said else ''}{''.join(said)}"
        )
