"""The lifting of a suspension; others of the same party stay.

Source: VCLT-IO 72 (R37).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Id, Party, Received, named
from lifecycle.acts.objections import before_sending, missing, not_of
from lifecycle.consequences import states
from lifecycle.course.course import Course
from lifecycle.course.periods import Reason
from lifecycle.errors import Objection
from lifecycle.messages import Message


class Resumed(Act, frozen=True, kw_only=True, tag="resumed"):
    """A party lifts its suspension."""

    by: Annotated[Party, Meta(description="The party that lifts its suspension.")]
    suspension: Annotated[Id | None, Meta(description="The suspension; the only one that stands if left out.")] = None
    received: Received = None
    NAME = Message("resumed")
    SAYS = Message("{by} lifted its suspension {suspension} of {agreement} on {on}")
    COMMAND = "resume"
    EXAMPLE = "resume wco-caricc S1 --by WCO --on 2010-08-01 --accept-impact --dry-run"
    CLOSES = "suspension"

    def objection(self, course: Course) -> Objection | None:
        known, said = course.suspensions.get(self.suspension or ""), named("suspension", self.suspension)
        return (
            missing(course, known, said, "R37", "VCLT-IO 72")
            or (not_of(known, self.by, said, "R37", "VCLT-IO 72") if known and known.by else None)
            or before_sending(self.on, self.received)
        )

    def apply(self, course: Course) -> None:
        """Lift this one; the others stay."""
        known = course.suspensions[self.suspension or ""]
        says = Message("{by} lifted its suspension {id} on {day}", by=self.by, id=known.id, day=course.today)
        reason = Reason(says=says, article=known.article, rule="R37", seq=course.seq, act="resumed")
        states.lift(course, known.id, reason)
