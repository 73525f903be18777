"""Admission: when a notice is admissible, by the lock-in, the window and what else its clause asks.

Source: VCLT-IO 67 and 68 (R31 to R33), and the clause of the text.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import add
from lifecycle.calendar.recurrence import Recurrence
from lifecycle.consequences import term_ends
from lifecycle.consequences.notice_day import anchor_of, counted_since, effect, reached
from lifecycle.course.course import Course
from lifecycle.course.notices import Notice, Notification
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.ending import Termination, Window
from lifecycle.terms.text import Terms

INTENDED = "the parties intended to admit denunciation"
"""The fact on record that lets a party leave an agreement without a clause on its end: VCLT-IO 56(1)(a)."""
IMPLIED = "the nature of the agreement implies a right of denunciation"
"""The other one: VCLT-IO 56(1)(b)."""
BY_LAW = Termination(article="VCLT-IO 56(2)", by="notice", period=DateRule(["12 months"]), counts_from="receipt")
"""What the default law asks of such a notice: twelve months, from its receipt (56(2) and 79(b); R27, R30)."""


def without_end(terms: Terms) -> bool:
    """Tell whether the text has no provision on its end, so that the default law may admit a notice (VCLT-IO 56(1))."""
    return not terms.clauses.termination and terms.clauses.duration is None


def clause_for(course: Course, given: Notification) -> Termination | None:
    """Give the clause under which a notice is given: of several the first that admits it, else the first.

    A text may have one rule for the end of the term and another for the time after it. Where it has none on its end at
    all, the default law's holds once a ground for it is on record (VCLT-IO 56; R30).
    """
    terms = course.terms_of(given.by)
    clauses = terms.clauses.notices_from(given.by, terms.groups)
    if not clauses:
        ground = INTENDED in course.established or IMPLIED in course.established
        return BY_LAW if ground and without_end(terms) else None
    if len(clauses) < 2:
        return clauses[0]
    return next((clause for clause in clauses if inadmissible(course, clause, given) is None), clauses[0])


def inadmissible(course: Course, clause: Termination, given: Notification) -> Objection | None:
    """Say why the clause does not admit a notice now, or the date that it names."""
    with course.under(given.by):
        return (
            _locked(course, clause, given.by)
            or _outside_window(course, clause)
            or _not_required(course, clause, given.by)
            or _too_late_for_term(course, clause)
            or _date_named(course, clause, given)
        )


def _locked(course: Course, clause: Termination, name: str) -> Objection | None:
    lock_in = clause.lock_in
    since = counted_since(course, lock_in, name) if lock_in else None
    if lock_in is None or lock_in.of != "notice" or since is None:
        return None
    first = lock_in.period.after(since)
    if first is not None and course.today >= first:
        return None
    says = Message(
        "No notice is admissible for {period} after {since}: the first day is {first}",
        period=lock_in.period,
        since=since,
        first=first,
    )
    return Objection(says=says, rule="R33", article=clause.article)


def _outside_window(course: Course, clause: Termination) -> Objection | None:
    window = clause.window
    if window is None or course.entered is None:
        return None
    opens, _ = _window(course, window, course.entered, course.today)
    if opens is not None and opens <= course.today:
        return None
    says = Message(
        "A notice is admissible only within {open} of every {every}; next from {opens}",
        open=window.open,
        every=window.every,
        opens=opens,
    )
    return Objection(says=says, rule="R33", article=clause.article)


def _window(course: Course, window: Window, entered: date, day: date) -> tuple[date | None, date | None]:
    """Give the first and last day of the window that a day lies in, or else of the next one.

    A period within which something is to be done runs to the end of its last day (ETS 76, 3(1) and 4(2); R15, R16).
    """
    span = window.every.span
    for times in range(1, 2000):
        opens = add(entered, replace(span, months=times * span.months, days=times * span.days))
        closes = course.deadline(add(opens, window.open.span)) if opens is not None else None
        if opens is None or closes is None or day <= closes:
            return opens, closes
    return None, None


def await_admissible(course: Course, name: str = "") -> None:
    """Note from when notices are admissible, or can take effect: for all at the entry into force, then for who joins.

    Windows come again and again; a lock-in is over on its day (R33).
    """
    entered, anchor = course.entered, course.bound_since.get(name) if name else course.entered
    by = (name,) if name else ()
    apart = not name or name in course.kept  # all of its clauses are its own, and not only its own entry into force
    for at, clause in enumerate(course.terms_of(name).clauses.termination):
        if clause.by != "notice" or anchor is None or entered is None:
            continue
        subject = f"{at} by {name}" if name else str(at)
        lock_in, window = clause.lock_in, clause.window
        if lock_in is not None and (apart or lock_in.after == "entry into force for the party"):
            since = anchor if lock_in.after == "entry into force for the party" else entered
            free = lock_in.period.after(since)
            _await(course, clause, ("lock_in", subject), free, cause=lock_in.of, values=by)
        if window is not None and apart:
            first, last = _window(course, window, entered, entered)
            opens = Recurrence(anchor=entered, first=window.every.span, every=window.every.span)
            working = course.conventions["deadline_on_day_off"] != "stays"
            holidays = course.terms.holidays if working else ()
            closes = replace(opens, after=window.open.span, working=working, holidays=holidays)
            _await(course, clause, ("window", subject), first, again=opens, values=by)
            _await(course, clause, ("window_end", subject), last, again=closes, values=by)


def readmit(course: Course) -> None:
    """Note the same by new terms, in place of what the earlier ones admitted (R50)."""
    for kind, subject in list(course.dues):
        if kind in ("lock_in", "window", "window_end"):
            course.close_due(kind, subject)
            course.disarm(kind, subject)
    await_admissible(course)
    for name in course.parties:
        if name in course.bound and (course.bound_since[name] != course.entered or name in course.kept):
            await_admissible(course, name)


def _await(
    course: Course,
    clause: Termination,
    key: tuple[str, str],
    on: date | None,
    *,
    again: Recurrence | None = None,
    **named: Any,
) -> None:
    if on is None or (on <= course.today and again is None):
        return
    kind, subject = key
    course.expect(kind, on, clause.article, course.set_by, subject=subject, again=again, **named)
    if again is None:
        course.arm(on, kind, subject)


def admit(course: Course, subject: str) -> None:
    """Note that the day has come from which notices are admissible."""
    course.close_due("lock_in", subject)


def _not_required(course: Course, clause: Termination, by: str) -> Objection | None:
    requires = clause.requires.replace("{party}", by)
    if not requires or requires in course.established:
        return None
    says = Message("A notice needs {fact} on record before it", fact=Quoted(requires))
    if requires == "failed dispute":
        if any(d.failed and not d.settled for d in course.disputes.values()):
            return None
        says = Message("A notice needs a dispute on record before it that has failed")
    return Objection(says=says, rule="R31", article=clause.article)


def _too_late_for_term(course: Course, clause: Termination) -> Objection | None:
    if clause.effect != "end of term" or effect(course, clause, course.today, "") is not None:
        return None
    says = Message("No term runs any more that a notice of {day} could stop", day=course.today)
    return Objection(says=says, rule="R20", article=clause.article)


def _date_named(course: Course, clause: Termination, given: Notification) -> Objection | None:
    earliest = effect(course, clause, anchor_of(course, clause, given), given.by)
    if given.named is None or earliest is None or followed(course, clause, given):
        return None
    possible = reached(course, clause, anchor_of(course, clause, given), given.named)
    if given.named < earliest:
        says = Message(
            "The notice names {day}; it can take effect no earlier than {earliest}", day=given.named, earliest=earliest
        )
    elif clause.effect == "end of term" and not term_ends.is_end(course, given.named):
        says = Message(
            "The notice names {day}; it can take effect only at the end of a term, on {earliest} or a later one",
            day=given.named,
            earliest=earliest,
        )
    elif possible != given.named:
        says = Message(
            "The notice names {day}, to which {rule} does not lead; the next day to which it does is {possible}",
            day=given.named,
            rule=clause.period,
            possible=possible,
        )
    else:
        return None
    return Objection(says=says, rule="R31", article=clause.article)


def followed(course: Course, clause: Termination, given: Notification) -> Notice | None:
    """Find the earlier notice of another that this one joins, to leave on its day; none that itself follows one."""
    if clause.follows is None or given.named is None:
        return None
    for other in map(course.notices.__getitem__, course.running):
        last = course.deadline(clause.follows.after(other.received))
        mine = other.by == given.by or bool(other.joins) or other.takes_effect != given.named
        if not mine and last is not None and course.today <= last:
            return other
    return None
