"""Information: what is supplied, for which purpose, under which restrictions, through whom, and what it is used for.

Restrictions may be notified later than the information; a use made before is shown under both readings, never decided
here. What binds an item shrinks only by an act, and goes on binding after the end (VCLT-IO 70(1)(b); R44).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Id, Person, Words, named, titled
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
from lifecycle.acts.objections import not_of
from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted

RESTRICTIONS = ("restriction", "legal restriction")
"""The kinds of record that restrict: one the use of an item, the other all that a party supplies."""

RestrictionId = Annotated[Id | None, Meta(description="Its id in the agreement; the next number if left out.")]


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
    item: Annotated[Id | None, Meta(description="Its id in the agreement; the next number if left out.")] = None
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


class _OnItem(Cooperation, frozen=True, kw_only=True):
    """An act on an item that was supplied."""

    item: Annotated[Id, Meta(description="The item of information.")]
    PROVISION = "information"
    NEW = False
    ABOUT = ("information", "item")

    def particular(self, course: Course) -> Objection | None:
        return missing(course, "information", self.item, self.article(course))


class RestrictionNotified(_OnItem, frozen=True, kw_only=True, tag="restriction_notified"):
    """The supplier restricts the use of information that it has supplied."""

    text: Annotated[Words, Meta(description="The restriction.")]
    restriction: RestrictionId = None
    NAME = Message("restriction notified")
    COMMAND = "information restrict"
    EXAMPLE = 'information restrict wco-caricc I1 --by WCO --on 2010-05-20 --text "internal use" --dry-run'
    OPENS = ("restriction", "L")

    def particular(self, course: Course) -> Objection | None:
        if found := super().particular(course):
            return found
        known = course.records["information", self.item]
        said = named("information", self.item)
        return not_of(known, self.by, said, "R61", known.article) or _taken(course, self.restriction, known.article)

    def apply(self, course: Course) -> None:
        self.note_record(course, "restriction", self.restriction or "", title=self.text, about=self.item)

    def says(self, of: str) -> Message:
        return Message(
            "{by} restricted the use of {item} under {agreement} on {on} ({restriction}): {text}",
            by=self.by,
            item=self.item,
            agreement=of,
            on=self.on,
            restriction=titled(self.restriction),
            text=Quoted(self.text),
        )


class LegalRestrictionDeclared(Cooperation, frozen=True, kw_only=True, tag="legal_restriction_declared"):
    """A party declares a legal restriction in force for it, to which all it supplies is subject."""

    text: Annotated[Words, Meta(description="The legal restriction in force for it.")]
    restriction: RestrictionId = None
    NAME = Message("legal restriction declared")
    COMMAND = "information declare"
    EXAMPLE = 'information declare icmpd-wco --by WCO --on 2000-03-01 --text "data protection" --dry-run'
    PROVISION = "information"
    NEW = False
    OPENS = ("restriction", "L")

    def particular(self, course: Course) -> Objection | None:
        return _taken(course, self.restriction, self.article(course))

    def apply(self, course: Course) -> None:
        """Note it; it binds all items of this party."""
        self.note_record(course, "legal restriction", self.restriction or "", title=self.text)

    def says(self, of: str) -> Message:
        return Message(
            "{by} declared a legal restriction under {agreement} on {on} ({restriction}): {text}",
            by=self.by,
            agreement=of,
            on=self.on,
            restriction=titled(self.restriction),
            text=Quoted(self.text),
        )


def _taken(course: Course, id: str | None, article: str) -> Objection | None:
    found = (taken(course, kind, id, article) for kind in RESTRICTIONS)
    return next(filter(None, found), None)


class RestrictionLifted(Cooperation, frozen=True, kw_only=True, tag="restriction_lifted"):
    """The party that made a restriction lifts it; this is open to it even after the end, for it binds even then."""

    restriction: Annotated[Id | None, Meta(description="The restriction; the only one that stands if left out.")] = None
    NAME = Message("restriction lifted")
    COMMAND = "information lift"
    EXAMPLE = "information lift wco-caricc L1 --by WCO --on 2010-06-01 --dry-run"
    PROVISION = "information"
    NEW = False
    CLOSES = "restriction"

    def objection(self, course: Course) -> Objection | None:
        """Object as to any act, but for the season once the agreement has ended."""
        return self.particular(course) if course.state in ENDED else super().objection(course)

    def particular(self, course: Course) -> Objection | None:
        kind = self._kind(course)
        if found := missing(course, kind, self.restriction, self.article(course)):
            return found
        known = course.records[kind, self.restriction or ""]
        return not_of(known, self.by, named(kind, known.id), "R61", known.article)

    def _kind(self, course: Course) -> str:
        return next((kind for kind in RESTRICTIONS if (kind, self.restriction) in course.records), RESTRICTIONS[0])

    def apply(self, course: Course) -> None:
        close_record(course, self._kind(course), self.restriction or "", Message("lifted"))

    def says(self, of: str) -> Message:
        return Message(
            "{by} lifted restriction {restriction} under {agreement} on {on}",
            by=self.by,
            restriction=titled(self.restriction),
            agreement=of,
            on=self.on,
        )


class InformationUsed(_OnItem, frozen=True, kw_only=True, tag="information_used"):
    """The receiver uses an item; a fact, whatever restricts it."""

    purpose: Annotated[Words, Meta(description="What it was used for.")]
    NAME = Message("information used")
    COMMAND = "information use"
    EXAMPLE = "information use wco-caricc I1 --by CARICC --on 2010-05-03 --purpose briefing --dry-run"

    def apply(self, course: Course) -> None:
        self.note_record(course, "use", numbered(course, "use", self.item), title=self.purpose, about=self.item)

    def says(self, of: str) -> Message:
        return Message(
            "{by} used {item} under {agreement} on {on}: {purpose}",
            by=self.by,
            item=self.item,
            agreement=of,
            on=self.on,
            purpose=Quoted(self.purpose),
        )


class ComplaintRecorded(Cooperation, frozen=True, kw_only=True, tag="complaint_recorded"):
    """A party complains that a safeguard of the text is disturbed."""

    subject: Annotated[Words, Meta(description="What disturbs the safeguard.")]
    NAME = Message("complaint recorded")
    COMMAND = "information complain"
    EXAMPLE = 'information complain wco-caricc --by WCO --on 2010-06-01 --subject "reporting" --dry-run'
    PROVISION = "information"
    NEW = False

    def basis(self, course: Course) -> str | None:
        provision = self.provision(course)
        return (provision.safeguards or provision.article) if provision else None

    def apply(self, course: Course) -> None:
        self.note_record(course, "complaint", numbered(course, "complaint", self.by), title=self.subject)

    def says(self, of: str) -> Message:
        return Message(
            "{by} complained under {agreement} on {on}: {subject}",
            by=self.by,
            agreement=of,
            on=self.on,
            subject=Quoted(self.subject),
        )
