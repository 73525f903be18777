"""The running term: fixed, renewed tacitly, extended by agreement, or followed by no term at all (R48).

Tacit renewal changes no state, so the clock is set only where the terms come to an end of themselves. Every term is
counted from the start in one step (R16a).
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.calendar.days import Span, add
from lifecycle.consequences import ending, term_ends
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Term
from lifecycle.course.machine import LIVE


def begin(course: Course) -> None:
    """Start the first term with the entry into force, and set the clock to the last end."""
    duration, course.set_by = course.terms.clauses.duration, course.met_by
    if duration is None or course.entered is None:
        return
    course.term_end = term_ends.first_end(course, duration)
    go_on(course)
    ending.settle_events(course)


def go_on(course: Course) -> None:
    """Set the clock to the last end as it now is, and await the renewals before it."""
    course.close_due("ends", "term")
    duration = course.terms.clauses.duration
    last = term_ends.last_end(course, duration) if duration else None
    if last is not None:
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
    course.arm(on, "term", "term", on)


def expire(course: Course, subject: str, on: date) -> None:
    """End the agreement with its last term, unless it was extended since, or new terms hold."""
    if term_ends.own_end(course) == on:
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
    for name, kept in course.kept.items():
        if kept.term is not None:  # who keeps earlier terms has agreed to the extension like the others
            course.kept[name] = replace(kept, term=Term(until, kept.term.renewed, last, until))
            course.close_due("leaves", f"term of {name}")
    go_on(course)


def await_renewal(course: Course) -> None:
    """Note when the running term ends and is renewed, and the last day on which a notice can stop that (R20, R48)."""
    duration = course.terms.clauses.duration
    end_renewal(course)
    if duration is None or duration.renewal is None or course.term_end is None or not term_ends.renews(course):
        return
    renewal, terms, left = (
        duration.renewal,
        term_ends.recurrence(course, duration),
        term_ends.times_left(course, duration.renewal),
    )
    if left == 0 or course.agreement.state not in LIVE:
        return
    final = None if left is None else term_ends.after_renewals(course, duration, left - 1)
    due = Due(
        kind="renewal",
        on=course.term_end,
        article=renewal.article or duration.article,
        seq=course.set_by,
        since=course.today,
        again=terms,
        last=final,
    )
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
