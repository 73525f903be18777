"""The day of a notice: from when it counts, and when it can take effect.

Source: VCLT-IO 67 and 79 (R27 to R33), and the clause of the text: its period, lock-in and the end of term.
"""

from __future__ import annotations

from datetime import date

from lifecycle.consequences import term_ends
from lifecycle.course.course import Course
from lifecycle.course.facts import Notice, Notification, Reason
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
    """Give the day from which a notice counts: that of its receipt, or of its sending (R27)."""
    return given.sent if counts_from(course, clause) == "sending" else given.received


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
    says = Message(
        "A notice can take effect no earlier than {period} after {since}: on {on}",
        period=lock_in.period,
        since=since,
        on=on,
    )
    return (Reason(says=says, article=clause.article, rule="R33"),)
