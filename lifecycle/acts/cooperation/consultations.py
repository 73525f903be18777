"""Contact points and consultations: whom to write to, and to ask for, arrange and hold a consultation.

Source: the co-operation clauses of the text, general practice where they are silent (R61: VCLT-IO 26 and 31(3)(b)).

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Id, Party, Words
from lifecycle.acts.cooperation.common import (
    Cooperation,
    addressed,
    addressee,
    close_record,
    missing,
    numbered,
    set_aside,
    taken,
)
from lifecycle.calendar.days import add, words
from lifecycle.calendar.periods import read_span
from lifecycle.course.course import Course
from lifecycle.errors import Objection

Every = Annotated[str, Meta(pattern=r"^([1-9][0-9]{0,2} (day|week|month|year)s?)?$")]
"""A span such as `6 months`, or nothing."""


class ContactDesignated(Cooperation, frozen=True, kw_only=True, tag="contact_designated"):
    """A party designates its contact point; the one before it, for the same function, is replaced."""

    contact: Words
    function: Words = ""
    reach: Words = ""
    PROVISION = "contact_points"
    WHAT = "A contact point"

    def apply(self, course: Course) -> None:
        """Replace the contact point."""
        id = f"{self.by}/{self.function}" if self.function else self.by
        if ("contact", id) in course.records:
            close_record(course, "contact", id, outcome="replaced")
            set_aside(course, "contact", id)
        self.note_record(course, "contact", id, title=self.contact, details=(self.function, self.reach))

    def says(self) -> str:
        """Say the act."""
        return f"contact point of {self.by} designated"


class ConsultationRequested(Cooperation, frozen=True, kw_only=True, tag="consultation_requested"):
    """A party asks for consultations, once or regularly: under the co-operation clause, or on an amendment."""

    subject: Words = ""
    under: Literal["co-operation", "amendment"] = "co-operation"
    to: Party | None = None
    wanted_by: date | None = None
    """The day by which they are asked for."""
    every: Every = ""
    """The span after which they are to be held again."""
    consultation: Id | None = None
    PROVISION = "consultation"
    WHAT = "A consultation"
    OPENS = ("consultation", "Q")

    def basis(self, course: Course) -> str | None:
        """Give the article of the duty that is invoked."""
        if self.under == "co-operation":
            return super().basis(course)
        clause = course.terms.clauses.amendment
        return clause.consultation.article if clause and clause.consultation else None

    def particular(self, course: Course) -> Objection | None:
        """Object to the same consultation twice, and to one that another party alone may ask for."""
        article = self.article(course)
        clause = course.terms.clauses.amendment
        duty = clause.consultation if clause and self.under == "amendment" else None
        if duty is not None and duty.on_request_of not in ("", "any party", self.by):
            says = f"Consultations on an amendment are held on request of {duty.on_request_of}, not of {self.by}."
            return Objection(says=says, rule="R61", article=article)
        return addressed(course, self.by, self.to, article) or taken(course, "consultation", self.consultation, article)

    def apply(self, course: Course) -> None:
        """Open it; it is owed until it is held, and again where it is regular."""
        id = self.consultation or ""
        other = addressee(course, self.by, self.to)
        self.note_record(course, "consultation", id, title=self.subject, other=other, details=("", "", self.every))
        self.await_reply(course, "consultation", id, f"consultation {id} to be held", self.wanted_by)

    def says(self) -> str:
        """Say the act."""
        return f"consultation {self.consultation or ''} requested by {self.by}".replace("  ", " ")


class _OnConsultation(Cooperation, frozen=True, kw_only=True):
    """What follows a request for consultations."""

    consultation: Id | None = None
    PROVISION = "consultation"
    NEW = False
    CLOSES = ("consultation", "consultation")
    ABOUT = ("consultation", "consultation")

    def basis(self, course: Course) -> str | None:
        """Give the article that the request invoked."""
        known = self.concerned(course)
        return known.article if known else super().basis(course)

    def particular(self, course: Course) -> Objection | None:
        """Object where it was not asked for, or has been held."""
        return missing(course, "consultation", self.consultation, self.article(course))


class ConsultationArranged(_OnConsultation, frozen=True, kw_only=True, tag="consultation_arranged"):
    """A consultation is arranged, at a level and for a day."""

    for_day: date
    level: Words = ""
    WHAT = "Arranging a consultation"

    def particular(self, course: Course) -> Objection | None:
        """Object where it was not asked for, has been held, or is arranged for a day that is over."""
        if found := super().particular(course):
            return found
        if self.for_day >= course.today:
            return None
        says = f"On {words(course.today)} nothing can be arranged for {words(self.for_day)}."
        return Objection(says=says, rule="R61", article=self.article(course))

    def apply(self, course: Course) -> None:
        """Set its day and level."""
        id = self.consultation or ""
        known = course.records["consultation", id]
        details = (self.level, self.for_day.isoformat(), known.details[2])
        course.records["consultation", id] = replace(known, details=details)
        _await_again(course, id, self.for_day)

    def says(self) -> str:
        """Say the act."""
        return f"consultation {self.consultation} arranged"


class ConsultationHeld(_OnConsultation, frozen=True, kw_only=True, tag="consultation_held"):
    """A consultation is held; the observations made are taken into consideration, or not."""

    level: Words = ""
    observations: Words = ""
    considered: bool = True
    WHAT = "Holding a consultation"

    def apply(self, course: Course) -> None:
        """Close it; a regular one is awaited again, and what was held is noted beside it."""
        id = self.consultation or ""
        known = course.records["consultation", id]
        considered = "taken into consideration" if self.considered else "not taken into consideration"
        outcome = f"{self.observations} ({considered})" if self.observations else "held"
        span = read_span(known.details[2]) if known.details[2] else None
        if span is None:
            close_record(course, "consultation", id, outcome=outcome)
            course.close_due("consultation", id)
            return
        held = numbered(course, "held", id)
        self.note_record(course, "held", held, title=known.title, about=id, details=(self.level,), outcome=outcome)
        course.records["consultation", id] = replace(known, details=("", "", known.details[2]), outcome=outcome)
        if again := add(course.today, span):
            _await_again(course, id, again)

    def says(self) -> str:
        """Say the act."""
        return f"consultation {self.consultation} held"


def _await_again(course: Course, id: str, on: date) -> None:
    if due := course.dues.get(("consultation", id)):
        course.await_due(replace(due, on=on, since=course.today))
