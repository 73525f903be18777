"""Disputes: their reference, their failure and their settlement.

Source: VCLT-IO 65 and 66 (R41) and the clauses of the text. A dispute that has failed may be a ground of suspension.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, NewId, Party, Words, named, titled
from lifecycle.acts.objections import missing, not_bound, not_in_force, stranger, taken, unknown
from lifecycle.consequences import states
from lifecycle.consequences.time_limits import disputes
from lifecycle.course.course import Course
from lifecycle.course.facts import Dispute
from lifecycle.course.machine import WINDING_DOWN
from lifecycle.course.periods import Reason
from lifecycle.errors import Objection
from lifecycle.messages import Message


def _article(course: Course) -> str:
    clause = course.terms.clauses.disputes
    return clause.article if clause else "VCLT-IO 65 and 66"


def _no_dispute(course: Course, id: str | None) -> Objection | None:
    return missing(course, course.disputes.get(id or ""), named("dispute", id), "R41", _article(course))


class DisputeReferred(Act, frozen=True, kw_only=True, tag="dispute_referred"):
    """A party refers a dispute to those who are to settle it."""

    by: Annotated[Party, Meta(description="The party that refers it.")]
    dispute: NewId = None
    subject: Annotated[Words, Meta(description="What it is about.")] = ""
    NAME = Message("dispute referred")
    COMMAND = "dispute refer"
    EXAMPLE = "dispute refer wco-caricc --by WCO --on 2010-10-01 --subject safeguards --dry-run"
    OPENS = ("dispute", "D")

    def objection(self, course: Course) -> Objection | None:
        article = _article(course)
        if found := (
            stranger(course, self.by)
            or not_in_force(course, article, winding_down=True)
            or taken(course.disputes.get(self.dispute or ""), named("dispute", self.dispute), "R41", article)
        ):
            return found
        left_over = course.parties[self.by].state is WINDING_DOWN
        return None if left_over else not_bound(course, self.by, article)

    def apply(self, course: Course) -> None:
        id = self.dispute or ""
        course.disputes[id] = Dispute(id=id, seq=course.seq, since=course.today, by=self.by, subject=self.subject)
        with course.under(self.by):
            disputes.run(course, id)

    def says(self, of: str) -> Message:
        return Message(
            "{by} referred dispute {dispute} under {agreement} on {on}",
            by=self.by,
            dispute=titled(self.dispute, self.subject),
            agreement=of,
            on=self.on,
        )


class DisputeFailed(Act, frozen=True, kw_only=True, tag="dispute_failed"):
    """Those to whom a dispute was referred could not settle it."""

    dispute: Annotated[Id | None, Meta(description="The dispute; the only open one if left out.")] = None
    NAME = Message("dispute failed")
    SAYS = Message("Dispute {dispute} under {agreement} failed on {on}")
    COMMAND = "dispute fail"
    EXAMPLE = "dispute fail wco-caricc D1 --on 2010-06-15 --accept-impact --dry-run"
    CLOSES = "dispute"

    def objection(self, course: Course) -> Objection | None:
        if found := _no_dispute(course, self.dispute):
            return found
        known = course.disputes[self.dispute or ""]
        if known.failed is None:
            return unknown(course, self.by)
        says = Message("Dispute {id} failed already, on {day}", id=known.id, day=known.failed)
        conflicts = course.acted.get(("dispute_failed", known.id))
        return Objection(says=says, rule="R41", article=_article(course), conflicts=conflicts)

    def apply(self, course: Course) -> None:
        """Note the failure; it is a ground from now on."""
        id = self.dispute or ""
        course.close_due("dispute", id)
        course.disputes[id] = replace(course.disputes[id], failed=course.today)
        course.acted["dispute_failed", id] = course.seq


class DisputeSettled(Act, frozen=True, kw_only=True, tag="dispute_settled"):
    """A dispute is settled; by itself that lifts no suspension, unless the terms say so."""

    dispute: Annotated[Id | None, Meta(description="The dispute; the only open one if left out.")] = None
    NAME = Message("dispute settled")
    SAYS = Message("Dispute {dispute} under {agreement} was settled on {on}")
    COMMAND = "dispute settle"
    EXAMPLE = "dispute settle wco-caricc D1 --on 2010-09-20 --dry-run"
    CLOSES = "dispute"

    def objection(self, course: Course) -> Objection | None:
        return _no_dispute(course, self.dispute) or unknown(course, self.by)

    def apply(self, course: Course) -> None:
        """Close the dispute; suspensions that rest on it follow the convention."""
        id = self.dispute or ""
        course.close_due("dispute", id)
        course.disputes[id] = replace(
            course.disputes[id], settled=course.today, closed=course.today, closed_by=course.seq
        )
        resting = [s for s in course.suspensions.values() if s.closed is None and s.ground == f"dispute:{id}"]
        if not resting:
            return
        stated = course.conventions["settlement_lifts_suspension"] == "yes"
        if any(not s.lifts_with_ground for s in resting):
            course.assume("settlement_lifts_suspension")
        for suspension in resting:
            if stated or suspension.lifts_with_ground:
                says = Message(
                    "Dispute {dispute} was settled on {on}, and suspension {suspension} with it",
                    dispute=id,
                    on=course.today,
                    suspension=suspension.id,
                )
                reason = Reason(says=says, article=suspension.article, rule="R37", seq=course.seq, act=self.tag)
                states.lift(course, suspension.id, reason)
