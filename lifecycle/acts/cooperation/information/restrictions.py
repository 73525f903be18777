"""Restrictions on the use of information: of one item, or of all that a party supplies.

They may be notified later than the information; what binds an item shrinks only by an act, and goes on binding after
the end (VCLT-IO 70(1)(b); R44).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Id, NewId, Words, named
from lifecycle.acts.cooperation.common import Cooperation, close_record, missing, taken
from lifecycle.acts.cooperation.information.supply import OnItem
from lifecycle.acts.objections import not_of
from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED
from lifecycle.errors import Objection
from lifecycle.messages import Message

RESTRICTIONS = ("restriction", "legal restriction")
"""The kinds of record that restrict: one the use of an item, the other all that a party supplies."""


class RestrictionNotified(OnItem, frozen=True, kw_only=True, tag="restriction_notified"):
    """The supplier restricts the use of information that it has supplied."""

    text: Annotated[Words, Meta(description="The restriction.")]
    restriction: NewId = None
    NAME = Message("restriction notified")
    SAYS = Message("{by} restricted the use of {item} under {agreement} on {on} ({restriction}): {text}")
    QUOTED = ("text",)
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


class LegalRestrictionDeclared(Cooperation, frozen=True, kw_only=True, tag="legal_restriction_declared"):
    """A party declares a legal restriction in force for it, to which all it supplies is subject."""

    text: Annotated[Words, Meta(description="The legal restriction in force for it.")]
    restriction: NewId = None
    NAME = Message("legal restriction declared")
    SAYS = Message("{by} declared a legal restriction under {agreement} on {on} ({restriction}): {text}")
    QUOTED = ("text",)
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


def _taken(course: Course, id: str | None, article: str) -> Objection | None:
    found = (taken(course, kind, id, article) for kind in RESTRICTIONS)
    return next(filter(None, found), None)


class RestrictionLifted(Cooperation, frozen=True, kw_only=True, tag="restriction_lifted"):
    """The party that made a restriction lifts it; this is open to it even after the end, for it binds even then."""

    restriction: Annotated[Id | None, Meta(description="The restriction; the only one that stands if left out.")] = None
    NAME = Message("restriction lifted")
    SAYS = Message("{by} lifted restriction {restriction} under {agreement} on {on}")
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
