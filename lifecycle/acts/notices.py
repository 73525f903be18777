"""Notice, and what becomes of it: withdrawal, extension, and the clock that is stopped and runs again.

Source: VCLT-IO 54, 56, 67, 68 and 79 (R27 to R34). Each party's notice runs by itself; the earliest to take effect ends
a bilateral agreement.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date

from lifecycle.acts.act import Act, Id, Party
from lifecycle.acts.objections import before_sending, not_in_force, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import admission, notice_clock, notice_effect, notice_given, states, term
from lifecycle.course.course import Course
from lifecycle.course.facts import Notification, Reason
from lifecycle.errors import Objection


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
        given = self._notified()
        clause = admission.clause_for(course, given)
        article = clause.article if clause else "VCLT-IO 56"
        if found := stranger(course, self.by, article) or not_in_force(course, "A notice", article):
            return found
        if clause is None:
            says = f"The terms of {course.terms.agreement} give {self.by} no right to end it by notice."
            if not admission.without_end(course.terms_of(self.by)):
                return Objection(says=says, rule="R30", article="VCLT-IO 56")
            says += " Without a clause on its end one is admissible, at twelve months, only where it is on record that"
            says += f" {admission.INTENDED}, or that {admission.IMPLIED}."
            return Objection(says=says, rule="R30", article="VCLT-IO 56(1)")
        if found := before_sending(self.on, self.received, "notice"):
            return found
        if self.by not in course.bound:
            says = f"{self.by} is not bound on {words(course.today)}: it has nothing to leave."
            return Objection(says=says, rule="R12", article=article)
        return self._twice(course, article) or admission.inadmissible(course, clause, given)

    def _notified(self) -> Notification:
        return Notification(id=self.notice or "", by=self.by, sent=self.on, received=self.dated(), named=self.effective)

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
        given = self._notified()
        clause = admission.clause_for(course, given)
        if clause is not None:
            notice_given.give(course, clause, given)

    def says(self) -> str:
        """Say the act."""
        return f"notice {self.notice} by {self.by}"


def _running(course: Course, id: str | None, by: str | None, doing: str, *, counting: bool = True) -> Objection | None:
    known = course.notices.get(id or "")
    if known is None:
        says, conflicts = f"There is no notice {id} on record.", None
    elif known.closed is not None:
        says = f"Notice {known.id} {known.outcome} on {words(known.closed)}; it can no longer be {doing}."
        conflicts = known.closed_by or known.seq
    elif by is not None and known.by != by:
        says, conflicts = f"Notice {known.id} is {known.by}'s: by {by} it cannot be {doing}.", known.seq
    elif counting and known.waits_for:
        says, conflicts = (
            f"Notice {known.id} does not run yet: it waits for that of {', '.join(known.waits_for)}.",
            None,
        )
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
        return _running(course, self.notice, self.by, "withdrawn", counting=False) or before_sending(
            self.on, self.received, "withdrawal"
        )

    def apply(self, course: Course) -> None:
        """Stop the notice; another party's goes on, unless they can only act together."""
        known = course.notices[self.notice or ""]
        notice_effect.close(course, known.id, "was withdrawn", course.seq)
        says = f"{self.by} withdrew its notice {known.id} on {words(course.today)}, before it took effect."
        if known.clause.jointly:
            others = [other.id for other in notice_given.together(course, known) if other.counts]
            notice_given.settle_joint(course, known.clause)
            says += f" Given jointly, {', '.join(others)} no longer counts." if others else ""
        states.sync(course, Reason(says=says, article="VCLT-IO 68", rule="R29", seq=course.seq, act="notice_withdrawn"))
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
        """Move its date of effect, and that of those given jointly with it."""
        for one in notice_given.together(course, course.notices[self.notice or ""]):
            notice_clock.extend(course, one.id, self.until)

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
        """Stop the clock, and those of notices given jointly with it; the days left are kept."""
        for one in notice_given.together(course, course.notices[self.notice or ""]):
            notice_clock.pause(course, one.id)

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
        """Let it run on, with those given jointly."""
        for one in notice_given.together(course, course.notices[self.notice or ""]):
            notice_clock.go_on(course, one.id)

    def says(self) -> str:
        """Say the act."""
        return f"clock of notice {self.notice} running again"
