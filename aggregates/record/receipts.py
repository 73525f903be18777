"""Receipts: what a recording put on record, and what it changed; and those of the same command, given once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from msgspec.structs import asdict, replace

from aggregates.ground.merkle import Hash
from aggregates.record.agreement import Decision, OnAgreement, Proposal
from aggregates.record.directory import InDirectory
from aggregates.record.log import Earlier, Log
from aggregates.record.recording import Recorded
from lifecycle.acts.act import Entry
from lifecycle.acts.approval import Submitted, submission
from lifecycle.acts.personal import SEALED, personal, with_personal
from lifecycle.codec import encode
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, InvalidInput, StorageFailure
from lifecycle.fold.directory import Directory, directory
from lifecycle.fold.folded import Folded
from lifecycle.fold.numbering import number
from lifecycle.fold.timeline import Timeline, fold, growing
from lifecycle.messages import Message, Quoted


class Receipt(Recorded, frozen=True, kw_only=True):
    """A recording, and what it changed: in an agreement, or in the directory of parties."""

    before: Folded | None
    after: Folded
    repeated: bool = False
    """Whether the same command, by its idempotency key, had been recorded earlier."""
    struck_by: int | None = None
    """The strike that has taken it back since, where it is repeated."""
    approved_by: int | None = None
    """The approval that it has met since, where it is a submission that is repeated."""


class OfAgreement(Receipt, frozen=True, kw_only=True):
    """The receipt of an act on an agreement."""

    before: Timeline | None
    after: Timeline


class OfDirectory(Receipt, frozen=True, kw_only=True):
    """The receipt of an entry in the directory."""

    before: Directory | None
    after: Directory


def receipt_of(decision: Decision, recorded_at: datetime, leaf_hash: Hash) -> Receipt:
    """Give the receipt of a decision that was recorded then."""
    if isinstance(decision, OnAgreement):
        return receipt_on(decision, recorded_at, leaf_hash)
    assert isinstance(decision, InDirectory), decision
    before = decision.before.directory if decision.before else None
    return OfDirectory(**_put(decision, recorded_at, leaf_hash), before=before, after=decision.after.directory)


def receipt_on(decision: OnAgreement, recorded_at: datetime, leaf_hash: Hash) -> OfAgreement:
    """Give that of a decision on an agreement; without a leaf hash, of one that only might be recorded."""
    before = decision.before.timeline if decision.before else None
    return OfAgreement(**_put(decision, recorded_at, leaf_hash), before=before, after=decision.after.timeline)


def _put(decision: Decision, recorded_at: datetime, leaf_hash: Hash) -> dict[str, Any]:
    return {
        **asdict(decision.content),
        "seq": decision.entry.seq,
        "recorded_at": recorded_at,
        "version": decision.after.version,
        "leaf_hash": leaf_hash,
    }


def digest_of(proposals: Sequence[Proposal]) -> bytes:
    """Hash what is proposed: not where it was written down, nor the leave to go on."""
    bare = [replace(proposal, accept_impact=False, place="") for proposal in proposals]
    return sha256(encode(bare)).digest()


def again(log: Log, key: str, digest: bytes, proposals: Sequence[Proposal], earlier: Earlier) -> list[Receipt]:
    """Give the receipts of an earlier recording as they were then, with what has become of it since.

    Raises `Conflict` if it was of another command. What is answered is compared with what is asked, because whoever may
    record could have given the key to something else with the digest of this command.
    """
    if digest != earlier.digest:
        raise Conflict(
            Message(
                "the idempotency key {key} stands for another command, recorded as #{seq}",
                key=Quoted(key),
                seq=earlier.first_seq,
            )
        )
    streams: dict[str, list[Recorded]] = {}
    receipts, asked = [], iter(proposals)  # of which those that were refused then, and skipped, have no recording
    for row in log.recordings(earlier.first_seq - 1, earlier.last_seq):
        if row.agreement not in streams:
            streams[row.agreement] = log.stream(row.agreement)
        stream = streams[row.agreement]
        known = [other.entry for other in stream[: row.version]]
        before, after = _around(row.agreement, known)
        if not any(_recorded_as(proposal, before, row) for proposal in asked):
            raise Conflict(
                Message(
                    "the idempotency key {key} was given to another recording, #{seq} of {agreement}, by somebody "
                    "else: nothing of this command is on record under it; give the command another key",
                    key=Quoted(key),
                    seq=row.seq,
                    agreement=row.agreement,
                )
            )
        kind = OfDirectory if row.agreement == DIRECTORY else OfAgreement
        now = _folded(row.agreement, [other.entry for other in stream])
        repeated: Receipt = kind(**asdict(row), before=before, after=after, repeated=True)  # type: ignore[arg-type]
        receipts.append(_since(repeated, now))
    if len(receipts) <= earlier.last_seq - earlier.first_seq:
        raise StorageFailure(
            Message("what was recorded under the idempotency key {key} cannot all be read", key=Quoted(key))
        )
    return receipts


def _around(name: str, known: Sequence[Entry]) -> tuple[Folded | None, Folded]:
    """Fold a file without its last entry, and with it."""
    if name == DIRECTORY:
        return directory(known[:-1]) if known[:-1] else None, directory(known)
    before = growing(known[:-1]) if known[:-1] else None
    return before, before.evolve(known[-1]) if before else fold(known)


def _folded(name: str, entries: Sequence[Entry]) -> Folded:
    return directory(entries) if name == DIRECTORY else fold(entries)


def _recorded_as(proposal: Proposal, before: Folded | None, row: Recorded) -> bool:
    """Tell whether a recording is that of a proposal, as it was numbered or submitted then; people may be erased."""
    act = proposal.act
    try:
        act = number(before, act) if isinstance(before, Timeline) else act
    except InvalidInput:
        return False
    if isinstance(row.act, Submitted):
        act = submission(act)
    hidden = {one.field: SEALED for one in row.personal}
    there = personal(act).keys() | personal(row.act).keys()
    same = type(act) is type(row.act) and hidden.keys() <= there
    same = same and with_personal(act, hidden) == with_personal(row.act, hidden)
    said = (proposal.agreement, proposal.irregular, proposal.actor, proposal.document)
    return same and said == (row.agreement, row.irregular, row.actor, row.document)


def _since(receipt: Receipt, now: Folded) -> Receipt:
    """Add what has become of a recording that is repeated."""
    approvals = now.concerned[receipt.seq] if receipt.seq in now.approved else ()
    return replace(
        receipt,
        struck_by=next(now.struck_by(receipt.seq), None),
        approved_by=next(iter(approvals), None),
    )
