"""The effect of a notice while it runs: the day that is awaited, and whether it ends the agreement on it.

Source: VCLT-IO 54, 55 and 68 (R14, R29, R34). What comes on that day is `lifecycle.consequences.departure`.
"""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.calendar.days import day_before
from lifecycle.consequences import term
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.course.facts import Notice


def run(course: Course, notice: Notice) -> None:
    """Let a notice run: note when it takes effect and the last day on which it can be withdrawn (VCLT-IO 68)."""
    if notice.takes_effect is None:
        return
    if notice.takes_effect > course.today:
        _await_effect(course, notice)
        last = day_before(notice.takes_effect)
        course.expect("withdrawal", last, "VCLT-IO 68", notice.seq, subject=notice.id, binds=notice.by)
    if ends(course, notice):
        term.end_renewal(course, by=notice.takes_effect)
    relabel(course)
    course.arm(notice.takes_effect, "notice", notice.id, notice.takes_effect)


def _await_effect(course: Course, notice: Notice) -> None:
    if notice.takes_effect is None:
        return
    for kind in ("ends", "leaves"):
        course.close_due(kind, notice.id)
    kind, values = ("ends", ()) if ends(course, notice) else ("leaves", (notice.by,))
    on, article, seq = notice.takes_effect, notice.article, notice.seq
    course.expect(kind, on, article, seq, subject=notice.id, cause="notice", values=values)


def ends(course: Course, notice: Notice) -> bool:
    """Tell whether a notice ends the agreement on its day, for all or because too few are left then (VCLT-IO 55; R34).

    Those that leave before it, and those that enter until then, count as nothing else is on record.
    """
    if notice.ends_for_all or notice.takes_effect is None:
        return notice.ends_for_all
    last = notice.takes_effect, notice.id
    gone = {notice.by}
    for other in course.notices.values():
        on, held = other.takes_effect, other.blocked_by in course.established
        if other.closed is None and other.counts and not held and on is not None and (on, other.id) <= last:
            gone.add(other.by)
    there = set(course.bound)
    for (kind, subject), due in course.dues.items():
        if kind == "leaves" and due.cause != "notice":
            party = str(due.values[0])
            if (due.on, party) <= last:
                gone.add(party)
        elif kind == "joins" and due.on <= notice.takes_effect:
            there.add(subject)
    return len(there - gone) < course.terms.least_parties


def relabel(course: Course) -> None:
    """Say of each running notice anew whether it ends the agreement, or lets one party leave it."""
    again = False
    for notice in list(course.notices.values()):
        if notice.closed is None and (known := _awaited(course, notice.id)) and notice.takes_effect == known.on:
            whole = ends(course, notice)
            if whole is not (known.kind == "ends"):
                _await_effect(course, notice)
                again = again or not whole
                if whole:
                    term.end_renewal(course, by=known.on)
    if again:
        settle_renewal(course)


def _awaited(course: Course, id: str) -> Due | None:
    return course.dues.get(("ends", id)) or course.dues.get(("leaves", id))


def settle_renewal(course: Course) -> None:
    """Await the renewal of the term, if no notice that is running ends the agreement by then (R48)."""
    term.await_renewal(course)
    for (kind, subject), due in list(course.dues.items()):
        if kind == "ends" and subject in course.notices:
            term.end_renewal(course, by=due.on)


def close(course: Course, id: str, outcome: str, by: int | None) -> None:
    """Note that a notice no longer runs."""
    course.notices[id] = replace(course.notices[id], closed=course.today, outcome=outcome, closed_by=by)
    if outcome != "took effect":
        course.close_readings("notice", id)
    for kind in ("ends", "leaves", "withdrawal"):
        course.close_due(kind, id)
