"""The objections that many acts share: to a stranger, to an act before the entry into force or after the end.

Source: VCLT-IO 9, 12, 24, 34, 70 and 79 (R9, R12, R27, R44, R46).
"""

from __future__ import annotations

from datetime import date

from lifecycle.calendar.days import next_day
from lifecycle.consequences import entry
from lifecycle.course.course import Course
from lifecycle.course.declarations import Declaration
from lifecycle.course.facts import Fact, Record, Suspension
from lifecycle.course.machine import DRAFTED, ENDED, LIVE, SIGNED, TERMINATED, WINDING_DOWN
from lifecycle.course.notices import Notice
from lifecycle.course.versions import Amendment
from lifecycle.errors import Objection
from lifecycle.messages import Message

Of = Amendment | Declaration | Notice | Record | Suspension
"""What is a party's."""


def stranger(course: Course, name: str, article: str = "") -> Objection | None:
    """Object to an act by somebody who is not a party."""
    if name in course.parties:
        return None
    agreement, parties = course.terms.agreement, tuple(course.parties)
    says = Message("{name} is not a party to {agreement}", name=name, agreement=agreement)
    if parties:
        says = Message("{stranger}; its parties are {parties}", stranger=says, parties=parties)
    return Objection(says=says, rule="R9", article=article)


def unknown(course: Course, *names: str | None) -> Objection | None:
    """Object to the first of some names, where they are given, that is not a party's."""
    for name in names:
        if name is not None and (found := stranger(course, name)):
            return found
    return None


def missing(course: Course, known: Fact | None, said: Message, rule: str, article: str) -> Objection | None:
    """Object where something is not on record by the day that the fold has reached, or was closed."""
    if known is None:
        says = Message("There is no {thing} on record by {day}", thing=said, day=course.today)
        return Objection(says=says, rule=rule, article=article)
    if known.closed is None:
        return None
    says = Message("The {thing} was closed on {day}", thing=said, day=known.closed)
    return Objection(says=says, rule=rule, article=article, conflicts=known.closed_by)


def taken(known: Fact | None, said: Message, rule: str, article: str) -> Objection | None:
    """Object to what is on record already."""
    if known is None:
        return None
    says = Message("The {thing} is on record since {since}", thing=said, since=known.since)
    return Objection(says=says, rule=rule, article=article, conflicts=known.seq)


def not_of(known: Of, by: str, said: Message, rule: str, article: str) -> Objection | None:
    """Object where a party closes, or changes, what is another's."""
    if known.by == by:
        return None
    says = Message("The {thing} is that of {owner}, not of {by}", thing=said, owner=known.by, by=by)
    return Objection(says=says, rule=rule, article=article, conflicts=known.seq)


def before_sending(sent: date, received: date | None) -> Objection | None:
    """Object to a receipt that lies before the sending."""
    if received is None or received >= sent:
        return None
    says = Message("What was sent on {sent} cannot have been received on {received}", sent=sent, received=received)
    return Objection(says=says, rule="R27", article="VCLT-IO 79")


def first_after(until: date | None, through: date | None) -> date | None:
    """Give the first day no longer covered, of a day that is named as such, or else as the last one (R15)."""
    return until if through is None else next_day(through)


def no_day(rule: str, article: str) -> Objection:
    """Object to an act that names no day until which something is to last."""
    says = Message("It names no day: neither the first that is no longer covered, nor the last that is")
    return Objection(says=says, rule=rule, article=article)


def outsider(course: Course, name: str) -> Objection | None:
    """Object to a stranger where the agreement is not open to others than those it names."""
    return None if course.terms.open else stranger(course, name)


def not_in_force(course: Course, article: str = "", *, winding_down: bool = False) -> Objection | None:
    """Object to an act that needs the agreement in force, or at least winding down."""
    state = course.agreement.state
    if state in LIVE or (winding_down and state is WINDING_DOWN):
        return None
    return _over(course, article) if state in ENDED else _not_yet(course)


def _over(course: Course, article: str) -> Objection:
    over = course.state is TERMINATED
    if over:
        says = Message("The agreement ended on {day}", day=course.terminated_on)
    else:
        says = Message("The agreement is winding down since {day}", day=course.terminated_on)
    conflicts = course.ended_by.seq if course.ended_by else None
    return Objection(says=says, rule="R44" if over else "R46", article=article or "VCLT-IO 70", conflicts=conflicts)


def _not_yet(course: Course) -> Objection:
    awaited = tuple(entry.lacking(course))
    says = Message("The agreement is not in force on {day}", day=course.today)
    if awaited:
        says = Message("{state}; it waits for {awaited}", state=says, awaited=awaited)
    return Objection(says=says, rule="R12", article=course.terms.clauses.entry_into_force.article)


def not_bound(course: Course, name: str, article: str, *, contracting: bool = False) -> Objection | None:
    """Object to a party that is not bound or, where `contracting` is enough, has not consented to be.

    Source: VCLT-IO 34 and 70(2); on amendments 40(2), which gives a part in them to who has consented (R12).
    """
    if name in course.bound or (contracting and name in course.consenting):
        return None
    says = Message("{name} is not bound on {day}: it has no part in this", name=name, day=course.today)
    return Objection(says=says, rule="R12", article=article)


def ended(course: Course) -> Objection | None:
    """Object to an act after the end."""
    return not_in_force(course) if course.state in ENDED else None


def before_entry(course: Course) -> bool:
    """Tell whether the agreement has not yet entered into force, nor been given up."""
    return course.state in (DRAFTED, SIGNED)
