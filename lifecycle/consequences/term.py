"""The running term: fixed, renewed tacitly, extended by agreement, or followed by no term at all (R48).

Tacit renewal changes no state, so the clock is set only where the terms come to an end of themselves. Every term is
counted from the start in one step (R16a).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import ending, ending_events, last_safe_day, term_ends
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.course.endings import Ending
from lifecycle.course.machine import LIVE
from lifecycle.course.versions import Term
from lifecycle.terms.ending import Duration


def begin(course: Course) -> None:
    """Start the first term with the entry into force, and set the clock to the last end."""
    duration, course.set_by = course.terms.clauses.duration, course.met_by
    if duration is None or course.entered is None:
        return
    course.term_end = term_ends.first_end(course, duration)
    go_on(course)
    ending_events.settle_events(course)


def go_on(course: Course) -> None:
    """Set the clock to the last end as it now is, and await the renewals before it."""
    duration = course.terms.clauses.duration
    last = term_ends.last_end(course, duration) if duration else None
    if last is None:
        course.close_due("ends", "term")
        course.disarm("term", "term")
    else:
        expire_on(course, last)
    await_renewal(course)


def expire_on(course: Course, on: date) -> None:
    """Set the clock to the end of the last term."""
    duration = course.terms.clauses.duration
    if duration is None:
        return
    if on > course.today:
        values = tuple(_keeping_on(course, on))
        course.expect("ends", on, duration.article, course.set_by, subject="term", cause="term", values=values)
    course.arm(on, "term", "term", by=course.set_by)


def expire(course: Course, subject: str) -> None:
    """End the agreement with its last term."""
    settle(course)
    course.close_due("ends", subject)


def settle(course: Course) -> None:
    """End the agreement once its last term is over, if no party is bound that keeps a longer one (R48, R51)."""
    duration, day, end = course.terms.clauses.duration, course.today, term_ends.own_end(course)
    if duration is None or end is None or end > day or course.agreement.state not in LIVE or _keeping_on(course, day):
        return
    over = Ending(kind="term", on=day, article=duration.article)
    if end < day:
        over = Ending(kind="shortened_term", on=day, since=end, article=duration.article)
    ending.end(course, day, over)


def _keeping_on(course: Course, day: date) -> list[str]:
    """Give the bound parties whose own terms, those before an amendment, last beyond a day."""
    kept = [(name, course.kept[name].term) for name in course.parties if name in course.kept and name in course.bound]
    return [name for name, own in kept if own is not None and (own.ends is None or own.ends > day)]


def extend(course: Course, until: date, *, last: bool) -> None:
    """Move the end of the running term by agreement; what was to come on the old date no longer does."""
    course.term_end, course.last_term = until, last
    course.renewals += 1
    course.set_by = course.seq
    course.close_readings("ends", "term")
    for name, kept in course.kept.items():
        if kept.term is not None:  # who keeps earlier terms has agreed to the extension like the others
            course.kept[name] = replace(kept, term=Term(until, kept.term.renewed, last, until))
            course.close_due("leaves", f"term of {name}")
            course.disarm("kept term", name)
    go_on(course)


def await_renewal(course: Course) -> None:
    """Note when the running term ends, what follows it, and the last day on which a notice can stop that (R20, R48)."""
    duration, end = course.terms.clauses.duration, course.term_end
    known = {key for key in course.dues if key[0] in _OF_TERMS}
    coming = list(_following(course, duration, end)) if duration and end and course.agreement.state in LIVE else []
    for key in known - {(due.kind, due.subject) for due in coming}:
        course.close_due(*key)
    for due in coming:
        course.await_due(due)


_OF_TERMS = ("renewal", "goes_on", "last_safe_day")


def _following(course: Course, duration: Duration, end: date) -> Iterator[Due]:
    """Give what follows the running term: renewals, then perhaps a time without end, and the last safe days."""
    renewal = duration.renewal if term_ends.renews(course) else None
    left, terms = term_ends.times_left(course, renewal) if renewal else 0, term_ends.recurrence(course, duration)
    article, seq = (renewal.article if renewal else "") or duration.article, course.set_by
    if renewal and left != 0:
        last = None if left is None else term_ends.after_renewals(course, duration, left - 1)
        due = Due(kind="renewal", on=end, article=article, seq=seq, since=course.today, again=terms, last=last)
        yield due
        yield from last_safe_day.coming(course, due, left)
    if duration.thereafter == "indefinite" and left is not None:
        last = term_ends.after_renewals(course, duration, left)
        if last is not None and last > course.today:
            due = Due(kind="goes_on", on=last, article=duration.article, seq=seq, since=course.today)
            yield due
            yield from () if left else last_safe_day.coming(course, due, 1)
