"""The withdrawal of a notice before it takes effect, by one party alone or by agreement.

Source: VCLT-IO 68 (R29). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Party, Received, titled
from lifecycle.acts.notices.outcome import NoticeId, not_running
from lifecycle.acts.objections import before_sending
from lifecycle.consequences import notice_effect, notice_given, states
from lifecycle.course.course import Course
from lifecycle.course.notices import Notice, Outcome
from lifecycle.course.periods import Reason
from lifecycle.errors import Objection
from lifecycle.messages import Message


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
            not_running(course, self.notice, self.by, counting=False)
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
