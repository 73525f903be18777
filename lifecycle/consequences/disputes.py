"""The time in which a dispute is to be settled: once it is over with nothing settled, the dispute has failed (R41)."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.course import FAILING, Course
from lifecycle.facts import Due


def run(course: Course, id: str) -> None:
    """Set the clock to the day on which a dispute fails if it is not settled before; without one, await an act."""
    clause = course.terms.clauses.disputes
    if clause is None:
        return
    if clause.within is None:
        _await(course, id, course.today, f"dispute {id} to be settled", clause.article)
        return
    last = course.compute(clause.within, course.today, f"failure of dispute {id}", f"dispute:{id}")
    if last is None:
        return
    if last > course.today:
        _await(course, id, last, f"dispute {id} fails if it is not settled", clause.article)

    def fail(on: date) -> None:
        known = course.disputes[id]
        course.close_due("dispute", id)
        if known.failed is None and known.closed is None:
            course.disputes[id] = replace(known, failed=on)

    course.arm(last, FAILING, id, fail)


def _await(course: Course, id: str, on: date, what: str, article: str) -> None:
    course.await_due(
        Due(kind="dispute", on=on, what=what, article=article, seq=course.seq, since=course.today, subject=id)
    )
