"""Timekeeping: a recording at a moment that cannot be right is refused, and time goes back by a recorded act alone.

Both measures are conventions of ours: no text has any.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from aggregates.ground.clock import LAST, from_micros, in_micros
from aggregates.record.decision import Decision
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, Submitted
from lifecycle.acts.keeping.register import ClockMended
from lifecycle.errors import ClockAmiss
from lifecycle.messages import Message

APART = timedelta(days=1)
"""How far two clocks may be apart, or one stand before the last recording: two machines are never quite at one."""

TOLERANCE = timedelta(minutes=2)
"""How far the clocks of two machines may be apart before somebody is told."""

QUIET = timedelta(days=366)
"""How long nothing may have been recorded before a clock is doubted that nothing vouches for: a year."""


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


def examine(decisions: Iterable[Decision], seq: int, last: int, now: int, here: int) -> None:
    """Refuse to record where a clock, or that of the last recording, is plainly wrong; moments in microseconds.

    `now` is the moment of the recording, `here` what this machine's own clock shows: the two are compared even for what
    mends a clock, which is else let through, submitted or approved. Raises `ClockAmiss` (ADR 0019).
    """
    if abs(now - here) > in_micros(APART):
        raise ClockAmiss(
            Message(
                "the clock of the server shows {now} UTC, that of this machine {here} UTC: one of them is wrong, and is"
                " to be set right before anything is recorded",
                now=_shown(now),
                here=_shown(here),
            )
        )
    if not seq or mended(decisions) or all(_submitted(decision.entry.act) for decision in decisions):
        return
    ahead = now - last
    if ahead < -in_micros(APART) or (ahead > in_micros(QUIET) and not _vouched(now)):
        raise ClockAmiss(
            Message(
                "the clock shows {now} UTC, and the last recording, #{seq}, is of {last} UTC: one of them is wrong",
                now=_shown(now),
                seq=seq,
                last=_shown(last),
            )
        )


def _vouched(now: int) -> bool:
    from aggregates.ground.synchronised import vouched

    return vouched(now, in_micros(APART))


def _shown(moment: int) -> str:
    return f"{from_micros(min(max(moment, 0), LAST)):%Y-%m-%d %H:%M}"
