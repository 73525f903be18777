"""What waits for a second officer's approval, over all agreements and in the directory (ADR 0011)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from projections.answers.snapshot import Snapshot
from projections.models.values import WAITING

if TYPE_CHECKING:
    from aggregates.record.log.recording import Recorded
    from lifecycle.acts.approval import Submitted


class Waiting(Struct, frozen=True, kw_only=True):
    """An act that waits for approval."""

    agreement: str
    seq: int
    recorded_at: datetime
    act: str
    on: date
    by: str | None
    actor: str | None
    login: str | None
    fields: dict[str, Any]
    """What else the act says."""


def waiting(asked: Snapshot) -> list[Waiting]:
    """Give what waits, in the order of its submission."""
    seqs = sorted(seq for _, seq in asked.models.ask("entries", kind=WAITING, at=asked.at))
    if not seqs:
        return []
    from lifecycle.acts.approval import Submitted  # brings the law along, where something waits

    found = (one for seq in seqs for one in asked.log.recordings(seq - 1, seq))
    return [_waits(one, one.act) for one in found if isinstance(one.act, Submitted)]


def _waits(one: Recorded, act: Submitted) -> Waiting:
    said = {name: value for name, value in act.submits.items() if name not in ("act", "on", "by")}
    return Waiting(
        agreement=one.agreement,
        seq=one.seq,
        recorded_at=one.recorded_at,
        act=str(act.submits.get("act")),
        on=act.on,
        by=act.by,
        actor=one.actor,
        login=one.login,
        fields=said,
    )
