"""Notifications of a register: one for each recording, for whoever follows it from outside.

They are given from a `seq` on, in the order of the log and without a gap; then, where somebody waits, one after each
further commit. No personal data is in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime

from msgspec import Struct

from aggregates.databases.cases import database
from aggregates.record.log.recording import Recorded
from aggregates.record.store import Store
from lifecycle.course.machine import State


class Notified(Struct, frozen=True, kw_only=True):
    """What was recorded, of which agreement, and the agreement's state around it on its legal date."""

    seq: int
    recorded_at: datetime
    agreement: str
    act: str
    on: date
    by: str | None
    state_before: State | None
    state_after: State | None


def notifications(url: str, first: int | None, ended: Callable[[], bool]) -> Iterator[Notified]:
    """Give the notifications from a `seq` on, or from the next recording on, until the waiting has ended.

    Raises `NoRegister`, `SchemaMismatch`, `Locked` or `StorageFailure`.
    """
    with closing(Store(database(url), read_only=True)) as store:
        with store.reading() as log:
            after = log.head().seq if first is None else first - 1
        with store.subscribe(gt=after, ended=ended) as told:
            for one in told:
                with store.reading() as log:
                    found = list(log.recordings(one.id - 1, one.id))
                yield from map(_notified, found)


def _notified(one: Recorded) -> Notified:
    return Notified(
        seq=one.seq,
        recorded_at=one.recorded_at,
        agreement=one.agreement,
        act=one.act.tag,
        on=one.act.on,
        by=one.act.by,
        state_before=one.ruling.state_before,
        state_after=one.ruling.state_after,
    )
