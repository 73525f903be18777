"""Entry into force, of the agreement and for each party; provisional application.

Source: VCLT-IO 24 and 25 (R8 to R14).
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import admission, departure, ending, notice_effect, states, term
from lifecycle.consequences.time_limits import duties
from lifecycle.course.course import Course
from lifecycle.course.declarations import withheld
from lifecycle.course.facts import Fact, Reason
from lifecycle.course.machine import BEFORE, ENDED, SIGNED
from lifecycle.messages import Message, Plural, Value
from lifecycle.terms.entry import EntryIntoForce
from lifecycle.terms.facts_read import supersession_fact
from lifecycle.terms.nodes import awaited


def settle(course: Course) -> None:
    """Draw what follows at once from a new signature, consent or fact."""
    _establish(course)
    _let_sign(course)
    _apply_provisionally(course)
    duties.settle(course)
    if course.entered is None:
        _settle_entry(course)
    if course.met is not None or course.terms.clauses.entry_into_force.individually:
        _settle_joining(course)
    if course.entered is not None:
        ending.settle_events(course)
        departure.settle_events(course)
        notice_effect.relabel(course)


def _establish(course: Course) -> None:
    """Let the instruments count that what the terms ask besides no longer holds back."""
    also = course.terms.clauses.entry_into_force.consent_when
    for name, on in list(course.held.items()):
        met = also.for_party(name).met(course) if also is not None else on
        if met is not None:
            course.consents[name] = max(course.held.pop(name), met)


def _let_sign(course: Course) -> None:
    """Let signatures bind from the day on which the text's alternative of signatures alone is met (VCLT-IO 12; R3)."""
    upon = course.terms.clauses.entry_into_force.upon
    if course.entered is None or course.signing is None:
        course.signing = upon.signed(course) if upon.mentions("consented") else None


def lacking(course: Course) -> tuple[Value, ...]:
    """Name what the entry into force waits for: what its condition asks, and the consent of enough parties (R8, R9)."""
    upon, given, assumed = course.terms.clauses.entry_into_force.upon, course.consenting, dict(course.assumed)
    missing, more = tuple(upon.missing(course)), course.terms.least_parties - len(given)
    course.assumed = assumed  # no date rests yet on what was assumed in asking
    if more <= 0 or (missing and (upon.mentions("signed") or upon.mentions("consented"))):
        return missing
    left = [name for name in course.names if name not in given]
    named = len(left) == more and not course.terms.open
    kind = "signed" if given is course.signatures else "consented"
    return (*missing, *awaited(kind, left if named else (), 0 if named else more))


def _enough(course: Course) -> date | None:
    """Give the day on which as many parties as it needs had consented: before, there is nobody to bind (R9)."""
    given, least = course.consenting, course.terms.least_parties
    return sorted(given.values())[least - 1] if len(given) >= least else None


def _settle_entry(course: Course) -> None:
    clause = course.terms.clauses.entry_into_force
    if course.agreement.state is not SIGNED:
        return
    since, enough = clause.upon.met(course), _enough(course)
    if since is None or enough is None:
        if course.met is not None:  # a consent was withdrawn while the delay ran
            course.met = None
            course.close_due("entry")
            course.close_readings("entry")
        return
    met = max(since, enough)
    if (course.met, course.counted_from) == (met, since):
        return
    if course.met is not None:
        course.close_readings("entry")
    course.met, course.counted_from, course.met_by = met, since, course.seq
    last = clause.then.after(since, boundary="next day") if clause.then else since
    over = last is not None and last <= enough  # the delay has run by any reading, and waited for nothing but consent
    on = enough if over else course.compute(clause.then, since, "entry")
    if on is not None and on > course.today:
        course.expect("entry", on, clause.article, course.seq)
    course.arm(on, "entry", "", met, since)


def enter(course: Course, subject: str, met: date, since: date) -> None:
    """Let the agreement enter into force, if its condition is still met as it was."""
    if course.agreement.state is not SIGNED or (course.met, course.counted_from) != (met, since):
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
    course.close_due("entry")
    course.agreement.fire("enter_into_force", on, reason)
    for name, consented in course.consenting.items():
        if consented <= max(met, course.drafted):
            _bind(course, name, reason)
    term.begin(course)
    admission.await_admissible(course)
    duties.begin(course, "entry into force", seq=course.met_by)
    _await_supersession(course)
    _settle_joining(course)


def _how(course: Course, met: date, since: date) -> Message:
    """Say how its condition was met, and that enough parties had consented where that was later."""
    clause, least = course.terms.clauses.entry_into_force, course.terms.least_parties
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
    for name in clause.of:
        fact = supersession_fact(clause, name)
        if fact not in course.established:
            course.expect("supersedes", course.today, clause.article, course.met_by, subject=fact)


def _settle_joining(course: Course) -> None:
    """Bring in those who consented after the condition was met, each by its own rule (R10)."""
    clause = course.terms.clauses.entry_into_force
    for name, consented in course.consenting.items():
        subject = course.parties[name]
        if subject.state is not SIGNED or ("joins", name) in course.dues:
            continue
        if not clause.individually and (course.met is None or (consented <= course.met and course.entered is None)):
            continue
        on = _own_entry(course, clause, name, consented)
        if on is not None and on > course.today:
            course.expect("joins", on, clause.article, course.consented_by(name), subject=name)
        course.arm(on, "joining", name, consented)


def _own_entry(course: Course, clause: EntryIntoForce, name: str, consented: date) -> date | None:
    """Compute when a later party enters: by its manner of consent, not before the agreement itself.

    Who consents on the very day on which the condition was met is no later party, whatever its name.
    """
    if course.met is not None and consented <= course.met:
        return course.today
    own = course.agreed_entries.get(name)
    if own is None:
        manner = course.manners.get(name)
        rule = next((r for known, r in clause.joining_by.items() if known == manner), clause.joining)
        own = course.compute(rule, consented, "joins", name)
    if clause.joining_when is not None:
        also = clause.joining_when.for_party(name).met(course)
        if also is None:
            return None
        own = None if own is None else max(own, also)
    entry = course.dues.get(("entry", ""))
    return own if own is None or entry is None or clause.individually else max(own, entry.on)


def join(course: Course, name: str, consented: date) -> None:
    """Let the agreement enter into force for a party, if the consent of that day still stands."""
    course.close_due("joins", name)
    clause = course.terms.clauses.entry_into_force
    if course.agreement.state in ENDED or course.consenting.get(name) != consented:
        return
    if course.entered is None and not clause.individually:
        return
    if clause.joining_when is not None and clause.joining_when.for_party(name).met(course) is None:
        return  # it waits again: what had to be so no longer is
    says = Message(
        "In force for {party} on {on}, from its consent on {consented}",
        party=name,
        on=course.today,
        consented=consented,
    )
    reason = Reason(says=says, article=clause.article, rule="R10", seq=course.consented_by(name), act="joined")
    _bind(course, name, reason)
    admission.await_admissible(course, name)
    states.sync(course, reason)


def _bind(course: Course, name: str, reason: Reason) -> None:
    if course.parties[name].fire("enter_into_force", course.today, reason):
        course.bound.add(name)
        course.bound_since[name] = course.today
        end_provisional(course, name)
        duties.begin(course, "entry into force for the party", party=name, seq=reason.seq)


def _apply_provisionally(course: Course) -> None:
    clause = course.terms.clauses.provisional_application
    if clause is None or course.agreement.state not in BEFORE or clause.upon.met(course) is None:
        return
    for name in course.signatures:
        if name not in course.provisional and not withheld(course.declarations.values(), name):
            course.provisional[name] = Fact(id=name, seq=course.seq, since=course.today)


def end_provisional(course: Course, name: str) -> None:
    """End the provisional application of the agreement by a party: it is bound now, or will not be (R13)."""
    known = course.provisional.get(name)
    if known is not None and known.since == course.today:
        del course.provisional[name]  # it was not applied for a day
    elif known is not None and known.closed is None:
        course.provisional[name] = replace(known, closed=course.today, closed_by=course.seq)
