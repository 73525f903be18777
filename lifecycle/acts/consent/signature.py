"""Signature, and its confirmation by a party for which somebody signed without authority.

Source: VCLT-IO 7, 8 and 12 (R1, R3, R9). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Party, Person, Place, Words
from lifecycle.acts.consent.expression import express_consent
from lifecycle.acts.objections import ended, outsider, stranger
from lifecycle.course.course import Course
from lifecycle.course.periods import Reason
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.fields import Manner


class Signed(Act, frozen=True, kw_only=True, tag="signed"):
    """A party signs (VCLT-IO 12)."""

    by: Annotated[Party, Meta(description="The party that signs.")]
    place: Annotated[Place, Meta(description="Where it was signed.")] = ""
    signatory: Annotated[Person, Meta(description="Who signed: the name, or the office alone.")] = ""
    office: Annotated[Words, Meta(description="The office in which the signatory signed (VCLT-IO 7(3)).")] = ""
    authority: Annotated[
        Words, Meta(description="Full powers, or what else shows that the signatory may bind the party (VCLT-IO 7).")
    ] = ""
    subject_to: Annotated[
        Manner | None,
        Meta(description="What it is subject to, such as ratification; a signature without it may bind (VCLT-IO 14)."),
    ] = None
    NAME = Message("signed")
    COMMAND = "sign"
    EXAMPLE = "sign wco-caricc --by CARICC --on 2010-03-30 --place Astana"
    SEVERAL = True

    def objection(self, course: Course) -> Objection | None:
        if found := outsider(course, self.by) or ended(course) or self._closed(course):
            return found
        signed = course.signed.get(self.by)
        if signed is None:
            return self._authority(course)
        return Objection(
            says=Message("{by} has already signed, on {signed}", by=self.by, signed=signed),
            rule="R9",
            article=course.terms.clauses.entry_into_force.article,
            conflicts=course.acted.get(("signed", self.by)),
        )

    def _closed(self, course: Course) -> Objection | None:
        """Object to a signature before, or after, the days on which the text is open for it (VCLT-IO 12)."""
        clause = course.terms.clauses.entry_into_force
        opens, closes = clause.signature_from, clause.signature_until
        if closes is not None and self.on > closes:
            says = Message("It was open for signature until {last}: {by} can accede to it", last=closes, by=self.by)
        elif opens is not None and self.on < opens:
            says = Message("It is open for signature from {first} on", first=opens)
        else:
            return None
        return Objection(says=says, rule="R3", article=clause.article)

    def _authority(self, course: Course) -> Objection | None:
        party = course.terms.parties.get(self.by)
        signs, office = party.signs if party else "", self.office or self.signatory
        if not office or not signs or office == signs or self.authority:
            return None
        if self.by in course.relating_back:
            return None
        says = Message(  # it does not say who: a ruling is stored for ever, and a person's name can be erased
            "The signatory is not the one who signs for {by}, {office}, and shows no full powers; "
            "without authority a signature has no legal effect unless confirmed afterwards",
            by=self.by,
            office=Quoted(signs),
        )
        return Objection(says=says, rule="R1", article="VCLT-IO 7 and 8")

    def void(self, course: Course, objection: Objection) -> None:
        """Remember the signature where it lacks nothing but authority: it can be confirmed afterwards."""
        if objection == self._authority(course):
            course.unauthorised.setdefault(self.by, (self.on, course.seq))

    def apply(self, course: Course) -> None:
        course.signed[self.by] = self.on
        if self.subject_to is not None:
            course.subject_to[self.by] = self.subject_to
        reason = Reason(
            says=self.says(course.terms.agreement),
            article=course.terms.clauses.entry_into_force.article,
            rule="R9",
            seq=course.seq,
            act="signed",
        )
        express_consent(course, self.by, reason)

    def says(self, of: str) -> Message:
        if not self.place:
            return Message("{by} signed {agreement} on {on}", by=self.by, agreement=of, on=self.on)
        place = self.place
        return Message("{by} signed {agreement} on {on} at {place}", by=self.by, agreement=of, on=self.on, place=place)


class Confirmed(Act, frozen=True, kw_only=True, tag="confirmed"):
    """A party confirms the signature of one who had no authority to sign for it (VCLT-IO 8).

    Whether it relates back to the day of signature the Convention does not say; a convention decides, and the answer
    shows both.
    """

    by: Annotated[Party, Meta(description="The party that confirms its signature.")]
    authority: Annotated[Words, Meta(description="What shows that it is the party's own act.")] = ""
    NAME = Message("confirmed")
    SAYS = Message("{by} confirmed its signature of {agreement} on {on}")
    COMMAND = "confirm"
    EXAMPLE = 'confirm icmpd-wco --by WCO --on 1999-06-01 --irregular "by way of caution" --dry-run'
    SEVERAL = True

    def objection(self, course: Course) -> Objection | None:
        if found := stranger(course, self.by) or ended(course):
            return found
        if self.by in course.relating_back:
            return None
        if signed := course.signed.get(self.by):
            says = Message("The signature of {by} of {signed} needs no confirmation", by=self.by, signed=signed)
            return Objection(says=says, rule="R1", article="VCLT-IO 8", conflicts=course.acted.get(("signed", self.by)))
        if self.by in course.unauthorised:
            return None
        says = Message("There is no signature of {by} without authority on record that could be confirmed", by=self.by)
        return Objection(says=says, rule="R1", article="VCLT-IO 8")

    def apply(self, course: Course) -> None:
        """Count the signature from its confirmation."""
        if self.by in course.relating_back:
            return
        signed_on, seq = course.unauthorised.pop(self.by)
        course.cured[seq] = course.seq
        course.signed[self.by] = self.on
        course.assume("confirmation_relates_back")
        if course.conventions.others("confirmation_relates_back"):
            course.note_reading("signature", self.by, self.on, signed_on, ("confirmation_relates_back", "yes"))
        says = Message(
            "{by} confirmed on {on} the signature of {signed} (#{seq})",
            by=self.by,
            on=self.on,
            signed=signed_on,
            seq=seq,
        )
        express_consent(
            course, self.by, Reason(says=says, article="VCLT-IO 8", rule="R1", seq=course.seq, act=self.tag)
        )
