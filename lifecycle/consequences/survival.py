"""What survives the end, and the winding down: what is left to finish, and what the text keeps alive.

Source: VCLT-IO 70 (R44 to R46) and the survival clause of the text. The date of termination never moves, whatever is
left to finish.

To add what survival may wait for: a name in the set of `begin_tail`, and `end_tail` on the day on which it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import next_day
from lifecycle.course.course import Course
from lifecycle.course.facts import Head, Reason
from lifecycle.course.machine import ENDED, WINDING_DOWN
from lifecycle.messages import Message, Plural, Quoted
from lifecycle.terms.conditions import Condition
from lifecycle.terms.ending import Survival, Tail, Until

KINDS = {"activities": "activity", "accounts": "account"}
"""The kind of head behind each word of the clause."""


def clause_for(course: Course) -> Survival | None:
    """Give the clause on survival, or nothing where the text has none, or the parties have waived it."""
    return None if "" in course.waived else course.terms.clauses.survival


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
    found = [(survival.article, says) for says in said]
    found += [(tail.article, _in_effect(tail, (_for(tail.period),))) for tail in survival.further]
    return [Reason(says=says, article=article, rule="R46", act="survival") for article, says in found]


def _in_effect(clause: Survival | Tail, how_long: tuple[Message, ...]) -> Message:
    articles = clause.articles
    if not articles and clause.of:
        return Message("This stays in effect {how_long}: {what}", how_long=how_long, what=Quoted(clause.of))
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
        parts.append(_for(until.period))
    if until.date:
        parts.append(Message("until {day}", day=until.date))
    if until.through:
        parts.append(Message("through {day}", day=until.through))
    if until.upon:
        parts.append(Message("until {event}", event=until.upon))
    if until.decided:
        parts.append(Message("until the parties decide otherwise"))
    return tuple(parts)


def _for(period: DateRule) -> Message:
    return Message("for {period}", period=period)


def outlives(survival: Survival | None) -> bool:
    """Tell whether the text keeps something in effect without an end: what was done under it does not lapse (R44)."""
    return survival is not None and survival.until is None


def begin_tail(course: Course, name: str, on: date, survival: Survival | None) -> bool:
    """Begin the time, event or decision that survival waits for, of the agreement or of a party that left.

    It takes the place of the tail of an earlier membership.
    """
    forget(course, name)
    until = survival.until if survival else None
    if survival is None or until is None:
        return False
    waits: set[str] = set()
    last = _last_of_time(course, name, on, until)
    if last is not None and last > on:
        waits.add("time")
        course.expect("survival", last, survival.article, course.seq, subject=name)
        course.arm(last, "survival", name, "time", Message("its time is over"))
    if until.upon is not None:
        waits.add("event")
    if until.decided:
        waits.add("decision")
    for at, tail in enumerate(survival.further):
        waits |= _begin_further(course, name, on, at, tail)
    if waits:
        course.tails[name] = frozenset(waits)
        settle_event(course, name, until.upon)
    return bool(course.tails.get(name))


def _begin_further(course: Course, name: str, on: date, at: int, tail: Tail) -> set[str]:
    """Await the end of a further tail; what it waits for stands beside the rest."""
    last, subject = course.compute(tail.period, on, "survival", name), f"{at} {name}".strip()
    if last is None or last <= on:
        return set()
    values = (tail.article, name) if name else (tail.article,)
    course.expect("tail", last, tail.article, course.seq, subject=subject, values=values)
    course.arm(last, "further tail", subject, name, Message("its time is over"))
    return {f"tail {subject}"}


def end_further(course: Course, subject: str, name: str, cause: Message) -> None:
    """Note that a further tail is over."""
    course.close_due("tail", subject)
    end_tail(course, name, f"tail {subject}", cause)


def _last_of_time(course: Course, name: str, on: date, until: Until) -> date | None:
    """Give the first day on which it survives for a time, or until a day, no longer: of several the last (R24, R46)."""
    days = [course.compute(until.period, on, "survival", name)] if until.period else []
    days += [until.date] if until.date else []
    days += [next_day(until.through)] if until.through else []
    return None if None in days else max((day for day in days if day is not None), default=None)


def settle_events(course: Course) -> None:
    """Set the clock to the day of the event that survival waits for, as facts come and go."""
    clause = course.terms.clauses.survival if course.tails else None
    for name in list(course.tails) if clause is not None and clause.until and clause.until.upon else ():
        settle_event(course, name, clause.until.upon if clause and clause.until else None)


def settle_event(course: Course, name: str, upon: Condition | None) -> None:
    """Set the clock to the day of the event that one tail waits for; until it is known, nothing is awaited."""
    waits = course.tails.get(name, frozenset())
    if upon is None or "event" not in waits:
        return
    on = upon.met(course)
    if on is not None and on > course.today:
        time = course.armed.get(("survival", name))
        if time is None or time.on < on:
            course.expect("survival", on, _article(course), course.seq, subject=name)
    if on is not None:
        course.arm(on, "survival event", name, "event", Message("the event came"))


def forget(course: Course, name: str) -> None:
    """Drop the tail of a party: it is bound anew, or another takes its place."""
    if waits := course.tails.pop(name, None):
        for subject in [wait.removeprefix("tail ") for wait in waits if wait.startswith("tail ")]:
            course.disarm("further tail", subject)
            course.close_due("tail", subject)
        course.disarm("survival", name)
        course.disarm("survival event", name)
        course.close_due("survival", name)


def end_tail(course: Course, name: str, waited: str, cause: Message) -> None:
    """Note that survival no longer waits for something, and why; with the last of it the winding down is over."""
    waits = course.tails.get(name, frozenset())
    if waited not in waits:
        return
    waits -= {waited}
    course.tails[name] = waits
    due = course.dues.get(("survival", name))
    if due is not None and due.on <= course.today:
        course.close_due("survival", name)
    says = Message("What survived the end is over on {on}: {cause}", on=course.today, cause=cause)
    reason = Reason(says=says, article=_article(course), rule="R46", seq=course.seq, act="survival")
    if not name:
        finish(course, reason)
    elif not waits:
        complete(course, name, reason)


def complete(course: Course, name: str, reason: Reason) -> None:
    """End the winding down for a party that has left; one that comes back meanwhile is on its way in already (R10)."""
    forget(course, name)
    subject = course.parties[name]
    subject.left = False
    subject.fire("complete", course.today, reason)


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


def waive(course: Course, name: str | None) -> None:
    """End by decision of the parties what survives, or will: for a party that left, or for all (VCLT-IO 70(1)).

    What is still open lapses; of a single party only its own tail ends.
    """
    if name is None or name not in course.tails:
        course.waived.setdefault(name or "", course.today)
    says = Message("The parties decided on {on} that nothing survives any longer", on=course.today)
    reason = Reason(says=says, article=_article(course), rule="R46", seq=course.seq, act="survival_ended")
    if name is None and course.agreement.state in ENDED:
        _lapse(course)
    for one in [left for left in course.tails if left and name in (None, left)]:
        complete(course, one, reason)
    if name is None:
        forget(course, "")
        finish(course, reason)


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
