"""The departure of a party: by its notice, a decision, an event, or with the term that it kept for itself.

Source: VCLT-IO 54, 55, 70(2) (R14, R31, R34, R45, R51).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import amendment_agreed, notice_effect, notice_given, states
from lifecycle.consequences.ending import end, end_on, end_party, settle_consent
from lifecycle.consequences.ending_events import event
from lifecycle.consequences.ending_events import settle_events as end_events
from lifecycle.consequences.time_limits import declarations, duties
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.course.machine import LIVE
from lifecycle.course.notices import Outcome
from lifecycle.course.periods import Reason
from lifecycle.course.versions import Kept
from lifecycle.messages import Message
from lifecycle.terms.ending import Termination


def by_notice(course: Course, id: str) -> None:
    """Let a notice take effect: its party leaves, or the agreement ends."""
    notice, today = course.notices[id], course.today
    if course.agreement.state not in LIVE:
        return
    if notice.blocked_by and notice.blocked_by in course.established:
        return  # it takes effect on the day the fact is over
    notice_effect.close(course, id, Outcome.TOOK_EFFECT, None)
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
    for notice in [course.notices[id] for id in course.running]:
        due = notice.takes_effect
        if notice.id in course.running and notice.blocked_by == fact and due is not None and due <= course.today:
            by_notice(course, notice.id)


def settle_events(course: Course) -> None:
    """Set the clock to the day of each event that ends a party's part in it (VCLT-IO 54(a); R31).

    An event of before its membership ended what there was then, if anything, and has nothing to do with this one.
    """
    texts = [(course.terms, course.bound - course.kept.keys())]
    texts += [(course.kept[name].terms, {name}) for name in sorted(course.bound & course.kept.keys())]
    for terms, names in texts:
        clauses = [c for c in terms.clauses.termination if c.by == "event" and c.of_each_party]
        for name in sorted(names) if clauses else ():
            _settle_event(course, name, clauses)


def _settle_event(course: Course, name: str, clauses: Sequence[Termination]) -> None:
    """Wait for the first of the events of one party's part in it."""
    first, upon, article = None, None, ""
    for clause in clauses:
        asked = clause.upon.for_party(name) if clause.upon else None
        met = asked.met(course) if asked else None
        if met is not None and met >= course.bound_since[name] and (first is None or met < first):
            first, upon, article = met, asked, clause.article
    if first is None and course.others is not None and ("leaves", name) in course.events:
        del course.events["leaves", name]
        course.disarm("event departure", name)  # the other agreement is no longer what was asked
        await_departure(course, name)
    if first is None or course.events.get(("leaves", name)) == first or name not in course.bound:
        return
    course.events["leaves", name] = first
    on = max(first, course.today)
    ending = event(course, upon, on, article, name)
    course.arm(on, "event departure", name, ending)
    await_departure(course, name)
    states.recount(course)


def decided(course: Course, name: str | None, on: date, ending: Ending) -> None:
    """Carry out a decision on its date, in place of an earlier one's: for one party, or for the agreement."""
    if name is None:
        end_on(course, on, ending, subject="decision")
        return
    course.arm(on, "departure", name, ending)
    await_departure(course, name)
    states.recount(course)


def await_departure(course: Course, name: str) -> None:
    """Await the day on which a party is to go by a decision, or an event, whichever comes first."""
    coming = [armed for what in ("departure", "event departure") if (armed := course.armed.get((what, name)))]
    if not coming:
        course.close_due("leaves", name)
        return
    first = min(coming, key=lambda armed: (armed.on, armed.n))
    (ending,) = first.given
    assert isinstance(ending, Ending)
    course.expect("leaves", first.on, ending.article, ending.seq, subject=name, cause=ending.kind, values=(name,))


def by_decision(course: Course, name: str, ending: Ending) -> None:
    """Let a party go by a decision or an event, if it is still there."""
    course.close_due("leaves", name)
    if name in course.bound:
        leave(course, name, ending)


def by_kept_term(course: Course, name: str, kept: Kept) -> None:
    """Let a party go whose own term is over."""
    if name not in course.bound:
        return
    duration = kept.terms.clauses.duration
    article = duration.article if duration else ""
    values = name, kept.number
    leave(course, name, Ending(kind="kept_term", on=course.today, values=values, article=article, seq=kept.seq))


def leave(course: Course, name: str, ending: Ending, *, for_all: bool = False) -> None:
    """Let a party go today, and end the agreement where too few are left, or where one ends it for all."""
    on, remaining = course.today, course.bound - {name}
    if for_all or sum(map(course.counts, remaining)) < course.terms.least:
        end(course, on, ending)
        return
    course.note_bound(remaining)
    reason = ending.reason
    course.forget_consent(name)
    declarations.leave(course, name, reason.seq)
    duties.stop(course, name)
    _overtake(course, name, reason)
    end_party(course, name, on, reason)
    states.sync(course, reason)
    notice_given.settle_waiting(course)
    settle_consent(course, "consent_of_the_rest", name)
    says = Message("All parties left consented to suspend it, {party} having left on {on}", party=name, on=on)
    states.settle_consent(course, says, reason.seq)
    amendment_agreed.left(course, name, reason.seq)
    end_events(course)
    if name in course.returning:
        course.arm(on, "return", name)


def _overtake(course: Course, name: str, reason: Reason) -> None:
    """Close what was still to come of a party that has left, and what it began: its next membership is another."""
    course.close_due("leaves", name)
    course.events.pop(("leaves", name), None)
    for what in ("departure", "event departure"):
        course.disarm(what, name)
    for id in [id for id in course.running if course.notices[id].by == name]:
        notice_effect.close(course, id, Outcome.OVERTAKEN, reason.seq)
    for id in [id for id in course.standing if course.suspensions[id].by == name]:
        suspension = course.suspensions[id]
        course.suspensions[id] = replace(suspension, closed=max(course.today, suspension.since))
        course.standing.pop(id)
        course.close_due("suspends", id)
        course.disarm("suspension", id)
    for kind, subject in [key for key in course.dues if key[0] in _OF_ITS_NOTICES and key[1].endswith(f" by {name}")]:
        course.close_due(kind, subject)
        course.disarm(kind, subject)
    course.ending.pop(name, None)
    course.continuing.pop(name, None)


_OF_ITS_NOTICES = ("lock_in", "window", "window_end")
