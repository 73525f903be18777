"""The examination of a register: replayed beside all that is made from it, verified beside all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from aggregates.ground.processes import among
from aggregates.ground.progress import Progress
from aggregates.proof.beside import beside
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.evidence import Written, checkpoint_of, contradiction, receipts_of
from aggregates.proof.outside_copy import Outside
from aggregates.proof.replay import Replaying
from aggregates.proof.rulings import Difference
from aggregates.proof.salvage import structure
from aggregates.proof.verification import Verification, verify
from aggregates.record.log.access import reading
from aggregates.record.log.positions import beyond, resolve
from aggregates.record.log.setting_aside import SetAside
from aggregates.record.log.sharing import sharing
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Behind, ContradictsCheckpoint, NotFound
from lifecycle.messages import Message
from projections.answers.snapshot import snapshot
from projections.models.differing import Beside, examined, examined_alone
from projections.models.rebuild import WORTH, chunks

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
    url: str,
    agreement: str | None,
    until: Moment | None,
    progress: Progress | None = None,
    processes: int = 1,
) -> Replayed:
    """Replay all of a register, one agreement of it, or what was recorded by a moment, in so many processes at most.

    Raises `NotFound` for an agreement or a number that is not on record.
    """
    with snapshot(url) as asked:
        log, seq = asked.log, None if until is None else resolve(asked.log, until)
        if agreement is not None and agreement not in (names := [*log.agreements(), DIRECTORY]):
            raise NotFound("agreement", agreement, names)
        replaying, beside_it, (head, _) = Replaying(log, agreement, seq), Beside(log, agreement), log.last()
        job = examined if seq is None or seq >= head else examined_alone  # the rows are made of all recordings
        size = head if agreement is None else 0
        with sharing(log, job, chunks(replaying.read), among(processes, size, WORTH)) as answers:
            for answer in answers:
                for one in answer:
                    replaying.take(one.gone)
                    beside_it.take(one.made)
                if progress is not None:
                    progress(replaying.events)
        found, differing = replaying.replay(), beside_it.found()
    models = [
        Difference(check="read model", seq=one.seq, agreement=one.agreement, says=one.says)
        for one in differing or ()
        if seq is None or one.seq <= seq
    ]
    return Replayed(
        rules=found.rules,
        events=found.events,
        agreements=found.agreements,
        head=found.head,
        intact=all(one.check == "rules" for one in found.differences),
        read_models_compared=differing is not None,
        differences=(*found.differences, *models),
        asides=found.asides,
    )


def verified(
    url: str,
    outside: Outside,
    checkpoints: Iterable[Written] = (),
    receipts: Iterable[Written] = (),
    progress: Progress | None = None,
    *,
    processes: int = 1,
) -> Verification:
    """Verify a register in so many processes at most, and compare it with what is known outside, its copy first."""
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
        found = verify(log, notes, told, progress, known, processes=processes)
        compared = tuple(replace(one, vouched=one.what not in doubted) for one in found.outside)
        return replace(found, outside=compared, amiss=tuple(amiss))
