"""Timekeeping: a recording at a moment that cannot be right is refused, and time goes back by a recorded act alone.

Both measures are conventions of ours: no text has any.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from aggregates.ground.clock import LAST, from_micros, in_micros
from aggregates.record.agreement import Decision
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, Submitted
from lifecycle.acts.keeper import ClockMended
from lifecycle.errors import ClockAmiss
from lifecycle.messages import Message

BEHIND = timedelta(days=1)
"""How far the clock may stand before the last recording: two machines are never quite at one."""

AHEAD = timedelta(days=3653)
"""How long nothing may have been recorded before the clock is doubted: ten years."""


def mended(decisions: Iterable[Decision]) -> bool:
    """Tell whether one of the decisions lets time go back: the mending of a clock, or its approval."""
    return any(_mends(decision) for decision in decisions)


def _mends(decision: Decision) -> bool:
    act = decision.entry.act
    if isinstance(act, Approved):
        return any(one.seq == act.target and _submitted(one.act) for one in decision.after.entries)
    return isinstance(act, ClockMended)


def _submitted(act: Act) -> bool:
    return isinstance(act, Submitted) and act.submits.get("act") == ClockMended.__struct_config__.tag


def examine(decisions: Iterable[Decision], seq: int, last: int, now: int) -> None:
    """Refuse to record where the clock, or that of the last recording, is plainly wrong; moments in microseconds.

    Raises `ClockAmiss`. What mends a clock is let through, submitted or approved.
    """
    if not seq or mended(decisions) or all(_submitted(decision.entry.act) for decision in decisions):
        return
    if not -in_micros(BEHIND) <= now - last <= in_micros(AHEAD):
        raise ClockAmiss(
            Message(
                "the clock shows {now} UTC, and the last recording, #{seq}, is of {last} UTC: one of them is wrong",
                now=_shown(now),
                seq=seq,
                last=_shown(last),
            )
        )


def _shown(moment: int) -> str:
    return f"{from_micros(min(max(moment, 0), LAST)):%Y-%m-%d %H:%M}"
