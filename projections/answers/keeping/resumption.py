"""Resumption: a register that was lost goes on from a backup older than what is known outside of it.

What was recorded after the backup cannot be had back from a checkpoint, which holds no event: it is named by its
numbers, and the record says for ever that it happened. The register goes on under another origin, with another key: of
one origin, two histories of one size would be signed.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from msgspec import Struct

from aggregates.databases.tables import new_origin
from aggregates.exchange.restoration import restore
from aggregates.proof.outside_copy import Outside
from aggregates.record.agreement import Proposal
from aggregates.record.documents import Documents
from aggregates.record.log import Log, owning, reading
from aggregates.record.register import Register
from lifecycle.acts.approval import Submitted
from lifecycle.acts.keeper import RegisterResumed
from lifecycle.errors import Conflict
from lifecycle.messages import Message
from projections.models import migration
from projections.models.follower import FOLLOWER


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
    is begun again: until the entry is there, nothing else is recorded.
    """
    known = outside.due()
    saved = restore(file, url, outside, documents, anyway=anyway, after_loss=True)
    if saved.outdated:
        migration.upgrade(url)
    with reading(url) as log:
        kept, former, agreement = log.last()[0], log.origin(), _last(log)
    known = known or next(iter(outside.kept(former)), None)
    if known is None or known.checkpoint.size <= kept:
        raise Conflict(
            Message("{file} holds all that is known outside: it is restored, and nothing is lost", file=str(file))
        )
    act = RegisterResumed(on=on, former=former, kept=kept, lost=known.checkpoint.size)
    origin = _renamed(url)
    outside.supersede(former)
    with closing(Register.open(url, follower=FOLLOWER)) as register:
        (receipt,) = register.record([Proposal(agreement=agreement, act=act, actor=actor)])
        with register.reading() as log:
            outside.begin(log)
            outside.advance(log)
    return Resumption(
        file=str(file),
        kept=kept,
        lost=known.checkpoint.size,
        former=former,
        origin=origin,
        agreement=agreement,
        seq=receipt.seq,
        waits=isinstance(receipt.act, Submitted),
        aside=saved.aside,
        unknown=saved.unknown,
    )


def _last(log: Log) -> str:
    found = log.recording(log.last()[0])
    if found is None:
        raise Conflict(Message("the backup holds no recording: make the register anew"))
    return found.agreement


def _renamed(url: str) -> str:
    """Give a register another origin."""
    origin = new_origin()
    with owning(url) as (log, cursor):
        cursor.execute(log.case.sql("UPDATE register SET origin = ?"), (origin,))
        log.case.commit(cursor, appended=False)
    return origin
