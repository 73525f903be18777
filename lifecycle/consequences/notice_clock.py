"""The clock of a notice: what stops it, lets it run on, or moves the day for which it is set.

Source: VCLT-IO 54(b), 68 and 72 (R31, R37).
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from lifecycle.calendar.days import Span, add
from lifecycle.consequences import notice_effect
from lifecycle.consequences.notice_day import reached
from lifecycle.course.course import Course
from lifecycle.course.notices import Notice
from lifecycle.course.periods import Reason
from lifecycle.messages import Message, Plural


def keep_time(course: Course) -> None:
    """Stop the clocks of notices while the agreement is suspended, where the convention says so (VCLT-IO 72; R37)."""
    running = [notice for id in course.running if (notice := course.notices[id]).counts]
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


def pause(course: Course, id: str, *, held: bool = False, until: date | None = None) -> None:
    """Stop the clock of a notice, by an act about it or because the agreement is suspended.

    Until a day, if one is named: then it runs on by itself. One that stands already goes on standing, until that day.
    """
    known = course.notices[id]
    if known.paused is None:
        says = _stands_still(course.today, known, held=held)
        known = replace(known, paused=course.today, takes_effect=None, halted=known.takes_effect, held=held)
    else:
        says = Message("The clock of {id} goes on standing still, until {day}", id=id, day=until)
    course.notices[id] = replace(known, moved=(*known.moved, _stopped(course, known, says, held=held)))
    for kind in ("ends", "leaves", "withdrawal"):
        course.close_due(kind, id)
    course.close_readings("notice", id)
    course.disarm("notice", id)
    course.arm(until, "notice runs on", id)
    if until is not None and until > course.today:
        course.expect("notice_resumes", until, known.article, course.seq, subject=id, binds=known.by)
    notice_effect.relabel(course)


def go_on(course: Course, id: str) -> None:
    """Let the clock of a notice run again, for the days that were left when it was stopped, by any reading.

    It takes effect on the first day after those to which its clause leads: at the end of a term, of a year (R20, R33).
    """
    known = course.notices[id]
    since = known.paused or course.today
    left = known.halted - since if known.halted else timedelta()
    on = _reached(course, known, left)
    says = Message(
        "The clock of {id} runs again from {day}, for the days left: to {on}", id=id, day=course.today, on=on
    )
    moved = (*known.moved, _stopped(course, known, says, held=known.held))
    again = replace(known, paused=None, halted=None, held=False, takes_effect=on, moved=moved)
    course.notices[id] = again
    course.disarm("notice runs on", id)
    course.close_due("notice_resumes", id)
    stopped = [was for was in course.alternatives if (was.kind, was.subject, was.closed) == ("notice", id, since)]
    for was in stopped:
        other = _reached(course, known, was.other - since) if was.other > since else None
        course.note_reading("notice", id, again.takes_effect, other, (was.convention, was.value))
    notice_effect.run(course, again)


def _reached(course: Course, known: Notice, left: timedelta) -> date | None:
    day = add(course.today, Span(days=left.days))
    if day is None:
        return None
    with course.under(known.by):
        return reached(course, known.clause, known.counted_from, day)


def _stands_still(day: date, known: Notice, *, held: bool) -> Message:
    id, on = known.id, known.takes_effect
    if on is None:
        if held:
            return Message(
                "The clock of {id} stands still from {day}, while the agreement is suspended", id=id, day=day
            )
        return Message("The clock of {id} stands still from {day}", id=id, day=day)
    left = Plural("{n} day before {on}", "{n} days before {on}", n=(on - day).days, on=on)
    if held:
        return Message(
            "The clock of {id} stands still from {day}, while the agreement is suspended, {left}",
            id=id,
            day=day,
            left=left,
        )
    return Message("The clock of {id} stands still from {day}, {left}", id=id, day=day, left=left)


def _stopped(course: Course, known: Notice, says: Message, *, held: bool) -> Reason:
    """Say what became of a clock: it stands with a suspension (R37), or by an act about the notice (R31)."""
    if held:
        return Reason(says=says, article="VCLT-IO 72", rule="R37")
    return Reason(says=says, article=known.article, rule="R31", seq=course.seq)


def extend(course: Course, id: str, until: date) -> None:
    """Let a notice take effect on a later day, by agreement of the parties (VCLT-IO 54(b); R31)."""
    known = course.notices[id]
    says = Message("{id} was extended on {day}: it takes effect on {on}", id=id, day=course.today, on=until)
    reason = Reason(says=says, article="VCLT-IO 54(b)", rule="R31", seq=course.seq)
    course.close_readings("notice", id)
    course.notices[id] = replace(known, takes_effect=until, moved=(*known.moved, reason))
    notice_effect.run(course, course.notices[id])
