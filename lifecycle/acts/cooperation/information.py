"""Information: what is supplied, for which purpose, under which restrictions, through whom, and what it is used for.

Restrictions may be notified later than the information; a use made before is shown under both readings, never decided
here. What binds an item shrinks only by an act, and goes on binding after the end (VCLT-IO 70(1)(b); R44).
"""

from __future__ import annotations

from typing import ClassVar

from lifecycle.acts.act import Id, Party, Words
from lifecycle.acts.cooperation.common import Cooperation, addressed, addressee, close_record, missing, numbered, taken
from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED
from lifecycle.errors import Objection

RESTRICTIONS = ("restriction", "legal restriction")
"""The kinds of record that restrict: one the use of an item, the other all that a party supplies."""


class InformationSupplied(Cooperation, frozen=True, kw_only=True, tag="information_supplied"):
    """A party supplies information, with its purpose and the restrictions on its use."""

    to: Party | None = None
    title: Words = ""
    purpose: Words = ""
    restrictions: tuple[Words, ...] = ()
    through: Words = ""
    """The authorised person through whom it passes."""
    request: Id | None = None
    """The request that it answers; the purpose may have been stated there."""
    item: Id | None = None
    PROVISION = "information"
    WHAT = "Supplying information"
    ABOUT = ("request", "request")
    OPENS = ("item", "I")

    def particular(self, course: Course) -> Objection | None:
        """Object to strangers, and to a purpose or an authorised person left out where the text asks for it."""
        provision = self.provision(course)
        article = self.article(course)
        if found := addressed(course, self.by, self.to, article) or self._no_such_request(course, article):
            return found
        if provision is not None and provision.purpose_required and not self._purpose(course):
            says = "The purpose of the information is to be stated when it is supplied, or before."
            return Objection(says=says, rule="R61", article=article)
        if provision is not None and provision.through and not self.through:
            says = f"Information passes through {provision.through}; nobody is named."
            return Objection(says=says, rule="R61", article=article)
        return taken(course, "information", self.item, article)

    def _no_such_request(self, course: Course, article: str) -> Objection | None:
        if self.request is None:
            return None
        if found := missing(course, "request", self.request, article):
            return found
        known = course.records["request", self.request]
        if known.by != self.by:
            return None
        says = f"Request {known.id} is {self.by}'s own; the other party replies."
        return Objection(says=says, rule="R61", article=known.article, conflicts=known.seq)

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
            close_record(course, "request", self.request, outcome=f"answered: information {item}")
            course.close_due("request", self.request)

    def says(self) -> str:
        """Say the act."""
        return f"information {self.item or ''} supplied by {self.by}".replace("  ", " ")


class _OnItem(Cooperation, frozen=True, kw_only=True):
    """An act on an item that was supplied."""

    item: Id
    PROVISION = "information"
    NEW = False
    ABOUT = ("information", "item")

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such item."""
        return missing(course, "information", self.item, self.article(course))


class RestrictionNotified(_OnItem, frozen=True, kw_only=True, tag="restriction_notified"):
    """The supplier restricts the use of information that it has supplied."""

    text: Words
    restriction: Id | None = None
    WHAT = "A restriction"
    OPENS = ("restriction", "L")

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such item, another supplied it, or the id is taken."""
        if found := super().particular(course):
            return found
        known = course.records["information", self.item]
        if known.by != self.by:
            says = f"{self.item} was supplied by {known.by}: {self.by} cannot restrict its use."
            return Objection(says=says, rule="R61", article=known.article, conflicts=known.seq)
        return _taken(course, self.restriction, known.article)

    def apply(self, course: Course) -> None:
        """Add the restriction from this day on."""
        self.note_record(course, "restriction", self.restriction or "", title=self.text, about=self.item)

    def says(self) -> str:
        """Say the act."""
        return f"restriction on {self.item} notified by {self.by}"


class LegalRestrictionDeclared(Cooperation, frozen=True, kw_only=True, tag="legal_restriction_declared"):
    """A party declares a legal restriction in force for it, to which all it supplies is subject."""

    text: Words
    restriction: Id | None = None
    PROVISION = "information"
    WHAT = "Declaring a legal restriction"
    NEW = False
    OPENS = ("restriction", "L")

    def particular(self, course: Course) -> Objection | None:
        """Object where the id is taken."""
        return _taken(course, self.restriction, self.article(course))

    def apply(self, course: Course) -> None:
        """Note it; it binds all items of this party."""
        self.note_record(course, "legal restriction", self.restriction or "", title=self.text)

    def says(self) -> str:
        """Say the act."""
        return f"legal restriction declared by {self.by}"


def _taken(course: Course, id: str | None, article: str) -> Objection | None:
    found = (taken(course, kind, id, article) for kind in RESTRICTIONS)
    return next(filter(None, found), None)


class RestrictionLifted(Cooperation, frozen=True, kw_only=True, tag="restriction_lifted"):
    """The party that made a restriction lifts it; this is open to it even after the end, for it binds even then."""

    restriction: Id | None = None
    PROVISION = "information"
    WHAT = "Lifting a restriction"
    NEW = False
    CLOSES = ("restriction", "restriction")

    def objection(self, course: Course) -> Objection | None:
        """Object as to any act, but for the season once the agreement has ended."""
        return self.particular(course) if course.state in ENDED else super().objection(course)

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such restriction, or another made it."""
        kind = self._kind(course)
        if found := missing(course, kind, self.restriction, self.article(course)):
            return found
        known = course.records[kind, self.restriction or ""]
        if known.by != self.by:
            says = f"Restriction {known.id} is {known.by}'s: {self.by} cannot lift it."
            return Objection(says=says, rule="R61", article=known.article, conflicts=known.seq)
        return None

    def _kind(self, course: Course) -> str:
        return next((kind for kind in RESTRICTIONS if (kind, self.restriction) in course.records), RESTRICTIONS[0])

    def apply(self, course: Course) -> None:
        """Close the restriction."""
        close_record(course, self._kind(course), self.restriction or "", outcome="lifted")

    def says(self) -> str:
        """Say the act."""
        return f"restriction {self.restriction} lifted by {self.by}"


class InformationUsed(_OnItem, frozen=True, kw_only=True, tag="information_used"):
    """The receiver uses an item; a fact, whatever restricts it."""

    purpose: Words
    WHAT = "A use of information"

    def apply(self, course: Course) -> None:
        """Note the use."""
        self.note_record(course, "use", numbered(course, "use", self.item), title=self.purpose, about=self.item)

    def says(self) -> str:
        """Say the act."""
        return f"{self.item} used by {self.by}"


class ComplaintRecorded(Cooperation, frozen=True, kw_only=True, tag="complaint_recorded"):
    """A party complains that a safeguard of the text is disturbed."""

    subject: Words
    PROVISION: ClassVar[str] = "information"
    WHAT = "A complaint"
    NEW = False

    def basis(self, course: Course) -> str | None:
        """Give the article of the safeguard."""
        provision = self.provision(course)
        return (provision.safeguards or provision.article) if provision else None

    def apply(self, course: Course) -> None:
        """Note the complaint."""
        self.note_record(course, "complaint", numbered(course, "complaint", self.by), title=self.subject)

    def says(self) -> str:
        """Say the act."""
        return f"complaint by {self.by}"
