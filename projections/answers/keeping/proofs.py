"""Proofs: that a recording is in the log, for those who have the public key and no register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct

from aggregates.ground.blocks import Blocks
from aggregates.ground.merkle import Hash
from aggregates.ground.note_keys import Broken, PublicKey
from aggregates.ground.notes import Note, decoded
from aggregates.proof.checkpoint import Checkpoint, Proof, recording_of
from aggregates.proof.evidence import Written, trusted
from aggregates.proof.outside_copy import Outside
from aggregates.record.log.access import reading
from aggregates.record.log.log import Log
from aggregates.record.log.positions import beyond
from aggregates.record.log.rows import entry_of, leaf_of
from lifecycle.errors import ContradictsCheckpoint
from lifecycle.messages import Message


class Proven(Struct, frozen=True, kw_only=True):
    """A proof, made or verified."""

    valid: bool
    says: Message
    file: str
    origin: str | None = None
    size: int | None = None
    """Recordings that the checkpoint of the proof covers."""
    root: str | None = None
    seq: int | None = None
    leaf_hash: str | None = None
    recorded_at: datetime | None = None
    agreement: str | None = None
    act: str | None = None
    on: date | None = None
    by: str | None = None
    entry: str | None = None
    """The recording itself, as it was hashed."""

    @property
    def receipt(self) -> str:
        """The receipt of the recording, as it is printed."""
        return f"#{self.seq} · {(self.leaf_hash or '')[:8]}"


class Made(NamedTuple):
    """A proof that was made: what is to be written, what that proves, and the key that a stranger needs for it."""

    text: str
    proves: Proven
    key: str


def proved(url: str, outside: Outside, seq: int, file: str) -> Made:
    """Prove a recording, for a file that is to be written; raises `NotFound`, or `ContradictsCheckpoint`."""
    with reading(url) as log:
        if seq > log.last()[0]:
            raise beyond(log, seq)
        proof = _proof(outside, log, seq)
        key = outside.signing(log.origin()).public
    return Made(str(proof), _proven(proof, file), str(key))


def _proof(outside: Outside, log: Log, seq: int) -> Proof:
    """Prove a recording under the checkpoint of the log as it stands."""
    return _under(outside.note(log), log, seq, Blocks())


def proved_under(note: Note, log: Log, seq: int, keys: Sequence[PublicKey], known: Blocks) -> Made:
    """Prove a recording under a checkpoint that was signed already, and covers it; `known` was hashed for others."""
    proof = _under(note, log, seq, known)
    return Made(str(proof), _proven(proof, f"{seq}.tlog-proof"), str(keys[-1]) if keys else "")


def _under(note: Note, log: Log, seq: int, known: Blocks) -> Proof:
    stands = Checkpoint.read(note.text)

    def leaves(after: int, upto: int) -> list[Hash]:
        return [leaf_of(row) for row in log.rows(after, upto)]

    path = known.proof(leaves, seq - 1, stands.size, stands.root)
    if path is None:
        raise ContradictsCheckpoint(Message("the content of the log does not give the root of its checkpoint"))
    (row,) = log.rows(seq - 1, seq)
    return Proof(seq - 1, tuple(path), note, entry_of(row))


def verified(written: Written, keys: Iterable[Written], announcements: Iterable[Written]) -> Proven:
    """Verify a proof with the keys that are trusted, and those that they announce; raises `InvalidInput` for those."""
    known = trusted(keys, announcements)
    try:
        proof = Proof.read(decoded(written.data))
        proof.verified(known)
        return _proven(proof, written.place)
    except Broken as error:
        return Proven(valid=False, says=Message("{why}", why=error.says), file=written.place)


def _proven(proof: Proof, file: str) -> Proven:
    """Say what a verified proof proves; raises `Broken` if that is no recording."""
    stands = Checkpoint.read(proof.note.text)
    row = recording_of(proof)
    act = row.act
    return Proven(
        valid=True,
        says=Message("#{seq} is on record: {act}", seq=row.seq, act=act.says(row.agreement)),
        file=file,
        origin=stands.origin,
        size=stands.size,
        root=stands.root.hex(),
        seq=row.seq,
        leaf_hash=proof.leaf.hex(),
        recorded_at=row.recorded_at,
        agreement=row.agreement,
        act=act.tag,
        on=act.on,
        by=act.by,
        entry=proof.extra.decode(),
    )
