"""Instruments of consent to be bound: ratification and the like, and what is reserved with them.

Source: VCLT-IO 11 and 14 to 16 (R5, R6, R9, R10, R27). To add an act: a class here and its line in
`lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Id, Party, Place, Received, Transmitted, Words, named
from lifecycle.acts.consent.expression import express_consent
from lifecycle.acts.declarations.declaration import Declared
from lifecycle.acts.objections import before_sending, ended, outsider, taken
from lifecycle.consequences.time_limits import declarations
from lifecycle.course.course import Course
from lifecycle.course.notices import Return
from lifecycle.course.periods import Reason
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.fields import MANNERS, Manner
from lifecycle.terms.text import Terms


class Consented(Act, frozen=True, kw_only=True, tag="consented"):
    """A party expresses its consent to be bound, by an instrument (VCLT-IO 11, 14 to 16).

    `on` is the date that counts: deposit, exchange or notification (R6). A notification that is received later counts
    from its receipt, unless the terms say otherwise (R27).
    """

    by: Annotated[Party, Meta(description="The party that consents.")]
    manner: Annotated[Manner, Meta(description="How the consent is expressed.")]
    effective: Annotated[
        date | None,
        Meta(
            description="A later date of entry for this party, where the parties agreed on one; of a succession, "
            "the date of the succession of States."
        ),
    ] = None
    transmitted: Transmitted = None
    instrument: Annotated[date | None, Meta(description="The date that the instrument bears.")] = None
    received: Received = None
    place: Annotated[Place, Meta(description="Where it was deposited or exchanged.")] = ""
    reservation: Annotated[
        Words, Meta(description="A reservation made with the instrument, in the party's own words (VCLT-IO 19).")
    ] = ""
    declaration: Annotated[Id | None, Meta(description="The id of that reservation; the next number if left out.")] = (
        None
    )
    NAME = Message("consented")
    COMMAND = "consent"
    EXAMPLE = "consent wco-caricc --by WCO --on 2010-03-19 --manner approval --dry-run"
    SEVERAL = True

    @property
    def opens(self) -> tuple[str, str] | None:
        """Open a declaration where the instrument holds a reservation."""
        return Declared.OPENS if self.reservation else None

    def dated(self) -> date:
        """Give the day on which it takes its place: that of receipt; of a succession the day of that (VCSS 22)."""
        if self.manner == "succession" and self.effective is not None:
            return min(self.effective, Act.dated(self))
        return Act.dated(self)

    def objection(self, course: Course) -> Objection | None:
        if found := outsider(course, self.by) or ended(course):
            return found
        known = course.instruments.get(self.by) or course.held.get(self.by)
        if known is not None and not self._comes_back(course):
            return Objection(
                says=Message("{by} has already consented to be bound, on {known}", by=self.by, known=known),
                rule="R9",
                article=course.terms.clauses.entry_into_force.article,
                conflicts=course.acted.get(("consented", self.by)),
            )
        if found := (before_sending(self.on, self.received) or self._too_early(course) or self._reservation(course)):
            return found
        party = course.terms.parties.get(self.by)
        if self.manner != "ratification" or party is None or party.type != "organisation":
            return None
        says = Message(
            "{by} is an organisation: it does not ratify but consents by {manner}",
            by=self.by,
            manner=MANNERS["formal-confirmation"],
        )
        return Objection(says=says, rule="R5", article="VCLT-IO 14(2)")

    def _too_early(self, course: Course) -> Objection | None:
        if self.effective is None or self.effective >= self.dated():
            return None
        says = Message(
            "Parties agree on a later day of entry, not on one before the consent of {on}: {day}",
            on=self.dated(),
            day=self.effective,
        )
        return Objection(says=says, rule="R10", article=course.terms.clauses.entry_into_force.article)

    def _comes_back(self, course: Course) -> bool:
        """Tell whether it is given under notice: it is no second consent to the membership that the notice ends."""
        running = (course.notices[id].by for id in course.running)
        leaving = self.by in running or (self.by, course.today) in course.noticing
        return self.by in course.bound and leaving and self.by not in course.returning

    def counted(self, terms: Terms) -> date:
        """Give the day that counts by the terms: receipt, sending, or the transmission by the depositary (R27)."""
        since = terms.clauses.entry_into_force.counts_from
        if since == "sending" and self.manner != "succession":
            return self.on
        return (self.transmitted if since == "transmission" else None) or self.dated()

    def apply(self, course: Course) -> None:
        counts = self.counted(course.terms)
        if self._comes_back(course):
            course.returning[self.by] = Return(on=counts, seq=course.seq, manner=self.manner, agreed=self.effective)
            return
        course.held[self.by] = counts
        course.manners[self.by] = self.manner
        if self.effective is not None:
            course.agreed_entries[self.by] = self.effective
        manner = MANNERS[self.manner]
        reason = Reason(
            says=Message("{by} consented to be bound on {on}, by {manner}", by=self.by, on=counts, manner=manner),
            article=course.terms.clauses.entry_into_force.article,
            rule="R6",
            seq=course.seq,
            act="consented",
        )
        express_consent(course, self.by, reason)
        if self.reservation:
            self._declared().apply(course)

    def _reservation(self, course: Course) -> Objection | None:
        """Object to a reservation that the text does not admit: the instrument cannot be taken without it."""
        if not self.reservation:
            return None
        known = course.declarations.get(self.declaration or "")
        return declarations.forbidden(course, self.by, "reservation") or taken(
            known, named("declaration", self.declaration), "R55", "VCLT-IO 19"
        )

    def _declared(self) -> Declared:
        """Give the reservation as the declaration that it is."""
        return Declared(
            on=self.on,
            by=self.by,
            kind="reservation",
            text=self.reservation,
            received=self.received,
            transmitted=self.transmitted,
            declaration=self.declaration,
        )

    def says(self, of: str) -> Message:
        by, on, manner = self.by, self.on, MANNERS[self.manner]
        said = Message("{by} consented to {agreement} on {on}, by {manner}", by=by, agreement=of, on=on, manner=manner)
        if self.place:
            said = Message("{consent}, at {place}", consent=said, place=self.place)
        if not self.reservation:
            return said
        return Message(
            "{consent}, with reservation {declaration}: {text}",
            consent=said,
            declaration=self.declaration or "",
            text=Quoted(self.reservation),
        )
