"""What every act is: a frozen value with a legal date, that may be objected to and that changes the facts.

`objection` asks whether the act is admissible where it stands in the legal order; `apply` lets it take effect. Tags and
field names are storage: they never change meaning (ADR 0004).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta, Struct

from lifecycle.calendar.days import words
from lifecycle.consequences import entry
from lifecycle.course.machine import DRAFTED, ENDED, LIVE, SIGNED, TERMINATED, WINDING_DOWN
from lifecycle.errors import Objection

if TYPE_CHECKING:
    from lifecycle.course.course import Course

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Party = Annotated[str, Meta(min_length=1, max_length=80)]
Words = Annotated[str, Meta(max_length=2000)]


class Act(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="act"):
    """Something done to an agreement, on a legal date."""

    on: date
    by: Party | None = None
    note: Words = ""

    OPENS: ClassVar[tuple[str, str] | None] = None
    """The field that holds the id of what it opens, and the letter by which such ids are numbered."""
    KEEPING: ClassVar[bool] = False
    """Whether it is the keeper's own act on the register, which has no place in the legal order."""
    CLOSES: ClassVar[tuple[str, str] | None] = None
    """The field that holds the id of what it closes, and the noun for it."""

    @property
    def tag(self) -> str:
        """The act's permanent name in the log."""
        return str(self.__struct_config__.tag)

    def dated(self) -> date:
        """Give the legal date by which the act takes its place in the order."""
        return self.on

    def objection(self, course: Course) -> Objection | None:
        """Say why the act is not admissible here, or nothing."""
        return None

    def apply(self, course: Course) -> None:
        """Let the act take effect; it may rely on there being no objection."""

    def says(self) -> str:
        """Say the act in a few words, its date left out."""
        raise NotImplementedError


class Entry(Struct, frozen=True, gc=False):
    """An act with its position in the log; `irregular` is the reason for recording it in spite of an objection."""

    seq: int
    act: Act
    irregular: str | None = None


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
