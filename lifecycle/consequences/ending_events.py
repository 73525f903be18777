"""Events that end the agreement, or a party's part in it: a successor in force, a fact, a fixed date, too few parties.

Source: VCLT-IO 54, 55 and 59 (R32, R33).
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.consequences.ending import end_on
from lifecycle.course.agreeing import Agreeing
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.course.machine import LIVE
from lifecycle.terms.conditions.condition import Condition


def settle_events(course: Course) -> None:
    """Set the clock to the day of each event that ends the agreement: a successor in force, a fact, a fixed date.

    An event gives a day. Should it come again, it gives another, and the clock follows; that a fact is over, once its
    establishment was the event, undoes no event. What must still be so on the day is called off once it no longer is:
    that too few are bound, or what another agreement is.
    """
    clauses = course.terms.clauses
    if course.agreement.state not in LIVE:
        return
    ways = [(c.article, c.upon, c.unless) for c in clauses.termination if c.by == "event" and not c.of_each_party]
    if clauses.duration is not None:
        ways.append((clauses.duration.article, clauses.duration.upon, None))
    ways += [(c.article, c.upon, c.unless) for c in course.terms.ways_to_end[len(clauses.termination) :]]
    for at, (article, upon, unless) in enumerate(ways):
        if upon is not None:
            _settle_event(course, f"event {at}", article, upon, unless)


def _settle_event(course: Course, subject: str, article: str, upon: Condition, unless: Condition | None) -> None:
    """Set the clock to the day of an event, if nothing keeps the agreement alive before it."""
    met, key = upon.met(course), ("ends", subject)
    if met is None:
        if key in course.events and _must_last(course, upon):  # there are enough again, say
            del course.events[key]
            course.averted.discard(subject)
            course.continuing.clear()
            _forget(course, subject)
        return
    if unless is not None and subject not in course.averted:
        kept = unless.met(Agreeing(course, course.continuing))
        if kept is not None and kept < met:
            course.averted.add(subject)
            _forget(course, subject)
    if subject not in course.averted and course.events.get(key) != met:
        end_on(course, met, event(course, upon, met, article), subject=subject)
    course.events[key] = met


def _forget(course: Course, subject: str) -> None:
    course.close_due("ends", subject)
    course.disarm("end", subject)


def _must_last(course: Course, upon: Condition) -> bool:
    return upon.mentions("parties_below") or (course.others is not None and upon.mentions("agreement"))


def event(course: Course, upon: Condition | None, on: date, article: str, *party: str) -> Ending:
    """Give the end that an event brings, for all or a party; of another agreement with what happened and its act."""
    ending = Ending(kind="event", on=on, article=article, seq=course.seq)
    if party:
        ending = replace(ending, kind="event_for_a_party", values=party)
    found = course.elsewhere(upon)
    if found is None:
        return ending
    asked, spell = found
    return replace(ending, since=spell.on, values=(*party, *asked), seq=spell.begun_by)


def forget_events(course: Course) -> None:
    """Drop the events that were to end it, or a party's part in it: new terms may know other ones."""
    for kind, subject in course.events:
        course.close_due(kind, subject)
        course.disarm("end" if kind == "ends" else "event departure", subject)
    course.events.clear()
    course.averted.clear()
