"""What survives the end, and the winding down: what is left to finish, and what the text keeps alive.

Source: VCLT-IO 70 (R44 to R46) and the survival clause of the text. The date of termination never moves, whatever is
left to finish.

To add what survival may wait for: a name in the set of `begin_tail`, and a call of `end_tail` where it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.course.course import Course
from lifecycle.course.facts import Head, Reason
from lifecycle.course.machine import WINDING_DOWN
from lifecycle.messages import Message, Plural
from lifecycle.terms.ending import Survival, Until

KINDS = {"activities": "activity", "accounts": "account"}
"""The kind of head behind each word of the clause."""


def clause_for(course: Course) -> Survival | None:
    """Give the clause on survival, or nothing where the text has none, or the parties have waived it."""
    return None if course.survival_waived else course.terms.clauses.survival


def _article(course: Course) -> str:
    clause = course.terms.clauses.survival
    return clause.article if clause else ""


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
    said: list[Message] = []
    if left:
        ids = tuple(id for _, id in left)
        said.append(Message("It stays alive as far as needed to finish what is open: {ids}", ids=ids))
    if how_long := _how_long(until):
        said.append(_in_effect(survival, how_long))
    return [Reason(says=says, article=survival.article, rule="R46", act="survival") for says in said]


def _in_effect(survival: Survival, how_long: tuple[Message, ...]) -> Message:
    articles = survival.articles
    if not articles:
        return Message("It stays in effect {how_long}", how_long=how_long)
    return Plural(
        "Article {articles} stays in effect {how_long}",
        "Articles {articles} stay in effect {how_long}",
        n=len(articles),
        articles=articles,
        how_long=how_long,
    )


def _how_long(until: Until) -> tuple[Message, ...]:
    parts = []
    if until.period:
        parts.append(Message("for {period}", period=until.period))
    if until.date:
        parts.append(Message("until {day}", day=until.date))
    if until.upon:
        parts.append(Message("until {event}", event=until.upon))
    if until.decided:
        parts.append(Message("until the parties decide otherwise"))
    return tuple(parts)


def begin_tail(course: Course, name: str, on: date, survival: Survival | None) -> bool:
    """Begin the time, event or decision that survival waits for, of the agreement or of a party that left."""
    until = survival.until if survival else None
    if survival is None or until is None:
        return False
    waits: set[str] = set()
    last = [day for day in (until.period.after(on) if until.period else None, until.date) if day is not None]
    if last and max(last) > on:
        waits.add("time")
        course.expect("survival", max(last), survival.article, course.seq, subject=name)
        course.arm(max(last), "survival", name, "time", Message("its time is over"))
    if until.upon is not None and until.upon.met(course) is None:
        waits.add("event")
    if until.decided:
        waits.add("decision")
    if waits:
        course.tails[name] = waits
    return bool(waits)


def end_tail(course: Course, name: str, waited: str, cause: Message) -> None:
    """Note that survival no longer waits for something, and why; with the last of it the winding down is over."""
    waits = course.tails.get(name, set())
    if waited not in waits:
        return
    waits.discard(waited)
    if waited == "time":
        course.close_due("survival", name)
    says = Message("What survived the end is over on {on}: {cause}", on=course.today, cause=cause)
    reason = Reason(says=says, article=_article(course), rule="R46", seq=course.seq, act="survival")
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
    says = Message("The parties decided on {on} that nothing survives any longer", on=course.today)
    finish(course, Reason(says=says, article=_article(course), rule="R46", seq=course.seq, act="survival_ended"))


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
            end_tail(course, name, "heads", Message("{head} was the last of it", head=head))
    if course.agreement.state is not WINDING_DOWN:
        return
    course.close_due("head", f"{head.kind} {head.id}")
    article = _article(course)
    says = Message("The last open head closed on {on}: activity {id} was completed", on=course.today, id=head.id)
    act = "activity_completed"
    if head.kind == "account":
        says = Message("The last open head closed on {on}: account {id} was settled", on=course.today, id=head.id)
        act = "account_settled"
    finish(course, Reason(says=says, article=article, rule="R46", seq=course.seq, act=act))


def await_heads(course: Course, left: Sequence[tuple[str, str]]) -> None:
    """Note what is still to be completed or settled."""
    article = _article(course)
    for key in left:
        head = course.heads[key]
        subject, values = f"{head.kind} {head.id}", (head.id,)
        course.expect("head", course.today, article, head.seq, subject=subject, cause=head.kind, values=values)
