"""Disputes: their reference, their failure and their settlement.

Source: VCLT-IO 65 and 66 (R41) and the clauses of the text. A dispute that has failed may be a ground of suspension.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Party, Words
from lifecycle.acts.objections import not_bound, not_in_force, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import disputes, states
from lifecycle.course.course import Course
from lifecycle.course.facts import Dispute, Reason
from lifecycle.course.machine import WINDING_DOWN
from lifecycle.errors import Objection


def _article(course: Course) -> str:
    clause = course.terms.clauses.disputes
    return clause.article if clause else "VCLT-IO 65 and 66"


def _no_dispute(course: Course, id: str | None, doing: str) -> Objection | None:
    known = course.disputes.get(id or "")
    if known is None:
        says = f"{doing}: there is no dispute {id} on record."
    elif known.settled:
        says = f"{doing}: dispute {id} was settled on {words(known.settled)}."
    else:
        return None
    return Objection(says=says, rule="R41", article=_article(course), conflicts=known.closed_by if known else None)


class DisputeReferred(Act, frozen=True, kw_only=True, tag="dispute_referred"):
    """A party refers a dispute to those who are to settle it."""

    by: Party
    dispute: Id | None = None
    subject: Words = ""
    OPENS = ("dispute", "D")

    def objection(self, course: Course) -> Objection | None:
        """Object to who is not bound, a dispute already on record, or one before entry into force or after the end."""
        if found := stranger(course, self.by) or not_in_force(course, "A dispute", _article(course), winding_down=True):
            return found
        if known := course.disputes.get(self.dispute or ""):
            says = f"Dispute {known.id} is on record since {words(known.since)}."
            return Objection(says=says, rule="R41", article=_article(course), conflicts=known.seq)
        left_over = course.parties[self.by].state is WINDING_DOWN
        return None if left_over else not_bound(course, self.by, "its disputes", _article(course))

    def apply(self, course: Course) -> None:
        """Open the dispute."""
        id = self.dispute or ""
        course.disputes[id] = Dispute(id=id, seq=course.seq, since=course.today, by=self.by, subject=self.subject)
        with course.under(self.by):
            disputes.run(course, id)

    def says(self) -> str:
        """Say the act."""
        return f"dispute {self.dispute} referred by {self.by}"


class DisputeFailed(Act, frozen=True, kw_only=True, tag="dispute_failed"):
    """Those to whom a dispute was referred could not settle it."""

    dispute: Id | None = None
    CLOSES = ("dispute", "dispute")

    def objection(self, course: Course) -> Objection | None:
        """Object where there is no such open dispute."""
        if found := _no_dispute(course, self.dispute, "A dispute cannot fail"):
            return found
        known = course.disputes[self.dispute or ""]
        if known.failed:
            says = f"Dispute {known.id} failed already, on {words(known.failed)}."
            conflicts = course.acted.get(("dispute_failed", known.id))
            return Objection(says=says, rule="R41", article=_article(course), conflicts=conflicts)
        return stranger(course, self.by) if self.by else None

    def apply(self, course: Course) -> None:
        """Note the failure; it is a ground from now on."""
        id = self.dispute or ""
        course.close_due("dispute", id)
        course.disputes[id] = replace(course.disputes[id], failed=course.today)
        course.acted["dispute_failed", id] = course.seq

    def says(self) -> str:
        """Say the act."""
        return f"dispute {self.dispute} failed"


class DisputeSettled(Act, frozen=True, kw_only=True, tag="dispute_settled"):
    """A dispute is settled; by itself that lifts no suspension, unless the terms say so."""

    dispute: Id | None = None
    CLOSES = ("dispute", "dispute")

    def objection(self, course: Course) -> Objection | None:
        """Object where there is no such open dispute."""
        return _no_dispute(course, self.dispute, "A dispute cannot be settled") or (
            stranger(course, self.by) if self.by else None
        )

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
                says = f"Dispute {id} was settled on {words(course.today)}, and suspension {suspension.id} with it."
                reason = Reason(says=says, article=suspension.article, rule="R37", seq=course.seq, act=self.tag)
                states.lift(course, suspension.id, reason)

    def says(self) -> str:
        """Say the act."""
        return f"dispute {self.dispute} settled"
