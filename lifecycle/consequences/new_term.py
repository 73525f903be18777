"""The term by new terms: counted anew where they change it, and as it stood for those that stay outside.

Source: VCLT-IO 39 and 40 (R48, R50, R51).
"""

from __future__ import annotations

from datetime import date

from lifecycle.calendar.days import Span
from lifecycle.consequences import term, term_ends
from lifecycle.course.course import Course
from lifecycle.course.versions import Term
from lifecycle.terms.ending import Duration
from lifecycle.terms.text import Clauses


def as_it_stands(course: Course) -> Term:
    """Give how the term stands, for those that keep it when others amend it (R51)."""
    return Term(course.term_end, course.renewed, course.last_term, term_ends.own_end(course))


def amended(course: Course, clauses: Clauses, running: tuple[int, date] | None) -> None:
    """Bring the term in line with new terms, from their day on (VCLT-IO 39; R50, R54).

    A first term that they change is counted anew from its beginning. Where they change only what follows it, the
    running term goes on to its end, and what follows that is by the new terms.
    """
    before, duration = clauses.duration, course.terms.clauses.duration
    if (before, clauses.termination) == (duration, course.terms.clauses.termination):
        return
    if before == duration:
        term.await_renewal(course)  # the last safe day before it may be another
        return
    if before is None or duration is None or _first(before) != _first(duration):
        course.term_end = term_ends.first_end(course, duration) if duration else None
        course.renewals, course.renewed, course.last_term = 0, 0, False
    elif running is not None and _further(before) != _further(duration):
        times, course.term_end = running
        course.renewed += times
    term.go_on(course)


def _first(duration: Duration) -> tuple[object, ...]:
    return duration.term, duration.starting, duration.until


def _further(duration: Duration) -> Span | None:
    renewal = duration.renewal
    rule = (renewal.term or duration.term) if renewal is not None and renewal.by == "tacit" else None
    return rule.span if rule else None
