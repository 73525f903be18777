"""What waits for a second officer's approval, over all agreements (ADR 0011)."""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter
from typing import Any

from msgspec import Struct

from aggregates.record.recording import Recorded
from lifecycle.acts.approval import Submitted
from lifecycle.acts.approval import waiting as waiting_of
from projections.answers.snapshot import Snapshot


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
    found: list[Waiting] = []
    for name in asked.log.agreements():
        stream = {one.seq: one for one in asked.legible(name)}
        submitted = waiting_of([one.entry for one in stream.values()])
        found += [_waits(stream[seq], act) for seq, act in submitted.items()]
    return sorted(found, key=attrgetter("seq"))


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
