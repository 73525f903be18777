"""Opting out of an amendment that holds without everybody's consent, and in after all.

Source: VCLT-IO 39 and 40 (R53).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Party
from lifecycle.acts.amendment.agreement import not_open
from lifecycle.acts.objections import not_bound, stranger
from lifecycle.consequences import amendment_agreed, amendment_effect
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message


class AmendmentOptedOut(Act, frozen=True, kw_only=True, tag="amendment_opted_out"):
    """A party declares that a tacitly accepted amendment shall not hold for it (R53)."""

    by: Annotated[Party, Meta(description="The party that stays outside.")]
    amendment: Annotated[Id, Meta(description="The amendment.")]
    NAME = Message("opted out of an amendment")
    SAYS = Message("{by} opted out of amendment {amendment} of {agreement} on {on}")
    COMMAND = "amend opt-out"
    EXAMPLE = 'amend opt-out icmpd-wco M2 --by WCO --on 2002-06-01 --irregular "sent all the same" --dry-run'
    SEVERAL = True

    def objection(self, course: Course) -> Objection | None:
        """Object where acceptance is not tacit, the amendment unknown, or its effect has come."""
        clause = course.terms.clauses.amendment
        known = course.amendments.get(self.amendment)
        article = amendment_agreed.article(course)
        if found := stranger(course, self.by, article) or not_bound(course, self.by, article, contracting=True):
            return found
        if clause is None or (clause.by != "tacit" and clause.binds != "all but objectors"):
            says = Message("Under these terms an amendment holds by consent: who does not want it does not accept it")
            return Objection(says=says, rule="R53", article=article)
        if known is None:
            return not_open(course, self.amendment)
        if not amendment_agreed.in_effect(course, known):
            return None
        says = Message("Amendment {id} has taken effect; the time to opt out is over", id=known.id)
        return Objection(says=says, rule="R53", article=article, conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Note that it stays outside; new terms that all opt out of will not take effect."""
        known = course.amendments[self.amendment]
        course.amendments[known.id] = replace(known, opted_out=tuple(sorted({*known.opted_out, self.by})))
        course.acted["amendment_opted_out", f"{known.id} {self.by}"] = course.seq
        amendment_agreed.expect(course, known.id)


class AmendmentOptedIn(Act, frozen=True, kw_only=True, tag="amendment_opted_in"):
    """A party that stayed outside an amendment accepts it after all."""

    by: Annotated[Party, Meta(description="The party that accepts it after all.")]
    amendment: Annotated[Id, Meta(description="The amendment.")]
    NAME = Message("opted in to an amendment")
    SAYS = Message("{by} opted in to amendment {amendment} of {agreement} on {on}")
    COMMAND = "amend opt-in"
    EXAMPLE = 'amend opt-in icmpd-wco M2 --by WCO --on 2002-06-01 --irregular "sent all the same" --dry-run'
    SEVERAL = True

    def objection(self, course: Course) -> Objection | None:
        known, article = course.amendments.get(self.amendment), amendment_agreed.article(course)
        if known is not None and self.by in known.opted_out:
            return not_bound(course, self.by, article, contracting=True)
        says = Message("{by} has not opted out of amendment {id}", by=self.by, id=self.amendment)
        return Objection(says=says, rule="R53", article=article)

    def apply(self, course: Course) -> None:
        """Let the new terms hold for it, from today on where they are in effect."""
        known = course.amendments[self.amendment]
        outside = tuple(name for name in known.opted_out if name != self.by)
        course.amendments[known.id] = replace(known, opted_out=outside)
        amendment_effect.opted_in(course, known.id)
