"""Amendment: new terms are proposed, accepted party by party, and take effect by the rule of the terms.

Source: VCLT-IO 39 and 40 (R50, R51). An amendment acts from its date on: the terms are versions along the legal axis,
and a notice keeps the period of the terms under which it was given.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, NewId, Party, named
from lifecycle.acts.objections import missing, not_bound, not_in_force, not_of, stranger, taken
from lifecycle.consequences import amendment_agreed
from lifecycle.course.course import Course
from lifecycle.course.versions import Amendment
from lifecycle.errors import Objection
from lifecycle.messages import Message
from lifecycle.terms.text import Terms

AmendmentId = Annotated[Id | None, Meta(description="The amendment; the only open one if left out.")]


def not_open(course: Course, id: str | None) -> Objection | None:
    """Object where there is no such amendment, or it is closed."""
    known = course.amendments.get(id or "")
    return missing(course, known, named("amendment", id), "R50", amendment_agreed.article(course))


class AmendmentProposed(Act, frozen=True, kw_only=True, tag="amendment_proposed"):
    """A party proposes new terms, which is its own consent to them."""

    by: Annotated[Party, Meta(description="The party that proposes them.")]
    terms: Annotated[Terms, Meta(description="The whole text as it is to read, as terms.")]
    effective: Annotated[date | None, Meta(description="The day from which they are to hold.")] = None
    amendment: NewId = None
    NAME = Message("amendment proposed")
    SAYS = Message("{by} proposed amendment {amendment} of {agreement} on {on}")
    COMMAND = "amend propose"
    EXAMPLE = "amend propose icmpd-wco --by WCO --on 2002-09-01 --terms demo/terms/icmpd-wco-2001.yaml --dry-run"
    OPENS = ("amendment", "M")

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, an agreement not in force, terms that leave a party out, or a date gone by.

        Who joined an open agreement, and is not named in its text, is a party without being named in the new one.
        """
        article = amendment_agreed.article(course)
        if found := (
            stranger(course, self.by, article)
            or not_in_force(course, article)
            or not_bound(course, self.by, article, contracting=True)
            or taken(course.amendments.get(self.amendment or ""), named("amendment", self.amendment), "R50", article)
        ):
            return found
        if self.terms.agreement != course.terms.agreement:
            says = Message(
                "These are the terms of {other}, not of {agreement}",
                other=self.terms.agreement,
                agreement=course.terms.agreement,
            )
            return Objection(says=says, rule="R50", article=article)
        if missing := tuple(sorted(course.bound & set(course.terms.parties) - set(self.terms.parties))):
            says = Message(
                "The new terms leave out {parties}; a party leaves by notice, not by amendment", parties=missing
            )
            return Objection(says=says, rule="R51", article=article)
        if self.effective is None or self.effective >= self.on:
            return None
        says = Message(
            "Terms proposed on {on} cannot take effect on {day}: what holds from the beginning is a rectification",
            on=self.on,
            day=self.effective,
        )
        return Objection(says=says, rule="R54", article=article)

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
            accepted_on=((self.by, course.today),),
        )
        clause = course.terms.clauses.amendment
        if clause is not None and clause.by == "tacit":
            amendment_agreed.agree(course, id)
        else:
            amendment_agreed.await_lapse(course, id)
            amendment_agreed.settle(course, id)


class AmendmentAccepted(Act, frozen=True, kw_only=True, tag="amendment_accepted"):
    """A party accepts an amendment; with the last acceptance it is agreed."""

    by: Annotated[Party, Meta(description="The party that accepts.")]
    amendment: AmendmentId = None
    NAME = Message("amendment accepted")
    SAYS = Message("{by} accepted amendment {amendment} of {agreement} on {on}")
    COMMAND = "amend accept"
    EXAMPLE = "amend accept icmpd-wco M2 --by WCO --on 2002-06-01 --dry-run"
    SEVERAL = True
    CLOSES = "amendment"

    def objection(self, course: Course) -> Objection | None:
        article = amendment_agreed.article(course)
        if found := (
            stranger(course, self.by, article)
            or not_in_force(course, article)
            or not_bound(course, self.by, article, contracting=True)
            or not_open(course, self.amendment)
        ):
            return found
        accepted = dict(course.amendments[self.amendment or ""].accepted)
        if self.by not in accepted:
            return self._too_soon(course)
        says = Message("{by} has already accepted amendment {id}", by=self.by, id=self.amendment)
        return Objection(says=says, rule="R50", article=article, conflicts=accepted[self.by])

    def _too_soon(self, course: Course) -> Objection | None:
        clause = course.terms.clauses.amendment
        known = course.amendments[self.amendment or ""]
        earliest = clause.lead.after(known.since) if clause and clause.lead else None
        if clause is None or earliest is None or course.today >= earliest:
            return None
        says = Message("What was proposed on {on} is decided on from {day} on", on=known.since, day=earliest)
        return Objection(says=says, rule="R50", article=clause.article, conflicts=known.seq)

    def apply(self, course: Course) -> None:
        id = self.amendment or ""
        known = course.amendments[id]
        accepted, days = (*known.accepted, (self.by, course.seq)), (*known.accepted_on, (self.by, course.today))
        course.amendments[id] = replace(known, accepted=accepted, accepted_on=days)
        amendment_agreed.settle(course, id)


class AmendmentWithdrawn(Act, frozen=True, kw_only=True, tag="amendment_withdrawn"):
    """The proposer withdraws an amendment that is not yet agreed."""

    by: Annotated[Party, Meta(description="The party that proposed it, and withdraws it.")]
    amendment: AmendmentId = None
    NAME = Message("amendment withdrawn")
    SAYS = Message("{by} withdrew amendment {amendment} of {agreement} on {on}")
    COMMAND = "amend withdraw"
    EXAMPLE = "amend withdraw icmpd-wco M2 --by ICMPD --on 2002-06-01 --dry-run"
    CLOSES = "amendment"

    def objection(self, course: Course) -> Objection | None:
        if found := not_open(course, self.amendment):
            return found
        known, article = course.amendments[self.amendment or ""], amendment_agreed.article(course)
        return not_of(known, self.by, named("amendment", known.id), "R50", article) or not_bound(
            course, self.by, article, contracting=True
        )

    def apply(self, course: Course) -> None:
        id = self.amendment or ""
        today = course.today
        course.amendments[id] = replace(course.amendments[id], withdrawn=today, closed=today, closed_by=course.seq)
        course.close_due("amendment_lapses", id)
        course.disarm("amendment agreed", id)
