"""Consistency of the log with what is kept of it outside: it goes on from there, and what was known is unchanged."""

from __future__ import annotations

from aggregates.ground.merkle import Edge, Hash
from aggregates.ground.note_keys import SecretKey
from aggregates.proof.checkpoint import LEAF, Checkpoint
from aggregates.proof.copies import Kept
from aggregates.record.log.log import Log
from aggregates.record.log.positions import beyond
from aggregates.record.log.rows import leaf_of
from lifecycle.errors import Behind, ContradictsCheckpoint
from lifecycle.messages import Message


def examine(log: Log, kept: Kept) -> None:
    """Look for the last recording that a copy knows, which is quick; raises `ContradictsCheckpoint` or `Behind`."""
    size = kept.checkpoint.size
    row = next(log.rows(size - 1, size), None)
    if row is None and isinstance(behind := beyond(log, size), Behind):
        raise behind
    if row is None:
        known = Message("#{seq}", seq=size)
        if kept.moment:
            known = Message("#{seq}, recorded {moment} UTC", seq=size, moment=kept.moment)
        end = log.last()[0]
        raise ContradictsCheckpoint(
            Message("the register ends at #{end}, and a checkpoint outside knows {known}", end=end, known=known)
        )
    if leaf_of(row) != kept.proof.leaf:
        raise ContradictsCheckpoint(
            Message("#{seq} is not the recording that a checkpoint outside knows under this number", seq=size)
        )


def compare(log: Log, kept: Kept) -> None:
    """Compare all that a copy covers with the log; raises `ContradictsCheckpoint`."""
    edge, size = Edge(), kept.checkpoint.size
    for _, leaf in log.leaves(0, size):
        edge.append(leaf)
    if edge.root() != kept.checkpoint.root:
        raise ContradictsCheckpoint(
            Message("the log up to #{size} is another one than {what} knows", size=size, what=kept.says)
        )


def grown(log: Log, origin: str, kept: Kept | None) -> tuple[Checkpoint, bytes, tuple[Hash, ...]]:
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


def stands(kept: Kept, checkpoint: Checkpoint, key: SecretKey) -> bool:
    """Tell whether a copy is that of this checkpoint already, by this key."""
    same = kept.checkpoint.size == checkpoint.size and not checkpoint.further
    return same and kept.proof.note.names(key.public)
