"""The heads that are left to finish: activities begun and accounts opened, awaited once winding down.

Source: VCLT-IO 70 (R46).
"""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.consequences.survival.extent import article_of, left_by
from lifecycle.consequences.survival.tails import end_tail
from lifecycle.consequences.survival.winding_down import finish
from lifecycle.course.course import Course
from lifecycle.course.facts import Head
from lifecycle.course.machine import WINDING_DOWN
from lifecycle.course.periods import Reason
from lifecycle.messages import Message


def open_head(course: Course, head: Head) -> None:
    """Add something to finish; in winding down it is awaited at once."""
    course.heads[head.kind, head.id] = head
    if course.agreement.state is WINDING_DOWN:
        await_heads(course, [(head.kind, head.id)])


def close_head(course: Course, head: Head) -> None:
    """Note that a head is finished; with the last one the winding down is over."""
    course.heads[head.kind, head.id] = head
    for name, waits in list(course.tails.items()) if course.tails else ():
        if name and "heads" in waits and not left_by(course, name):
            end_tail(course, name, "heads", Message("{head} was the last of it", head=head))
    if course.agreement.state is not WINDING_DOWN:
        return
    course.close_due("head", f"{head.kind} {head.id}")
    article = article_of(course)
    says = Message("The last open head closed on {on}: activity {id} was completed", on=course.today, id=head.id)
    act = "activity_completed"
    if head.kind == "account":
        says = Message("The last open head closed on {on}: account {id} was settled", on=course.today, id=head.id)
        act = "account_settled"
    finish(course, Reason(says=says, article=article, rule="R46", seq=course.seq, act=act))


def await_heads(course: Course, left: Sequence[tuple[str, str]]) -> None:
    """Note what is still to be completed or settled."""
    article = article_of(course)
    for key in left:
        head = course.heads[key]
        subject, values = f"{head.kind} {head.id}", (head.id,)
        course.expect("head", course.today, article, head.seq, subject=subject, cause=head.kind, values=values)
