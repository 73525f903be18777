"""Entry into force, of the agreement and for each party.

Source: VCLT-IO 24 (R8 to R12).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lifecycle.consequences import admission, departure, ending_events, joining, provisional, states, term
from lifecycle.consequences.survival import tails
from lifecycle.consequences.time_limits import duties
from lifecycle.course.course import Course
from lifecycle.course.machine import DRAFTED, SIGNED
from lifecycle.course.periods import Reason
from lifecycle.messages import Message, Plural, Value
from lifecycle.terms.conditions.nodes import awaited
from lifecycle.terms.entry import EntryIntoForce
from lifecycle.terms.facts_read import supersession_fact


def settle(course: Course) -> None:
    """Draw what follows at once from a new signature, consent or fact."""
    _establish(course)
    _let_sign(course)
    provisional.settle(course)
    duties.settle(course)
    if course.entered is None:
        _settle_entry(course)
    if course.met is not None or course.terms.clauses.entry_into_force.individually:
        joining.settle(course)
    if course.entered is not None:
        ending_events.settle_events(course)
        departure.settle_events(course)
        states.settle_events(course)
        states.recount(course)
    tails.settle_events(course)


def _establish(course: Course) -> None:
    """Let the instruments count that what the terms ask besides no longer holds back, each from its day."""
    for name, on in list(course.held.items()):
        also = course.terms.clauses.entry_into_force.asked_of(name, course.manners.get(name))
        met = also.met(course) if also is not None else on
        if met is not None and max(on, met) <= course.today:
            course.disarm("consent", name)
            course.instruments[name] = max(course.held.pop(name), met)
        else:
            course.arm(met and max(on, met), "consent", name)


def _let_sign(course: Course) -> None:
    """Let signatures bind from the day on which the text's alternative of signatures alone is met (VCLT-IO 12; R3)."""
    upon = course.terms.clauses.entry_into_force.upon
    if course.entered is None or course.signing is None:
        course.signing = upon.signed(course) if upon.mentions("consented") else None


def consent(course: Course, name: str) -> None:
    """Let an instrument count from its day on, what the terms ask besides being so by then."""
    settle(course)


def lacking(course: Course) -> tuple[Value, ...]:
    """Name what the entry into force waits for: what its condition asks, and the consent of enough parties (R8, R9)."""
    upon, given, assumed = course.terms.clauses.entry_into_force.upon, course.consenting, dict(course.assumed)
    missing, more = tuple(upon.missing(course)), course.terms.least - len(joining.counting(course))
    course.assumed = assumed  # no date rests yet on what was assumed in asking
    if more <= 0 or (missing and (upon.mentions("signed") or upon.mentions("consented"))):
        return missing
    left = [name for name in course.names if name not in given]
    named = len(left) == more and not course.terms.open
    kind = "consented" if upon.mentions("consented") or not upon.mentions("signed") else "signed"
    return (*missing, *awaited(kind, left if named else (), 0 if named else more))


def _settle_entry(course: Course) -> None:
    clause = course.terms.clauses.entry_into_force
    if course.agreement.state is not SIGNED:
        return
    since, enough = clause.upon.met(course), joining.enough_on(course)
    if since is None or enough is None:
        if course.met is not None:  # a consent was withdrawn while the delay ran
            course.met = course.entry_agreed = None
            course.close_due("entry")
            course.close_readings("entry")
            course.disarm("entry", "")
        return
    met = max(since, enough)
    agreed = _agreed(course, met)
    if (course.met, course.counted_from, course.entry_agreed) != (met, since, agreed):
        if course.met is not None:
            course.close_readings("entry")
        course.met, course.counted_from, course.met_by, course.entry_agreed = met, since, course.seq, agreed
    elif not course.agreed_entries:
        return
    on = max(agreed, met) if agreed else _by_its_rule(course, clause, since, enough)
    if on is not None and on > course.today:
        course.expect("entry", on, clause.article, course.seq)
    course.arm(on, "entry", "")


def _by_its_rule(course: Course, clause: EntryIntoForce, since: date, enough: date) -> date | None:
    """Give the day of entry into force by the text, not before enough are bound, where some agreed on a later day."""
    last = clause.then.after(since, boundary="next day") if clause.then else since
    over = last is not None and last <= enough  # the delay has run by any reading, and waited for nothing but consent
    on = enough if over else course.compute(clause.then, since, "entry")
    days = sorted(max(course.agreed_entries.get(name, on), on) for name in joining.counting(course)) if on else []
    return days[course.terms.least - 1] if on and course.agreed_entries else on


def _agreed(course: Course, met: date) -> date | None:
    """Give the day of entry on which all agreed whose consent brings it about, in place of the rule (VCLT-IO 24(1))."""
    if not course.agreed_entries:
        return None
    complete = joining.completed(course, met) or met
    days = {course.agreed_entries.get(name) for name, on in course.consenting.items() if on <= complete}
    return days.pop() if len(days) == 1 else None


def enter(course: Course, subject: str) -> None:
    """Let the agreement enter into force: those are bound by whose consent it does."""
    met, since = course.met, course.counted_from
    if met is None or since is None:
        return
    on, clause = course.today, course.terms.clauses.entry_into_force
    reason = Reason(
        says=Message("In force on {on}: {cause}", on=on, cause=_how(course, met, since)),
        article=clause.article,
        rule="R8",
        seq=course.met_by,
        act="entered_into_force",
    )
    course.entered = on
    course.complete = complete = joining.completed(course, met) or met
    bound = [
        name
        for name, consented in course.consenting.items()
        if consented <= max(complete, course.drafted)
        and (on if course.entry_agreed else course.agreed_entries.get(name, on)) <= on
    ]
    _begin(course, bound, reason)


def take_over(course: Course, reason: Reason) -> None:
    """Let it be in force from today on for all its parties, whatever they did for it: a list says so (R66)."""
    course.met = course.counted_from = course.complete = course.entered = course.today
    course.met_by = course.seq
    course.disarm("entry", "")
    course.close_readings("entry")
    for subject in (course.agreement, *course.parties.values()):
        if subject.state is DRAFTED:
            subject.fire("sign", course.today)
    _begin(course, list(course.parties), reason)


def _begin(course: Course, bound: Sequence[str], reason: Reason) -> None:
    """Let it be in force from today on, for those that are bound by it."""
    course.close_due("entry")
    course.agreement.fire("enter_into_force", course.today, reason)
    for name in bound:
        joining.bind(course, name, reason)
    term.begin(course)
    admission.await_admissible(course)
    duties.begin(course, "entry into force", seq=course.met_by)
    _await_supersession(course)
    _await_application(course)
    joining.settle(course)


def _how(course: Course, met: date, since: date) -> Message:
    """Say how its condition was met, and that enough parties had consented where that was later."""
    clause, least = course.terms.clauses.entry_into_force, course.terms.least
    if clause.upon.kind == "date":
        condition = Message("the condition was met on {day}", day=since)
    else:
        condition = Message("the condition was met on {day}, by {event}", day=since, event=clause.upon)
    if clause.then:
        when = clause.then.when(Message("that day"))
        condition = Message("{condition}, with effect {when}", condition=condition, when=when)
    if met <= since:
        return condition
    return Plural(
        "{condition}, and {n} party had consented on {met}",
        "{condition}, and {n} parties had consented on {met}",
        condition=condition,
        n=least,
        met=met,
    )


def _await_supersession(course: Course) -> None:
    """Note the earlier agreements whose end, or suspension, is to be recorded with this one's entry (R47)."""
    clause = course.terms.clauses.supersession
    if clause is None:
        return
    for one in clause.replaced:
        fact = supersession_fact(clause, one)
        if fact not in course.established:
            course.expect("supersedes", course.today, clause.article, course.met_by, subject=fact)


def _await_application(course: Course) -> None:
    """Await the days from which provisions apply that have effect later than the rest."""
    for at, clause in enumerate(course.terms.clauses.applies):
        on = clause.since or course.compute(clause.then, course.today, "applies", str(at))
        if on is not None and on > course.today:
            course.expect("applies", on, clause.article, course.met_by, subject=str(at), values=(clause.of,))
            course.arm(on, "applies", str(at))


def apply(course: Course, subject: str) -> None:
    """Note that provisions apply from today on."""
    course.close_due("applies", subject)


def come_back(course: Course, name: str) -> None:
    """Let a party that has left come back by the instrument that it gave while its notice ran (R10)."""
    given = course.returning.pop(name)
    course.instruments[name], course.manners[name] = given.on, given.manner
    if given.agreed is not None:
        course.agreed_entries[name] = given.agreed
    course.acted["consented", name] = given.seq
    clause = course.terms.clauses.entry_into_force
    says = Message("{party} consented to be bound anew on {on}", party=name, on=given.on)
    reason = Reason(says=says, article=clause.article, rule="R10", seq=given.seq, act="consented")
    course.parties[name].begin_again(course.today, reason)
    settle(course)
