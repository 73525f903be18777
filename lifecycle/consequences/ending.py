"""The end, of the agreement and for a party, and what survives it.

Source: VCLT-IO 54, 59, 70 (R44 to R47) and the survival clause of the text. The date of termination never moves,
whatever is left to finish.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.course import ENDING, SURVIVAL, Course
from lifecycle.dates import words
from lifecycle.facts import Due, Head, Reason
from lifecycle.machine import BEFORE, LIVE, WINDING_DOWN
from lifecycle.subject import Subject
from lifecycle.terms.ending import Survival, Until

KINDS = {"activities": "activity", "accounts": "account"}


def end_on(
    course: Course, on: date, reason: Reason, *, subject: str = "consent", what: str = "ends by consent"
) -> None:
    """End the agreement on a date, at once or by the clock."""
    if on > course.today:
        course.await_due(
            Due(
                kind="ends",
                on=on,
                what=what,
                article=reason.article,
                seq=reason.seq,
                since=course.today,
                subject=subject,
            )
        )
    course.arm(on, ENDING, subject, lambda day: end(course, day, reason))


def consent_article(course: Course) -> str:
    """Give the article on ending by consent, the default law's where the text is silent."""
    clause = course.terms.clauses.consent
    return clause.article if clause else "VCLT-IO 54(b)"


def settle_consent(course: Course, says: str) -> None:
    """End the agreement where all that are bound have consented to it; the others may have left since."""
    if course.agreement.state not in LIVE or not course.bound <= course.ending.keys():
        return
    effective, seq = [given for name, given in course.ending.items() if name in course.bound][-1]
    reason = Reason(says=says, article=consent_article(course), rule="R31", seq=seq, act="end_agreed")
    end_on(course, max(effective or course.today, course.today), reason)


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
        if met is not None and ("ends", f"event {at}") not in course.dues:
            says = f"The event that ends it came on {words(met)}."
            reason = Reason(says=says, article=article, rule="R47", seq=course.seq, act="event")
            end_on(course, met, reason, subject=f"event {at}", what="an event ends it")


def _survival(course: Course) -> Survival | None:
    return None if course.survival_waived else course.terms.clauses.survival


def surviving(course: Course) -> list[tuple[str, str]]:
    """Give the open heads that keep the terminated agreement alive."""
    survival = _survival(course)
    until = survival.until if survival else None
    if until is None:
        return []
    kept = {KINDS[kind] for kind in until.completed}
    return [
        key
        for key, head in course.heads.items()
        if head.closed is None and head.kind in kept and (head.continued or not until.chosen)
    ]


def left_by(course: Course, name: str) -> list[tuple[str, str]]:
    """Give the open heads that keep a party that leaves bound: its accounts, and what it stays linked to."""
    return [
        key
        for key in surviving(course)
        if name in (course.heads[key].owed_by, course.heads[key].owed_to) or name in course.heads[key].linked
    ]


def end(course: Course, on: date, reason: Reason) -> None:
    """Terminate the agreement: wind down what survives, let lapse what does not."""
    if course.agreement.state not in LIVE:
        return
    course.terminated_on, course.ended_by = on, reason
    for id, notice in course.notices.items():
        if notice.closed is None:
            course.notices[id] = replace(notice, closed=on, outcome="overtaken", closed_by=reason.seq)
    for id, suspension in course.suspensions.items():
        if suspension.closed is None:
            course.suspensions[id] = replace(suspension, closed=max(on, suspension.since))
    left = surviving(course)
    for key, head in course.heads.items():
        if head.closed is None and key not in left:
            course.heads[key] = replace(head, closed=on, lapsed=on)
    for kind, subject in list(course.dues):
        course.close_due(kind, subject)
    survival = _survival(course)
    why = [reason, *_what_survives(course, survival, left)]
    tail = _begin_tail(course, "", on, survival)
    for subject_ in (course.agreement, *course.parties.values()):
        subject_.left = bool(left) or tail
        subject_.fire("abandon" if subject_.state in BEFORE else "end", on, *why)
    if course.agreement.state is WINDING_DOWN:
        _await_heads(course, left)
    else:
        course.terminated = on
    course.bound = set()


def _what_survives(course: Course, survival: Survival | None, left: Sequence[tuple[str, str]]) -> list[Reason]:
    if survival is None or survival.until is None:
        return []
    until = survival.until
    said = []
    if left:
        said.append(f"It stays alive as far as needed to finish what is open: {', '.join(id for _, id in left)}.")
    if until.period or until.date or until.upon or until.decided:
        what = f"Articles {', '.join(survival.articles)} stay" if survival.articles else "It stays"
        said.append(f"{what} in effect {_how_long(until)}.")
    return [Reason(says=says, article=survival.article, rule="R46", act="survival") for says in said]


def _how_long(until: Until) -> str:
    parts = []
    if until.period:
        parts.append(f"for {until.period}")
    if until.date:
        parts.append(f"until {words(until.date)}")
    if until.upon:
        parts.append(f"until {until.upon.says()}")
    if until.decided:
        parts.append("until the parties decide otherwise")
    return " and ".join(parts)


def _begin_tail(course: Course, name: str, on: date, survival: Survival | None) -> bool:
    """Begin the time, event or decision that survival waits for, of the agreement or of a party that left."""
    until = survival.until if survival else None
    if survival is None or until is None:
        return False
    waits: set[str] = set()
    last = [day for day in (until.period.after(on) if until.period else None, until.date) if day is not None]
    if last and max(last) > on:
        waits.add("time")
        what = f"survival{f' for {name}' if name else ''} is over"
        course.await_due(
            Due(
                kind="survival",
                on=max(last),
                what=what,
                article=survival.article,
                seq=course.seq,
                since=course.today,
                subject=name,
            )
        )
        course.arm(max(last), SURVIVAL, name, lambda day: end_tail(course, name, "time", "its time is over"))
    if until.upon is not None and until.upon.met(course) is None:
        waits.add("event")
    if until.decided:
        waits.add("decision")
    if waits:
        course.tails[name] = waits
    return bool(waits)


def end_tail(course: Course, name: str, waited: str, says: str) -> None:
    """Note that survival no longer waits for something; with the last of it the winding down is over."""
    waits = course.tails.get(name, set())
    if waited not in waits:
        return
    waits.discard(waited)
    if waited == "time":
        course.close_due("survival", name)
    survival = course.terms.clauses.survival
    article = survival.article if survival else ""
    says = f"What survived the end is over on {words(course.today)}: {says}."
    reason = Reason(says=says, article=article, rule="R46", seq=course.seq, act="survival")
    if name:
        if not waits:
            subject = course.parties[name]
            subject.left = False
            subject.fire("complete", course.today, reason)
    else:
        finish(course, reason)


def finish(course: Course, reason: Reason) -> None:
    """End the winding down once nothing is left: no open head, no time, no event, no decision."""
    if course.agreement.state is not WINDING_DOWN or surviving(course) or course.tails.get(""):
        return
    course.terminated = course.today
    _lapse(course)
    for subject in (course.agreement, *course.parties.values()):
        if not course.tails.get(subject.name):
            subject.left = False
            subject.fire("complete", course.today, reason)


def _lapse(course: Course) -> None:
    """Let lapse what is still open when nothing survives any longer."""
    for key, head in course.heads.items():
        if head.closed is None:
            course.heads[key] = replace(head, closed=course.today, lapsed=course.today)
            course.close_due("head", f"{head.kind} {head.id}")


def waive(course: Course) -> None:
    """End the winding down by decision of the parties; what is still open lapses."""
    _lapse(course)
    course.tails.clear()
    course.close_due("survival")
    survival = course.terms.clauses.survival
    says = f"The parties decided on {words(course.today)} that nothing survives any longer."
    article = survival.article if survival else ""
    finish(course, Reason(says=says, article=article, rule="R46", seq=course.seq, act="survival_ended"))


def end_party(course: Course, name: str, on: date, reason: Reason) -> None:
    """End the agreement for one party, with the tail that the survival clause gives it."""
    survival = _survival(course)
    tail = survival is not None and survival.parties == "leaving too" and _begin_tail(course, name, on, survival)
    if survival is not None and survival.parties == "leaving too" and left_by(course, name):
        course.tails.setdefault(name, set()).add("heads")
        tail = True
    subject: Subject = course.parties[name]
    subject.left = tail
    subject.fire("abandon" if subject.state in BEFORE else "end", on, reason)


def abandon(course: Course, on: date, reason: Reason) -> None:
    """Give up the draft, or the signatures, before entry into force."""
    course.terminated_on, course.ended_by, course.terminated = on, reason, on
    for subject in (course.agreement, *course.parties.values()):
        subject.fire("abandon" if subject.state in BEFORE else "end", on, reason)
    course.bound = set()
    for kind, about in list(course.dues):
        course.close_due(kind, about)


def open_head(course: Course, head: Head) -> None:
    """Add something to finish; in winding down it is awaited at once."""
    course.heads[head.kind, head.id] = head
    if course.agreement.state is WINDING_DOWN:
        _await_heads(course, [(head.kind, head.id)])


def close_head(course: Course, head: Head) -> None:
    """Note that a head is finished; with the last one the winding down is over."""
    course.heads[head.kind, head.id] = head
    for name, waits in list(course.tails.items()) if course.tails else ():
        if name and "heads" in waits and not left_by(course, name):
            end_tail(course, name, "heads", f"{head.kind} {head.id} was the last of it")
    if course.agreement.state is not WINDING_DOWN:
        return
    course.close_due("head", f"{head.kind} {head.id}")
    survival = course.terms.clauses.survival
    done = "completed" if head.kind == "activity" else "settled"
    reason = Reason(
        says=f"The last open head closed on {words(course.today)}: {head.kind} {head.id} was {done}.",
        article=survival.article if survival else "",
        rule="R46",
        seq=course.seq,
        act=f"{head.kind}_{done}",
    )
    finish(course, reason)


def _await_heads(course: Course, left: Sequence[tuple[str, str]]) -> None:
    survival = course.terms.clauses.survival
    for key in left:
        head = course.heads[key]
        done = "completed" if head.kind == "activity" else "settled"
        course.await_due(
            Due(
                kind="head",
                on=course.today,
                what=f"{head.kind} {head.id} to be {done}",
                article=survival.article if survival else "",
                seq=head.seq,
                since=course.today,
                subject=f"{head.kind} {head.id}",
            )
        )
