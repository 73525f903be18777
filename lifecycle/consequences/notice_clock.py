"""The clock of a notice: what stops it, lets it run on, or moves the day for which it is set.

Source: VCLT-IO 54(b), 68 and 72 (R31, R37).
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from lifecycle.calendar.days import Span, add, words
from lifecycle.consequences import notice_effect
from lifecycle.course.course import Course
from lifecycle.course.facts import Notice, Reason


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
