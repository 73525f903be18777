"""The postponement of a notice: its extension, and its clock that is stopped and runs again.

Source: VCLT-IO 54 and 68 (R29, R31). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Through, titled
from lifecycle.acts.notices.outcome import NoticeId, not_running
from lifecycle.acts.objections import first_after, no_day
from lifecycle.consequences import notice_clock, notice_given
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message


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
        if found := not_running(course, self.notice, None):
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
        if found := not_running(course, self.notice, self.by):
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
    SAYS = Message("The clock of notice {notice} to end {agreement} ran again from {on}")
    COMMAND = "resume-notice"
    EXAMPLE = "suspend-notice wco-caricc N1 --on 2011-01-10\nresume-notice wco-caricc N1 --on 2011-02-01 --dry-run"
    CLOSES = "notice"

    def objection(self, course: Course) -> Objection | None:
        if found := not_running(course, self.notice, self.by):
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
