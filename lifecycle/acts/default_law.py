"""Measures under the default law, where the text has no clause: notification, objection, carrying out.

Source: VCLT-IO 45, 60 and 65 (R38 to R41). A party notifies what it means to do and why; once three months from receipt
are over, and nobody has objected in them, it may do it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Party, Words
from lifecycle.acts.objections import before_sending, not_bound, not_in_force, stranger
from lifecycle.calendar.days import Span, add, next_day, words
from lifecycle.consequences import departure, measures
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.course.facts import Measure, Reason
from lifecycle.errors import Objection

WAIT = Span(months=3)
"""The time for objections, from receipt to the end of its last day; only then a measure may follow (65(2); R15)."""


def _no_party(course: Course, name: str) -> Objection | None:
    """Object to who is no party bound by an agreement in force: only such have a say in a measure (VCLT-IO 65)."""
    return (
        stranger(course, name)
        or not_in_force(course, "A measure", "VCLT-IO 65")
        or not_bound(course, name, "measures under it", "VCLT-IO 65")
    )


class MeasureNotified(Act, frozen=True, kw_only=True, tag="measure_notified"):
    """A party notifies the suspension or the end that it means to carry out, and its reasons."""

    by: Party
    measure: Literal["suspension", "termination"]
    reason: Words
    received: date | None = None
    urgent: bool = False
    """Special urgency, in which the three months need not be waited for."""
    notification: Id | None = None
    OPENS = ("notification", "P")

    def dated(self) -> date:
        """Give the day of receipt (VCLT-IO 79(b))."""
        return self.received or self.on

    def objection(self, course: Course) -> Objection | None:
        """Object to who is not bound, an agreement not in force, or the same notification twice."""
        if found := _no_party(course, self.by):
            return found
        if known := course.measures.get(self.notification or ""):
            says = f"Notification {known.id} is on record since {words(known.since)}."
            return Objection(says=says, rule="R40", article="VCLT-IO 65", conflicts=known.seq)
        return before_sending(self.on, self.received, "notification")

    def apply(self, course: Course) -> None:
        """Note from when it may be carried out."""
        id = self.notification or ""
        last = None if self.urgent else course.deadline(add(course.today, WAIT))
        ripe = course.today if self.urgent else last and next_day(last)
        course.measures[id] = Measure(
            id=id, seq=course.seq, since=course.today, by=self.by, measure=self.measure, from_=ripe, until=last
        )
        if last is not None:
            course.await_due(
                Due(
                    kind="objection",
                    on=last,
                    what=f"last day to object to {id}",
                    article="VCLT-IO 65(2)",
                    seq=course.seq,
                    since=course.today,
                    subject=id,
                )
            )

    def says(self) -> str:
        """Say the act."""
        return f"{self.measure} notified by {self.by} ({self.notification})"


class MeasureObjected(Act, frozen=True, kw_only=True, tag="measure_objected"):
    """A party objects to a measure that another has notified."""

    by: Party
    notification: Id

    def objection(self, course: Course) -> Objection | None:
        """Object to who is not bound, an unknown notification, its author, or an objection after the period for it."""
        if found := _no_party(course, self.by):
            return found
        known = course.measures.get(self.notification)
        if known is None:
            says, conflicts = f"There is no notification {self.notification} on record.", None
        elif known.by == self.by:
            says, conflicts = f"{self.notification} is {self.by}'s own; it withdraws it rather.", known.seq
        elif known.closed is not None:
            says, conflicts = f"{self.notification} is closed since {words(known.closed)}.", known.closed_by
        elif known.until is not None and course.today > known.until:
            says, conflicts = f"The last day to object to {self.notification} was {words(known.until)}.", known.seq
        else:
            return None
        return Objection(says=says, rule="R40", article="VCLT-IO 65(3)", conflicts=conflicts)

    def apply(self, course: Course) -> None:
        """Hold the measure up: a solution is to be sought first."""
        known = course.measures[self.notification]
        course.measures[known.id] = replace(known, objected=course.today, closed=course.today, closed_by=course.seq)
        course.close_due("objection", known.id)

    def says(self) -> str:
        """Say the act."""
        return f"objection by {self.by} to {self.notification}"


class MeasureCarriedOut(Act, frozen=True, kw_only=True, tag="measure_carried_out"):
    """A party ends the agreement, or its part in it, by a notified measure that met no objection."""

    by: Party
    notification: Id

    def objection(self, course: Course) -> Objection | None:
        """Object to who is not bound, an agreement not in force, or a measure that is not ripe."""
        return _no_party(course, self.by) or measures.not_ripe(course, self.notification, self.by, "termination")

    def apply(self, course: Course) -> None:
        """Let the party go, and the agreement end where too few are left."""
        known = course.measures[self.notification]
        course.measures[known.id] = replace(known, closed=course.today, closed_by=course.seq)
        course.close_due("objection", known.id)
        says = f"{self.by} carried out {known.id} on {words(course.today)}: it met no objection."
        reason = Reason(says=says, article=measures.ARTICLE, rule="R40", seq=course.seq, act=self.tag)
        departure.leave(course, self.by, reason)

    def says(self) -> str:
        """Say the act."""
        return f"termination carried out by {self.by} ({self.notification})"
