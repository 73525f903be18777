"""What acts would change if they were recorded, tried on an agreement and not recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from aggregates.record.decision import Proposal
from aggregates.record.receipts import OfAgreement
from aggregates.record.trial import tried
from lifecycle.answers.impact import Impact, impact
from lifecycle.course.machine import State
from projections.answers.history import fields
from projections.answers.recording.impacts import Also, also
from projections.answers.snapshot import Snapshot
from projections.models.follower import FOLLOWER


class Tried(Struct, frozen=True, kw_only=True):
    """An act as it would be recorded."""

    act: str
    on: date
    by: str | None
    fields: dict[str, Any]
    state_before: State | None
    state_after: State | None
    dates: dict[str, date]


class WhatIf(Struct, frozen=True, kw_only=True):
    """What recording some acts on an agreement would change."""

    agreement: str
    acts: tuple[Tried, ...]
    impact: Impact
    also: tuple[Also, ...] = ()
    """What they would change in other agreements, which ask about this one."""


def what_if(asked: Snapshot, proposals: Sequence[Proposal]) -> tuple[WhatIf, list[OfAgreement]]:
    """Try proposals on one agreement in their order; with the receipts that they would be given.

    Raises `NotFound`, or as a recording does, with the proposal's place as a note.
    """
    receipts = tried(asked.log, proposals, FOLLOWER)
    before, after = receipts[0].before, receipts[-1].after
    changed = impact(before, after) if before else Impact()
    acts = tuple(_tried(receipt) for receipt in receipts)
    return WhatIf(agreement=proposals[0].agreement, acts=acts, impact=changed, also=also(receipts)), receipts


def _tried(receipt: OfAgreement) -> Tried:
    return Tried(
        act=receipt.act.tag,
        on=receipt.act.on,
        by=receipt.act.by,
        fields=fields(receipt.act),
        state_before=receipt.ruling.state_before,
        state_after=receipt.ruling.state_after,
        dates=dict(receipt.ruling.dates),
    )
