"""Measures under the default law: notified with reasons, carried out three months later if nobody objects.

Source: VCLT-IO 60 and 65 (R38 to R40). They are not needed where the text has a clause of its own.
"""

from __future__ import annotations

from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message

ARTICLE = "VCLT-IO 60 and 65"
"""What carrying out a measure rests on: the breach, and the notification of what is done about it."""


def not_ripe(course: Course, id: str, by: str, measure: str) -> Objection | None:
    """Say why a measure cannot be carried out yet, or at all."""
    known = course.measures.get(id)
    conflicts = known.seq if known else None
    if known is None or known.by != by or known.measure != measure:
        says = Message("There is no notification {id} by {by} of a suspension on record", id=id, by=by)
        if measure == "termination":
            says = Message("There is no notification {id} by {by} of a termination on record", id=id, by=by)
    elif known.objected is not None:
        says = Message(
            "An objection to {id} was raised on {day}: a solution is to be sought first", id=id, day=known.objected
        )
        conflicts = known.closed_by or known.seq
    elif known.from_ is None or course.today < known.from_:
        says = Message(
            "{id} can be carried out from {day}: three months after receipt without objection", id=id, day=known.from_
        )
    else:
        return None
    return Objection(says=says, rule="R40", article="VCLT-IO 65", conflicts=conflicts)
