"""The objections that many acts share: to a stranger, to an act before the entry into force or after the end.

Source: VCLT-IO 9, 12, 24, 34, 70 and 79 (R9, R12, R27, R44, R46).
"""

from __future__ import annotations

from datetime import date

from lifecycle.calendar.days import words
from lifecycle.consequences import entry
from lifecycle.course.course import Course
from lifecycle.course.machine import DRAFTED, ENDED, LIVE, SIGNED, TERMINATED, WINDING_DOWN
from lifecycle.errors import Objection


def stranger(course: Course, name: str | None, article: str = "") -> Objection | None:
    """Object to an act by somebody who is not a party."""
    if name is not None and name in course.parties:
        return None
    known = ", ".join(course.parties)
    who = f"{name} is not a party" if name else "no party is named"
    return Objection(says=f"{who} to {course.terms.agreement}; its parties are {known}.", rule="R9", article=article)


def before_sending(sent: date, received: date | None, what: str) -> Objection | None:
    """Object to a receipt that lies before the sending."""
    if received is None or received >= sent:
        return None
    says = f"A {what} sent on {words(sent)} cannot have been received on {words(received)}."
    return Objection(says=says, rule="R27", article="VCLT-IO 79")


def outsider(course: Course, name: str) -> Objection | None:
    """Object to a stranger where the agreement is not open to others than those it names."""
    return None if course.terms.open else stranger(course, name)


def not_in_force(course: Course, doing: str, article: str = "", *, winding_down: bool = False) -> Objection | None:
    """Object to an act that needs the agreement in force, or at least winding down."""
    state = course.agreement.state
    if state in LIVE or (winding_down and state is WINDING_DOWN):
        return None
    if state in ENDED:
        word = "is winding down since" if state is WINDING_DOWN else "ended on"
        return Objection(
            says=f"{doing} is not possible: the agreement {word} {words(course.terminated_on)}.",
            rule="R44" if state is TERMINATED else "R46",
            article=article or "VCLT-IO 70",
            conflicts=course.ended_by.seq if course.ended_by else None,
        )
    waiting = ", ".join(entry.lacking(course))
    return Objection(
        says=f"{doing} is not possible: the agreement is not in force on {words(course.today)}"
        + (f"; it waits for {waiting}." if waiting else "."),
        rule="R12",
        article=course.terms.clauses.entry_into_force.article,
    )


def not_bound(course: Course, name: str, what: str, article: str, *, contracting: bool = False) -> Objection | None:
    """Object to a party that is not bound or, where `contracting` is enough, has not consented to be.

    Source: VCLT-IO 34 and 70(2); on amendments 40(2), which gives a part in them to who has consented (R12).
    """
    if name in course.bound or (contracting and name in course.consenting):
        return None
    says = f"{name} is not bound on {words(course.today)}: it has no part in {what}."
    return Objection(says=says, rule="R12", article=article)


def ended(course: Course, doing: str) -> Objection | None:
    """Object to an act after the end."""
    return not_in_force(course, doing) if course.state in ENDED else None


def before_entry(course: Course) -> bool:
    """Tell whether the agreement has not yet entered into force, nor been given up."""
    return course.state in (DRAFTED, SIGNED)
