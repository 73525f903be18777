"""Notice, and what becomes of it: withdrawal, extension, and the clock that is stopped and runs again.

Source: VCLT-IO 54, 56, 67, 68 and 79 (R27 to R34). Each party's notice runs by itself; the earliest to take effect ends
a bilateral agreement.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Id, Party, Received, Through, Transmitted, named, titled
from lifecycle.acts.objections import (
    before_sending,
    first_after,
    missing,
    no_day,
    not_in_force,
    not_of,
    stranger,
    taken,
)
from lifecycle.consequences import admission, notice_clock, notice_effect, notice_given, states
from lifecycle.course.course import Course
from lifecycle.course.facts import Notice, Notification, Outcome, Reason
from lifecycle.errors import Objection
from lifecycle.messages import Either, Message, Quoted

NoticeId = Annotated[Id | None, Meta(description="The notice; the only one that runs if left out.")]


class NoticeGiven(Act, frozen=True, kw_only=True, tag="notice_given"):
    """A party gives notice to end the agreement, or its part in it (VCLT-IO 54 and 56)."""

    by: Annotated[Party, Meta(description="The party that gives notice.")]
    received: Received = None
    transmitted: Transmitted = None
    effective: Annotated[date | None, Meta(description="A later day of effect that the notice names.")] = None
    counts_from: Annotated[
        date | None, Meta(description="A later day from which the notice says that it is to count as one.")
    ] = None
    notice: Annotated[
        Id | None, Meta(description="Its id in the agreement; the next number if left out.", extra={"option": "--id"})
    ] = None
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


def _running(course: Course, id: str | None, by: str | None, *, counting: bool = True) -> Objection | None:
    """Object where no such notice of this party runs or, unless it need not, counts."""
    known, said = course.notices.get(id or ""), named("notice", id)
    if known is None:
        return missing(course, known, said, "R29", "VCLT-IO 68")
    conflicts = None
    if known.closed is not None:
        says = Message("{became}; nothing can be done to it any more", became=became(known))
        conflicts = known.closed_by or known.seq
    elif by is not None and known.by != by:
        return not_of(known, by, said, "R29", "VCLT-IO 68")
    elif counting and known.waits_for:
        says = Message(
            "The {notice} does not run yet: it waits for that of {names}", notice=said, names=known.waits_for
        )
    else:
        return None
    return Objection(says=says, rule="R29", article="VCLT-IO 68", conflicts=conflicts)


def became(notice: Notice) -> Message:
    """Say what became of a notice that runs no longer."""
    if notice.outcome is Outcome.WITHDRAWN:
        return Message("{id} was withdrawn on {day}", id=notice.id, day=notice.closed)
    if notice.outcome is Outcome.TOOK_EFFECT:
        return Message("{id} took effect on {day}", id=notice.id, day=notice.closed)
    return Message("{id} was overtaken on {day}", id=notice.id, day=notice.closed)


class NoticeWithdrawn(Act, frozen=True, kw_only=True, tag="notice_withdrawn"):
    """A party withdraws its notice before it takes effect (VCLT-IO 68)."""

    by: Annotated[Party, Meta(description="The party that gave it, and withdraws it.")]
    received: Received = None
    agreed: Annotated[bool, Meta(description="Whether the others agreed to it, where the text asks for that.")] = False
    notice: NoticeId = None
    NAME = Message("notice withdrawn")
    COMMAND = "withdraw-notice"
    EXAMPLE = "withdraw-notice wco-caricc N1 --by CARICC --on 2011-02-27 --dry-run"
    CLOSES = "notice"

    def objection(self, course: Course) -> Objection | None:
        return (
            _running(course, self.notice, self.by, counting=False)
            or before_sending(self.on, self.received)
            or self._alone(course.notices[self.notice or ""])
        )

    def _alone(self, known: Notice) -> Objection | None:
        """Object to a withdrawal by one alone where the text lets a notice be taken back only by agreement."""
        if known.clause.withdrawal != "by agreement" or self.agreed:
            return None
        says = Message("Under this text notice {id} can be withdrawn only by agreement with the others", id=known.id)
        return Objection(says=says, rule="R29", article=known.article, conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Stop the notice; another party's goes on, unless they can only act together."""
        known = course.notices[self.notice or ""]
        notice_effect.close(course, known.id, Outcome.WITHDRAWN, course.seq)
        says = Message(
            "{by} withdrew its notice {id} on {day}, before it took effect", by=self.by, id=known.id, day=course.today
        )
        if known.clause.jointly:
            others = tuple(other.id for other in notice_given.together(course, known) if other.counts)
            notice_given.settle_joint(course, known.clause)
            if others:
                says = Message(
                    "{withdrawn}, and with it what was given jointly: {others}", withdrawn=says, others=others
                )
        states.sync(course, Reason(says=says, article="VCLT-IO 68", rule="R29", seq=course.seq, act="notice_withdrawn"))

    def says(self, of: str) -> Message:
        by, notice, on, received = self.by, titled(self.notice), self.on, self.dated()
        if on == received:
            return Message(
                "{by} withdrew its notice {notice} to end {agreement}, sent and received {on}",
                by=by,
                notice=notice,
                agreement=of,
                on=on,
            )
        return Message(
            "{by} withdrew its notice {notice} to end {agreement}, sent {on}, received {received}",
            by=by,
            notice=notice,
            agreement=of,
            on=on,
            received=received,
        )


class NoticeExtended(Act, frozen=True, kw_only=True, tag="notice_extended"):
    """The parties agree that a running notice takes effect later."""

    until: Annotated[date | None, Meta(description="The later day on which it takes effect.")] = None
    through: Through = None
    notice: NoticeId = None
    NAME = Message("notice extended")
    COMMAND = "extend-notice"
    EXAMPLE = "extend-notice wco-caricc N1 --until 2011-04-30 --on 2011-01-15 --dry-run"
    CLOSES = "notice"

    def objection(self, course: Course) -> Objection | None:
        if found := _running(course, self.notice, None):
            return found
        known, until = course.notices[self.notice or ""], first_after(self.until, self.through)
        if until is None:
            return no_day("R31", known.article)
        if known.takes_effect is not None and until > known.takes_effect:
            return None
        says = Message(
            "Notice {id} takes effect on {day}; {until} is no later than that",
            id=known.id,
            day=known.takes_effect,
            until=until,
        )
        return Objection(says=says, rule="R31", article=known.article, conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Move its date of effect, and that of those given jointly with it."""
        until = first_after(self.until, self.through)
        assert until is not None  # or else there was an objection
        for one in notice_given.together(course, course.notices[self.notice or ""]):
            notice_clock.extend(course, one.id, until)

    def says(self, of: str) -> Message:
        return Message(
            "Notice {notice} to end {agreement} was extended on {on} until {until}",
            notice=titled(self.notice),
            agreement=of,
            on=self.on,
            until=first_after(self.until, self.through),
        )


class NoticeSuspended(Act, frozen=True, kw_only=True, tag="notice_suspended"):
    """The clock of a notice is stopped, until a day or for good; the agreement itself is not suspended."""

    until: Annotated[date | None, Meta(description="The day from which it runs again by itself.")] = None
    through: Through = None
    notice: NoticeId = None
    NAME = Message("notice suspended")
    COMMAND = "suspend-notice"
    EXAMPLE = "suspend-notice wco-caricc N1 --on 2011-01-10 --dry-run"
    CLOSES = "notice"

    def objection(self, course: Course) -> Objection | None:
        if found := _running(course, self.notice, self.by):
            return found
        known, until = course.notices[self.notice or ""], first_after(self.until, self.through)
        if until is not None and until <= course.today:
            says = Message("The clock of {id} cannot stand until {until}, which has come", id=known.id, until=until)
        elif known.paused is None or (until is not None and not known.held):
            return None
        else:
            says = Message("The clock of notice {id} stands since {paused}", id=known.id, paused=known.paused)
        return Objection(says=says, rule="R29", article="VCLT-IO 68", conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Stop the clock, and those of notices given jointly with it; the days left are kept."""
        for one in notice_given.together(course, course.notices[self.notice or ""]):
            notice_clock.pause(course, one.id, until=first_after(self.until, self.through))

    def says(self, of: str) -> Message:
        if until := first_after(self.until, self.through):
            return Message(
                "The clock of notice {notice} to end {agreement} was stopped on {on} until {until}",
                notice=titled(self.notice),
                agreement=of,
                on=self.on,
                until=until,
            )
        return Message(
            "The clock of notice {notice} to end {agreement} was stopped on {on}",
            notice=titled(self.notice),
            agreement=of,
            on=self.on,
        )


class NoticeResumed(Act, frozen=True, kw_only=True, tag="notice_resumed"):
    """The clock of a notice runs again, for the days that were left."""

    notice: NoticeId = None
    NAME = Message("notice resumed")
    COMMAND = "resume-notice"
    EXAMPLE = "suspend-notice wco-caricc N1 --on 2011-01-10\nresume-notice wco-caricc N1 --on 2011-02-01 --dry-run"
    CLOSES = "notice"

    def objection(self, course: Course) -> Objection | None:
        if found := _running(course, self.notice, self.by):
            return found
        known = course.notices[self.notice or ""]
        if known.paused is None:
            says = Message("The clock of notice {id} is running", id=known.id)
        elif known.held:
            says = Message("The clock of notice {id} stands with the suspension", id=known.id)
        else:
            return None
        return Objection(says=says, rule="R29", article="VCLT-IO 68", conflicts=known.seq)

    def apply(self, course: Course) -> None:
        """Let it run on, with those given jointly."""
        for one in notice_given.together(course, course.notices[self.notice or ""]):
            notice_clock.go_on(course, one.id)

    def says(self, of: str) -> Message:
        return Message(
            "The clock of notice {notice} to end {agreement} ran again from {on}",
            notice=titled(self.notice),
            agreement=of,
            on=self.on,
        )
