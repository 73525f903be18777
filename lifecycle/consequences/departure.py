"""The departure of a party: by its notice, a decision, an event, or with the term that it kept for itself.

Source: VCLT-IO 54, 55, 70(2) (R14, R31, R34, R45, R51).
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import amendment_agreed, notice_effect, notice_given, states
from lifecycle.consequences.ending import end, end_on, end_party, settle_consent
from lifecycle.consequences.time_limits import declarations, duties
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Kept
from lifecycle.course.machine import LIVE
from lifecycle.messages import Message


def by_notice(course: Course, id: str, expected: date) -> None:
    """Let a notice take effect that still runs to the day expected: its party leaves, or the agreement ends."""
    notice, today = course.notices[id], course.today
    if notice.closed is not None or notice.takes_effect != expected or course.agreement.state not in LIVE:
        return
    if notice.blocked_by and notice.blocked_by in course.established:
        return  # it takes effect on the day the fact is over
    notice_effect.close(course, id, "took effect", None)
    ending = Ending(
        kind="notice",
        on=today,
        since=notice.received,
        values=(notice.by, id),
        article=notice.article,
        seq=notice.seq,
    )
    leave(course, notice.by, ending, for_all=notice.ends_for_all)


def unblock(course: Course, fact: str) -> None:
    """Let the notices take effect that a fact held up, once it is over."""
    for notice in list(course.notices.values()):
        due = notice.takes_effect
        if notice.closed is None and notice.blocked_by == fact and due is not None and due <= course.today:
            by_notice(course, notice.id, due)


def settle_events(course: Course) -> None:
    """Let go each party for which an event has come that the text ties its part to (VCLT-IO 54(a); R31)."""
    texts = [(course.terms, sorted(course.bound - course.kept.keys()))]
    texts += [(course.kept[name].terms, [name]) for name in sorted(course.bound & course.kept.keys())]
    for clause, names in [(clause, names) for terms, names in texts for clause in terms.clauses.termination]:
        if clause.by != "event" or clause.upon is None or not clause.of_each_party:
            continue
        for name in names:
            met = clause.upon.for_party(name).met(course) if name in course.bound else None
            if met is not None and ("leaves", name) not in course.dues:
                course.events["leaves", name] = met
                kind, on = "event_for_a_party", max(met, course.today)
                ending = Ending(kind=kind, on=on, values=(name,), article=clause.article, seq=course.seq)
                decided(course, name, met, ending, event=met)


def decided(course: Course, name: str | None, on: date, ending: Ending, *, event: date | None = None) -> None:
    """Carry out a decision, or let an event take effect, on its date: for one party, or for the agreement."""
    if name is None:
        end_on(course, on, ending, subject="decision")
        return
    if on > course.today:
        course.expect("leaves", on, ending.article, ending.seq, subject=name, cause=ending.kind, values=(name,))
    course.arm(on, "departure", name, ending, course.bound_since.get(name), event)


def by_decision(course: Course, name: str, ending: Ending, since: date | None, event: date | None) -> None:
    """Let a party go by a decision or an event, if it is still there by the consent of then, and the event still so."""
    if event is not None and course.events.get(("leaves", name)) != event:
        return
    course.close_due("leaves", name)
    if name in course.bound and course.bound_since[name] == since:
        leave(course, name, ending)


def by_kept_term(course: Course, name: str, kept: Kept) -> None:
    """Let a party go whose own term is over, unless it opted in, or left, or the term was extended since."""
    if course.kept.get(name) is not kept or name not in course.bound:
        return
    duration = kept.terms.clauses.duration
    article = duration.article if duration else ""
    values = name, kept.number
    leave(course, name, Ending(kind="kept_term", on=course.today, values=values, article=article, seq=kept.seq))


def leave(course: Course, name: str, ending: Ending, *, for_all: bool = False) -> None:
    """Let a party go today, and end the agreement where too few are left, or where one ends it for all."""
    on, remaining = course.today, course.bound - {name}
    if for_all or len(remaining) < course.terms.least_parties:
        end(course, on, ending)
        return
    course.bound, reason = remaining, ending.reason
    course.forget_consent(name)
    course.close_due("leaves", name)
    declarations.leave(course, name, reason.seq)
    duties.stop(course, name)
    for id, notice in list(course.notices.items()):
        if notice.by == name and notice.closed is None:
            notice_effect.close(course, id, "overtaken", reason.seq)
    for id, suspension in course.suspensions.items():
        if suspension.by == name and suspension.closed is None:
            course.suspensions[id] = replace(suspension, closed=max(on, suspension.since))
    end_party(course, name, on, reason)
    states.sync(course, reason)
    notice_given.settle_waiting(course)
    settle_consent(course, "consent_of_the_rest", name)
    says = Message("All parties left consented to suspend it, {party} having left on {on}", party=name, on=on)
    states.settle_consent(course, says, reason.seq)
    amendment_agreed.left(course, name, reason.seq)
