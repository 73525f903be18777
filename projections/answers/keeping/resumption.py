"""Resumption: a register that was lost goes on from a backup older than what is known outside of it.

What was recorded after the backup cannot be had back from a checkpoint, which holds no event: it is named by its
numbers, and the record says for ever that it happened. The register goes on under another origin, with another key: of
one origin, two histories of one size would be signed.
"""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from msgspec import Struct

from aggregates.databases.tables import new_origin
from aggregates.exchange.admission import own_checkpoint
from aggregates.exchange.restoration import restore
from aggregates.proof.copies import Kept, supersede
from aggregates.proof.outside_copy import Outside
from aggregates.record.decision import Proposal
from aggregates.record.documents import Documents
from aggregates.record.log.access import owning, reading
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded
from aggregates.record.register import Register
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Submitted
from lifecycle.acts.keeping.register import RegisterResumed
from lifecycle.acts.kinds import act_from
from lifecycle.errors import Conflict, DepositaryError
from lifecycle.messages import Message
from projections.models import migration
from projections.models.follower import FOLLOWER

_TAG = f'"act":"{RegisterResumed.__struct_config__.tag}"'.encode()
"""What the bytes of an entry hold that says it, or submits it."""


class Resumption(Struct, frozen=True, kw_only=True):
    """A register that was resumed from a backup."""

    file: str
    kept: int
    """The number of the last recording in the backup."""
    lost: int
    """The number of the last recording that is known outside."""
    former: str
    origin: str
    agreement: str
    """Under which the entry stands: that of the last recording in the backup."""
    seq: int
    waits: bool
    """Whether the entry waits for a second officer."""
    aside: str | None
    unknown: bool
    """Whether nobody can tell who had been erased, so that they may have come back with it."""


def resumed(
    file: Path,
    url: str,
    outside: Outside,
    documents: Documents,
    *,
    on: date,
    actor: str | None,
    anyway: bool = False,
) -> Resumption:
    """Put a backup in the place of a register that is lost, and record that it goes on from there.

    Raises what `restore` does, and `Conflict` where nothing outside knows of more than the backup holds. Broken off, it
    is begun again, or taken up where the entry is on record: what was known of the former register stays until all of
    it is done.
    """
    saved, entry = None, _broken_off(file, url, outside)
    if entry is None:
        known = outside.due()
        saved = restore(file, url, outside, documents, anyway=anyway, after_loss=True)
        if saved.outdated:
            migration.upgrade(url)
        with reading(url) as log:
            agreement, act = _last(log), _act(file, log, outside, known, on)
        _rename(url)
        with closing(Register.open(url, follower=FOLLOWER)) as register:
            (entry,) = register.record([Proposal(agreement=agreement, act=act, actor=actor)])
    said = _resuming(entry.act)
    assert said is not None
    with reading(url) as log:
        origin = outside.begin(log)
        outside.advance(log)
    supersede(*outside.files(said.former))
    return Resumption(
        file=str(file),
        kept=said.kept,
        lost=said.lost,
        former=said.former,
        origin=origin,
        agreement=entry.agreement,
        seq=entry.seq,
        waits=isinstance(entry.act, Submitted),
        aside=saved.aside if saved else None,
        unknown=bool(saved and saved.unknown),
    )


def _act(file: Path, log: Log, outside: Outside, known: Kept | None, on: date) -> RegisterResumed:
    """Give the act that says from where the register that was restored goes on, and what is lost."""
    kept, former = log.last()[0], log.origin()
    known = next(iter(outside.kept(former)), known)
    if known is None or known.checkpoint.size <= kept:
        raise Conflict(
            Message("{file} holds all that is known outside: it is restored, and nothing is lost", file=str(file))
        )
    return RegisterResumed(on=on, former=former, kept=kept, lost=known.checkpoint.size)


def _broken_off(file: Path, url: str, outside: Outside) -> Recorded | None:
    """Find the entry of a resumption from a backup that was broken off behind it.

    What it supersedes still stands outside, or nothing was recorded since.
    """
    own = own_checkpoint(file)
    with suppress(DepositaryError), reading(url) as log:
        for one in log.recordings(among=lambda state: _TAG in state):
            act = _resuming(one.act)
            if act is None or (own and (own.origin, own.size) != (act.former, act.kept)):
                continue
            if outside.files(act.former) or one.seq == log.last()[0]:
                return one
    return None


def _resuming(act: Act) -> RegisterResumed | None:
    """Give the act of a resumption, submitted or in force."""
    if isinstance(act, Submitted):
        act = act_from(act.submits)
    return act if isinstance(act, RegisterResumed) else None


def _last(log: Log) -> str:
    found = log.recording(log.last()[0])
    if found is None:
        raise Conflict(Message("the backup holds no recording: make the register anew"))
    return found.agreement


def _rename(url: str) -> None:
    """Give a register another origin."""
    with owning(url) as (log, cursor):
        cursor.execute(log.case.sql("UPDATE register SET origin = ?"), (new_origin(),))
        log.case.commit(cursor, appended=False)
