"""A row of the log, byte for byte, and the leaf hash over it; not what its bytes say.

Without the law: whoever asks the read models alone reads no event, and should not wait until all kinds are there.
"""

from __future__ import annotations

from typing import NamedTuple

from aggregates.ground.merkle import Hash, leaf_hash

COLUMNS = "seq, recorded_at, originator_id, originator_version, topic, state, leaf_hash"


Place = tuple[int, int, str, int, str, bytes]
"""A row without its leaf hash."""


class LoggedRow(NamedTuple):
    """One event as it lies in the log, byte for byte."""

    seq: int
    recorded_at: int
    """Microseconds since 1970, UTC."""
    originator_id: str
    originator_version: int
    topic: str
    state: bytes
    leaf_hash: Hash


def leaf_of(row: LoggedRow | Place) -> Hash:
    """Hash one event over its place, its moment and its exact bytes, so that none can change unseen."""
    return leaf_hash(entry_of(row))


def entry_of(row: LoggedRow | Place) -> bytes:
    """Write what a leaf is the hash of: a line with the event's place and moment, and its exact bytes."""
    seq, recorded_at, stream, version, topic, state = row[:6]
    return f"depositary-event/1 {seq} {recorded_at} {stream} {version} {topic}\n".encode() + state
