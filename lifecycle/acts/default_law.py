"""Measures under the default law, where the text has no clause: notification, objection, carrying out.

Source: VCLT-IO 45, 60 and 65 (R38 to R41). A party notifies what it means to do and why; once three months from receipt
are over, and nobody has objected in them, it may do it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, NewId, Party, Received, Words, named, titled
from lifecycle.acts.objections import before_sending, missing, not_bound, not_in_force, stranger, taken
from lifecycle.calendar.days import Span, add, next_day
from lifecycle.consequences import departure
from lifecycle.consequences.time_limits import measures
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Measure
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted

WAIT = Span(months=3)
"""The time for objections, from receipt to the end of its last day; only then a measure may follow (65(2); R15)."""


def _no_party(course: Course, name: str) -> Objection | None:
    """Object to who is no party bound by an agreement in force: only such have a say in a measure (VCLT-IO 65)."""
    return stranger(course, name) or not_in_force(course, "VCLT-IO 65") or not_bound(course, name, "VCLT-IO 65")


class MeasureNotified(Act, frozen=True, kw_only=True, tag="measure_notified"):
    """A party notifies the suspension or the end that it means to carry out, and its reasons."""

    by: Annotated[Party, Meta(description="The party that notifies it.")]
    measure: Annotated[Literal["suspension", "termination"], Meta(description="What it means to carry out.")]
    reason: Annotated[Words, Meta(description="Its reasons, such as the breach.")]
    received: Received = None
    urgent: Annotated[
        bool, Meta(description="Whether it is of special urgency, so that the three months need not be waited for.")
    ] = False
    notification: NewId = None
    NAME = Message("measure notified")
    COMMAND = "measure notify"
    EXAMPLE = 'measure notify wco-caricc --by WCO --measure termination --reason "no reports" --on 2010-05-03 --dry-run'
    OPENS = ("notification", "P")

    def objection(self, course: Course) -> Objection | None:
        known = course.measures.get(self.notification or "")
        return (
            _no_party(course, self.by)
            or taken(known, named("notification", self.notification), "R40", "VCLT-IO 65")
            or before_sending(self.on, self.received)
        )

    def apply(self, course: Course) -> None:
        id = self.notification or ""
        counted = None if self.urgent else add(course.today, WAIT)
        last = course.deadline(counted)
        ripe = course.today if self.urgent else last and next_day(last)
        course.measures[id] = Measure(
            id=id, seq=course.seq, since=course.today, by=self.by, measure=self.measure, from_=ripe, until=last
        )
        if last is not None:
            course.expect("objection", last, "VCLT-IO 65(2)", course.seq, subject=id, cause="measure", counted=counted)

    def says(self, of: str) -> Message:
        by, on, id, reason = self.by, self.on, titled(self.notification), Quoted(self.reason)
        if self.measure == "suspension":
            return Message(
                "{by} notified on {on} that it will suspend {agreement} ({id}): {reason}",
                by=by,
                agreement=of,
                on=on,
                id=id,
                reason=reason,
            )
        return Message(
            "{by} notified on {on} that it will end {agreement} ({id}): {reason}",
            by=by,
            agreement=of,
            on=on,
            id=id,
            reason=reason,
        )


class MeasureObjected(Act, frozen=True, kw_only=True, tag="measure_objected"):
    """A party objects to a measure that another has notified."""

    by: Annotated[Party, Meta(description="The party that objects.")]
    notification: Annotated[Id, Meta(description="The notification of the measure.")]
    NAME = Message("measure objected")
    SAYS = Message("{by} objected on {on} to the measure {notification} under {agreement}")
    COMMAND = "measure object"
    EXAMPLE = (
        'measure notify wco-caricc --by WCO --measure termination --reason "no reports" --on 2010-05-03\n'
        "measure object wco-caricc P1 --by CARICC --on 2010-06-01 --dry-run"
    )
    SEVERAL = True

    def objection(self, course: Course) -> Objection | None:
        if found := _no_party(course, self.by):
            return found
        id, known = self.notification, course.measures.get(self.notification)
        if known is None or known.by != self.by:
            return missing(course, known, named("notification", id), "R40", "VCLT-IO 65(3)") or self._too_late(course)
        says = Message("{id} was notified by {by} itself", id=id, by=self.by)
        return Objection(says=says, rule="R40", article="VCLT-IO 65(3)", conflicts=known.seq)

    def _too_late(self, course: Course) -> Objection | None:
        known = course.measures[self.notification]
        if known.until is None or course.today <= known.until:
            return None
        says = Message("The last day to object to {id} was {day}", id=known.id, day=known.until)
        return Objection(says=says, rule="R40", article="VCLT-IO 65(3)", conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Hold the measure up: a solution is to be sought first."""
        known = course.measures[self.notification]
        course.measures[known.id] = replace(known, objected=course.today, closed=course.today, closed_by=course.seq)
        course.close_due("objection", known.id)


class MeasureCarriedOut(Act, frozen=True, kw_only=True, tag="measure_carried_out"):
    """A party ends the agreement, or its part in it, by a notified measure that met no objection."""

    by: Annotated[Party, Meta(description="The party that notified it, and carries it out.")]
    notification: Annotated[Id, Meta(description="The notification of the measure.")]
    NAME = Message("measure carried out")
    SAYS = Message("{by} carried out the measure {notification} under {agreement} on {on}")
    COMMAND = "measure carry-out"
    EXAMPLE = (
        'measure notify wco-caricc --by WCO --measure termination --reason "no reports" --on 2010-05-03\n'
        "measure carry-out wco-caricc P1 --by WCO --on 2010-09-01 --accept-impact --dry-run"
    )
    WEIGHTY = True

    def objection(self, course: Course) -> Objection | None:
        return _no_party(course, self.by) or measures.not_ripe(course, self.notification, self.by, "termination")

    def apply(self, course: Course) -> None:
        """Let the party go, and the agreement end where too few are left."""
        known = course.measures[self.notification]
        course.measures[known.id] = replace(known, closed=course.today, closed_by=course.seq)
        course.close_due("objection", known.id)
        values, seq = (self.by, known.id), course.seq
        end = Ending(kind="measure", on=course.today, values=values, article=measures.ARTICLE, seq=seq)
        departure.leave(course, self.by, end)
