"""Checkpoints, which say how the log's tree stands, and proofs that a recording is in it.

A checkpoint is a signed note of origin, size and root (C2SP tlog-checkpoint); a proof is a file with the path from one
leaf to the root of a checkpoint (C2SP tlog-proof). Both are verified without the register, by anybody who has its
public key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from aggregates.ground.merkle import Hash, includes, leaf_hash
from aggregates.ground.note_keys import Broken, PublicKey, SecretKey, base64, unbase64
from aggregates.ground.notes import Note
from aggregates.record.log.recording import Recorded, recorded
from aggregates.record.log.rows import LoggedRow, entry_of
from lifecycle.errors import StorageFailure
from lifecycle.messages import Message, Row, Value

FIRST_LINE = "c2sp.org/tlog-proof@v1"
ANNOUNCES = "depositary-key "
"""Begins the line of a checkpoint that names the key which signs from now on."""

LEAF = b"depositary-leaf/1 "
"""Begins what a proof says of a leaf without its content: then follow the hash and the place it was seen at."""

_OF_NOTHING = Message("the proof does not hold the recording that it is of")

_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)


class Checkpoint(NamedTuple):
    """How the tree of a log stands: its size and its root."""

    origin: str
    size: int
    root: Hash
    further: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), base64(self.root), *self.further)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """Read the text of a checkpoint; raises `Broken`."""
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines):
            raise Broken(Message("this is not a checkpoint: origin, size and root, a line each"))
        origin, size, root, *further = lines
        top = unbase64(root, Message("the root"))
        checkpoint = cls(origin, number(size, Message("the size")), top, tuple(further))
        if len(checkpoint.root) != 32 or checkpoint.text != text:
            raise Broken(Message("this is not a checkpoint as it is written"))
        return checkpoint

    def signed(self, *keys: SecretKey) -> Note:
        """Sign it."""
        return Note.signed(self.text, *keys)


def verified(note: Note, known: Iterable[PublicKey]) -> Checkpoint:
    """Give the checkpoint of a note that a known key of its origin signed; raises `Broken`."""
    checkpoint = Checkpoint.read(note.text)
    signers = note.signers(known)
    names = Row(key.name for key in signers)
    if checkpoint.origin not in names:
        raise Broken(Message("a checkpoint of {origin}, signed by {names}", origin=checkpoint.origin, names=names))
    return checkpoint


def announced(note: Note, known: Iterable[PublicKey]) -> PublicKey | None:
    """Give the key that a checkpoint announces, signed by a known key and by the new one; raises `Broken`."""
    checkpoint = verified(note, known)
    for line in checkpoint.further:
        if line.startswith(ANNOUNCES):
            key = PublicKey.read(line.removeprefix(ANNOUNCES))
            note.signers([key])
            return key
    return None


class Proof(NamedTuple):
    """A file for outsiders: the path from a leaf to the root of the checkpoint beneath it."""

    at: int
    """Position of the leaf, from 0: a recording's `seq` less one."""
    path: tuple[Hash, ...]
    note: Note
    extra: bytes = b""
    """What the leaf is made of: the entry itself, or its hash alone. Worth nothing before it is verified."""

    @classmethod
    def read(cls, written: str) -> Proof:
        """Read a file; raises `Broken` for what is not exactly a proof."""
        head, found, note = written.partition("\n\n")
        first, *lines = head.split("\n")
        if not found or first != FIRST_LINE:
            raise Broken(Message("this is not a proof: its first line is not {line}", line=FIRST_LINE))
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = unbase64(lines.pop(0).removeprefix("extra "), Message("what the leaf is made of"))
        if not lines or not lines[0].startswith("index "):
            raise Broken(Message("the proof does not say which leaf it is of"))
        at = number(lines.pop(0).removeprefix("index "), Message("the index"))
        path = tuple(unbase64(line, Message("a hash of the path")) for line in lines)
        proof = cls(at, path, Note.read(note), extra)
        if any(len(sibling) != 32 for sibling in path) or str(proof) != written:
            raise Broken(Message("the proof is not written as proofs are"))
        return proof

    def __str__(self) -> str:
        lines = [FIRST_LINE, *([f"extra {base64(self.extra)}"] if self.extra else ()), f"index {self.at}"]
        return "\n".join([*lines, *map(base64, self.path)]) + f"\n\n{self.note}"

    @property
    def leaf(self) -> Hash:
        """The leaf that is proved; raises `Broken` if the proof does not say of what it is one."""
        if self.extra.startswith(LEAF):
            try:
                return bytes.fromhex(self.extra.decode().split(" ")[1])
            except (ValueError, IndexError) as error:
                raise Broken(Message("the proof names no leaf")) from error
        if not self.extra:
            raise Broken(_OF_NOTHING)
        return leaf_hash(self.extra)

    def verified(self, known: Iterable[PublicKey]) -> Checkpoint:
        """Verify signature and path, and give the checkpoint; raises `Broken`."""
        checkpoint = verified(self.note, known)
        if not includes(self.leaf, self.at, checkpoint.size, self.path, checkpoint.root):
            raise Broken(Message("#{seq} as it stands here is not under the root of the checkpoint", seq=self.at + 1))
        return checkpoint


def recording_of(proof: Proof) -> Recorded:
    """Read the recording that a proof is of; raises `Broken` if it holds none, or another than it says."""
    head, _, state = proof.extra.partition(b"\n")
    try:
        mark, seq, recorded_at, stream, version, topic = head.decode().split(" ")
        row = LoggedRow(int(seq), int(recorded_at), stream, int(version), topic, state, proof.leaf)
        found = recorded(row)
    except (ValueError, OverflowError, StorageFailure) as error:
        raise Broken(_OF_NOTHING) from error
    if mark != "depositary-event/1" or row.seq != proof.at + 1 or entry_of(row) != proof.extra:
        raise Broken(Message("the proof is of another recording than it holds"))
    return found


def number(text: str, what: Value) -> int:
    """Read a number as it is written: no sign, no leading zero; raises `Broken`."""
    if not _NUMBER.fullmatch(text):
        raise Broken(Message("{what} is not a number", what=what))
    return int(text)
