"""Conclusion: the draft, the end of provisional application, registration, and giving it up.

Source: VCLT-IO 9, 18, 25 and 81 (R7, R13, R50, R56). To add an act: a class here and its line in
`lifecycle.acts.kinds`.
"""

from __future__ import annotations

from lifecycle.acts.act import Act, Party, Words
from lifecycle.acts.objections import before_entry, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import ending, entry
from lifecycle.course.course import Course
from lifecycle.course.facts import Reason
from lifecycle.errors import Objection
from lifecycle.terms.text import Terms


class Drafted(Act, frozen=True, kw_only=True, tag="drafted"):
    """The agreement's text is drafted; the register opens its file."""

    terms: Terms

    def objection(self, course: Course) -> Objection:
        """Object to a second draft: the file is open already."""
        says = f"{course.terms.agreement} is drafted already; a change of its terms is an amendment."
        return Objection(says=says, rule="R50", article="VCLT-IO 39", conflicts=course.versions[0].seq)

    def says(self) -> str:
        """Say the act."""
        return f"{self.terms.agreement} drafted"


class ProvisionalEnded(Act, frozen=True, kw_only=True, tag="provisional_ended"):
    """A party ends its provisional application (VCLT-IO 25(2))."""

    by: Party

    def objection(self, course: Course) -> Objection | None:
        """Object where the party does not apply the agreement provisionally."""
        known = course.provisional.get(self.by)
        if known is not None and known.closed is None:
            return None
        clause = course.terms.clauses.provisional_application
        says = f"{self.by} does not apply the agreement provisionally on {words(self.on)}."
        return Objection(says=says, rule="R13", article=clause.article if clause else "VCLT-IO 25")

    def apply(self, course: Course) -> None:
        """Close its interval."""
        entry.end_provisional(course, self.by)

    def says(self) -> str:
        """Say the act."""
        return f"provisional application by {self.by} ended"


class Registered(Act, frozen=True, kw_only=True, tag="registered"):
    """The agreement is registered, or filed and recorded (VCLT-IO 81)."""

    number: Words = ""

    def objection(self, course: Course) -> Objection | None:
        """Object to a registration before entry into force, provisional application apart."""
        if course.entered is not None or any(fact.closed is None for fact in course.provisional.values()):
            return None
        says = f"It is registered after its entry into force; on {words(self.on)} it is not in force."
        return Objection(says=says, rule="R56", article="VCLT-IO 81(1)")

    def apply(self, course: Course) -> None:
        """Note it; no state follows from a registration."""
        course.close_due("registration")

    def says(self) -> str:
        """Say the act."""
        return f"registered{f' as {self.number}' if self.number else ''}"


class Abandoned(Act, frozen=True, kw_only=True, tag="abandoned"):
    """The draft, or the signatures, are given up before entry into force (VCLT-IO 18)."""

    def objection(self, course: Course) -> Objection | None:
        """Object once the agreement has entered into force, or has ended."""
        if self.by is not None and (found := stranger(course, self.by)):
            return found
        if not before_entry(course):
            happened = "is in force" if course.in_force else "has ended"
            return Objection(
                says=f"Only a draft or signatures can be given up; the agreement {happened}.",
                rule="R7",
                article="VCLT-IO 18",
            )
        return None

    def apply(self, course: Course) -> None:
        """Give it up."""
        who = f" by {self.by}" if self.by else ""
        says = f"Given up{who} on {words(self.on)}, before entry into force."
        reason = Reason(says=says, article="VCLT-IO 18", rule="R7", seq=course.seq, act="abandoned")
        ending.abandon(course, course.today, reason)

    def says(self) -> str:
        """Say the act."""
        return "given up before entry into force"
