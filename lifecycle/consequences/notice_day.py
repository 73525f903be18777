"""The day of a notice: from when it counts, and when it can take effect.

Source: VCLT-IO 67 and 79 (R27 to R33), and the clause of the text: its period, lock-in and the end of term.
"""

from __future__ import annotations

from datetime import date

from lifecycle.consequences import term_ends
from lifecycle.course.course import Course
from lifecycle.course.notices import Notice, Notification
from lifecycle.course.periods import Reason
from lifecycle.messages import Message
from lifecycle.terms.ending import LockIn, Termination


def counted_since(course: Course, lock_in: LockIn, name: str) -> date | None:
    """Give the day from which a lock-in counts: the entry into force, or that for the party."""
    own = lock_in.after == "entry into force for the party"
    return course.bound_since.get(name) if own else course.entered


def counts_from(course: Course, clause: Termination) -> str:
    """Give from what a notice counts, by its clause or by convention."""
    return clause.counts_from or course.conventions["notice_counts_from"]


def anchor_of(course: Course, clause: Termination, given: Notification | Notice) -> date:
    """Give the day from which a notice counts: of its receipt, sending or transmission (R27), or a later one it names.

    Where the text deems it received so long after its sending, no later than that.
    """
    since, deemed = counts_from(course, clause), clause.deemed_receipt
    sending = since == "sending"
    day = given.sent if sending else given.received
    if since == "transmission" and given.transmitted is not None:
        return max(given.transmitted, given.starts or given.transmitted)
    if deemed is not None and not sending:
        limit = deemed.after(given.sent)
        unreceived = given.received == given.sent
        day = limit if limit is not None and (unreceived or limit < day) else day
    return day if given.starts is None else max(day, given.starts)


def effect(course: Course, clause: Termination, anchor: date, name: str, *, boundary: str = "") -> date | None:
    """Give the earliest date on which a notice takes effect: a lock-in leads to a day that the rule can give (R33)."""
    return reached(course, clause, anchor, _floor(course, clause, name), boundary=boundary)


def reached(
    course: Course, clause: Termination, anchor: date, floor: date | None, *, boundary: str = ""
) -> date | None:
    """Give the first day at or after a floor on which a notice can take effect by its clause (R20, R31, R33)."""
    if clause.effect == "end of term":
        on = term_ends.running_end(course, anchor, lead=clause.period.span if clause.period else None)
        return on if on is None or floor is None or on >= floor else term_ends.end_from(course, floor)
    if clause.period is None:
        return max(anchor, floor or anchor)
    boundary = boundary or course.conventions["effect_boundary"]
    return clause.period.first_from(anchor, floor or anchor, boundary=boundary)


def _floor(course: Course, clause: Termination, name: str) -> date | None:
    lock_in = clause.lock_in
    since = counted_since(course, lock_in, name) if lock_in else None
    return lock_in.period.after(since) if lock_in and lock_in.of == "effect" and since else None


def locked_in(course: Course, clause: Termination, anchor: date, on: date | None, name: str) -> tuple[Reason, ...]:
    """Say that a lock-in lets a notice take effect no earlier, where it does (R33)."""
    lock_in = clause.lock_in
    since = counted_since(course, lock_in, name) if lock_in else None
    if lock_in is None or since is None or on == reached(course, clause, anchor, None):
        return ()
    says = Message(
        "A notice can take effect no earlier than {period} after {since}: on {on}",
        period=lock_in.period,
        since=since,
        on=on,
    )
    return (Reason(says=says, article=clause.article, rule="R33"),)
