"""The running term: fixed, renewed tacitly, extended by agreement, or followed by no term at all (R48).

Tacit renewal changes no state, so the clock is set only where the terms come to an end of themselves. Every term is
counted from the start in one step (R16a).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import ending
from lifecycle.course import ENDING, Course
from lifecycle.dates import Span, add, words
from lifecycle.facts import Due, Reason
from lifecycle.machine import LIVE
from lifecycle.recurrence import Recurrence
from lifecycle.terms.ending import Duration


def begin(course: Course) -> None:
    """Start the first term with the entry into force, and set the clock to the last end."""
    duration = course.terms.clauses.duration
    if duration is None or course.entered is None:
        return
    course.term_end = first_end(course, duration)
    last = last_end(course, duration)
    if last is not None:
        expire_on(course, last)
    await_renewal(course)
    ending.settle_events(course)


def _start(course: Course, duration: Duration) -> date | None:
    return duration.starting or course.entered


def first_end(course: Course, duration: Duration) -> date | None:
    """Give the end of the first term, or the fixed date."""
    start = _start(course, duration)
    if duration.term is not None and start is not None:
        end = duration.term.after(start)
        return end if duration.until is None or end is None else min(end, duration.until)
    return duration.until


def last_end(course: Course, duration: Duration) -> date | None:
    """Give the day on which the agreement ends of itself, nothing where renewal goes on or no term follows."""
    if duration.thereafter == "indefinite":
        return None
    renewal = duration.renewal
    if renewal is None or renewal.by == "agreement" or course.last_term:
        return course.term_end
    return _after_renewals(course, duration, renewal.times) if renewal.times is not None else None


def _after_renewals(course: Course, duration: Duration, times: int) -> date | None:
    if times == 0:
        return course.term_end
    terms = _terms(course, duration)
    return terms.end(times) if terms else course.term_end


def _terms(course: Course, duration: Duration) -> Recurrence | None:
    """Give the running term and those after it, from the start in one sum where the term is nothing but a period."""
    end, start = course.term_end, _start(course, duration)
    further = duration.renewal.term if duration.renewal and duration.renewal.term else duration.term
    if end is None or further is None:
        return None
    term = duration.term
    if term is not None and term.is_period and start is not None and end == term.after(start):
        return Recurrence(anchor=start, first=term.span, every=further.span)
    return Recurrence(anchor=end, first=Span(), every=further.span)


def _renews(course: Course) -> bool:
    """Tell whether the running term is renewed tacitly when it ends."""
    duration = course.terms.clauses.duration
    renewal = duration.renewal if duration else None
    return renewal is not None and renewal.by == "tacit" and not course.last_term


def running_end(course: Course, day: date, *, lead: Span | None = None) -> date | None:
    """Give the end of the first term that a notice on a day can still stop, its lead time kept (R20).

    Nothing where no term runs any more.
    """
    for end in _ends(course):
        limit = add(end, lead or Span(), -1)
        if limit is not None and day <= limit and day < end:
            return end
    return None


def is_end(course: Course, day: date) -> bool:
    """Tell whether a term ends on a day: the running one, or one after it."""
    return next((end for end in _ends(course) if end >= day), None) == day


def _ends(course: Course) -> Iterator[date]:
    duration = course.terms.clauses.duration
    if duration is None:
        return
    most = duration.renewal.times if duration.renewal and duration.renewal.times is not None else 100_000
    for times in range(most + 1 if _renews(course) else 1):
        end = _after_renewals(course, duration, times)
        if end is None:
            return
        yield end


def expire_on(course: Course, on: date) -> None:
    """Set the clock to the end of the last term."""
    duration = course.terms.clauses.duration
    if duration is None:
        return
    expected = course.term_end
    if on > course.today:
        course.await_due(
            Due(
                kind="ends",
                on=on,
                what="its term ends",
                article=duration.article,
                seq=course.met_by,
                since=course.today,
                subject="term",
            )
        )

    def expire(day: date) -> None:
        if course.term_end != expected or course.agreement.state not in LIVE:
            return
        says = f"Its term ended on {words(day)} and was not renewed."
        ending.end(course, day, Reason(says=says, article=duration.article, rule="R48", act="expired"))

    course.arm(on, ENDING, "term", expire)


def extend(course: Course, until: date, *, last: bool) -> None:
    """Move the end of the running term by agreement; what was to come on the old date no longer does."""
    course.term_end, course.last_term = until, last
    course.renewals += 1
    course.close_due("ends", "term")
    duration = course.terms.clauses.duration
    if duration is None:
        return
    end = last_end(course, duration)
    if end is not None:
        expire_on(course, end)
    await_renewal(course)


def await_renewal(course: Course) -> None:
    """Note when the running term ends and is renewed, and the last day on which a notice can stop that (R20, R48)."""
    duration = course.terms.clauses.duration
    end_renewal(course)
    if duration is None or duration.renewal is None or course.term_end is None or not _renews(course):
        return
    renewal, terms = duration.renewal, _terms(course, duration)
    final = None if renewal.times is None else _after_renewals(course, duration, renewal.times - 1)
    due = Due(
        kind="renewal",
        on=course.term_end,
        what="its term ends and is renewed",
        article=renewal.article or duration.article,
        seq=course.met_by,
        since=course.today,
        again=terms,
        last=final,
    )
    if renewal.times != 0:
        course.await_due(due)
    for clause in course.terms.clauses.termination:
        if clause.by == "notice" and clause.effect == "end of term":
            lead = clause.period.span if clause.period else Span(days=1)
            on = add(course.term_end, lead, -1)
            if on is not None:
                course.await_due(
                    replace(
                        due,
                        kind="last_safe_day",
                        on=on,
                        what="last day for a notice that stops the renewal",
                        article=clause.article,
                        again=replace(terms, before=lead) if terms else None,
                        last=add(final, lead, -1) if final is not None else None,
                    )
                )
            return


def end_renewal(course: Course, by: date | None = None) -> None:
    """Note that no renewal is awaited any more from a date on, for the agreement ends by then; or at all."""
    for kind in ("renewal", "last_safe_day"):
        due = course.dues.get((kind, ""))
        if due is None:
            continue
        last = due.again.last_before(by) if due.again and by is not None else None
        if last is None or last < course.today:
            course.close_due(kind)
        elif due.last is None or last < due.last:
            course.await_due(replace(due, last=last, since=course.today))
