"""Requests between the parties and what becomes of them: answered, reviewed, or refused under the exemption.

A refusal is no suspension and touches no state. What is asked for is owed until an act closes it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from lifecycle.acts.act import Id, Party, Words
from lifecycle.acts.cooperation.common import Cooperation, addressed, addressee, close_record, missing, taken
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.terms.cooperation import Provision

FIELDS = {"information": "information", "review": "project_review"}
"""The provisions for what may be asked, where it is not assistance or expertise."""


class AssistanceRequested(Cooperation, frozen=True, kw_only=True, tag="assistance_requested"):
    """A party asks the other for information, assistance, expertise, or the review of a project."""

    subject: Words
    asks_for: Literal["information", "assistance", "expertise", "review"] = "assistance"
    to: Party | None = None
    purpose: Words = ""
    """What the information asked for is to be used for, stated before it is supplied."""
    wanted_by: date | None = None
    """The day by which a reply is asked for."""
    request: Id | None = None
    PROVISION = "assistance"
    WHAT = "A request"
    OPENS = ("request", "T")

    def provision(self, course: Course) -> Provision | None:
        """Give the provision for what is asked."""
        known = course.terms_of(self.by).cooperation
        found = getattr(known, FIELDS.get(self.asks_for, "expertise"), None) if known else None
        return found if isinstance(found, Provision) else None

    def practised(self, course: Course) -> bool:
        """Tell whether it is admissible without a provision: not so the review of another's projects."""
        return self.asks_for != "review" and super().practised(course)

    def particular(self, course: Course) -> Objection | None:
        """Object to the same request twice, and to a review asked for by another than the text says."""
        provision, article = self.provision(course), self.article(course)
        if self.asks_for == "review" and provision and provision.at_request_of not in ("", self.by):
            says = f"Projects are reviewed at the request of {provision.at_request_of}, not of {self.by}."
            return Objection(says=says, rule="R61", article=article)
        return addressed(course, self.by, self.to, article) or taken(course, "request", self.request, article)

    def apply(self, course: Course) -> None:
        """Open the request."""
        id = self.request or ""
        other = addressee(course, self.by, self.to)
        self.note_record(course, "request", id, title=self.subject, other=other, details=(self.asks_for, self.purpose))
        self.await_reply(course, "request", id, f"request {id} to be answered", self.wanted_by)

    def says(self) -> str:
        """Say the act."""
        return f"{self.asks_for} asked for by {self.by}"


class _Reply(Cooperation, frozen=True, kw_only=True):
    """What ends a request: an answer, a review, a refusal."""

    request: Id | None = None
    PROVISION = "assistance"
    NEW = False
    CLOSES = ("request", "request")
    ABOUT = ("request", "request")

    def basis(self, course: Course) -> str | None:
        """Give the article on which the request rests."""
        known = self.concerned(course)
        return known.article if known else None

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such open request, or to a reply by another than the one who was asked."""
        if found := missing(course, "request", self.request, self.article(course)):
            return found
        known = course.records["request", self.request or ""]
        if self.by == known.by:
            says = f"Request {known.id} is {self.by}'s own; the other party replies."
        elif known.other not in ("", self.by):
            says = f"Request {known.id} is addressed to {known.other}, not to {self.by}."
        else:
            return None
        return Objection(says=says, rule="R61", article=known.article, conflicts=known.seq)

    def reply(self, course: Course, outcome: str) -> None:
        """Close the request."""
        close_record(course, "request", self.request or "", outcome=outcome)
        course.close_due("request", self.request or "")


class AssistanceAnswered(_Reply, frozen=True, kw_only=True, tag="assistance_answered"):
    """A request is answered, or the assistance given."""

    answer: Words = ""
    WHAT = "An answer"

    def apply(self, course: Course) -> None:
        """Close the request."""
        self.reply(course, f"answered: {self.answer}" if self.answer else "answered")

    def says(self) -> str:
        """Say the act."""
        return f"request {self.request} answered by {self.by}"


class AssistanceRefused(_Reply, frozen=True, kw_only=True, tag="assistance_refused"):
    """A request is refused under the exemption, with its ground; a refusal is no suspension and touches no state."""

    ground: Words
    PROVISION = "refusal"
    WHAT = "A refusal"

    def basis(self, course: Course) -> str | None:
        """Give the article of the exemption."""
        provision = self.provision(course)
        return provision.article if provision else None

    def particular(self, course: Course) -> Objection | None:
        """Object to a refusal without its ground."""
        if not self.ground.strip():
            says = "A refusal states its ground."
            return Objection(says=says, rule="R61", article=self.article(course))
        return super().particular(course)

    def apply(self, course: Course) -> None:
        """Close the request."""
        self.reply(course, f"refused under Art. {self.article(course)}: {self.ground}")

    def says(self) -> str:
        """Say the act."""
        return f"request {self.request} refused by {self.by}"


class ProjectReviewed(_Reply, frozen=True, kw_only=True, tag="project_reviewed"):
    """A project is reviewed on request, with comments."""

    comments: Words
    WHAT = "A review"

    def particular(self, course: Course) -> Objection | None:
        """Object where no review was asked for, or by another than the text says."""
        if found := super().particular(course):
            return found
        known = course.records["request", self.request or ""]
        terms = course.terms.cooperation
        provision = terms.project_review if terms else None
        if known.details[0] != "review":
            says = f"Request {known.id} does not ask for a review."
            return Objection(says=says, rule="R61", article=known.article, conflicts=known.seq)
        if provision is not None and provision.by not in ("", self.by):
            says = f"Projects are reviewed by {provision.by}, not by {self.by}."
            return Objection(says=says, rule="R61", article=provision.article)
        return None

    def apply(self, course: Course) -> None:
        """Close the request with the comments."""
        self.reply(course, f"reviewed: {self.comments}")

    def says(self) -> str:
        """Say the act."""
        return f"project reviewed by {self.by} ({self.request})"
