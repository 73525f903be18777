"""Ending: notice, its withdrawal, and consent of all parties.

Source: VCLT-IO 54, 56, 67, 68 and 79 (R27 to R34). Each party's notice runs by itself; the earliest to take effect ends
a bilateral agreement.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lifecycle.acts.base import Act, Id, Party, not_in_force, stranger
from lifecycle.course import LEAVING
from lifecycle.dates import words
from lifecycle.errors import Objection
from lifecycle.facts import Notice, Reason
from lifecycle.terms import Termination

if TYPE_CHECKING:
    from lifecycle.course import Course


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
        clause = course.terms.clauses.notice_from(self.by)
        article = clause.article if clause else "VCLT-IO 56"
        if found := stranger(course, self.by, article) or not_in_force(course, "A notice", article):
            return found
        if clause is None:
            return Objection(
                says=f"The terms of {course.terms.agreement} give {self.by} no right to end it by notice.",
                rule="R30",
                article="VCLT-IO 56",
            )
        if self.received is not None and self.received < self.on:
            says = f"A notice sent on {words(self.on)} cannot have been received on {words(self.received)}."
            return Objection(says=says, rule="R27", article="VCLT-IO 79")
        if self.by not in course.bound:
            says = f"{self.by} is not bound on {words(course.today)}: it has nothing to leave."
            return Objection(says=says, rule="R12", article=article)
        return self._twice(course, article) or self._too_early(course, clause)

    def _twice(self, course: Course, article: str) -> Objection | None:
        for known in course.notices.values():
            if known.id == (self.notice or ""):
                says = f"Notice {known.id} is on record since {words(known.since)}."
                return Objection(says=says, rule="R34", article=article, conflicts=known.seq)
            if known.closed is None and known.by == self.by:
                says = f"A notice by {self.by} is running already: {known.id}, received on {words(known.received)}."
                return Objection(says=says, rule="R34", article=article, conflicts=known.seq)
        return None

    def _too_early(self, course: Course, clause: Termination) -> Objection | None:
        earliest = self.effect(course, clause)
        if self.effective is None or earliest is None or self.effective >= earliest:
            return None
        says = f"The notice names {words(self.effective)}; {clause.period} end no earlier than {words(earliest)}."
        return Objection(says=says, rule="R31", article=clause.article)

    def anchor(self, counts_from: str) -> date:
        """Give the day from which the period counts."""
        return self.on if counts_from == "sending" else self.dated()

    def effect(self, course: Course, clause: Termination) -> date | None:
        """Give the earliest date on which it can take effect."""
        anchor = self.anchor(course.conventions["notice_counts_from"])
        boundary = course.conventions["effect_boundary"]
        return clause.period.after(anchor, boundary=boundary) if clause.period else anchor

    def apply(self, course: Course) -> None:
        """Let the notice run."""
        clause = course.terms.clauses.notice_from(self.by)
        if clause is None:
            return
        id = self.notice or ""
        what = f"effect of notice {id}"
        anchor = self.anchor(course.conventions["notice_counts_from"])
        computed = course.compute(clause.period, anchor, what)
        takes_effect = self.effective or computed
        course.assume("notice_counts_from")
        for other in course.conventions.others("notice_counts_from"):
            boundary = course.conventions["effect_boundary"]
            reading = clause.period.after(self.anchor(other), boundary=boundary) if clause.period else None
            course.note_reading(what, computed, reading, "notice_counts_from", other)
        notice = Notice(
            id=id,
            seq=course.seq,
            since=course.today,
            by=self.by,
            article=clause.article,
            sent=self.on,
            received=self.dated(),
            takes_effect=takes_effect,
            ends_for_all=clause.ends == "for all",
            counted_from=anchor,
            rule=clause.period,
            named=self.effective,
        )
        course.notices[id] = notice
        course.sync(
            Reason(
                says=f"{self.by} gave notice {id}, received on {words(self.dated())}; it takes effect on "
                f"{words(takes_effect)}, after {clause.period}.",
                article=clause.article,
                rule="R27",
                seq=course.seq,
                act="notice_given",
            )
        )
        course.await_notice(notice)
        course.arm(takes_effect, LEAVING, id, course.notice_took_effect(id))

    def says(self) -> str:
        """Say the act."""
        return f"notice {self.notice} by {self.by}"


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
        """Object where there is no such running notice of this party."""
        known = course.notices.get(self.notice or "")
        if known is None:
            says, conflicts = f"There is no notice {self.notice} on record.", None
        elif known.closed is not None:
            says = f"Notice {known.id} {known.outcome} on {words(known.closed)}; it can no longer be withdrawn."
            conflicts = known.closed_by or known.seq
        elif known.by != self.by:
            says, conflicts = f"Notice {known.id} is {known.by}'s: {self.by} cannot withdraw it.", known.seq
        elif self.dated() < self.on:
            says = f"A withdrawal sent on {words(self.on)} cannot have been received on {words(self.received)}."
            return Objection(says=says, rule="R27", article="VCLT-IO 79")
        else:
            return None
        return Objection(says=says, rule="R29", article="VCLT-IO 68", conflicts=conflicts)

    def apply(self, course: Course) -> None:
        """Stop the notice; another party's goes on."""
        known = course.notices[self.notice or ""]
        course.close_notice(known.id, course.today, "was withdrawn", course.seq)
        says = f"{self.by} withdrew its notice {known.id} on {words(course.today)}, before it took effect."
        course.sync(Reason(says=says, article="VCLT-IO 68", rule="R29", seq=course.seq, act="notice_withdrawn"))

    def says(self) -> str:
        """Say the act."""
        return f"notice {self.notice} withdrawn by {self.by}"


class EndAgreed(Act, frozen=True, kw_only=True, tag="end_agreed"):
    """A party consents to end the agreement; with the last consent it ends, at once or on the date agreed."""

    by: Party
    effective: date | None = None

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, an agreement not in force, a second consent, or another date than the others'."""
        article = _consent_article(course)
        if found := stranger(course, self.by, article) or not_in_force(course, "Consent to end it", article):
            return found
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
        if not course.bound <= set(course.ending):
            return
        on = max(self.effective or course.today, course.today)
        says = f"All parties consented to end it, the last ({self.by}) on {words(course.today)}."
        reason = Reason(says=says, article=_consent_article(course), rule="R31", seq=course.seq, act="end_agreed")
        course.end_on(on, reason)

    def says(self) -> str:
        """Say the act."""
        return f"consent of {self.by} to end it"


def _consent_article(course: Course) -> str:
    clause = course.terms.clauses.consent
    return clause.article if clause else "VCLT-IO 54(b)"
