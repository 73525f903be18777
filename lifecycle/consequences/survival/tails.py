"""The tails of what survives: the time, the event or the decision that survival waits for.

Source: the survival clause of the text (R24, R46).

To add what survival may wait for: a name in the set of `begin_tail`, and `end_tail` on the day on which it is over.
"""

from __future__ import annotations

from datetime import date

from lifecycle.calendar.days import next_day
from lifecycle.consequences.survival.extent import article_of
from lifecycle.consequences.survival.winding_down import complete, finish, forget
from lifecycle.course.course import Course
from lifecycle.course.periods import Reason
from lifecycle.messages import Message
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.ending import Survival, Tail, Until


def begin_tail(course: Course, name: str, on: date, survival: Survival | None) -> bool:
    """Begin the time, event or decision that survival waits for, of the agreement or of a party that left.

    It takes the place of the tail of an earlier membership.
    """
    forget(course, name)
    until = survival.until if survival else None
    if survival is None or until is None:
        return False
    waits: set[str] = set()
    last = _last_of_time(course, name, on, until)
    if last is not None and last > on:
        waits.add("time")
        course.expect("survival", last, survival.article, course.seq, subject=name)
        course.arm(last, "survival", name, "time", Message("its time is over"))
    if until.upon is not None:
        waits.add("event")
    if until.decided:
        waits.add("decision")
    for at, tail in enumerate(survival.further):
        waits |= _begin_further(course, name, on, at, tail)
    if waits:
        course.tails[name] = frozenset(waits)
        settle_event(course, name, until.upon)
    return bool(course.tails.get(name))


def _begin_further(course: Course, name: str, on: date, at: int, tail: Tail) -> set[str]:
    """Await the end of a further tail; what it waits for stands beside the rest."""
    last, subject = course.compute(tail.period, on, "survival", name), f"{at} {name}".strip()
    if last is None or last <= on:
        return set()
    values = (tail.article, name) if name else (tail.article,)
    course.expect("tail", last, tail.article, course.seq, subject=subject, values=values)
    course.arm(last, "further tail", subject, name, Message("its time is over"))
    return {f"tail {subject}"}


def end_further(course: Course, subject: str, name: str, cause: Message) -> None:
    """Note that a further tail is over."""
    course.close_due("tail", subject)
    end_tail(course, name, f"tail {subject}", cause)


def _last_of_time(course: Course, name: str, on: date, until: Until) -> date | None:
    """Give the first day on which it survives for a time, or until a day, no longer: of several the last (R24, R46)."""
    days = [course.compute(until.period, on, "survival", name)] if until.period else []
    days += [until.date] if until.date else []
    days += [next_day(until.through)] if until.through else []
    return None if None in days else max((day for day in days if day is not None), default=None)


def settle_events(course: Course) -> None:
    """Set the clock to the day of the event that survival waits for, as facts come and go."""
    clause = course.terms.clauses.survival if course.tails else None
    for name in list(course.tails) if clause is not None and clause.until and clause.until.upon else ():
        settle_event(course, name, clause.until.upon if clause and clause.until else None)


def settle_event(course: Course, name: str, upon: Condition | None) -> None:
    """Set the clock to the day of the event that one tail waits for; until it is known, nothing is awaited."""
    waits = course.tails.get(name, frozenset())
    if upon is None or "event" not in waits:
        return
    on = upon.met(course)
    if on is not None and on > course.today:
        time = course.armed.get(("survival", name))
        if time is None or time.on < on:
            course.expect("survival", on, article_of(course), course.seq, subject=name)
    if on is not None:
        course.arm(on, "survival event", name, "event", Message("the event came"))


def end_tail(course: Course, name: str, waited: str, cause: Message) -> None:
    """Note that survival no longer waits for something, and why; with the last of it the winding down is over."""
    waits = course.tails.get(name, frozenset())
    if waited not in waits:
        return
    waits -= {waited}
    course.tails[name] = waits
    due = course.dues.get(("survival", name))
    if due is not None and due.on <= course.today:
        course.close_due("survival", name)
    says = Message("What survived the end is over on {on}: {cause}", on=course.today, cause=cause)
    reason = Reason(says=says, article=article_of(course), rule="R46", seq=course.seq, act="survival")
    if not name:
        finish(course, reason)
    elif not waits:
        complete(course, name, reason)
