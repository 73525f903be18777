"""Requests between the parties and what becomes of them: answered, reviewed, or refused under the exemption.

A refusal is no suspension and touches no state. What is asked for is owed until an act closes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from lifecycle.acts.act import Id, NewId, Words, titled
from lifecycle.acts.cooperation.common import (
    Cooperation,
    To,
    WantedBy,
    addressed,
    addressee,
    close_record,
    missing,
    own_request,
    taken,
)
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.cooperation import Provision

FIELDS = {"information": "information", "review": "project_review"}
"""The provisions for what may be asked, where it is not assistance or expertise."""

ASKED: Mapping[str, Message] = {
    "information": Message("information"),
    "assistance": Message("assistance"),
    "expertise": Message("expertise"),
    "review": Message("the review of a project"),
}
"""What may be asked for, in the words for it."""


class AssistanceRequested(Cooperation, frozen=True, kw_only=True, tag="assistance_requested"):
    """A party asks the other for information, assistance, expertise, or the review of a project."""

    subject: Annotated[Words, Meta(description="What is asked for.")]
    asks_for: Annotated[
        Literal["information", "assistance", "expertise", "review"],
        Meta(description="The kind of what is asked for.", extra={"option": "--for"}),
    ] = "assistance"
    to: To = None
    purpose: Annotated[Words, Meta(description="What information asked for is to be used for, stated beforehand.")] = ""
    wanted_by: WantedBy = None
    request: NewId = None
    NAME = Message("assistance requested")
    COMMAND = "assistance request"
    EXAMPLE = "assistance request wco-caricc --by CARICC --on 2010-05-03 --subject experts --dry-run"
    PROVISION = "assistance"
    OPENS = ("request", "T")

    def provision(self, course: Course) -> Provision | None:
        known = course.terms_of(self.by).cooperation
        found = getattr(known, FIELDS.get(self.asks_for, "expertise"), None) if known else None
        return found if isinstance(found, Provision) else None

    def practised(self, course: Course) -> bool:
        """Tell whether it is admissible without a provision: not so the review of another's projects."""
        return self.asks_for != "review" and super().practised(course)

    def particular(self, course: Course) -> Objection | None:
        provision, article = self.provision(course), self.article(course)
        if self.asks_for == "review" and provision and provision.at_request_of not in ("", self.by):
            asks = provision.at_request_of
            says = Message("Projects are reviewed at the request of {party}, not of {by}", party=asks, by=self.by)
            return Objection(says=says, rule="R61", article=article)
        return addressed(course, self.by, self.to, article) or taken(course, "request", self.request, article)

    def apply(self, course: Course) -> None:
        id = self.request or ""
        other = addressee(course, self.by, self.to)
        self.note_record(course, "request", id, title=self.subject, other=other, details=(self.asks_for, self.purpose))
        self.await_reply(course, "request", id, self.wanted_by)

    def says(self, of: str) -> Message:
        return Message(
            "{by} asked for {what} under {agreement} on {on} ({request}): {subject}",
            by=self.by,
            what=ASKED[self.asks_for],
            agreement=of,
            on=self.on,
            request=titled(self.request),
            subject=Quoted(self.subject),
        )


class _Reply(Cooperation, frozen=True, kw_only=True):
    """What ends a request: an answer, a review, a refusal."""

    request: Annotated[Id | None, Meta(description="The request; the only open one if left out.")] = None
    PROVISION = "assistance"
    NEW = False
    CLOSES = "request"
    ABOUT = ("request", "request")

    def basis(self, course: Course) -> str | None:
        known = self.concerned(course)
        return known.article if known else None

    def particular(self, course: Course) -> Objection | None:
        if found := missing(course, "request", self.request, self.article(course)):
            return found
        known = course.records["request", self.request or ""]
        if known.other in ("", self.by) or known.by == self.by:
            return own_request(known, self.by)
        says = Message("Request {id} is addressed to {other}, not to {by}", id=known.id, other=known.other, by=self.by)
        return Objection(says=says, rule="R61", article=known.article, conflicts=known.seq)

    def reply(self, course: Course, outcome: Message) -> None:
        """Close the request."""
        close_record(course, "request", self.request or "", outcome)
        course.close_due("request", self.request or "")


class AssistanceAnswered(_Reply, frozen=True, kw_only=True, tag="assistance_answered"):
    """A request is answered, or the assistance given."""

    answer: Annotated[Words, Meta(description="The answer, or what was done.")] = ""
    NAME = Message("assistance answered")
    COMMAND = "assistance answer"
    EXAMPLE = 'assistance answer wco-caricc T2 --by WCO --on 2010-05-10 --answer "two experts" --dry-run'

    def apply(self, course: Course) -> None:
        answer = Quoted(self.answer)
        self.reply(course, Message("answered: {answer}", answer=answer) if answer else Message("answered"))

    def says(self, of: str) -> Message:
        by, request, on = self.by, titled(self.request), self.on
        said = Message(
            "{by} answered request {request} under {agreement} on {on}", by=by, request=request, agreement=of, on=on
        )
        return Message("{answered}: {answer}", answered=said, answer=Quoted(self.answer)) if self.answer else said


class AssistanceRefused(_Reply, frozen=True, kw_only=True, tag="assistance_refused"):
    """A request is refused under the exemption, with its ground; a refusal is no suspension and touches no state."""

    ground: Annotated[Words, Meta(description="The ground of the exemption.")]
    NAME = Message("assistance refused")
    SAYS = Message("{by} refused request {request} under {agreement} on {on}: {ground}")
    QUOTED = ("ground",)
    COMMAND = "assistance refuse"
    EXAMPLE = 'assistance refuse wco-caricc T2 --by WCO --on 2010-05-10 --ground "beyond its mission" --dry-run'
    PROVISION = "refusal"

    def basis(self, course: Course) -> str | None:
        provision = self.provision(course)
        return provision.article if provision else None

    def particular(self, course: Course) -> Objection | None:
        if self.ground.strip():
            return super().particular(course)
        return Objection(says=Message("A refusal states its ground"), rule="R61", article=self.article(course))

    def apply(self, course: Course) -> None:
        article, ground = self.article(course), Quoted(self.ground)
        self.reply(course, Message("refused under article {article}: {ground}", article=article, ground=ground))


class ProjectReviewed(_Reply, frozen=True, kw_only=True, tag="project_reviewed"):
    """A project is reviewed on request, with comments."""

    comments: Annotated[Words, Meta(description="The comments made.")]
    NAME = Message("project reviewed")
    SAYS = Message("{by} reviewed the project of request {request} under {agreement} on {on}: {comments}")
    QUOTED = ("comments",)
    COMMAND = "project review"
    EXAMPLE = "project review wco-caricc T1 --by CARICC --on 2010-05-10 --comments sound --dry-run"

    def particular(self, course: Course) -> Objection | None:
        if found := super().particular(course):
            return found
        known = course.records["request", self.request or ""]
        terms = course.terms.cooperation
        provision = terms.project_review if terms else None
        if known.details[0] != "review":
            says = Message("Request {id} does not ask for a review", id=known.id)
            return Objection(says=says, rule="R61", article=known.article, conflicts=known.seq)
        if provision is None or provision.by in ("", self.by):
            return None
        says = Message("Projects are reviewed by {party}, not by {by}", party=provision.by, by=self.by)
        return Objection(says=says, rule="R61", article=provision.article)

    def apply(self, course: Course) -> None:
        self.reply(course, Message("reviewed: {comments}", comments=Quoted(self.comments)))
