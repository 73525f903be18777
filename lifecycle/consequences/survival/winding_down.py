"""The winding down and its end: once nothing is left, or by decision of the parties that nothing survives.

Source: VCLT-IO 70 (R44 to R46). The date of termination never moves, whatever is left to finish.
"""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.consequences.survival.extent import article_of, surviving
from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED, WINDING_DOWN
from lifecycle.course.periods import Reason
from lifecycle.messages import Message


def forget(course: Course, name: str) -> None:
    """Drop the tail of a party: it is bound anew, or another takes its place."""
    if waits := course.tails.pop(name, None):
        for subject in [wait.removeprefix("tail ") for wait in waits if wait.startswith("tail ")]:
            course.disarm("further tail", subject)
            course.close_due("tail", subject)
        course.disarm("survival", name)
        course.disarm("survival event", name)
        course.close_due("survival", name)


def complete(course: Course, name: str, reason: Reason) -> None:
    """End the winding down for a party that has left; one that comes back meanwhile is on its way in already (R10)."""
    forget(course, name)
    subject = course.parties[name]
    subject.left = False
    subject.fire("complete", course.today, reason)


def finish(course: Course, reason: Reason) -> None:
    """End the winding down once nothing is left: no open head, no time, no event, no decision."""
    if course.agreement.state is not WINDING_DOWN or surviving(course) or course.tails.get(""):
        return
    course.terminated = course.today
    _lapse(course)
    for subject in (course.agreement, *course.parties.values()):
        if not course.tails.get(subject.name):
            subject.left = False
            subject.fire("complete", course.today, reason)


def _lapse(course: Course) -> None:
    """Let lapse what is still open when nothing survives any longer."""
    for key, head in course.heads.items():
        if head.closed is None:
            course.heads[key] = replace(head, closed=course.today, lapsed=course.today)
            course.close_due("head", f"{head.kind} {head.id}")


def waive(course: Course, name: str | None) -> None:
    """End by decision of the parties what survives, or will: for a party that left, or for all (VCLT-IO 70(1)).

    What is still open lapses; of a single party only its own tail ends.
    """
    if name is None or name not in course.tails:
        course.waived.setdefault(name or "", course.today)
    says = Message("The parties decided on {on} that nothing survives any longer", on=course.today)
    reason = Reason(says=says, article=article_of(course), rule="R46", seq=course.seq, act="survival_ended")
    if name is None and course.agreement.state in ENDED:
        _lapse(course)
    for one in [left for left in course.tails if left and name in (None, left)]:
        complete(course, one, reason)
    if name is None:
        forget(course, "")
        finish(course, reason)
