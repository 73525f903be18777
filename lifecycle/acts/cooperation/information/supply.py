"""Information: what is supplied, for which purpose, through whom, and what it is used for.

A use made before a restriction was notified is shown under both readings, never decided here.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Id, NewId, Person, Words, titled
from lifecycle.acts.cooperation.common import (
    Cooperation,
    To,
    addressed,
    addressee,
    close_record,
    missing,
    numbered,
    own_request,
    taken,
)
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted


class InformationSupplied(Cooperation, frozen=True, kw_only=True, tag="information_supplied"):
    """A party supplies information, with its purpose and the restrictions on its use."""

    to: To = None
    title: Annotated[Words, Meta(description="What it is.")] = ""
    purpose: Annotated[Words, Meta(description="What it may be used for.")] = ""
    restrictions: Annotated[tuple[Words, ...], Meta(description="The restrictions on its use.")] = ()
    through: Annotated[Person, Meta(description="The authorised person through whom it passes.")] = ""
    request: Annotated[
        Id | None, Meta(description="The request that it answers; the purpose may have been stated there.")
    ] = None
    item: NewId = None
    NAME = Message("information supplied")
    COMMAND = "information supply"
    EXAMPLE = "information supply wco-caricc --by WCO --on 2010-05-03 --purpose use --through Liaison --dry-run"
    PROVISION = "information"
    ABOUT = ("request", "request")
    OPENS = ("item", "I")

    def particular(self, course: Course) -> Objection | None:
        provision = self.provision(course)
        article = self.article(course)
        if found := addressed(course, self.by, self.to, article) or self._no_such_request(course, article):
            return found
        if provision is not None and provision.purpose_required and not self._purpose(course):
            says = Message("The purpose of the information is to be stated when it is supplied, or before")
            return Objection(says=says, rule="R61", article=article)
        if provision is not None and provision.through and not self.through:
            says = Message("Information passes through {office}; nobody is named", office=Quoted(provision.through))
            return Objection(says=says, rule="R61", article=article)
        return taken(course, "information", self.item, article)

    def _no_such_request(self, course: Course, article: str) -> Objection | None:
        if self.request is None:
            return None
        if found := missing(course, "request", self.request, article):
            return found
        return own_request(course.records["request", self.request], self.by)

    def _purpose(self, course: Course) -> str:
        known = self.concerned(course)
        return self.purpose or (known.details[1] if known else "")

    def apply(self, course: Course) -> None:
        """Note the item, each restriction that came with it, and the request as answered."""
        item = self.item or ""
        self.note_record(
            course,
            "information",
            item,
            title=self.title,
            details=(self._purpose(course), self.through),
            other=addressee(course, self.by, self.to),
        )
        for at, restriction in enumerate(self.restrictions, 1):
            self.note_record(course, "restriction", f"{item}.{at}", title=restriction, about=item)
        if self.request is not None:
            close_record(course, "request", self.request, Message("answered: information {item}", item=item))
            course.close_due("request", self.request)

    def says(self, of: str) -> Message:
        return Message(
            "{by} supplied {item} under {agreement} on {on}",
            by=self.by,
            item=titled(self.item, self.title),
            agreement=of,
            on=self.on,
        )


class OnItem(Cooperation, frozen=True, kw_only=True):
    """An act on an item that was supplied."""

    item: Annotated[Id, Meta(description="The item of information.")]
    PROVISION = "information"
    NEW = False
    ABOUT = ("information", "item")

    def particular(self, course: Course) -> Objection | None:
        return missing(course, "information", self.item, self.article(course))


class InformationUsed(OnItem, frozen=True, kw_only=True, tag="information_used"):
    """The receiver uses an item; a fact, whatever restricts it."""

    purpose: Annotated[Words, Meta(description="What it was used for.")]
    NAME = Message("information used")
    SAYS = Message("{by} used {item} under {agreement} on {on}: {purpose}")
    QUOTED = ("purpose",)
    COMMAND = "information use"
    EXAMPLE = "information use wco-caricc I1 --by CARICC --on 2010-05-03 --purpose briefing --dry-run"

    def apply(self, course: Course) -> None:
        self.note_record(course, "use", numbered(course, "use", self.item), title=self.purpose, about=self.item)


class ComplaintRecorded(Cooperation, frozen=True, kw_only=True, tag="complaint_recorded"):
    """A party complains that a safeguard of the text is disturbed."""

    subject: Annotated[Words, Meta(description="What disturbs the safeguard.")]
    NAME = Message("complaint recorded")
    SAYS = Message("{by} complained under {agreement} on {on}: {subject}")
    QUOTED = ("subject",)
    COMMAND = "information complain"
    EXAMPLE = 'information complain wco-caricc --by WCO --on 2010-06-01 --subject "reporting" --dry-run'
    PROVISION = "information"
    NEW = False

    def basis(self, course: Course) -> str | None:
        provision = self.provision(course)
        return (provision.safeguards or provision.article) if provision else None

    def apply(self, course: Course) -> None:
        self.note_record(course, "complaint", numbered(course, "complaint", self.by), title=self.subject)
