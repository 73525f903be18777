"""The effect of a notice while it runs: the day that is awaited, and whether it ends the agreement on it.

Source: VCLT-IO 54, 55 and 68 (R14, R29, R34). What comes on that day is `lifecycle.consequences.departure`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from lifecycle.calendar.days import day_before
from lifecycle.course.course import Course
from lifecycle.course.notices import Notice, Outcome


def run(course: Course, notice: Notice) -> None:
    """Let a notice run: note when it takes effect and the last day on which it can be withdrawn (VCLT-IO 68)."""
    if notice.takes_effect is None:
        return
    if notice.takes_effect > course.today:
        _await_effect(course, notice, ends=notice.id in ending_notices(course))
        last = day_before(notice.takes_effect)
        course.expect("withdrawal", last, "VCLT-IO 68", notice.seq, subject=notice.id, binds=notice.by)
    relabel(course)
    course.arm(notice.takes_effect, "notice", notice.id, by=notice.seq)


def _await_effect(course: Course, notice: Notice, *, ends: bool) -> None:
    kind, other, values = ("ends", "leaves", ()) if ends else ("leaves", "ends", (notice.by,))
    on, article, seq = notice.takes_effect, notice.article, notice.seq
    known = course.dues.get((kind, notice.id))
    if known is not None and (known.on, known.article, known.seq) == (on, article, seq):
        return  # as it was: looked at again and again while many notices run
    course.close_due(other, notice.id)
    if on is not None:
        course.expect(kind, on, article, seq, subject=notice.id, cause="notice", values=values)


class _Move(NamedTuple):
    """A party that comes or goes on a day: who comes is there before who goes, notices in the order of their ids."""

    on: date
    rank: int
    id: str
    party: str


def ending_notices(course: Course) -> set[str]:
    """Give the notices that end the agreement on their day, for all or because too few are left (VCLT-IO 55; R34).

    Counted for that day, once it takes effect: those that leave until then have left, those that enter until then are
    bound, as far as nothing else is on record. A notice whose clock stands counts as the last of all.
    """
    if not course.running:
        return set()
    running = [notice for id in course.running if (notice := course.notices[id]).counts]
    moves = [_Move(notice.takes_effect or date.max, 2, notice.id, notice.by) for notice in running]
    moves += [_Move(due.on, 0, subject, subject) for (kind, subject), due in course.dues.items() if kind == "joins"]
    moves += [
        _Move(due.on, 1, subject, str(due.values[0]))
        for (kind, subject), due in course.dues.items()
        if kind == "leaves" and due.cause != "notice"
    ]
    there, least, found = set(filter(course.counts, course.bound)), course.terms.least, set[str]()
    if len(there) - len(moves) >= least and not any(notice.ends_for_all for notice in running):
        return found  # whoever leaves, enough are left
    for move in sorted(moves):
        if move.rank == 0:
            there |= {move.party} if course.counts(move.party) else set()
            continue
        given = course.notices[move.id] if move.rank == 2 else None
        if given is not None and (given.ends_for_all or len(there) - (move.party in there) < least):
            found.add(move.id)
        if given is None or given.blocked_by not in course.established:
            there.discard(move.party)
    return found


def relabel(course: Course) -> None:
    """Say of each running notice anew whether it ends the agreement, or lets one party leave it."""
    if not course.running:
        return
    found = ending_notices(course)
    for id in list(course.running):
        notice = course.notices[id]
        if ("ends", id) in course.dues or ("leaves", id) in course.dues:
            _await_effect(course, notice, ends=id in found)


def close(course: Course, id: str, outcome: Outcome, by: int | None) -> None:
    """Note that a notice no longer runs."""
    course.notices[id] = replace(course.notices[id], closed=course.today, outcome=outcome, closed_by=by)
    course.running.pop(id, None)
    if outcome is Outcome.WITHDRAWN:  # who stays has nowhere to come back to
        course.returning.pop(course.notices[id].by, None)
    course.disarm("notice", id)
    course.disarm("notice runs on", id)
    if outcome is not Outcome.TOOK_EFFECT:
        course.close_readings("notice", id)
    for kind in ("ends", "leaves", "withdrawal"):
        course.close_due(kind, id)
