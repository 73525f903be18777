"""What survives the end, and the winding down: what is left to finish, and what the text keeps alive.

Source: VCLT-IO 70 (R44 to R46) and the survival clause of the text. The date of termination never moves, whatever is
left to finish.

To add what survival may wait for: a name in the set of `begin_tail`, and a call of `end_tail` where it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.calendar.days import words
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.course.facts import Head, Reason
from lifecycle.course.machine import WINDING_DOWN
from lifecycle.messages import Value
from lifecycle.terms.ending import Survival, Until

KINDS = {"activities": "activity", "accounts": "account"}
"""The kind of head behind each word of the clause."""


def clause_for(course: Course) -> Survival | None:
    """Give the clause on survival, or nothing where the text has none, or the parties have waived it."""
    return None if course.survival_waived else course.terms.clauses.survival


def surviving(course: Course) -> list[tuple[str, str]]:
    """Give the open heads that keep the terminated agreement alive."""
    survival = clause_for(course)
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


def what_survives(course: Course, survival: Survival | None, left: Sequence[tuple[str, str]]) -> list[Reason]:
    """Say what survives the end, and for how long."""
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
        parts.append(f"until {until.upon.message}")
    if until.decided:
        parts.append("until the parties decide otherwise")
    return " and ".join(parts)


def begin_tail(course: Course, name: str, on: date, survival: Survival | None) -> bool:
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
        course.arm(max(last), "survival", name, "time", "its time is over")
    if until.upon is not None and until.upon.met(course) is None:
        waits.add("event")
    if until.decided:
        waits.add("decision")
    if waits:
        course.tails[name] = waits
    return bool(waits)


def end_tail(course: Course, name: str, waited: str, says: Value) -> None:
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


def open_head(course: Course, head: Head) -> None:
    """Add something to finish; in winding down it is awaited at once."""
    course.heads[head.kind, head.id] = head
    if course.agreement.state is WINDING_DOWN:
        await_heads(course, [(head.kind, head.id)])


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


def await_heads(course: Course, left: Sequence[tuple[str, str]]) -> None:
    """Note what is still to be completed or settled."""
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
