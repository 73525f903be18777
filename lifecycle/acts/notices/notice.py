"""Notice to end the agreement, or a party's part in it.

Source: VCLT-IO 54, 56, 67 and 79 (R12, R27, R30, R34). Each party's notice runs by itself; the earliest to take effect
ends a bilateral agreement. To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, NewIdOption, Party, Received, Transmitted, named, titled
from lifecycle.acts.objections import before_sending, not_in_force, stranger, taken
from lifecycle.consequences import admission, notice_given
from lifecycle.course.course import Course
from lifecycle.course.notices import Notification
from lifecycle.errors import Objection
from lifecycle.messages import Either, Message, Quoted


class NoticeGiven(Act, frozen=True, kw_only=True, tag="notice_given"):
    """A party gives notice to end the agreement, or its part in it (VCLT-IO 54 and 56)."""

    by: Annotated[Party, Meta(description="The party that gives notice.")]
    received: Received = None
    transmitted: Transmitted = None
    effective: Annotated[date | None, Meta(description="A later day of effect that the notice names.")] = None
    counts_from: Annotated[
        date | None, Meta(description="A later day from which the notice says that it is to count as one.")
    ] = None
    notice: NewIdOption = None
    NAME = Message("notice given")
    COMMAND = "notice"
    EXAMPLE = "notice icmpd-wco --by WCO --on 2003-09-30 --dry-run"
    SEVERAL = True
    OPENS = ("notice", "N")
    WEIGHTY = True

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, an agreement not in force, a text without notice, a second notice, a date too early."""
        given = self._notified()
        clause = admission.clause_for(course, given)
        article = clause.article if clause else "VCLT-IO 56"
        if found := stranger(course, self.by, article) or not_in_force(course, article):
            return found
        if clause is None:
            return self._no_right(course)
        if found := before_sending(self.on, self.received) or before_sending(self.dated(), self.transmitted):
            return found
        if self.by not in course.bound:
            says = Message("{by} is not bound on {day}: it has nothing to leave", by=self.by, day=course.today)
            return Objection(says=says, rule="R12", article=article)
        return self._twice(course, article) or admission.inadmissible(course, clause, given)

    def _no_right(self, course: Course) -> Objection:
        says = Message(
            "The terms of {agreement} give {by} no right to end it by notice",
            agreement=course.terms.agreement,
            by=self.by,
        )
        if not admission.without_end(course.terms_of(self.by)):
            return Objection(says=says, rule="R30", article="VCLT-IO 56")
        grounds = Either(map(Quoted, (admission.INTENDED, admission.IMPLIED)))
        says = Message(
            "{right}. Without a clause on its end one is admissible, at twelve months, only where it is on record as a "
            "fact: {grounds}",
            right=says,
            grounds=grounds,
        )
        return Objection(says=says, rule="R30", article="VCLT-IO 56(1)")

    def _notified(self) -> Notification:
        return Notification(
            id=self.notice or "",
            by=self.by,
            sent=self.on,
            received=self.dated(),
            named=self.effective,
            transmitted=self.transmitted,
            starts=self.counts_from,
        )

    def _twice(self, course: Course, article: str) -> Objection | None:
        if found := taken(course.notices.get(self.notice or ""), named("notice", self.notice), "R34", article):
            return found
        for known in map(course.notices.__getitem__, course.running):
            if known.by == self.by:
                says = Message(
                    "A notice by {by} is running already: {id}, received on {received}",
                    by=self.by,
                    id=known.id,
                    received=known.received,
                )
                return Objection(says=says, rule="R34", article=article, conflicts=known.seq)
        return None

    def apply(self, course: Course) -> None:
        given = self._notified()
        clause = admission.clause_for(course, given)
        if clause is not None:
            notice_given.give(course, clause, given)

    def says(self, of: str) -> Message:
        by, notice, on, received = self.by, titled(self.notice), self.on, self.dated()
        if on == received:
            return Message(
                "{by} gave notice {notice} to end {agreement}, sent and received {on}",
                by=by,
                notice=notice,
                agreement=of,
                on=on,
            )
        return Message(
            "{by} gave notice {notice} to end {agreement}, sent {on}, received {received}",
            by=by,
            notice=notice,
            agreement=of,
            on=on,
            received=received,
        )
