"""Declarations of a party: reservations, interpretations, and what else it declares of its participation.

Source: VCLT-IO 19 and 23 (R55), 17 and 29. A declaration is shown with the party that made it.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Name, NewId, Party, Received, Transmitted, Words, named
from lifecycle.acts.objections import before_sending, ended, missing, not_of, outsider, taken
from lifecycle.consequences import provisional
from lifecycle.consequences.time_limits import declarations
from lifecycle.course.course import Course
from lifecycle.course.declarations import Declaration
from lifecycle.course.machine import ENDED
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.declarations import DECLARATIONS, DeclarationKind


def no_declaration(course: Course, id: str | None) -> Objection | None:
    """Object where there is no such declaration, or it is closed."""
    return missing(course, course.declarations.get(id or ""), named("declaration", id), "R55", "VCLT-IO 22")


class Declared(Act, frozen=True, kw_only=True, tag="declared"):
    """A party makes a declaration, with its signature, with its consent or by itself (VCLT-IO 19 and 23)."""

    by: Annotated[Party, Meta(description="The party that makes it.")]
    kind: Annotated[DeclarationKind, Meta(description="Of which kind it is.")]
    text: Annotated[Words, Meta(description="What it says, in the party's own words.")] = ""
    articles: Annotated[tuple[Name, ...], Meta(description="The articles that it is about.")] = ()
    territory: Annotated[Words, Meta(description="The territories that it is about.")] = ""
    received: Received = None
    transmitted: Transmitted = None
    confirms: Annotated[
        Id | None, Meta(description="The reservation made with its signature that it confirms (VCLT-IO 23).")
    ] = None
    declaration: NewId = None
    NAME = Message("declaration made")
    COMMAND = "declaration make"
    EXAMPLE = (
        'declaration make wco-caricc --by WCO --kind interpretation --text "as to experts" --on 2010-05-03 --dry-run'
    )
    OPENS = ("declaration", "E")

    def objection(self, course: Course) -> Objection | None:
        article = declarations.article_of(course, self.by, self.kind, self.articles)
        return (
            outsider(course, self.by)
            or ended(course)
            or self._no_participant(course, article)
            or taken(
                course.declarations.get(self.declaration or ""), named("declaration", self.declaration), "R55", article
            )
            or before_sending(self.on, self.received)
            or declarations.inadmissible(course, self.by, self.kind, self.articles, self.on)
            or self._nothing_to_confirm(course)
        )

    def _no_participant(self, course: Course, article: str) -> Objection | None:
        """Object where the party has neither signed nor consented, or is no longer bound."""
        expressed = any(self.by in known for known in (course.signatures, course.consents, course.held, course.bound))
        party = course.parties.get(self.by)
        if expressed and party is not None and party.state not in ENDED:
            return None
        says = Message("{by} has neither signed nor consented to be bound by {day}", by=self.by, day=course.today)
        return Objection(says=says, rule="R55", article=article)

    def _nothing_to_confirm(self, course: Course) -> Objection | None:
        if self.confirms is None:
            return None
        known = course.declarations.get(self.confirms)
        said = named("declaration", self.confirms)
        if found := no_declaration(course, self.confirms):
            return found
        if known is not None and known.unconfirmed:
            return not_of(known, self.by, said, "R55", "VCLT-IO 23(2)")
        says = Message("Declaration {id} needs no confirmation", id=self.confirms)
        return Objection(says=says, rule="R55", article="VCLT-IO 23(2)", conflicts=known.seq if known else None)

    def apply(self, course: Course) -> None:
        """Put it among the facts; what it confirms dates from it (VCLT-IO 23(2))."""
        before = course.declarations.get(self.confirms or "")
        made = Declaration(
            id=self.declaration or "",
            seq=course.seq,
            since=course.today,
            by=self.by,
            kind=self.kind,
            article=declarations.article_of(course, self.by, self.kind, self.articles),
            text=self.text,
            articles=self.articles,
            territory=self.territory,
            effective=course.today,
            notified=self.transmitted or course.today,
        )
        if before is not None:
            text, articles = self.text or before.text, self.articles or before.articles
            made = replace(made, text=text, articles=articles, territory=self.territory or before.territory)
            declarations.close(course, before.id, course.seq, confirmed_by=made.id)
        declarations.make(course, made)
        if self.kind == "not-provisionally":
            provisional.end(course, self.by)

    def says(self, of: str) -> Message:
        said = Message(
            "{by} made declaration {declaration} on {agreement} on {on}, {kind}",
            by=self.by,
            declaration=self.declaration or "",
            agreement=of,
            on=self.on,
            kind=DECLARATIONS[self.kind],
        )
        return Message("{declared}: {text}", declared=said, text=Quoted(self.text)) if self.text else said
