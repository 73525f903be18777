"""Provisional application: an interval of its own, party by party, beside the state.

Source: VCLT-IO 25 (R13). It begins for each that has signed on the day that the text gives, not with its condition, and
ends for a party with its own entry into force.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.course.course import Course
from lifecycle.course.declarations import withheld
from lifecycle.course.facts import Fact
from lifecycle.course.machine import BEFORE


def settle(course: Course) -> None:
    """Set the clock to the day from which each that has signed applies it provisionally, pending its own entry."""
    clause = course.terms.clauses.provisional_application
    if clause is None:
        return
    met = clause.upon.met(course)
    for name, signed in course.signed.items():
        known = course.provisional.get(name)
        if course.parties[name].state not in BEFORE or (known is not None and known.since >= signed):
            continue
        if withheld(course.declarations.values(), name):
            course.disarm("provisional", name)
            course.close_due("provisional", name)
            continue
        on = None if met is None else max(met, signed)
        seq = course.acted.get(("signed", name), course.seq) if met and met <= signed else course.seq
        if on is not None and on > course.today:
            course.expect("provisional", on, clause.article, seq, subject=name)
        else:
            course.close_due("provisional", name)
        course.arm(on, "provisional", name, by=seq)
    settle_end(course)


def settle_end(course: Course) -> None:
    """Set the clock to the day on which it is over for all that apply it, where the text names one."""
    clause = course.terms.clauses.provisional_application
    met = clause.until.met(course) if clause and clause.until else None
    if met is None:
        return
    for name, known in list(course.provisional.items()):
        if known.closed is None:
            end_on(course, name, max(met, course.today))


def end_on(course: Course, name: str, on: date) -> None:
    """Let a party's provisional application be over on a day, of which none later was set before."""
    clause, known = course.terms.clauses.provisional_application, course.armed.get(("provisional over", name))
    if clause is None or (known is not None and known.on <= on):
        return
    if on > course.today:
        course.expect("provisional_over", on, clause.article, course.seq, subject=name)
    course.arm(on, "provisional over", name)


def begin(course: Course, name: str) -> None:
    """Let a party apply it provisionally from today on."""
    course.close_due("provisional", name)
    if course.parties[name].state in BEFORE:
        course.past_provisional += [known for known in (course.provisional.get(name),) if known is not None]
        course.provisional[name] = Fact(id=name, seq=course.seq, since=course.today)
        settle_end(course)


def end(course: Course, name: str) -> None:
    """End the provisional application by a party: it is bound now, or will not be (R13)."""
    for moment, due in (("provisional", "provisional"), ("provisional over", "provisional_over")):
        course.disarm(moment, name)
        course.close_due(due, name)
    known = course.provisional.get(name)
    if known is not None and known.since == course.today:
        del course.provisional[name]  # it was not applied for a day
    elif known is not None and known.closed is None:
        course.provisional[name] = replace(known, closed=course.today, closed_by=course.seq)
