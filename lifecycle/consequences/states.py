"""What notices and suspensions make of the parties and of the agreement: the rule of two, in one place.

The agreement is under notice, or suspended, when fewer bound parties than it needs would be left without those who
give notice, or suspend (design: the agreement lives while at least two parties are bound). Where the text lets one
notice end it for all, every party is under notice with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import notice_clock, notice_effect
from lifecycle.course.agreeing import Agreeing
from lifecycle.course.course import Course
from lifecycle.course.facts import Suspension
from lifecycle.course.machine import LIVE
from lifecycle.course.periods import Reason
from lifecycle.course.subject import Subject
from lifecycle.messages import Message
from lifecycle.terms.changes import Suspension as SuspensionClause
from lifecycle.terms.conditions.others import came


def sync(course: Course, *why: Reason) -> None:
    """Bring the states in line with the notices and suspensions that stand.

    Whether enough parties are left is counted for the day on which a notice takes effect, by which others may have
    entered, or left by a decision.
    """
    running = [notice for id in course.running if (notice := course.notices[id]).counts]
    leaving = {notice.by for notice in running}
    standing = [suspension for id in course.standing if (suspension := course.suspensions[id]).runs(course.today)]
    suspending = {suspension.by for suspension in standing if not suspension.articles}
    if course.paused or any(suspension.of_all and not suspension.articles for suspension in standing):
        suspending |= course.bound
    for_all = any(notice.ends_for_all for notice in running)
    turning = leaving | suspending | course.turned
    course.turned = leaving | suspending
    for name in course.bound if for_all or course.agreement.notice else [n for n in turning if n in course.bound]:
        _turn(course, course.parties[name], for_all or name in leaving, name in suspending, why)
    ends = bool(running) and bool(notice_effect.ending_notices(course))
    few = bool(suspending) and sum(map(course.counts, course.bound - suspending)) < course.terms.least
    _turn(course, course.agreement, ends, few, why)
    notice_clock.keep_time(course)
    if running:
        notice_effect.relabel(course)


def recount(course: Course) -> None:
    """Count anew who is left once the notices that run have taken effect: somebody is to enter, or leave, by then."""
    if not course.running or course.agreement.state not in LIVE:
        return
    says = Message("Counted anew on {day}: who will be bound, once the notices take effect", day=course.today)
    sync(course, Reason(says=says, rule="R14", seq=course.seq, act="recounted"))


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
    """Suspend it once enough of those that are bound have consented to the same suspension (VCLT-IO 57(b); R35)."""
    given = [s for id in course.standing if (s := course.suspensions[id]).ground == "consent"]
    clause = by_consent(course)
    for articles in dict.fromkeys(one.articles for one in given if one.waiting):
        agreed = [one for one in given if one.articles == articles]
        met = _agreed_on(course, clause, agreed)
        if met is None:
            continue
        id, article = agreed[-1].id, agreed[-1].article
        since = course.compute(clause.then if clause else None, max(met, course.today), "suspends", id)
        reason = Reason(says=says, article=article, rule="R37", seq=seq, act="suspended")
        of_all = clause is not None and clause.upon is not None
        for one in agreed:
            if one.waiting and since is not None:
                suspend_on(course, replace(one, since=since, waiting=False, of_all=of_all), reason)


def by_consent(course: Course) -> SuspensionClause | None:
    """Give the clause on suspension by consent, nothing where the text has none."""
    return next((c for c in course.terms.clauses.suspension if c.ground == "consent of all"), None)


def _agreed_on(course: Course, clause: SuspensionClause | None, agreed: Sequence[Suspension]) -> date | None:
    """Give the day on which enough have consented: all that are bound, where the text names no number."""
    given = {one.by: one.since for one in agreed}
    if clause is not None and clause.upon is not None:
        return clause.upon.met(Agreeing(course, given))
    return course.today if course.bound <= given.keys() else None


def suspend_on(course: Course, suspension: Suspension, reason: Reason) -> None:
    """Begin a suspension on its day, at once or after its lead time."""
    course.suspensions[suspension.id] = suspension
    course.standing[suspension.id] = None
    if suspension.since > course.today:
        course.expect("suspends", suspension.since, suspension.article, suspension.seq, subject=suspension.id)
    course.arm(suspension.since, "suspension", suspension.id, reason)


def begin(course: Course, id: str, reason: Reason) -> None:
    """Let a suspension take effect, if it was not lifted before."""
    course.close_due("suspends", id)
    sync(course, reason)


def lift(course: Course, id: str, reason: Reason) -> None:
    """End one suspension; the others stay."""
    known = course.suspensions[id]
    course.suspensions[id] = replace(known, closed=max(course.today, known.since), closed_by=course.seq)
    course.standing.pop(id, None)
    course.close_due("suspends", id)
    course.disarm("suspension", id)
    if known.of_all:
        _hold_for_all(course, known.articles)
    sync(course, reason)


def _hold_for_all(course: Course, articles: tuple[str, ...]) -> None:
    """Let a suspension by consent hold for those alone that keep to it, once they are too few to suspend it for all."""
    kept = [s for id in course.standing if (s := course.suspensions[id]).of_all and s.articles == articles]
    if _agreed_on(course, by_consent(course), kept) is None:
        for one in kept:
            course.suspensions[one.id] = replace(one, of_all=False)


def settle_events(course: Course) -> None:
    """Set the clock to the day from which an event suspends it for all, and let it go on once that is over (R37).

    It lasts as long as what is asked is so: another agreement is suspended, say.
    """
    if course.agreement.state not in LIVE:
        return
    asked = {f"event {at}": c for at, c in enumerate(course.terms.clauses.suspension) if c.ground == "event"}
    met = {subject: clause.upon.met(course) for subject, clause in asked.items() if clause.upon is not None}
    for subject in dict.fromkeys(one for one in (*course.paused, *asked) if met.get(one) is None):
        course.close_due("suspends", subject)
        course.disarm("suspending event", subject)
        if subject in course.paused:
            del course.paused[subject]
            says = Message("What suspended it was over on {on}", on=course.today)
            article = asked[subject].article if subject in asked else ""
            sync(course, Reason(says=says, article=article, rule="R37", seq=course.seq, act="event"))
    for subject, on in met.items():
        if on is not None and subject not in course.paused:
            _suspend_upon(course, subject, asked[subject], on)


def _suspend_upon(course: Course, subject: str, clause: SuspensionClause, on: date) -> None:
    says, by = Message("The event that suspends it came on {on}", on=on), course.seq
    if (found := course.elsewhere(clause.upon)) is not None:
        asked, spell = found
        says = Message("The event that suspends it came on {on}: {what}", on=on, what=came(asked, spell.on))
        by = spell.begun_by
    if on > course.today:
        course.expect("suspends", on, clause.article, by, subject=subject, cause="event")
    reason = Reason(says=says, article=clause.article, rule="R37", seq=by, act="event")
    course.arm(on, "suspending event", subject, reason)


def pause(course: Course, subject: str, reason: Reason) -> None:
    """Let an event suspend the agreement from today on."""
    course.close_due("suspends", subject)
    if course.agreement.state in LIVE:
        course.paused[subject] = None
        sync(course, reason)
