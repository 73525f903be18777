"""Positions in the log: what was recorded by a moment; beyond the head, which a standby may not have reached yet."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, time
from itertools import pairwise
from time import monotonic, sleep

from aggregates.databases.database import GLANCE, PATIENCE
from aggregates.ground.clock import to_micros
from aggregates.ground.moments import Moment
from aggregates.record.log.table import Table
from lifecycle.errors import Behind, DepositaryError, NotFound
from lifecycle.messages import Message


def resolve(log: Table, moment: Moment) -> int:
    """Give the `seq` of the last recording known at a moment; raises `NotFound` beyond the head, or `Behind`."""
    head = log.head().seq
    if isinstance(moment, int):
        if not 0 <= moment <= head:
            raise beyond(log, moment)
        return moment
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.max, UTC)
    # A binary search by the primary key: seq has no gap, and time runs backwards only where a clock was mended.
    micros, ends = to_micros(moment), [*(seq - 1 for seq in log.mended() if seq <= head), head]
    for first, end in reversed(list(pairwise([0, *ends]))):
        if found := bisect_right(range(first + 1, end + 1), micros, key=log.recorded_at):
            return first + found
    return 0


def beyond(log: Table, seq: int) -> DepositaryError:
    """Give the error for a recording behind the head: on a standby it may be that it has not come yet."""
    head = log.last()[0]
    if seq > head and log.case.standby(log.connection.cursor()):
        return Behind(
            Message(
                "the register is read on a standby, which has the log up to #{head}: #{seq} has not come to it yet",
                head=head,
                seq=seq,
            )
        )
    return NotFound("recording", f"#{seq}", [f"#{head}"] if head else [])


def reach(log: Table, seq: int, patience: float = PATIENCE) -> None:
    """Wait on a standby for a recording; raises `Behind` where it does not come, elsewhere `NotFound`."""
    until = monotonic() + patience
    while log.last()[0] < seq:
        error = beyond(log, seq)
        if not isinstance(error, Behind) or monotonic() > until:
            raise error
        sleep(GLANCE)
