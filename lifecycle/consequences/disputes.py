"""The time in which a dispute is to be settled: once it is over with nothing settled, the dispute has failed (R41)."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.course import FAILING, Course
from lifecycle.facts import Due


def run(course: Course, id: str) -> None:
    """Set the clock to the day on which a dispute fails if it is not settled before."""
    clause = course.terms.clauses.disputes
    if clause is None or clause.within is None:
        return
    last = course.compute(clause.within, course.today, f"failure of dispute {id}")
    if last is None:
        return
    if last > course.today:
        course.await_due(
            Due(
                kind="dispute",
                on=last,
                what=f"dispute {id} fails if it is not settled",
                article=clause.article,
                seq=course.seq,
                since=course.today,
                subject=id,
            )
        )

    def fail(on: date) -> None:
        known = course.disputes[id]
        course.close_due("dispute", id)
        if known.failed is None and known.closed is None:
            course.disputes[id] = replace(known, failed=on)

    course.arm(last, FAILING, id, fail)
