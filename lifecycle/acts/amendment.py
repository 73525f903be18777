"""Amendment: new terms are proposed, accepted party by party, and take effect by the rule of the terms.

Source: VCLT-IO 39 and 40 (R50, R51). An amendment acts from its date on: the terms are versions along the legal axis,
and a notice keeps the period of the terms under which it was given.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Party
from lifecycle.acts.objections import not_bound, not_in_force, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import amendment_agreed, amendment_effect
from lifecycle.course.course import Course
from lifecycle.course.facts import Amendment
from lifecycle.errors import Objection
from lifecycle.terms.text import Terms


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
    return Objection(says=says, rule="R50", article=amendment_agreed.article(course), conflicts=conflicts)


class AmendmentProposed(Act, frozen=True, kw_only=True, tag="amendment_proposed"):
    """A party proposes new terms, which is its own consent to them."""

    by: Party
    terms: Terms
    effective: date | None = None
    amendment: Id | None = None
    OPENS = ("amendment", "M")

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, an agreement not in force, other parties' terms, or a date gone by."""
        article = amendment_agreed.article(course)
        if found := stranger(course, self.by, article) or not_in_force(course, "An amendment", article):
            return found
        if found := not_bound(course, self.by, "amending it", article, contracting=True):
            return found
        if known := course.amendments.get(self.amendment or ""):
            says = f"Amendment {known.id} is on record since {words(known.since)}."
            return Objection(says=says, rule="R50", article=article, conflicts=known.seq)
        if self.terms.agreement != course.terms.agreement:
            says = f"These are the terms of {self.terms.agreement}, not of {course.terms.agreement}."
            return Objection(says=says, rule="R50", article=article)
        if missing := sorted(course.bound - set(self.terms.parties)):
            says = f"The new terms leave out {', '.join(missing)}; a party leaves by notice, not by amendment."
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
        clause = course.terms.clauses.amendment
        if clause is not None and clause.by == "tacit":
            amendment_agreed.agree(course, id)
        else:
            amendment_agreed.settle(course, id)

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
        article = amendment_agreed.article(course)
        if found := (
            stranger(course, self.by, article)
            or not_in_force(course, "An amendment", article)
            or not_bound(course, self.by, "amending it", article, contracting=True)
            or _not_open(course, self.amendment)
        ):
            return found
        accepted = dict(course.amendments[self.amendment or ""].accepted)
        if self.by in accepted:
            says = f"{self.by} has already accepted amendment {self.amendment}."
            return Objection(says=says, rule="R50", article=article, conflicts=accepted[self.by])
        return self._too_soon(course)

    def _too_soon(self, course: Course) -> Objection | None:
        clause = course.terms.clauses.amendment
        known = course.amendments[self.amendment or ""]
        earliest = clause.lead.after(known.since) if clause and clause.lead else None
        if clause is None or earliest is None or course.today >= earliest:
            return None
        says = f"A proposal is decided on no sooner than {clause.lead} after it: from {words(earliest)}."
        return Objection(says=says, rule="R50", article=clause.article, conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Count the acceptance."""
        id = self.amendment or ""
        known = course.amendments[id]
        course.amendments[id] = replace(known, accepted=(*known.accepted, (self.by, course.seq)))
        amendment_agreed.settle(course, id)

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
            return Objection(says=says, rule="R50", article=amendment_agreed.article(course), conflicts=known.seq)
        return not_bound(course, self.by, "amending it", amendment_agreed.article(course), contracting=True)

    def apply(self, course: Course) -> None:
        """Close the amendment."""
        id = self.amendment or ""
        today = course.today
        course.amendments[id] = replace(course.amendments[id], withdrawn=today, closed=today, closed_by=course.seq)

    def says(self) -> str:
        """Say the act."""
        return f"amendment {self.amendment} withdrawn by {self.by}"


class AmendmentOptedOut(Act, frozen=True, kw_only=True, tag="amendment_opted_out"):
    """A party declares that a tacitly accepted amendment shall not hold for it (R53)."""

    by: Party
    amendment: Id

    def objection(self, course: Course) -> Objection | None:
        """Object where acceptance is not tacit, the amendment unknown, or its effect has come."""
        clause = course.terms.clauses.amendment
        known = course.amendments.get(self.amendment)
        article = amendment_agreed.article(course)
        if found := stranger(course, self.by, article) or not_bound(
            course, self.by, "amending it", article, contracting=True
        ):
            return found
        if clause is None or clause.by != "tacit":
            says = "Under these terms an amendment holds by consent: who does not want it does not accept it."
            return Objection(says=says, rule="R53", article=article)
        if known is None:
            return _not_open(course, self.amendment)
        if amendment_agreed.in_effect(course, known):
            says = f"Amendment {known.id} has taken effect; the time to opt out is over."
            return Objection(says=says, rule="R53", article=article, conflicts=known.seq)
        return None

    def apply(self, course: Course) -> None:
        """Note that it stays outside; new terms that all opt out of will not take effect."""
        known = course.amendments[self.amendment]
        course.amendments[known.id] = replace(known, opted_out=tuple(sorted({*known.opted_out, self.by})))
        course.acted["amendment_opted_out", f"{known.id} {self.by}"] = course.seq
        amendment_agreed.expect(course, known.id)

    def says(self) -> str:
        """Say the act."""
        return f"{self.by} opts out of amendment {self.amendment}"


class AmendmentOptedIn(Act, frozen=True, kw_only=True, tag="amendment_opted_in"):
    """A party that stayed outside an amendment accepts it after all."""

    by: Party
    amendment: Id

    def objection(self, course: Course) -> Objection | None:
        """Object where the party has not opted out."""
        known = course.amendments.get(self.amendment)
        if known is not None and self.by in known.opted_out:
            return not_bound(course, self.by, "amending it", amendment_agreed.article(course), contracting=True)
        says = f"{self.by} has not opted out of amendment {self.amendment}."
        return Objection(says=says, rule="R53", article=amendment_agreed.article(course))

    def apply(self, course: Course) -> None:
        """Let the new terms hold for it, from today on where they are in effect."""
        known = course.amendments[self.amendment]
        outside = tuple(name for name in known.opted_out if name != self.by)
        course.amendments[known.id] = replace(known, opted_out=outside)
        amendment_effect.opted_in(course, known.id)

    def says(self) -> str:
        """Say the act."""
        return f"{self.by} opts in to amendment {self.amendment}"
