"""What notices and suspensions make of the parties and of the agreement: the rule of two, in one place.

The agreement is under notice, or suspended, when fewer bound parties than it needs would be left without those who
give notice, or suspend (design: the agreement lives while at least two parties are bound). Where the text lets one
notice end it for all, every party is under notice with it.
"""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.consequences import notice_clock, notice_effect
from lifecycle.course.course import Course
from lifecycle.course.facts import Reason, Suspension
from lifecycle.course.subject import Subject
from lifecycle.messages import Message


def sync(course: Course, *why: Reason) -> None:
    """Bring the states in line with the notices and suspensions that stand."""
    running = [notice for notice in course.notices.values() if notice.closed is None and notice.counts]
    leaving = {notice.by for notice in running}
    suspending = {s.by for s in course.suspensions.values() if s.runs(course.today) and not s.articles}
    for_all = any(notice.ends_for_all for notice in running)
    for name in course.bound:
        _turn(course, course.parties[name], for_all or name in leaving, name in suspending, why)
    least = course.terms.least_parties
    _turn(
        course,
        course.agreement,
        bool(leaving) and (for_all or len(course.bound - leaving) < least),
        bool(suspending) and len(course.bound - suspending) < least,
        why,
    )
    notice_clock.keep_time(course)
    if running:
        notice_effect.relabel(course)


def _turn(course: Course, subject: Subject, notice: bool, suspended: bool, why: tuple[Reason, ...]) -> None:
    happened = (
        ("give_notice", notice and not subject.notice),
        ("withdraw_notice", subject.notice and not notice),
        ("suspend", suspended and not subject.suspended),
        ("resume", subject.suspended and not suspended),
    )
    subject.notice, subject.suspended = notice, suspended
    for trigger, fires in happened:
        if fires:
            subject.fire(trigger, course.today, *why)


def settle_consent(course: Course, says: Message, seq: int | None) -> None:
    """Suspend it once all that are bound have consented to the same suspension (VCLT-IO 57(b); R35)."""
    given = [s for s in course.suspensions.values() if s.ground == "consent" and s.closed is None]
    clause = next((c for c in course.terms.clauses.suspension if c.ground == "consent of all"), None)
    for articles in dict.fromkeys(one.articles for one in given if one.waiting):
        agreed = [one for one in given if one.articles == articles]
        if not course.bound <= {one.by for one in agreed}:
            continue
        id, article = agreed[-1].id, agreed[-1].article
        rule = clause.then if clause else None
        since = course.compute(rule, course.today, "suspends", id)
        reason = Reason(says=says, article=article, rule="R37", seq=seq, act="suspended")
        for one in agreed:
            if one.waiting and since is not None:
                suspend_on(course, replace(one, since=since, waiting=False), reason)


def suspend_on(course: Course, suspension: Suspension, reason: Reason) -> None:
    """Begin a suspension on its day, at once or after its lead time."""
    course.suspensions[suspension.id] = suspension
    if suspension.since > course.today:
        course.expect("suspends", suspension.since, suspension.article, suspension.seq, subject=suspension.id)
    course.arm(suspension.since, "suspension", suspension.id, reason)


def begin(course: Course, id: str, reason: Reason) -> None:
    """Let a suspension take effect, if it was not lifted before."""
    course.close_due("suspends", id)
    if course.suspensions[id].closed is None:
        sync(course, reason)


def lift(course: Course, id: str, reason: Reason) -> None:
    """End one suspension; the others stay."""
    known = course.suspensions[id]
    course.suspensions[id] = replace(known, closed=max(course.today, known.since), closed_by=course.seq)
    course.close_due("suspends", id)
    sync(course, reason)
