"""The end, of the agreement and for a party.

Source: VCLT-IO 54, 59 and 70 (R31, R44 to R47). What survives it is in `lifecycle.consequences.survival`.

To add a way to end: its line in `lifecycle.course.endings`, and a function that gives it to `end_on`, or to `end`.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import provisional
from lifecycle.consequences.survival.extent import clause_for, left_by, outlives, surviving, what_survives
from lifecycle.consequences.survival.heads import await_heads
from lifecycle.consequences.survival.tails import begin_tail
from lifecycle.consequences.time_limits import duties
from lifecycle.course.agreeing import Agreeing
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.course.machine import BEFORE, LIVE, WINDING_DOWN
from lifecycle.course.notices import Outcome
from lifecycle.course.periods import Reason
from lifecycle.course.subject import Subject


def end_on(
    course: Course,
    on: date,
    ending: Ending,
    *,
    subject: str = "consent",
) -> None:
    """End the agreement on a date, at once or by the clock, in place of the date that was set so before."""
    if on > course.today:
        values = ending.values if ending.kind == "event" else ()
        course.expect("ends", on, ending.article, ending.seq, subject=subject, cause=ending.kind, values=values)
    course.arm(on, "end", subject, ending)


def come(course: Course, subject: str, ending: Ending) -> None:
    """Let an end come that was awaited."""
    end(course, course.today, ending)


def consent_article(course: Course) -> str:
    """Give the article on ending by consent, the default law's where the text is silent."""
    clause = course.terms.clauses.consent
    return clause.article if clause else "VCLT-IO 54(b)"


def consented_on(course: Course) -> date | None:
    """Give the day on which enough of those bound have consented to end it: as the text counts them, or all.

    Whatever the text asks for, all parties together can end it at any time (VCLT-IO 54(b)).
    """
    given = {name: consent.on for name, consent in course.ending.items() if name in course.bound}
    clause = course.terms.clauses.consent
    met = clause.upon.met(Agreeing(course, given)) if clause is not None and clause.upon is not None else None
    return course.today if met is None and given and course.bound <= given.keys() else met


def settle_consent(course: Course, kind: str, party: str) -> None:
    """End the agreement where enough have consented to it; `party` was the last to do so, or has left."""
    met, clause, today = consented_on(course), course.terms.clauses.consent, course.today
    if course.agreement.state not in LIVE or met is None:
        return
    values: tuple[str, ...] = (party,)
    if clause is not None and clause.upon is not None:
        kind, values = "consent_of_enough", ()
    effective, seq, _ = [given for name, given in course.ending.items() if name in course.bound][-1]
    ending = Ending(kind=kind, on=today, values=values, article=consent_article(course), seq=seq)
    end_on(course, max(effective or met, met, today), ending)


def end(course: Course, on: date, ending: Ending) -> None:
    """Terminate the agreement: wind down what survives, let lapse what does not.

    Who was never bound has nothing that could survive: its part is over with the draft or the signature that it gave.
    """
    if course.agreement.state not in LIVE:
        return
    course.terminated_on, course.ended_by, reason = on, ending, ending.reason
    for id in list(course.running):
        notice = course.notices[id]
        course.notices[id] = replace(notice, closed=on, outcome=Outcome.OVERTAKEN, closed_by=reason.seq)
        course.close_readings("notice", id)
    course.running.clear()
    for id, suspension in course.suspensions.items():
        if suspension.closed is None:
            course.suspensions[id] = replace(suspension, closed=max(on, suspension.since))
    course.standing.clear()
    course.paused.clear()
    left = surviving(course)
    course.survived = frozenset(left)
    survival = clause_for(course)
    for key, head in course.heads.items():
        if head.closed is None and key not in left and not outlives(survival):
            course.heads[key] = replace(head, closed=on, lapsed=on)
    duties.stop(course)
    overtake(course)
    duties.begin(course, "end", seq=reason.seq)
    for name in list(course.provisional):
        provisional.end(course, name)
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
    survival = None if course.waived.pop(name, None) else clause_for(course)
    tail = False
    if survival is not None and survival.parties == "leaving too":
        tail = begin_tail(course, name, on, survival)
        if left_by(course, name):
            course.tails[name] = course.tails.get(name, frozenset()) | {"heads"}
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
    for name in list(course.provisional):
        provisional.end(course, name)
    duties.stop(course)
    overtake(course)


def overtake(course: Course) -> None:
    """Close what was still to come when it ended, but the tails of those that left before (R45, R46)."""
    for kind, subject in list(course.dues):
        if kind not in ("survival", "tail"):
            course.close_due(kind, subject)
    for what, subject in list(course.armed):
        if what not in ("survival", "survival event", "further tail", "dispute"):
            course.disarm(what, subject)
