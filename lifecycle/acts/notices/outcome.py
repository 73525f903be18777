"""What became of a notice, and the objection to what is done to one that runs no longer.

Source: VCLT-IO 68 (R29).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Id, named
from lifecycle.acts.objections import missing, not_of
from lifecycle.course.course import Course
from lifecycle.course.notices import Notice, Outcome
from lifecycle.errors import Objection
from lifecycle.messages import Message

NoticeId = Annotated[Id | None, Meta(description="The notice; the only one that runs if left out.")]


def not_running(course: Course, id: str | None, by: str | None, *, counting: bool = True) -> Objection | None:
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
