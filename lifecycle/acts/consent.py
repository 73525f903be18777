"""Consent to be bound: signature, its confirmation, instruments, and their withdrawal.

Source: VCLT-IO 7 to 18 (R1 to R9, R27). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Id, Party, Person, Place, Received, Transmitted, Words, named
from lifecycle.acts.declarations import Declared
from lifecycle.acts.objections import before_sending, ended, outsider, stranger, taken
from lifecycle.consequences import entry, provisional
from lifecycle.consequences.time_limits import declarations
from lifecycle.course.course import Course
from lifecycle.course.facts import Reason, Return
from lifecycle.course.machine import ENDED, State
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.fields import MANNERS, Manner
from lifecycle.terms.text import Terms


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

    def says(self, of: str) -> Message:
        return Message("{by} confirmed its signature of {agreement} on {on}", by=self.by, agreement=of, on=self.on)


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


def express_consent(course: Course, name: str, reason: Reason) -> None:
    """Move a party and the agreement on a signature or an instrument, and draw what follows."""
    party = course.join(name)
    course.acted["consented" if reason.act == "consented" else "signed", name] = course.seq
    if party.state in ENDED:  # a tail that still runs goes on beside it, until it is bound anew
        party.begin_again(course.today, reason)
    else:
        party.fire("sign", course.today, reason)
    course.agreement.fire("sign", course.today, reason)
    entry.settle(course)


class ConsentWithdrawn(Act, frozen=True, kw_only=True, tag="consent_withdrawn"):
    """A party withdraws its instrument, or else its signature, before the agreement is in force for it (VCLT-IO 18).

    Who takes back its instrument is still a signatory. Who is bound individually, the agreement not yet being in force,
    may do so too: there is nobody yet to whom it could give notice.
    """

    by: Annotated[Party, Meta(description="The party that withdraws.")]
    NAME = Message("consent withdrawn")
    COMMAND = "withdraw-consent"
    EXAMPLE = "withdraw-consent wco-caricc --by WCO --on 2010-03-25 --accept-impact --dry-run"
    SEVERAL = True
    WEIGHTY = True

    def objection(self, course: Course) -> Objection | None:
        if found := stranger(course, self.by):
            return found
        party = course.parties[self.by]
        if party.state is State.SIGNED or (self.by in course.bound and course.entered is None):
            return None
        if self.by in course.bound:
            says = Message("{by} is bound already: it leaves by notice", by=self.by)
        else:
            says = Message("{by} has not expressed its consent", by=self.by)
        return Objection(says=says, rule="R7", article="VCLT-IO 18", conflicts=course.consented_by(self.by))

    def apply(self, course: Course) -> None:
        party, stays = course.parties[self.by], self._stays(course)
        course.forget_consent(self.by, signature=not stays)
        for due, moment in (("joins", "joining"), ("consent", "consent")):
            course.close_due(due, self.by)
            course.disarm(moment, self.by)
        declarations.leave(course, self.by, course.seq)
        if not stays:
            provisional.end(course, self.by)
            says = Message("{by} withdrew its consent on {on}, before it was bound", by=self.by, on=self.on)
            reason = Reason(says=says, article="VCLT-IO 18", rule="R7", seq=course.seq, act=self.tag)
            course.bound.discard(self.by)
            party.left = False
            party.fire("abandon" if party.state is State.SIGNED else "end", course.today, reason)
        entry.settle(course)

    def _stays(self, course: Course) -> bool:
        """Tell whether its signature stays: it is an instrument that it takes back, and not yet bound by it."""
        given = self.by in course.instruments or self.by in course.held
        return given and self.by in course.signed and self.by not in course.bound

    def says(self, of: str) -> Message:
        return Message("{by} withdrew its consent to {agreement} on {on}", by=self.by, agreement=of, on=self.on)
