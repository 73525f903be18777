"""Notices: from when one counts, on which day it takes effect, and what stops its clock.

Source: VCLT-IO 67, 68 and 79 (R27 to R34), and the clause of the text: its period, lock-in and the end of term.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lifecycle.calendar.days import Span, add, words
from lifecycle.consequences import notice_effect, term_ends
from lifecycle.course.course import Course
from lifecycle.course.facts import Notice, Reason
from lifecycle.terms.ending import LockIn, Termination

if TYPE_CHECKING:
    from lifecycle.acts.notices import NoticeGiven


def counted_since(course: Course, lock_in: LockIn, name: str) -> date | None:
    """Give the day from which a lock-in counts: the entry into force, or that for the party."""
    own = lock_in.after == "entry into force for the party"
    return course.bound_since.get(name) if own else course.entered


def counts_from(course: Course, clause: Termination) -> str:
    """Give from what a notice counts, by its clause or by convention."""
    return clause.counts_from or course.conventions["notice_counts_from"]


def anchor_of(course: Course, clause: Termination, act: NoticeGiven) -> date:
    """Give the day from which a notice counts: that of its receipt, or of its sending (R27)."""
    return anchor_from(course, clause, act.on, act.dated())


def anchor_from(course: Course, clause: Termination, sent: date, received: date) -> date:
    """Give the day from which a notice counts that was sent and received on these."""
    return sent if counts_from(course, clause) == "sending" else received


def effect(course: Course, clause: Termination, anchor: date, name: str, *, boundary: str = "") -> date | None:
    """Give the earliest date on which a notice takes effect."""
    if clause.effect == "end of term":
        return term_ends.running_end(course, anchor, lead=clause.period.span if clause.period else None)
    rule = clause.period
    on = rule.after(anchor, boundary=boundary or course.conventions["effect_boundary"]) if rule else anchor
    lock_in = clause.lock_in
    since = counted_since(course, lock_in, name) if lock_in else None
    if lock_in is not None and lock_in.of == "effect" and since is not None and on is not None:
        floor = lock_in.period.after(since)
        return None if floor is None else max(on, floor)
    return on


def locked_in(course: Course, clause: Termination, anchor: date, on: date | None, name: str) -> tuple[Reason, ...]:
    """Say that a lock-in lets a notice take effect no earlier, where it does (R33)."""
    lock_in = clause.lock_in
    since = counted_since(course, lock_in, name) if lock_in else None
    if lock_in is None or lock_in.of != "effect" or since is None or clause.effect == "end of term":
        return ()
    free = clause.period.after(anchor, boundary=course.conventions["effect_boundary"]) if clause.period else anchor
    if on == free:
        return ()
    says = f"A notice can take effect no earlier than {lock_in.period} after {words(since)}: on {words(on)}."
    return (Reason(says=says, article=clause.article, rule="R33"),)


def keep_time(course: Course) -> None:
    """Stop the clocks of notices while the agreement is suspended, where the convention says so (VCLT-IO 72; R37)."""
    running = [notice for notice in course.notices.values() if notice.closed is None and notice.counts]
    if running and course.agreement.suspended:
        course.assume("suspension_stops_notice")
    stops = course.conventions["suspension_stops_notice"] != "no"
    if not stops and len(course.versions) == 1:
        return
    for notice in running:
        if stops and course.agreement.suspended and notice.paused is None:
            pause(course, notice.id, held=True)
        elif notice.held and not course.agreement.suspended:
            go_on(course, notice.id)


def pause(course: Course, id: str, *, held: bool = False) -> None:
    """Stop the clock of a notice, by an act about it or because the agreement is suspended."""
    known = course.notices[id]
    why = ", while the agreement is suspended" if held else ""
    says = f"The clock of {id} stands still from {words(course.today)}{why}{_left(known.takes_effect, course.today)}."
    course.notices[id] = replace(
        known,
        paused=course.today,
        takes_effect=None,
        halted=known.takes_effect,
        held=held,
        moved=(*known.moved, _stopped(course, known, says, held=held)),
    )
    for kind in ("ends", "leaves", "withdrawal"):
        course.close_due(kind, id)
    course.close_readings(f"notice:{id}")


def go_on(course: Course, id: str) -> None:
    """Let the clock of a notice run again, for the days that were left when it was stopped, by any reading."""
    known = course.notices[id]
    since = known.paused or course.today
    left = known.halted - since if known.halted else timedelta()
    on = add(course.today, Span(days=left.days))
    says = f"The clock of {id} runs again from {words(course.today)}, for the days left: to {words(on)}."
    moved = (*known.moved, _stopped(course, known, says, held=known.held))
    again = replace(known, paused=None, halted=None, held=False, takes_effect=on, moved=moved)
    course.notices[id] = again
    for was in [was for was in course.alternatives if was.about == f"notice:{id}" and was.closed == since]:
        other = add(course.today, Span(days=(was.other - since).days)) if was.other > since else None
        course.note_reading(was.what, was.about, again.takes_effect, other, (was.convention, was.value))
    notice_effect.run(course, again)


def _left(on: date | None, today: date) -> str:
    return f", {(on - today).days} days before {words(on)}" if on else ""


def _stopped(course: Course, known: Notice, says: str, *, held: bool) -> Reason:
    """Say what became of a clock: it stands with a suspension (R37), or by an act about the notice (R31)."""
    if held:
        return Reason(says=says, article="VCLT-IO 72", rule="R37")
    return Reason(says=says, article=known.article, rule="R31", seq=course.seq)


def extend(course: Course, id: str, until: date) -> None:
    """Let a notice take effect on a later day, by agreement of the parties (VCLT-IO 54(b); R31)."""
    known = course.notices[id]
    says = f"{id} was extended on {words(course.today)}: it takes effect on {words(until)}."
    reason = Reason(says=says, article="VCLT-IO 54(b)", rule="R31", seq=course.seq)
    course.close_readings(f"notice:{id}")
    course.notices[id] = replace(known, takes_effect=until, moved=(*known.moved, reason))
    notice_effect.run(course, course.notices[id])
