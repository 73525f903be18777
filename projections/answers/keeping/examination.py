"""The examination of a register: replayed beside all that is made from it, verified beside all that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from aggregates.proof.beside import beside
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.evidence import Written, checkpoint_of, receipts_of
from aggregates.proof.outside_copy import Outside
from aggregates.proof.replay import Difference, replay
from aggregates.proof.salvage import structure
from aggregates.proof.verification import Verification, contradiction, verify
from aggregates.record.log.access import reading
from aggregates.record.log.positions import beyond, resolve
from aggregates.record.log.setting_aside import SetAside
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Behind, ContradictsCheckpoint, DepositaryError, NotFound
from lifecycle.messages import Message
from projections.answers.snapshot import snapshot
from projections.models.rebuild import differing

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


class Replayed(Struct, frozen=True, kw_only=True):
    """What a replay found."""

    rules: str
    events: int
    agreements: int
    head: int
    intact: bool
    """Whether the record itself is whole: its order, its contents and its rulings."""
    read_models_compared: bool
    differences: tuple[Difference, ...]
    asides: tuple[SetAside, ...] = ()
    """What a recorded act has set aside, and is left out of what differs."""

    @property
    def confirmed(self) -> int:
        """How many events today's rules rule on as is recorded."""
        return self.events - len({one.seq for one in self.differences if one.check in ("rulings", "rules")})


def replayed(
    url: str, agreement: str | None, until: Moment | None, progress: Callable[[int], None] | None = None
) -> Replayed:
    """Replay all of a register, one agreement of it, or what was recorded by a moment.

    Raises `NotFound` for an agreement or a number that is not on record.
    """
    with snapshot(url) as asked:
        seq = None if until is None else resolve(asked.log, until)
        if agreement is not None and agreement not in (names := [*asked.log.agreements(), DIRECTORY]):
            raise NotFound("agreement", agreement, names)
        found = replay(asked.log, agreement=agreement, until=seq, progress=progress)
        models = None
        with suppress(DepositaryError, *asked.log.damage):  # or the log is too damaged for it
            models = [
                Difference(check="read model", seq=one.seq, agreement=one.agreement, says=one.says)
                for one in differing(asked.log)
                if agreement in (None, one.agreement) and (seq is None or one.seq <= seq)
            ]
    return Replayed(
        rules=found.rules,
        events=found.events,
        agreements=found.agreements,
        head=found.head,
        intact=all(one.check == "rules" for one in found.differences),
        read_models_compared=models is not None,
        differences=(*found.differences, *(models or ())),
        asides=found.asides,
    )


def verified(
    url: str,
    outside: Outside,
    checkpoints: Iterable[Written] = (),
    receipts: Iterable[Written] = (),
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """Verify a register, and compare it with what is known outside, the outside copy first."""
    told = [receipt for written in receipts for receipt in receipts_of(written)]
    with reading(url) as log:
        notes, known = list[tuple[Message, Checkpoint]](), [*structure(log), *beside(log)]
        doubted, amiss = set[Message](), list[Message]()
        try:
            kept = outside.known(log)
            notes += [(one.says, one.checkpoint) for one in kept]
            doubted, amiss = {one.says for one in kept if one.stranger}, outside.findings(log)
        except ContradictsCheckpoint as error:
            known.append(contradiction(error.says))
        for written in checkpoints:
            checkpoint = checkpoint_of(written, outside.keys.known(log.origin()))
            notes.append((Message("the checkpoint {file}", file=written.place), checkpoint))
        asked = [*(one.size for _, one in notes), *(receipt.seq for receipt in told)]
        if isinstance(behind := beyond(log, max(asked, default=0)), Behind):
            raise behind
        found = verify(log, notes, told, progress, known)
        compared = tuple(replace(one, vouched=one.what not in doubted) for one in found.outside)
        return replace(found, outside=compared, amiss=tuple(amiss))
