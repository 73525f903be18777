"""Consultations: to ask for one, to arrange and to hold it.

Source: the co-operation clauses of the text, general practice where they are silent (R61: VCLT-IO 26 and 31(3)(b)).

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Id, NewId, Words, titled
from lifecycle.acts.cooperation.common import (
    Cooperation,
    To,
    WantedBy,
    addressed,
    addressee,
    close_record,
    missing,
    numbered,
    taken,
)
from lifecycle.calendar.days import add
from lifecycle.calendar.periods import read_span
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted

_SPAN = Message("a period such as {such}", such=Quoted("6 months"))
Every = Annotated[
    str,
    Meta(
        pattern=r"^([1-9][0-9]{0,2} (day|week|month|year)s?)?$",
        description="The span after which they are to be held again and again.",
        examples=["6 months"],
        extra={"sort": "span", "form": _SPAN},
    ),
]


class ConsultationRequested(Cooperation, frozen=True, kw_only=True, tag="consultation_requested"):
    """A party asks for consultations, once or regularly: under the co-operation clause, or on an amendment."""

    subject: Annotated[Words, Meta(description="What they are to be about.")] = ""
    under: Annotated[Literal["co-operation", "amendment"], Meta(description="The clause whose duty is invoked.")] = (
        "co-operation"
    )
    to: To = None
    wanted_by: WantedBy = None
    every: Every = ""
    consultation: NewId = None
    NAME = Message("consultation requested")
    COMMAND = "consultation request"
    EXAMPLE = "consultation request wco-caricc --by CARICC --on 2010-05-03 --subject plans --dry-run"
    PROVISION = "consultation"
    OPENS = ("consultation", "Q")

    def basis(self, course: Course) -> str | None:
        if self.under == "co-operation":
            return super().basis(course)
        clause = course.terms.clauses.amendment
        return clause.consultation.article if clause and clause.consultation else None

    def particular(self, course: Course) -> Objection | None:
        article = self.article(course)
        clause = course.terms.clauses.amendment
        duty = clause.consultation if clause and self.under == "amendment" else None
        if duty is not None and duty.on_request_of not in ("", "any party", self.by):
            says = Message(
                "Consultations on an amendment are held on request of {party}, not of {by}",
                party=duty.on_request_of,
                by=self.by,
            )
            return Objection(says=says, rule="R61", article=article)
        return addressed(course, self.by, self.to, article) or taken(course, "consultation", self.consultation, article)

    def apply(self, course: Course) -> None:
        """Open it; it is owed until it is held, and again where it is regular."""
        id = self.consultation or ""
        other = addressee(course, self.by, self.to)
        self.note_record(course, "consultation", id, title=self.subject, other=other, details=("", "", self.every))
        self.await_reply(course, "consultation", id, self.wanted_by)

    def says(self, of: str) -> Message:
        return Message(
            "{by} asked for consultation {consultation} under {agreement} on {on}",
            by=self.by,
            consultation=titled(self.consultation, self.subject),
            agreement=of,
            on=self.on,
        )


class _OnConsultation(Cooperation, frozen=True, kw_only=True):
    """What follows a request for consultations."""

    consultation: Annotated[Id | None, Meta(description="The consultation; the only open one if left out.")] = None
    PROVISION = "consultation"
    NEW = False
    CLOSES = "consultation"
    ABOUT = ("consultation", "consultation")

    def basis(self, course: Course) -> str | None:
        known = self.concerned(course)
        return known.article if known else super().basis(course)

    def particular(self, course: Course) -> Objection | None:
        return missing(course, "consultation", self.consultation, self.article(course))


class ConsultationArranged(_OnConsultation, frozen=True, kw_only=True, tag="consultation_arranged"):
    """A consultation is arranged, at a level and for a day."""

    for_day: Annotated[date, Meta(description="The day for which it is arranged.")]
    level: Annotated[Words, Meta(description="At which level, such as heads of the organisations.")] = ""
    NAME = Message("consultation arranged")
    SAYS = Message("Consultation {consultation} under {agreement} was arranged on {on} for {for_day}")
    COMMAND = "consultation arrange"
    EXAMPLE = "consultation arrange wco-caricc Q1 --by CARICC --on 2010-05-03 --for-day 2010-06-01 --dry-run"

    def particular(self, course: Course) -> Objection | None:
        if found := super().particular(course):
            return found
        if self.for_day >= course.today:
            return None
        says = Message("On {on} nothing can be arranged for {day}", on=course.today, day=self.for_day)
        return Objection(says=says, rule="R61", article=self.article(course))

    def apply(self, course: Course) -> None:
        id = self.consultation or ""
        known = course.records["consultation", id]
        details = (self.level, self.for_day.isoformat(), known.details[2])
        course.records["consultation", id] = replace(known, details=details)
        _await_again(course, id, self.for_day)


class ConsultationHeld(_OnConsultation, frozen=True, kw_only=True, tag="consultation_held"):
    """A consultation is held; the observations made are taken into consideration, or not."""

    level: Annotated[Words, Meta(description="At which level.")] = ""
    observations: Annotated[Words, Meta(description="The observations made.")] = ""
    considered: Annotated[bool, Meta(description="Whether the observations were taken into consideration.")] = True
    NAME = Message("consultation held")
    SAYS = Message("Consultation {consultation} under {agreement} was held on {on}")
    COMMAND = "consultation hold"
    EXAMPLE = 'consultation hold wco-caricc Q1 --by WCO --on 2010-06-01 --observations "on quotas" --dry-run'

    def _outcome(self) -> Message:
        observations = Quoted(self.observations)
        if not observations:
            return Message("held")
        if self.considered:
            return Message("{observations} (taken into consideration)", observations=observations)
        return Message("{observations} (not taken into consideration)", observations=observations)

    def apply(self, course: Course) -> None:
        """Close it; a regular one is awaited again, and what was held is noted beside it."""
        id, outcome = self.consultation or "", self._outcome()
        known = course.records["consultation", id]
        span = read_span(known.details[2]) if known.details[2] else None
        if span is None:
            close_record(course, "consultation", id, outcome)
            course.close_due("consultation", id)
            return
        held = numbered(course, "held", id)
        self.note_record(course, "held", held, title=known.title, about=id, details=(self.level,), outcome=outcome)
        course.records["consultation", id] = replace(known, details=("", "", known.details[2]), outcome=outcome)
        if again := add(course.today, span):
            _await_again(course, id, again)


def _await_again(course: Course, id: str, on: date) -> None:
    if due := course.dues.get(("consultation", id)):
        course.await_due(replace(due, on=on, since=course.today))
