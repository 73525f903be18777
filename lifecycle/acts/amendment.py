"""Amendment: new terms are proposed, accepted party by party, and take effect by the rule of the terms.

Source: VCLT-IO 39 and 40 (R50, R51). An amendment acts from its date on: the terms are versions along the legal axis,
and a notice keeps the period of the terms under which it was given.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lifecycle.acts.base import Act, Id, Party, not_in_force, stranger
from lifecycle.dates import words
from lifecycle.errors import Objection
from lifecycle.facts import Amendment
from lifecycle.terms import Terms

if TYPE_CHECKING:
    from lifecycle.course import Course


def _article(course: Course) -> str:
    clause = course.terms.clauses.amendment
    return clause.article if clause else "VCLT-IO 39"


def _not_open(course: Course, id: str | None) -> Objection | None:
    known = course.amendments.get(id or "")
    if known is None:
        says, conflicts = f"There is no amendment {id} on record.", None
    elif known.withdrawn:
        says, conflicts = f"Amendment {id} was withdrawn on {words(known.withdrawn)}.", known.closed_by
    elif known.agreed:
        says, conflicts = f"Amendment {id} was agreed on {words(known.agreed)}.", known.closed_by
    else:
        return None
    return Objection(says=says, rule="R50", article=_article(course), conflicts=conflicts)


class AmendmentProposed(Act, frozen=True, kw_only=True, tag="amendment_proposed"):
    """A party proposes new terms, which is its own consent to them."""

    by: Party
    terms: Terms
    effective: date | None = None
    amendment: Id | None = None
    OPENS = ("amendment", "M")

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, an agreement not in force, other parties' terms, or a date gone by."""
        article = _article(course)
        if found := stranger(course, self.by, article) or not_in_force(course, "An amendment", article):
            return found
        if known := course.amendments.get(self.amendment or ""):
            says = f"Amendment {known.id} is on record since {words(known.since)}."
            return Objection(says=says, rule="R50", article=article, conflicts=known.seq)
        if self.terms.agreement != course.terms.agreement:
            says = f"These are the terms of {self.terms.agreement}, not of {course.terms.agreement}."
            return Objection(says=says, rule="R50", article=article)
        if missing := sorted(course.bound - set(self.terms.parties)):
            says = (
                f"The new terms leave out {', '.join(missing)}; a party leaves by notice, not by amendment."
            )
            return Objection(says=says, rule="R51", article=article)
        if self.effective is not None and self.effective < self.on:
            says = f"Terms proposed on {words(self.on)} cannot take effect on {words(self.effective)}: "
            says += "what holds from the beginning is a rectification."
            return Objection(says=says, rule="R54", article=article)
        return None

    def apply(self, course: Course) -> None:
        """Open the amendment, with the proposer's consent."""
        id = self.amendment or ""
        course.amendments[id] = Amendment(
            id=id,
            seq=course.seq,
            since=course.today,
            by=self.by,
            terms=self.terms,
            effective=self.effective,
            accepted=((self.by, course.seq),),
        )
        course.settle_amendment(id)

    def says(self) -> str:
        """Say the act."""
        return f"amendment {self.amendment} proposed by {self.by}"


class AmendmentAccepted(Act, frozen=True, kw_only=True, tag="amendment_accepted"):
    """A party accepts an amendment; with the last acceptance it is agreed."""

    by: Party
    amendment: Id | None = None
    CLOSES = ("amendment", "amendment")

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, a second acceptance, or an amendment that is no longer open."""
        article = _article(course)
        if found := (
            stranger(course, self.by, article)
            or not_in_force(course, "An amendment", article)
            or _not_open(course, self.amendment)
        ):
            return found
        accepted = dict(course.amendments[self.amendment or ""].accepted)
        if self.by in accepted:
            says = f"{self.by} has already accepted amendment {self.amendment}."
            return Objection(says=says, rule="R50", article=article, conflicts=accepted[self.by])
        return None

    def apply(self, course: Course) -> None:
        """Count the acceptance."""
        id = self.amendment or ""
        known = course.amendments[id]
        course.amendments[id] = replace(known, accepted=(*known.accepted, (self.by, course.seq)))
        course.settle_amendment(id)

    def says(self) -> str:
        """Say the act."""
        return f"amendment {self.amendment} accepted by {self.by}"


class AmendmentWithdrawn(Act, frozen=True, kw_only=True, tag="amendment_withdrawn"):
    """The proposer withdraws an amendment that is not yet agreed."""

    by: Party
    amendment: Id | None = None
    CLOSES = ("amendment", "amendment")

    def objection(self, course: Course) -> Objection | None:
        """Object where it is not open, or another's."""
        if found := _not_open(course, self.amendment):
            return found
        known = course.amendments[self.amendment or ""]
        if known.by != self.by:
            says = f"Amendment {known.id} is {known.by}'s proposal: {self.by} cannot withdraw it."
            return Objection(says=says, rule="R50", article=_article(course), conflicts=known.seq)
        return None

    def apply(self, course: Course) -> None:
        """Close the amendment."""
        id = self.amendment or ""
        today = course.today
        course.amendments[id] = replace(
            course.amendments[id], withdrawn=today, closed=today, closed_by=course.seq
        )

    def says(self) -> str:
        """Say the act."""
        return f"amendment {self.amendment} withdrawn by {self.by}"
