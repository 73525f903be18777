"""What happens outside the agreement, and its terms may depend on: facts, and the dissolution of a party.

Source: VCLT-IO 24 and 74(2) (R8, R49). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from lifecycle.acts.act import Act, Party, Words
from lifecycle.acts.objections import stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import departure, entry, survival
from lifecycle.course.course import Course
from lifecycle.errors import Objection


class FactEstablished(Act, frozen=True, kw_only=True, tag="fact_established"):
    """A fact outside the agreement on which its terms depend."""

    fact: Words

    def objection(self, course: Course) -> Objection | None:
        """Object to a fact that stands already."""
        if self.fact in course.established:
            says = f"{self.fact!r} is on record since {words(course.established[self.fact])}."
            article = course.terms.clauses.entry_into_force.article
            conflicts = course.acted["fact_established", self.fact]
            return Objection(says=says, rule="R8", article=article, conflicts=conflicts)
        return None

    def apply(self, course: Course) -> None:
        """Note the fact."""
        course.established[self.fact] = self.on
        course.lapsed.pop(self.fact, None)
        course.acted["fact_established", self.fact] = course.seq
        course.close_due("supersedes", self.fact)
        entry.settle(course)
        settle_tails(course)

    def says(self) -> str:
        """Say the act."""
        return f"fact: {self.fact}"


def settle_tails(course: Course) -> None:
    """End what survived for an event, for the agreement or for a party, once the event has come."""
    clause = course.terms.clauses.survival
    until = clause.until if clause else None
    if until is not None and until.upon is not None and until.upon.met(course) is not None:
        for name in list(course.tails):
            survival.end_tail(course, name, "event", "the event came")


class FactEnded(Act, frozen=True, kw_only=True, tag="fact_ended"):
    """A fact outside the agreement is over."""

    fact: Words

    def objection(self, course: Course) -> Objection | None:
        """Object to the end of a fact that is not on record."""
        if self.fact in course.established:
            return None
        says = f"{self.fact!r} is not on record on {words(self.on)}."
        return Objection(says=says, rule="R8", article=course.terms.clauses.entry_into_force.article)

    def apply(self, course: Course) -> None:
        """Drop the fact, and let go on what it held up."""
        del course.established[self.fact]
        course.lapsed[self.fact] = self.on
        departure.unblock(course, self.fact)
        entry.settle(course)
        settle_tails(course)

    def says(self) -> str:
        """Say the act."""
        return f"no longer: {self.fact}"


class Dissolved(Act, frozen=True, kw_only=True, tag="dissolved"):
    """A party organisation is dissolved; what follows for the agreement the law does not prejudge (VCLT-IO 74(2))."""

    by: Party

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, or to a second dissolution."""
        if found := stranger(course, self.by):
            return found
        if self.by in course.dissolved:
            says = f"{self.by} was dissolved on {words(course.dissolved[self.by])}."
            conflicts = course.acted.get(("dissolved", self.by))
            return Objection(says=says, rule="R49", article="VCLT-IO 74(2)", conflicts=conflicts)
        return None

    def apply(self, course: Course) -> None:
        """Note it; the answer is undetermined from now on."""
        course.dissolved[self.by] = self.on
        course.acted["dissolved", self.by] = course.seq

    def says(self) -> str:
        """Say the act."""
        return f"{self.by} dissolved"
