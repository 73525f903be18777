"""When terms end: the first, the running one, the last, each counted from the start in one step (R16a, R48)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle.calendar.days import Span, add, next_day
from lifecycle.calendar.recurrence import Recurrence
from lifecycle.course.course import Course
from lifecycle.terms.ending import Duration, Renewal


def _start(course: Course, duration: Duration) -> date | None:
    return duration.starting or course.entered


def first_end(course: Course, duration: Duration) -> date | None:
    """Give the end of the first term, or the fixed date: the first day that it no longer covers (R24, R25)."""
    start, ends = _start(course, duration), []
    if duration.term is not None and start is not None:
        ends.append(course.compute(duration.term, start, "ends", "term"))
    if duration.until is not None:
        ends.append(course.first_day_after(duration.until, "ends", "term"))
    if duration.through is not None:
        ends.append(next_day(duration.through))
    return None if None in ends else min((end for end in ends if end is not None), default=None)


def last_end(course: Course, duration: Duration) -> date | None:
    """Give the day on which the agreement ends of itself, nothing where renewal goes on or no term follows."""
    if duration.thereafter == "indefinite":
        return None
    renewal = duration.renewal
    if renewal is None or renewal.by == "agreement" or course.last_term:
        return course.term_end
    times = times_left(course, renewal)
    return after_renewals(course, duration, times) if times is not None else None


def times_left(course: Course, renewal: Renewal) -> int | None:
    """Give how often the running term may still be renewed, nothing where that has no end."""
    return None if renewal.times is None else max(0, renewal.times - course.renewed)


def after_renewals(course: Course, duration: Duration, times: int) -> date | None:
    """Give the end of the term after so many renewals of the running one."""
    if times == 0:
        return course.term_end
    terms = recurrence(course, duration)
    return terms.end(times) if terms else course.term_end


def recurrence(course: Course, duration: Duration) -> Recurrence | None:
    """Give the running term and those after it, from the start in one sum where the term is nothing but a period."""
    end, start = course.term_end, _start(course, duration)
    further = duration.renewal.term if duration.renewal and duration.renewal.term else duration.term
    if end is None or further is None:
        return None
    term, boundary = duration.term, course.conventions["effect_boundary"]
    if term is not None and term.is_period and start is not None and end == term.after(start, boundary=boundary):
        shifted = Span(days=int(boundary == "next day" and term.silent_on_boundary))
        return Recurrence(anchor=start, first=term.span, every=further.span, shift=shifted)
    return Recurrence(anchor=end, first=Span(), every=further.span)


def renews(course: Course) -> bool:
    """Tell whether the running term is renewed tacitly when it ends."""
    duration = course.terms.clauses.duration
    renewal = duration.renewal if duration else None
    return renewal is not None and renewal.by == "tacit" and not course.last_term


def running_end(course: Course, day: date, *, lead: Span | None = None) -> date | None:
    """Give the end of the first term that a notice on a day can still stop, its lead time kept (R20).

    Nothing where no term runs any more.
    """
    found = running(course, day, lead=lead)
    return found[1] if found else None


def running(course: Course, day: date, *, lead: Span | None = None) -> tuple[int, date] | None:
    """Give how often the term has been renewed when it runs so, and its end."""
    for times, end in enumerate(_ends(course)):
        limit = add(end, lead or Span(), -1)
        if limit is not None and day <= limit and day < end:
            return times, end
    return None


def is_end(course: Course, day: date) -> bool:
    """Tell whether a term ends on a day: the running one, or one after it."""
    return end_from(course, day) == day


def _ends(course: Course) -> Iterator[date]:
    duration = course.terms.clauses.duration
    if duration is None:
        return
    most = times_left(course, duration.renewal) if duration.renewal else None
    terms = recurrence(course, duration) if renews(course) else None
    for times in range((100_000 if most is None else most) + 1 if renews(course) else 1):
        end = terms.end(times) if terms and times else course.term_end
        if end is None:
            return
        yield end


def end_from(course: Course, day: date) -> date | None:
    """Give the end of the first term that ends on a day or later, nothing where none does."""
    return next((end for end in _ends(course) if end >= day), None)


def own_end(course: Course) -> date | None:
    """Give the day on which the agreement ends of itself, by its terms as they stand."""
    duration = course.terms.clauses.duration
    return last_end(course, duration) if duration else None
