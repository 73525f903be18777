"""The last days on which a notice can still stop what follows a term, clause by clause (R20, R33, R48).

Of several clauses that of the later day counts, once its lock-in is over. It is counted backwards from the end of the
term, for which there is no rule on days off (ETS 76, article 1(1)): the latest safe date is said, moved off no weekend.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from lifecycle.calendar.days import Span, add
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.terms.ending import Termination

_MOST = 1000
"""Terms that are looked through until the last lock-in is over."""


def coming(course: Course, term: Due, times: int | None) -> Iterator[Due]:
    """Give the last safe days of a term and of so many that follow it, or of all where there is no last one."""
    clauses = [c for c in course.terms.clauses.termination if c.by == "notice" and c.effect == "end of term"]
    runs: dict[int, list[tuple[date, date]]] = {}
    for at in range(_MOST if times is None else times):
        end = term.again.end(at) if term.again else term.on
        days = [(day, n) for n, clause in enumerate(clauses) if end and (day := _day(course, clause, end))]
        if end and days:
            day, best = max(days, key=lambda one: (one[0], -one[1]))
            runs.setdefault(best, []).append((day, end))
        if end is None or (days and times is None and len(days) == len(clauses)):
            break
    final = next(reversed(runs)) if runs else None
    for best, days_ in runs.items():
        first, stops = days_[0]
        last: date | None = days_[-1][0]
        lead = _lead(clauses[best])
        if best == final:
            last = None if times is None else add(term.last, lead, -1) if term.last else last
        again = replace(term.again, before=lead) if term.again and first != last else None
        subject, cause = str(best) if len(runs) > 1 else "", "" if term.kind == "renewal" else "term"
        yield replace(
            term,
            kind="last_safe_day",
            subject=subject,
            cause=cause,
            on=first,
            article=clauses[best].article,
            again=again,
            last=last if term.again else None,
            ahead_of=stops,
        )


def _lead(clause: Termination) -> Span:
    return clause.period.span if clause.period else Span(days=1)


def _day(course: Course, clause: Termination, end: date) -> date | None:
    """Give the last day on which a clause admits a notice for the end of a term, nothing while it is locked."""
    day, lock_in = add(end, _lead(clause), -1), clause.lock_in
    if day is None or lock_in is None or lock_in.of != "notice" or course.entered is None:
        return day
    free = lock_in.period.after(course.entered)
    return day if free is not None and day >= free else None
