"""When a notice has run out: a party leaves, or the agreement ends.

Source: VCLT-IO 54, 55, 70(2) (R14, R31, R34, R45).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from lifecycle.calendar.days import day_before, words
from lifecycle.consequences import ending, states, term
from lifecycle.course.agenda import LEAVING
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.course.facts import Notice, Reason
from lifecycle.course.machine import LIVE


def run(course: Course, notice: Notice) -> None:
    """Let a notice run: note when it takes effect and the last day on which it can be withdrawn (VCLT-IO 68)."""
    if notice.takes_effect is None:
        return
    if notice.takes_effect > course.today:
        _await_effect(course, notice)
        course.await_due(
            Due(
                kind="withdrawal",
                on=day_before(notice.takes_effect),
                what=f"last day to withdraw {notice.id}",
                article="VCLT-IO 68",
                seq=notice.seq,
                since=course.today,
                binds=notice.by,
                subject=notice.id,
            )
        )
    if ends(course, notice):
        term.end_renewal(course, by=notice.takes_effect)
    relabel(course)
    course.arm(notice.takes_effect, LEAVING, notice.id, _effect(course, notice.id, notice.takes_effect))


def _await_effect(course: Course, notice: Notice) -> None:
    if notice.takes_effect is None:
        return
    whole = ends(course, notice)
    for kind in ("ends", "leaves"):
        course.close_due(kind, notice.id)
    course.await_due(
        Due(
            kind="ends" if whole else "leaves",
            on=notice.takes_effect,
            what=f"{notice.id} ends it" if whole else f"{notice.by} leaves by {notice.id}",
            article=notice.article,
            seq=notice.seq,
            since=course.today,
            subject=notice.id,
        )
    )


def ends(course: Course, notice: Notice) -> bool:
    """Tell whether a notice ends the agreement on its day, for all or because too few are left then (VCLT-IO 55; R34).

    Those that leave before it, and those that enter until then, count as nothing else is on record.
    """
    if notice.ends_for_all or notice.takes_effect is None:
        return notice.ends_for_all
    last = notice.takes_effect, notice.id
    gone = {notice.by}
    for other in course.notices.values():
        on, held = other.takes_effect, other.blocked_by in course.established
        if other.closed is None and other.counts and not held and on is not None and (on, other.id) <= last:
            gone.add(other.by)
    there = set(course.bound)
    for (kind, subject), due in course.dues.items():
        name = subject.removeprefix("term of ")
        if kind == "leaves" and subject not in course.notices and (due.on, name) <= last:
            gone.add(name)
        elif kind == "joins" and due.on <= notice.takes_effect:
            there.add(subject)
    return len(there - gone) < course.terms.least_parties


def relabel(course: Course) -> None:
    """Say of each running notice anew whether it ends the agreement, or lets one party leave it."""
    again = False
    for notice in list(course.notices.values()):
        if notice.closed is None and (known := _awaited(course, notice.id)) and notice.takes_effect == known.on:
            whole = ends(course, notice)
            if whole is not (known.kind == "ends"):
                _await_effect(course, notice)
                again = again or not whole
                if whole:
                    term.end_renewal(course, by=known.on)
    if again:
        settle_renewal(course)


def _awaited(course: Course, id: str) -> Due | None:
    return course.dues.get(("ends", id)) or course.dues.get(("leaves", id))


def settle_renewal(course: Course) -> None:
    """Await the renewal of the term, if no notice that is running ends the agreement by then (R48)."""
    term.await_renewal(course)
    for (kind, subject), due in list(course.dues.items()):
        if kind == "ends" and subject in course.notices:
            term.end_renewal(course, by=due.on)


def _effect(course: Course, id: str, expected: date) -> Callable[[date], None]:
    def take_effect(on: date) -> None:
        notice = course.notices[id]
        if notice.closed is not None or notice.takes_effect != expected or course.agreement.state not in LIVE:
            return
        if notice.blocked_by and notice.blocked_by in course.established:
            return  # it takes effect on the day the fact is over
        close(course, id, "took effect", None)
        says = f"{notice.by}'s notice {id}, received on {words(notice.received)}, took effect on {words(on)}."
        reason = Reason(says=says, article=notice.article, rule="R31", seq=notice.seq, act="notice_given")
        leave(course, notice.by, on, reason, for_all=notice.ends_for_all)

    return take_effect


def unblock(course: Course, fact: str) -> None:
    """Let the notices take effect that a fact held up, once it is over."""
    for notice in list(course.notices.values()):
        due = notice.takes_effect
        if notice.closed is None and notice.blocked_by == fact and due is not None and due <= course.today:
            _effect(course, notice.id, due)(course.today)


def close(course: Course, id: str, outcome: str, by: int | None) -> None:
    """Note that a notice no longer runs."""
    course.notices[id] = replace(course.notices[id], closed=course.today, outcome=outcome, closed_by=by)
    if outcome != "took effect":
        course.close_readings(f"notice:{id}")
    for kind in ("ends", "leaves", "withdrawal"):
        course.close_due(kind, id)


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
                says = f"An event ended it for {name} on {words(max(met, course.today))}."
                reason = Reason(says=says, article=clause.article, rule="R31", seq=course.seq, act="event")
                decided(course, name, met, reason, still=ending.event(course, ("leaves", name), met))


def decided(
    course: Course, name: str | None, on: date, reason: Reason, *, still: Callable[[], bool] | None = None
) -> None:
    """Carry out a decision, or let an event take effect, on its date: for one party, or for the agreement."""
    if name is None:
        ending.end_on(course, on, reason, subject="decision", what="ends by decision")
        return
    if on > course.today:
        course.await_due(
            Due(
                kind="leaves",
                on=on,
                what=f"{name} ceases to be a party",
                article=reason.article,
                seq=reason.seq,
                since=course.today,
                subject=name,
            )
        )

    since = course.bound_since.get(name)

    def act(day: date) -> None:
        if still is not None and not still():
            return
        course.close_due("leaves", name)
        if name in course.bound and course.bound_since[name] == since:
            leave(course, name, day, reason, for_all=False)

    course.arm(on, LEAVING, name, act)


def leave(course: Course, name: str, on: date, reason: Reason, *, for_all: bool) -> None:
    """Let a party go, and end the agreement where too few are left, or where one ends it for all."""
    remaining = course.bound - {name}
    if for_all or len(remaining) < course.terms.least_parties:
        ending.end(course, on, reason)
        return
    course.bound = remaining
    course.forget_consent(name)
    course.close_due("leaves", name)
    for id, notice in list(course.notices.items()):
        if notice.by == name and notice.closed is None:
            close(course, id, "overtaken", reason.seq)
    for id, suspension in course.suspensions.items():
        if suspension.by == name and suspension.closed is None:
            course.suspensions[id] = replace(suspension, closed=max(on, suspension.since))
    ending.end_party(course, name, on, reason)
    states.sync(course, reason)
    from lifecycle.consequences import notice_given  # notices ask for the leaving in their turn

    notice_given.settle_waiting(course)
    ending.settle_consent(course, f"All parties left have consented to end it, {name} having left on {words(on)}.")
    says = f"All parties left consented to suspend it, {name} having left on {words(on)}."
    states.settle_consent(course, says, reason.seq)
    from lifecycle.consequences import amendment  # new terms may let others leave in their turn

    amendment.left(course, name, reason.seq)
