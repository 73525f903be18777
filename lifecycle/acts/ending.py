"""Ending: notice and what becomes of it, consent of all, extension of the term, decisions of an organ, supersession.

Source: VCLT-IO 54, 56, 59, 67, 68 and 79 (R27 to R34, R47, R48). Each party's notice runs by itself; the earliest to
take effect ends a bilateral agreement.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lifecycle.acts.base import Act, Id, Party, Words, before_sending, not_in_force, stranger
from lifecycle.consequences import ending, leaving, notices, standing, term
from lifecycle.dates import words
from lifecycle.errors import Objection
from lifecycle.facts import Reason

if TYPE_CHECKING:
    from lifecycle.course import Course
    from lifecycle.facts import Notice


class NoticeGiven(Act, frozen=True, kw_only=True, tag="notice_given"):
    """A party gives notice; `on` is the day it was sent, `effective` a later date that it names."""

    by: Party
    received: date | None = None
    effective: date | None = None
    notice: Id | None = None
    OPENS = ("notice", "N")

    def dated(self) -> date:
        """Give the day of receipt: only then is a notice made (VCLT-IO 79(b))."""
        return self.received or self.on

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, an agreement not in force, a text without notice, a second notice, a date too early."""
        clause = notices.clause_for(course, self)
        article = clause.article if clause else "VCLT-IO 56"
        if found := stranger(course, self.by, article) or not_in_force(course, "A notice", article):
            return found
        if clause is None:
            return Objection(
                says=f"The terms of {course.terms.agreement} give {self.by} no right to end it by notice.",
                rule="R30",
                article="VCLT-IO 56",
            )
        if found := before_sending(self.on, self.received, "notice"):
            return found
        if self.by not in course.bound:
            says = f"{self.by} is not bound on {words(course.today)}: it has nothing to leave."
            return Objection(says=says, rule="R12", article=article)
        return self._twice(course, article) or notices.inadmissible(course, clause, self)

    def _twice(self, course: Course, article: str) -> Objection | None:
        for known in course.notices.values():
            if known.id == (self.notice or ""):
                says = f"Notice {known.id} is on record since {words(known.since)}."
                return Objection(says=says, rule="R34", article=article, conflicts=known.seq)
            if known.closed is None and known.by == self.by:
                says = f"A notice by {self.by} is running already: {known.id}, received on {words(known.received)}."
                return Objection(says=says, rule="R34", article=article, conflicts=known.seq)
        return None

    def apply(self, course: Course) -> None:
        """Let the notice run."""
        clause = notices.clause_for(course, self)
        if clause is not None:
            notices.give(course, clause, self)

    def says(self) -> str:
        """Say the act."""
        return f"notice {self.notice} by {self.by}"


def _running(course: Course, id: str | None, by: str | None, doing: str) -> Objection | None:
    known = course.notices.get(id or "")
    if known is None:
        says, conflicts = f"There is no notice {id} on record.", None
    elif known.closed is not None:
        says = f"Notice {known.id} {known.outcome} on {words(known.closed)}; it can no longer be {doing}."
        conflicts = known.closed_by or known.seq
    elif by is not None and known.by != by:
        says, conflicts = f"Notice {known.id} is {known.by}'s: by {by} it cannot be {doing}.", known.seq
    else:
        return None
    return Objection(says=says, rule="R29", article="VCLT-IO 68", conflicts=conflicts)


class NoticeWithdrawn(Act, frozen=True, kw_only=True, tag="notice_withdrawn"):
    """A party withdraws its notice before it takes effect (VCLT-IO 68)."""

    by: Party
    received: date | None = None
    notice: Id | None = None
    CLOSES = ("notice", "notice")

    def dated(self) -> date:
        """Give the day of receipt: a withdrawal is itself a notice (VCLT-IO 79(b))."""
        return self.received or self.on

    def objection(self, course: Course) -> Objection | None:
        """Object where there is no such running notice of this party, or the withdrawal arrived before it was sent."""
        return _running(course, self.notice, self.by, "withdrawn") or before_sending(
            self.on, self.received, "withdrawal"
        )

    def apply(self, course: Course) -> None:
        """Stop the notice; another party's goes on."""
        known = course.notices[self.notice or ""]
        leaving.close(course, known.id, "was withdrawn", course.seq)
        says = f"{self.by} withdrew its notice {known.id} on {words(course.today)}, before it took effect."
        standing.sync(
            course, Reason(says=says, article="VCLT-IO 68", rule="R29", seq=course.seq, act="notice_withdrawn")
        )
        if not course.agreement.notice:
            term.await_renewal(course)

    def says(self) -> str:
        """Say the act."""
        return f"notice {self.notice} withdrawn by {self.by}"


class NoticeExtended(Act, frozen=True, kw_only=True, tag="notice_extended"):
    """The parties agree that a running notice takes effect later."""

    until: date
    notice: Id | None = None
    CLOSES = ("notice", "notice")

    def objection(self, course: Course) -> Objection | None:
        """Object where no such notice runs, or the new date is not a later one."""
        if found := _running(course, self.notice, None, "extended"):
            return found
        known = course.notices[self.notice or ""]
        if known.takes_effect is not None and self.until > known.takes_effect:
            return None
        says = f"Notice {known.id} takes effect on {words(known.takes_effect)}; {words(self.until)} is no later."
        return Objection(says=says, rule="R31", article=known.article, conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Move its date of effect."""
        known: Notice = replace(course.notices[self.notice or ""], takes_effect=self.until, named=self.until)
        course.notices[known.id] = known
        leaving.run(course, known)

    def says(self) -> str:
        """Say the act."""
        return f"notice {self.notice} extended to {words(self.until)}"


class NoticeSuspended(Act, frozen=True, kw_only=True, tag="notice_suspended"):
    """The clock of a notice is stopped; the agreement itself is not suspended."""

    notice: Id | None = None
    CLOSES = ("notice", "notice")

    def objection(self, course: Course) -> Objection | None:
        """Object where no such notice runs, or its clock stands already."""
        if found := _running(course, self.notice, self.by, "stopped"):
            return found
        known = course.notices[self.notice or ""]
        if known.paused is None:
            return None
        says = f"The clock of notice {known.id} stands since {words(known.paused)}."
        return Objection(says=says, rule="R29", article="VCLT-IO 68", conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Stop the clock; the days left are kept."""
        notices.pause(course, self.notice or "")

    def says(self) -> str:
        """Say the act."""
        return f"clock of notice {self.notice} stopped"


class NoticeResumed(Act, frozen=True, kw_only=True, tag="notice_resumed"):
    """The clock of a notice runs again, for the days that were left."""

    notice: Id | None = None
    CLOSES = ("notice", "notice")

    def objection(self, course: Course) -> Objection | None:
        """Object where its clock does not stand."""
        if found := _running(course, self.notice, self.by, "resumed"):
            return found
        known = course.notices[self.notice or ""]
        if known.paused is not None and not known.held:
            return None
        says = f"The clock of notice {known.id} {'stands with the suspension' if known.held else 'is running'}."
        return Objection(says=says, rule="R29", article="VCLT-IO 68", conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Let it run on."""
        notices.go_on(course, self.notice or "")

    def says(self) -> str:
        """Say the act."""
        return f"clock of notice {self.notice} running again"


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


def _consent_article(course: Course) -> str:
    clause = course.terms.clauses.consent
    return clause.article if clause else "VCLT-IO 54(b)"


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
        running = term.running_end(course, course.today) or course.term_end
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

    def objection(self, course: Course) -> Objection | None:
        """Object where the text gives no organ that power, to a stranger, or to one who is not bound."""
        clause = next((c for c in course.terms.clauses.termination if c.by == "decision"), None)
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
        clause = next(c for c in course.terms.clauses.termination if c.by == "decision")
        organ = self.organ or "The organ"
        name = self.party
        what = f"that {name} ceases to be a party" if name else "that the agreement ends"
        says = f"{organ} decided on {words(self.on)} {what}."
        reason = Reason(says=says, article=clause.article, rule="R31", seq=course.seq, act="end_decided")
        on = max(self.effective or course.today, course.today)
        leaving.decided(course, name, on, reason)

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
