"""The end, of the agreement and for a party.

Source: VCLT-IO 54, 59 and 70 (R31, R44 to R47). What survives it is `lifecycle.consequences.survival`.

To add a way to end: its line in `lifecycle.course.endings`, and a function that gives it to `end_on`, or to `end`.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.consequences.survival import await_heads, begin_tail, clause_for, left_by, surviving, what_survives
from lifecycle.consequences.time_limits import duties
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Reason
from lifecycle.course.machine import BEFORE, LIVE, WINDING_DOWN
from lifecycle.course.subject import Subject


def end_on(
    course: Course,
    on: date,
    ending: Ending,
    *,
    subject: str = "consent",
    event: date | None = None,
) -> None:
    """End the agreement on a date, at once or by the clock; for an event of a day, if that is still to end it then."""
    if on > course.today:
        course.expect("ends", on, ending.article, ending.seq, subject=subject, cause=ending.kind)
    course.arm(on, "end", subject, ending, event)


def come(course: Course, subject: str, ending: Ending, event: date | None) -> None:
    """Let an end come that was awaited, unless it hung on an event that new terms do not know."""
    if event is None or course.events.get(("ends", subject)) == event:
        end(course, course.today, ending)


def consent_article(course: Course) -> str:
    """Give the article on ending by consent, the default law's where the text is silent."""
    clause = course.terms.clauses.consent
    return clause.article if clause else "VCLT-IO 54(b)"


def settle_consent(course: Course, kind: str, party: str) -> None:
    """End the agreement where all that are bound have consented to it; `party` was the last to do so, or has left."""
    if course.agreement.state not in LIVE or not course.bound <= course.ending.keys():
        return
    effective, seq = [given for name, given in course.ending.items() if name in course.bound][-1]
    today = course.today
    ending = Ending(kind=kind, on=today, values=(party,), article=consent_article(course), seq=seq)
    end_on(course, max(effective or today, today), ending)


def settle_events(course: Course) -> None:
    """End the agreement where an event has come that ends it: a successor in force, a fact, a fixed date."""
    clauses = course.terms.clauses
    if course.agreement.state not in LIVE:
        return
    events = [(c.article, c.upon) for c in clauses.termination if c.by == "event" and not c.of_each_party]
    if clauses.duration is not None:
        events.append((clauses.duration.article, clauses.duration.upon))
    for at, (article, upon) in enumerate(events):
        met = upon.met(course) if upon is not None else None
        key = ("ends", f"event {at}")
        if met is not None and key not in course.dues:
            course.events[key] = met
            ending = Ending(kind="event", on=met, article=article, seq=course.seq)
            end_on(course, met, ending, subject=key[1], event=met)


def forget_events(course: Course) -> None:
    """Drop the events that were to end it, or a party's part in it: new terms may know other ones."""
    for kind, subject in course.events:
        course.close_due(kind, subject)
    course.events.clear()


def end(course: Course, on: date, ending: Ending) -> None:
    """Terminate the agreement: wind down what survives, let lapse what does not."""
    if course.agreement.state not in LIVE:
        return
    course.terminated_on, course.ended_by, reason = on, ending, ending.reason
    for id, notice in course.notices.items():
        if notice.closed is None:
            course.notices[id] = replace(notice, closed=on, outcome="overtaken", closed_by=reason.seq)
            course.close_readings("notice", id)
    for id, suspension in course.suspensions.items():
        if suspension.closed is None:
            course.suspensions[id] = replace(suspension, closed=max(on, suspension.since))
    left = surviving(course)
    course.survived = frozenset(left)
    for key, head in course.heads.items():
        if head.closed is None and key not in left:
            course.heads[key] = replace(head, closed=on, lapsed=on)
    duties.stop(course)
    for kind, subject in list(course.dues):
        course.close_due(kind, subject)
    _end_provisional(course, on, reason)
    duties.begin(course, "end", seq=reason.seq)
    survival = clause_for(course)
    why = [reason, *what_survives(course, survival, left)]
    tail = begin_tail(course, "", on, survival)
    for subject_ in (course.agreement, *course.parties.values()):
        subject_.left = bool(left) or tail
        subject_.fire("abandon" if subject_.state in BEFORE else "end", on, *why)
    if course.agreement.state is WINDING_DOWN:
        await_heads(course, left)
    else:
        course.terminated = on
    course.bound = set()


def end_party(course: Course, name: str, on: date, reason: Reason) -> None:
    """End the agreement for one party, with the tail that the survival clause gives it."""
    survival = clause_for(course)
    tail = survival is not None and survival.parties == "leaving too" and begin_tail(course, name, on, survival)
    if survival is not None and survival.parties == "leaving too" and left_by(course, name):
        course.tails.setdefault(name, set()).add("heads")
        tail = True
    subject: Subject = course.parties[name]
    subject.left = tail
    subject.fire("abandon" if subject.state in BEFORE else "end", on, reason)


def abandon(course: Course, on: date, ending: Ending) -> None:
    """Give up the draft, or the signatures, before entry into force."""
    course.terminated_on, course.ended_by, course.terminated = on, ending, on
    reason = ending.reason
    for subject in (course.agreement, *course.parties.values()):
        subject.fire("abandon" if subject.state in BEFORE else "end", on, reason)
    course.bound = set()
    _end_provisional(course, on, reason)
    duties.stop(course)
    for kind, about in list(course.dues):
        course.close_due(kind, about)


def _end_provisional(course: Course, on: date, reason: Reason) -> None:
    """End the provisional application with the agreement: nothing is left to apply (VCLT-IO 25(2); R13)."""
    for name, known in course.provisional.items():
        if known.closed is None:
            course.provisional[name] = replace(known, closed=on, closed_by=reason.seq)
