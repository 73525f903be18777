"""Those that enter: who is a party of the first hour, and who joins later, each by its own rule.

Source: VCLT-IO 24(2) and (3) (R9, R10).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lifecycle.consequences import admission, departure, ending_events, provisional, states
from lifecycle.consequences.survival import winding_down
from lifecycle.consequences.time_limits import duties
from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED, SIGNED
from lifecycle.course.periods import Reason
from lifecycle.messages import Message
from lifecycle.terms.entry import EntryIntoForce


def settle(course: Course) -> None:
    """Bring in those who consented after the condition was met, each by its own rule (R10)."""
    clause, waits = course.terms.clauses.entry_into_force, course.entered is None
    complete = completed(course, course.met) if waits else course.complete
    for name, consented in course.consenting.items():
        if course.parties[name].state is not SIGNED:
            continue
        first = complete is not None and consented <= complete
        if not clause.individually and (course.met is None or (waits and (first or complete is None))):
            continue
        on = _own_entry(course, clause, name, consented, first=first)
        if on is not None and on > course.today:
            course.expect("joins", on, clause.article_of_joining, course.consented_by(name), subject=name)
        else:
            course.close_due("joins", name)
        course.arm(on, "joining", name, consented)


def _own_entry(course: Course, clause: EntryIntoForce, name: str, consented: date, *, first: bool) -> date | None:
    """Compute when a party enters for itself: by its manner of consent, not before the agreement itself.

    Who consents by the very day on which enough have is no later party, whatever its name.
    """
    agreed = course.agreed_entries.get(name)
    if first:
        return agreed or course.today
    manner = course.manners.get(name)
    own = agreed or _by_own_rule(course, clause, name, consented)
    also = clause.joining_asked_of(name, manner)
    if also is not None:
        met = also.met(course)
        if met is None:
            return None
        own = None if own is None else max(own, met)
    entry = course.dues.get(("entry", ""))
    return own if own is None or entry is None or clause.individually else max(own, entry.on)


def _by_own_rule(course: Course, clause: EntryIntoForce, name: str, consented: date) -> date | None:
    """Compute the day once for each consent: later acts, or new terms, make it no other."""
    known = course.own_entries.get(name)
    if known is None or known[0] != consented:
        course.close_readings("joins", name)
        on = course.compute(clause.joining_for(course.manners.get(name)), consented, "joins", name)
        known = course.own_entries[name] = (consented, on)
    return known[1]


def join(course: Course, name: str, consented: date) -> None:
    """Let the agreement enter into force for a party, by its consent of that day."""
    course.close_due("joins", name)
    clause = course.terms.clauses.entry_into_force
    if course.agreement.state in ENDED or (course.entered is None and not clause.individually):
        return
    says = Message(
        "In force for {party} on {on}, from its consent on {consented}",
        party=name,
        on=course.today,
        consented=consented,
    )
    reason = Reason(
        says=says, article=clause.article_of_joining, rule="R10", seq=course.consented_by(name), act="joined"
    )
    bind(course, name, reason)
    admission.await_admissible(course, name)
    states.sync(course, reason)
    ending_events.settle_events(course)
    departure.settle_events(course)


def bind(course: Course, name: str, reason: Reason) -> None:
    """Let a party be bound from today on."""
    if course.parties[name].fire("enter_into_force", course.today, reason):
        course.note_bound(course.bound | {name})
        course.bound_since[name] = course.today
        provisional.end(course, name)
        winding_down.forget(course, name)
        duties.begin(course, "entry into force for the party", party=name, seq=reason.seq)


def counting(course: Course) -> Mapping[str, date]:
    """Give the consents of those that count: not of a territory, or an organisation, beside its State or members."""
    given = course.consenting
    return {name: on for name, on in given.items() if course.counts(name)} if course.terms.uncounted else given


def enough_on(course: Course) -> date | None:
    """Give the day on which as many parties as it needs had consented: before, there is nobody to bind (R9)."""
    given, least = counting(course), course.terms.least
    return sorted(given.values())[least - 1] if len(given) >= least else None


def completed(course: Course, met: date | None) -> date | None:
    """Give the day by which those had consented whom the entry into force waits for: who comes later joins it (R10).

    Whatever else it waits for, a date, a fact, the steps that run, makes nobody a party of the first hour. By the
    text's own word all are that consent until the entry itself; so they are where joining has no rule of its own.
    """
    clause = course.terms.clauses.entry_into_force
    if clause.joining_after == "entry into force":
        return course.entered
    if not clause.joins_by_rule or not clause.upon.asks_acts or met is None:
        return met
    asked, enough = clause.upon.node.acted(course), enough_on(course)
    return max(asked, enough) if asked and enough else met
