"""The time in which a dispute is to be settled: once it is over with nothing settled, the dispute has failed (R41).

The time runs to the end of its last day (ETS 76, 3(1) and 4(2); R15, R16): settled on that day, it has not failed.
"""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.calendar.days import next_day
from lifecycle.consequences.time_limits import duties
from lifecycle.course.course import Course


def run(course: Course, id: str) -> None:
    """Set the clock to the day on which a dispute fails if it is not settled before; without one, await an act."""
    clause = course.terms.clauses.disputes
    if clause is None:
        return
    if clause.within is None:
        course.expect("dispute", course.today, clause.article, course.seq, subject=id, cause="act")
        return
    counted = clause.within.after(course.today)
    last = course.deadline(counted)
    if last is None:
        return
    course.expect("dispute", last, clause.article, course.seq, subject=id, cause="time", counted=counted)
    course.arm(next_day(last), "dispute", id)


def fail(course: Course, id: str) -> None:
    """Let a dispute fail that nobody has settled in time."""
    known = course.disputes[id]
    course.close_due("dispute", id)
    if known.failed is None and known.closed is None:
        course.disputes[id] = replace(known, failed=course.today)
        duties.begin(course, "failure of a dispute", thing=id, party=known.by, seq=known.seq)
