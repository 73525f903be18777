"""Ending otherwise than by notice: consent of all, decisions of an organ, supersession; extension of the term.

Source: VCLT-IO 54 and 59 (R31, R47, R48).

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date

from lifecycle.acts.act import Act, Party, Words
from lifecycle.acts.objections import not_in_force, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import departure, ending, term, term_ends
from lifecycle.course.course import Course
from lifecycle.course.facts import Reason
from lifecycle.errors import Objection
from lifecycle.terms.ending import Termination


class EndAgreed(Act, frozen=True, kw_only=True, tag="end_agreed"):
    """A party consents to end the agreement; with the last consent it ends, at once or on the date agreed."""

    by: Party
    effective: date | None = None

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, an agreement not in force, a second consent, or another date than the others'."""
        article = ending.consent_article(course)
        if found := stranger(course, self.by, article) or not_in_force(course, "Consent to end it", article):
            return found
        if self.by not in course.bound:
            says = f"{self.by} is not bound on {words(course.today)}: it has nothing to end."
            return Objection(says=says, rule="R31", article=article)
        if self.by in course.ending:
            says = f"{self.by} has already consented to end it."
            return Objection(says=says, rule="R31", article=article, conflicts=course.ending[self.by][1])
        if self.effective is not None and self.effective < course.today:
            says = f"An end on {words(self.effective)} cannot be agreed on {words(course.today)}."
            return Objection(says=says, rule="R31", article=article)
        for other, (effective, seq) in course.ending.items():
            if effective != self.effective:
                says = f"{other} consented to an end on {words(effective)}, not on {words(self.effective)}."
                return Objection(says=says, rule="R31", article=article, conflicts=seq)
        return None

    def apply(self, course: Course) -> None:
        """Count the consent, and end the agreement with the last one."""
        course.ending[self.by] = (self.effective, course.seq)
        says = f"All parties consented to end it, the last ({self.by}) on {words(course.today)}."
        ending.settle_consent(course, says)

    def says(self) -> str:
        """Say the act."""
        return f"consent of {self.by} to end it"


class Extended(Act, frozen=True, kw_only=True, tag="extended"):
    """The parties agree that the running term ends later (R48); `until` is the first day that it no longer covers."""

    until: date
    last: bool = False
    """Whether a term that would be renewed tacitly is, by this agreement, not renewed again."""

    def objection(self, course: Course) -> Objection | None:
        """Object where nothing runs out, to a date no later, or to more than the terms let them agree."""
        if found := not_in_force(course, "An extension"):
            return found
        duration = course.terms.clauses.duration
        if duration is None or course.term_end is None:
            return Objection(says="The agreement has no term that could be extended.", rule="R48", article="")
        running = term_ends.running_end(course, course.today) or course.term_end
        if self.until <= running:
            says = f"Its term runs until {words(running)} already; {words(self.until)} is no later."
            return Objection(says=says, rule="R48", article=duration.article)
        renewal = duration.renewal
        if renewal is None or renewal.by != "agreement":
            return None
        if renewal.times is not None and course.renewals >= renewal.times:
            says = f"It can be extended {renewal.times} time{'s' * (renewal.times > 1)}, which has happened."
            return Objection(says=says, rule="R48", article=renewal.article or duration.article)
        most = renewal.term.after(course.term_end) if renewal.term else None
        if most is not None and self.until > most:
            says = f"It can be extended by {renewal.term} at most, until {words(most)}."
            return Objection(says=says, rule="R48", article=renewal.article or duration.article)
        return None

    def apply(self, course: Course) -> None:
        """Move the end of the term."""
        term.extend(course, self.until, last=self.last)

    def says(self) -> str:
        """Say the act."""
        return f"term extended to {words(self.until)}"


class EndDecided(Act, frozen=True, kw_only=True, tag="end_decided"):
    """An organ of the agreement decides that a party ceases to be one, or that the agreement ends."""

    organ: Words = ""
    party: Party | None = None
    effective: date | None = None

    def _clause(self, course: Course) -> Termination | None:
        """Give the clause on decisions, of the terms that bind the party that it is about (R51)."""
        terms = course.terms_of(self.party) if self.party else course.terms
        return next((c for c in terms.clauses.termination if c.by == "decision"), None)

    def objection(self, course: Course) -> Objection | None:
        """Object where the text gives no organ that power, to a stranger, or to one who is not bound."""
        clause = self._clause(course)
        if found := not_in_force(course, "A decision to end it", clause.article if clause else ""):
            return found
        if clause is None:
            says = "The terms give no organ the power to end it, or a party's part in it."
            return Objection(says=says, rule="R31", article="VCLT-IO 54")
        if self.party is not None and self.party not in course.bound:
            says = f"{self.party} is not bound on {words(course.today)}."
            return stranger(course, self.party) or Objection(says=says, rule="R31", article=clause.article)
        return None

    def apply(self, course: Course) -> None:
        """Let the decision take effect on its date."""
        clause = self._clause(course)
        assert clause is not None  # or else there was an objection
        organ = self.organ or "The organ"
        name = self.party
        what = f"that {name} ceases to be a party" if name else "that the agreement ends"
        says = f"{organ} decided on {words(self.on)} {what}."
        reason = Reason(says=says, article=clause.article, rule="R31", seq=course.seq, act="end_decided")
        on = max(self.effective or course.today, course.today)
        departure.decided(course, name, on, reason)

    def says(self) -> str:
        """Say the act."""
        return f"end decided{f' for {self.party}' if self.party else ''}"


class Superseded(Act, frozen=True, kw_only=True, tag="superseded"):
    """A later agreement of the parties takes its place (VCLT-IO 59)."""

    successor: Words

    def objection(self, course: Course) -> Objection | None:
        """Object where it is not in force."""
        return not_in_force(course, "Supersession", "VCLT-IO 59")

    def apply(self, course: Course) -> None:
        """End it in favour of its successor."""
        says = f"{self.successor} took its place on {words(course.today)}."
        reason = Reason(says=says, article="VCLT-IO 59", rule="R47", seq=course.seq, act="superseded")
        ending.end(course, course.today, reason)

    def says(self) -> str:
        """Say the act."""
        return f"superseded by {self.successor}"
