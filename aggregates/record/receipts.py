"""Receipts: what a recording put on record, and what it changed; and those of the same command, given once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from msgspec.structs import asdict, replace

from aggregates.ground.merkle import Hash
from aggregates.record.agreement import Decision, Proposal
from aggregates.record.log import Log
from aggregates.record.recording import Recorded
from lifecycle.codec import encode
from lifecycle.errors import Conflict
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.messages import Message, Quoted


class Earlier(NamedTuple):
    """What was recorded under an idempotency key."""

    digest: bytes
    first_seq: int
    last_seq: int


class Receipt(Recorded, frozen=True, kw_only=True):
    """A recording, and what it changed."""

    before: Timeline | None
    after: Timeline
    repeated: bool = False
    """Whether the same command, by its idempotency key, had been recorded earlier."""
    struck_by: int | None = None
    """The strike that has taken it back since, where it is repeated."""
    approved_by: int | None = None
    """The approval that it has met since, where it is a submission that is repeated."""


def receipt_of(decision: Decision, recorded_at: datetime, leaf_hash: Hash) -> Receipt:
    """Give the receipt of a decision that was recorded then; without a leaf hash, of one that only might be."""
    return Receipt(
        **asdict(decision.content),
        seq=decision.entry.seq,
        recorded_at=recorded_at,
        version=decision.after.version,
        leaf_hash=leaf_hash,
        before=decision.before.timeline if decision.before else None,
        after=decision.after.timeline,
    )


def digest_of(proposals: Sequence[Proposal]) -> bytes:
    """Hash what is proposed: not where it was written down, nor the leave to go on."""
    bare = [replace(proposal, accept_impact=False, place="") for proposal in proposals]
    return sha256(encode(bare)).digest()


def again(log: Log, key: str, digest: bytes, earlier: Earlier) -> list[Receipt]:
    """Give the receipts of an earlier recording as they were then, with what has become of it since.

    Raises `Conflict` if it was of another command.
    """
    if digest != earlier.digest:
        raise Conflict(
            Message(
                "the idempotency key {key} stands for another command, recorded as #{seq}",
                key=Quoted(key),
                seq=earlier.first_seq,
            )
        )
    streams: dict[str, list[Entry]] = {}
    receipts = []
    for row in log.recordings(earlier.first_seq - 1, earlier.last_seq):
        if row.agreement not in streams:
            streams[row.agreement] = [other.entry for other in log.stream(row.agreement)]
        entries = streams[row.agreement]
        before, now = entries[: row.version - 1], fold(entries)
        approvals = now.concerned[row.seq] if row.seq in now.approved else ()
        repeated = Receipt(
            **asdict(row),
            before=fold(before) if before else None,
            after=fold(entries[: row.version]),
            repeated=True,
            struck_by=next(now.struck_by(row.seq), None),
            approved_by=next(iter(approvals), None),
        )
        receipts.append(repeated)
    return receipts
