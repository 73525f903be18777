"""What a list says of an agreement: a state, where no acts on record have brought about that one or a later one.

No article says so; it is the register's own rule (R66). Who signed and consented, and when, stays unknown: all parties
are bound together by what the list says.
"""

from __future__ import annotations

from datetime import date

from lifecycle.calendar.partial import Precision, dated, last_possible
from lifecycle.consequences import ending, entry, states
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Suspension, Taken
from lifecycle.course.machine import BEFORE, DRAFTED, ENDED, SIGNED, SUSPENDED, TERMINATED
from lifecycle.course.periods import Reason
from lifecycle.messages import Message, Quoted

CONVENTION = "partial_date"


def take_over(course: Course, taken: Taken) -> None:
    """Note what a list says, and let it begin on the day that counts of those that it may be."""
    course.taken.append(taken)
    on = _counted(course, taken.since, taken.precision, "taken_over")
    course.arm(on, "taken over", _subject(taken), taken)


def begin(course: Course, subject: str, taken: Taken) -> None:
    """Let begin what a list says, if acts have not brought about as much."""
    reason = Reason(says=says(taken), rule="R66", seq=course.seq, act="taken_over", precision=taken.precision)
    if course.agreement.state in ENDED:
        return
    if taken.state is TERMINATED:
        _end(course, subject, taken.source, taken.since, taken.precision)
    elif taken.state is SIGNED:
        _sign(course, reason)
    else:
        if course.agreement.state in BEFORE:
            entry.take_over(course, reason)
        if taken.state is SUSPENDED and course.agreement.state is not SUSPENDED:
            _suspend(course, reason)
        if taken.until is not None:
            on = _counted(course, taken.until, taken.until_precision, "taken_over_until")
            ended = _ending(course, taken.source, taken.until, taken.until_precision)
            ending.end_on(course, on, ended, subject=subject)


def says(taken: Taken) -> Message:
    """Say as what it was taken over, since when, and from which list."""
    state, source = taken.state.message, Quoted(taken.source)
    if taken.precision == "unknown":
        return Message(
            "Taken over as {state} by {day}, since a day that is not known: {source}",
            state=state,
            day=taken.since,
            source=source,
        )
    since = dated(taken.since, taken.precision)
    return Message("Taken over as {state} since {since}: {source}", state=state, since=since, source=source)


def _subject(taken: Taken) -> str:
    """Tell apart what several lists say, or one of several times, on the clock."""
    return f"list of {taken.since} {taken.state} {taken.source}"


def _counted(course: Course, first: date, precision: Precision, kind: str) -> date:
    """Give the day that counts of those that a month or a year may be, noting the convention that it rests on."""
    last = last_possible(first, precision)
    if first == last:
        return first
    days = {"first day": first, "last day": last}
    course.assume(CONVENTION)
    for other in course.conventions.others(CONVENTION):
        course.note_reading(kind, "", days[course.conventions[CONVENTION]], days[other], (CONVENTION, other))
    return days[course.conventions[CONVENTION]]


def _ending(course: Course, source: str, on: date, precision: Precision) -> Ending:
    return Ending(kind="taken_over", on=on, values=(source,), seq=course.seq, precision=precision)


def _end(course: Course, subject: str, source: str, on: date, precision: Precision) -> None:
    """End it, or what there is of it, as of today."""
    ended = _ending(course, source, on, precision)
    if course.agreement.state in BEFORE:  # whether it ever was in force the list does not say
        ending.abandon(course, course.today, ended)
    else:
        ending.end(course, course.today, ended)


def _sign(course: Course, reason: Reason) -> None:
    for subject in (course.agreement, *course.parties.values()):
        if subject.state is DRAFTED:
            subject.fire("sign", course.today, reason)


def _suspend(course: Course, reason: Reason) -> None:
    """Suspend it for all, until one of them lifts that: whose suspension it is the list does not say."""
    suspension = Suspension(
        id=f"list-{course.today}",
        seq=course.seq,
        since=course.today,
        by="",
        ground="list",
        article="",
        of_all=True,
    )
    states.suspend_on(course, suspension, reason)
