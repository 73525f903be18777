"""Objections to a declaration of another party, and the withdrawal of either.

Source: VCLT-IO 20 to 23 (R55).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Party, Received, Words, named
from lifecycle.acts.declarations.declaration import no_declaration
from lifecycle.acts.objections import before_sending, ended, not_of, outsider, stranger
from lifecycle.consequences import entry
from lifecycle.consequences.time_limits import declarations
from lifecycle.course.course import Course
from lifecycle.course.declarations import Declaration, ObjectionMade
from lifecycle.errors import Objection
from lifecycle.messages import Message


class DeclarationObjected(Act, frozen=True, kw_only=True, tag="declaration_objected"):
    """A party objects to the declaration of another (VCLT-IO 20(4)(b) and 21(3))."""

    by: Annotated[Party, Meta(description="The party that objects.")]
    to: Annotated[Party | None, Meta(description="The party that made the declaration.")] = None
    opposes_entry: Annotated[
        bool, Meta(description="Whether it opposes the entry into force between the two (VCLT-IO 20).")
    ] = False
    text: Annotated[Words, Meta(description="The objection, in the party's own words.")] = ""
    received: Received = None
    declaration: Annotated[Id | None, Meta(description="The declaration; the only one there is if left out.")] = None
    NAME = Message("declaration objected to")
    COMMAND = "declaration object"
    EXAMPLE = (
        'declaration make wco-caricc --by WCO --kind interpretation --text "as to experts" --on 2010-05-03\n'
        "declaration object wco-caricc E1 --by CARICC --on 2010-06-01 --dry-run"
    )
    SEVERAL = True
    CLOSES = "declaration"

    def objection(self, course: Course) -> Objection | None:
        if found := (
            outsider(course, self.by)
            or ended(course)
            or no_declaration(course, self.declaration)
            or before_sending(self.on, self.received)
        ):
            return found
        known = course.declarations[self.declaration or ""]
        said = named("declaration", known.id)
        if self.to is not None and (found := not_of(known, self.to, said, "R55", "VCLT-IO 20(4)")):
            return found
        return self._own(known) or self._again(known) or declarations.too_late(course, known, self.by)

    def _own(self, known: Declaration) -> Objection | None:
        if known.by != self.by:
            return None
        says = Message("Declaration {id} was made by {by} itself", id=known.id, by=self.by)
        return Objection(says=says, rule="R55", article="VCLT-IO 20(4)", conflicts=known.seq)

    def _again(self, known: Declaration) -> Objection | None:
        before = known.objection_of(self.by)
        if before is None:
            return None
        says = Message("{by} objected to declaration {id} already, on {day}", by=self.by, id=known.id, day=before.since)
        return Objection(says=says, rule="R55", article="VCLT-IO 20(4)", conflicts=before.seq)

    def apply(self, course: Course) -> None:
        """Note it with the declaration; the time for others runs on."""
        known = course.declarations[self.declaration or ""]
        made = ObjectionMade(
            by=self.by, seq=course.seq, since=course.today, text=self.text, opposes_entry=self.opposes_entry
        )
        course.declarations[known.id] = replace(known, objections=(*known.objections, made))
        declarations.await_objections(course, known.id)

    def says(self, of: str) -> Message:
        by, on, id = self.by, self.on, self.declaration or ""
        if not self.opposes_entry:
            return Message(
                "{by} objected on {on} to declaration {declaration} on {agreement}",
                by=by,
                on=on,
                declaration=id,
                agreement=of,
            )
        return Message(
            "{by} objected on {on} to declaration {declaration} on {agreement}, "
            "and opposed the entry into force between the two",
            by=by,
            on=on,
            declaration=id,
            agreement=of,
        )


class DeclarationWithdrawn(Act, frozen=True, kw_only=True, tag="declaration_withdrawn"):
    """A party withdraws its declaration, or its objection to another's, at any time (VCLT-IO 22).

    It counts from its receipt: before that the others need not know of it (22(3); R55).
    """

    by: Annotated[Party, Meta(description="The party that withdraws.")]
    withdraws: Annotated[
        Literal["declaration", "objection"],
        Meta(description="Whether its own declaration is withdrawn, or its objection to that of another."),
    ] = "declaration"
    received: Received = None
    declaration: Annotated[Id | None, Meta(description="The declaration; the only one there is if left out.")] = None
    NAME = Message("declaration withdrawn")
    COMMAND = "declaration withdraw"
    EXAMPLE = (
        'declaration make wco-caricc --by WCO --kind interpretation --text "as to experts" --on 2010-05-03\n'
        "declaration withdraw wco-caricc E1 --by WCO --on 2010-06-01 --dry-run"
    )
    CLOSES = "declaration"

    def objection(self, course: Course) -> Objection | None:
        if found := (
            stranger(course, self.by)
            or no_declaration(course, self.declaration)
            or before_sending(self.on, self.received)
        ):
            return found
        known = course.declarations[self.declaration or ""]
        if self.withdraws == "declaration":
            return not_of(known, self.by, named("declaration", known.id), "R55", "VCLT-IO 22(1)")
        if known.objection_of(self.by):
            return None
        says = Message("{by} has no objection to declaration {id} that stands", by=self.by, id=known.id)
        return Objection(says=says, rule="R55", article="VCLT-IO 22(2)", conflicts=known.seq)

    def apply(self, course: Course) -> None:
        known = course.declarations[self.declaration or ""]
        if self.withdraws == "declaration":
            declarations.close(course, known.id, course.seq)
            if known.kind == "not-provisionally":
                entry.settle(course)
            return
        standing = known.objection_of(self.by)
        others = tuple(replace(one, withdrawn=course.today) if one is standing else one for one in known.objections)
        course.declarations[known.id] = replace(known, objections=others)
        declarations.await_objections(course, known.id)

    def says(self, of: str) -> Message:
        by, on, id = self.by, self.on, self.declaration or ""
        if self.withdraws == "declaration":
            return Message(
                "{by} withdrew its declaration {declaration} on {agreement} on {on}",
                by=by,
                declaration=id,
                agreement=of,
                on=on,
            )
        return Message(
            "{by} withdrew on {on} its objection to declaration {declaration} on {agreement}",
            by=by,
            on=on,
            declaration=id,
            agreement=of,
        )
