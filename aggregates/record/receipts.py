"""Receipts: what a recording put on record, and what it changed; and those of the same command, given once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from msgspec.structs import asdict, replace

from aggregates.ground.merkle import Hash
from aggregates.record.agreement import Dependent, OnAgreement, as_entered
from aggregates.record.decision import Decision, Proposal
from aggregates.record.directory import InDirectory
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded, said_in, with_said
from aggregates.record.log.table import Earlier
from lifecycle.acts.act import Entry
from lifecycle.acts.approval import Submitted, submission
from lifecycle.acts.personal import ERASED, SEALED, named_in, personal, spoken
from lifecycle.codec import encode
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, InvalidInput, StorageFailure
from lifecycle.fold.directory import Directory, directory
from lifecycle.fold.folded import Folded
from lifecycle.fold.others import Lines
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import Message, Quoted


class Receipt(Recorded, frozen=True, kw_only=True):
    """A recording, and what it changed: in an agreement, or in the directory of parties."""

    before: Folded | None
    after: Folded
    also: tuple[Dependent, ...] = ()
    """The agreements that ask about the one recorded on, without the recording and with it."""
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
    told = _put(decision, recorded_at, leaf_hash)
    return OfAgreement(**told, before=before, after=decision.after.timeline, also=decision.also)


def _put(decision: Decision, recorded_at: datetime, leaf_hash: Hash) -> dict[str, Any]:
    return {
        **asdict(decision.content),
        "seq": decision.entry.seq,
        "recorded_at": recorded_at,
        "version": decision.after.version,
        "leaf_hash": leaf_hash,
    }


CONTENT = "content:"
"""Begins an idempotency key that is made of what is proposed."""


FORGOTTEN = b""
"""The digest of a command that named people, as a program of before made it: of what nobody may find out any more."""

MOST = 1000
"""Commands that differ in nothing but what is sealed, at most."""


COMPARED = ("agreement", "act", "irregular", "actor", "document")
"""What a recording has of the proposal that it was."""


def content_key(proposals: Sequence[Proposal]) -> str:
    """Make an idempotency key of what is proposed, so that the same command by mistake records nothing twice."""
    return f"{CONTENT}{digest_of(proposals).hex()}"


def digest_of(proposals: Sequence[Proposal]) -> bytes:
    """Hash what is proposed: not where it was written down, nor the leave to go on, nor what is sealed of it.

    A digest of what names people would tell whoever guesses the name, and go on telling once it is erased (ADR 0023).
    """
    return sha256(encode([_blank(proposal) for proposal in proposals])).digest()


def _blank(proposal: Proposal) -> Proposal:
    found = spoken(proposal, named_in(proposal.act, proposal.personal))
    if hidden := dict.fromkeys([*personal(proposal.act), *found], SEALED):
        proposal = with_said(proposal, hidden)
    return replace(proposal, personal=(), described=None, accept_impact=False, place="")


def repeated(log: Log, key: str, digest: bytes, proposals: Sequence[Proposal]) -> tuple[str, list[Receipt]]:
    """Give the receipts of the command of a digest, recorded earlier under a key; none, and the key to record it under.

    Commands that differ in what is sealed have one digest: a key made of the content is then counted on. Raises
    `Conflict` where a key of the caller's own was given to another command.
    """
    for number in range(1, MOST):
        name = key if number == 1 else f"{key}:{number}"
        found = log.earlier(name)
        if found is None:
            return name, []
        try:
            return name, again(log, name, digest, proposals, found)
        except Conflict:
            if not key.startswith(CONTENT):
                raise
    raise Conflict(
        Message("the idempotency key {key} is taken too often; give the command one of its own", key=Quoted(key))
    )


def again(log: Log, key: str, digest: bytes, proposals: Sequence[Proposal], earlier: Earlier) -> list[Receipt]:
    """Give the receipts of an earlier recording as they were then, with what has become of it since.

    Raises `Conflict` if it was of another command. What is answered is compared with what is asked: the digest does not
    tell whom a command names, and whoever may record could have given the key to something else. Whom a recording named
    that was erased since, nobody can compare: a key of the caller's own tells it all the same, and so do the other
    recordings of one command.
    """
    if earlier.digest not in (digest, FORGOTTEN):
        raise Conflict(
            Message(
                "the idempotency key {key} stands for another command, recorded as #{seq}",
                key=Quoted(key),
                seq=earlier.first_seq,
            )
        )
    rows = list(log.recordings(earlier.first_seq - 1, earlier.last_seq))
    streams = {name: log.stream(name) for name in {row.agreement for row in rows}}
    told = not key.startswith(CONTENT) or any(not _closed(row) for row in rows)
    receipts, asked = [], iter(proposals)  # of which those that were refused then, and skipped, have no recording
    for row in rows:
        stream = streams[row.agreement]
        now = _folded(log, row.agreement, [other.entry for other in stream])
        before, after = _around(now, row)
        then = partial(log.directory, row.seq - 1)
        if not told or not any(_recorded_as(proposal, before, then, row) for proposal in asked):
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
        repeated: Receipt = kind(**asdict(row), before=before, after=after, repeated=True)  # type: ignore[arg-type]
        receipts.append(_since(repeated, now))
    if len(receipts) <= earlier.last_seq - earlier.first_seq:
        raise StorageFailure(
            Message("what was recorded under the idempotency key {key} cannot all be read", key=Quoted(key))
        )
    return receipts


def _around(now: Folded, row: Recorded) -> tuple[Folded | None, Folded]:
    """Fold a file as it was known before a recording, and with it."""
    if isinstance(now, Timeline):
        after = now.known(row.seq)
        assert after is not None  # the row itself is of it
        return now.known(row.seq - 1), after
    known = [entry for entry in now.entries if entry.seq <= row.seq]
    return directory(known[:-1]) if known[:-1] else None, directory(known)


def _folded(log: Log, name: str, entries: Sequence[Entry]) -> Folded:
    return directory(entries) if name == DIRECTORY else fold(entries, others=Lines(log.entries).others(name, entries))


def _recorded_as(proposal: Proposal, before: Folded | None, then: Callable[[], Directory], row: Recorded) -> bool:
    """Tell whether a recording is that of a proposal, as it was entered or submitted then; people may be erased."""
    try:
        act = as_entered(before, proposal, then) if isinstance(before, Timeline) else proposal.act
    except InvalidInput:
        return False
    if isinstance(row.act, Submitted):
        act = submission(act)
    hidden = dict.fromkeys(_closed(row), SEALED)
    asked, there = with_said(replace(proposal, act=act), hidden), with_said(row, hidden)
    told = there.described in (None, asked.described)  # of a document nothing was told before there was a place for it
    return told and all(getattr(asked, part) == getattr(there, part) for part in COMPARED)


def _closed(row: Recorded) -> list[str]:
    """Name the fields of a recording that nobody can read any more."""
    return [one.field for one in row.personal if said_in(row, one.field) in (SEALED, ERASED)]


def _since(receipt: Receipt, now: Folded) -> Receipt:
    """Add what has become of a recording that is repeated."""
    approvals = now.concerned[receipt.seq] if receipt.seq in now.approved else ()
    return replace(
        receipt,
        struck_by=next(now.struck_by(receipt.seq), None),
        approved_by=next(iter(approvals), None),
    )
