"""Consent to be bound: signature, its confirmation, instruments, and their withdrawal.

Source: VCLT-IO 7 to 18 (R1 to R9, R27). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date

from lifecycle.acts.act import Act, Party, Words
from lifecycle.acts.objections import before_sending, ended, outsider, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import entry
from lifecycle.course.course import Course
from lifecycle.course.facts import Reason
from lifecycle.course.machine import ENDED, State
from lifecycle.errors import Objection
from lifecycle.terms.fields import Manner


class Signed(Act, frozen=True, kw_only=True, tag="signed"):
    """A party signs (VCLT-IO 12)."""

    by: Party
    place: Words = ""
    signatory: Words = ""
    authority: Words = ""
    """Full powers, or what else shows that the signatory may bind the party (VCLT-IO 7)."""

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, a second signature, a signature after the end, or one without authority."""
        if found := outsider(course, self.by) or ended(course, "A signature"):
            return found
        if self.by in course.signatures:
            return Objection(
                says=f"{self.by} has already signed, on {words(course.signatures[self.by])}.",
                rule="R9",
                article=course.terms.clauses.entry_into_force.article,
                conflicts=course.acted.get(("signed", self.by)),
            )
        return self._authority(course)

    def _authority(self, course: Course) -> Objection | None:
        party = course.terms.parties.get(self.by)
        signs = party.signs if party else ""
        if not self.signatory or not signs or self.signatory == signs or self.authority:
            return None
        if self.by in course.relating_back:
            return None
        return Objection(
            # It does not say who: a ruling is stored for ever, and a person's name can be erased.
            says=f"The signatory is not the {signs}, who signs for {self.by}, and shows no full powers; "
            "without authority a signature has no legal effect unless confirmed afterwards.",
            rule="R1",
            article="VCLT-IO 7 and 8",
        )

    def void(self, course: Course, objection: Objection) -> None:
        """Remember the signature where it lacks nothing but authority: it can be confirmed afterwards."""
        if objection == self._authority(course):
            course.unauthorised.setdefault(self.by, (self.on, course.seq))

    def apply(self, course: Course) -> None:
        """Count the signature."""
        where = f" at {self.place}" if self.place else ""
        reason = Reason(
            says=f"{self.by} signed on {words(self.on)}{where}.",
            article=course.terms.clauses.entry_into_force.article,
            rule="R9",
            seq=course.seq,
            act="signed",
        )
        course.signatures[self.by] = self.on
        express_consent(course, self.by, reason)

    def says(self) -> str:
        """Say the act."""
        return f"signature by {self.by}"


class Confirmed(Act, frozen=True, kw_only=True, tag="confirmed"):
    """A party confirms the signature of one who had no authority to sign for it (VCLT-IO 8).

    Whether it relates back to the day of signature the Convention does not say; a convention decides, and the answer
    shows both.
    """

    by: Party
    authority: Words = ""

    def objection(self, course: Course) -> Objection | None:
        """Object where there is no such signature to confirm, or the party has signed by now."""
        if found := stranger(course, self.by) or ended(course, "A confirmation"):
            return found
        if self.by in course.relating_back:
            return None
        if self.by in course.signatures:
            says = f"The signature of {self.by} of {words(course.signatures[self.by])} needs no confirmation."
            return Objection(says=says, rule="R1", article="VCLT-IO 8", conflicts=course.acted.get(("signed", self.by)))
        if self.by not in course.unauthorised:
            says = f"There is no signature of {self.by} without authority on record that could be confirmed."
            return Objection(says=says, rule="R1", article="VCLT-IO 8")
        return None

    def apply(self, course: Course) -> None:
        """Count the signature from its confirmation."""
        if self.by in course.relating_back:
            return
        signed_on, seq = course.unauthorised.pop(self.by)
        course.cured[seq] = course.seq
        course.signatures[self.by] = self.on
        course.assume("confirmation_relates_back")
        if course.conventions.others("confirmation_relates_back"):
            what = f"signature of {self.by}"
            course.note_reading(what, "", self.on, signed_on, ("confirmation_relates_back", "yes"))
        says = f"{self.by} confirmed on {words(self.on)} the signature of {words(signed_on)} (#{seq})."
        express_consent(
            course, self.by, Reason(says=says, article="VCLT-IO 8", rule="R1", seq=course.seq, act=self.tag)
        )

    def says(self) -> str:
        """Say the act."""
        return f"confirmation of its signature by {self.by}"


class Consented(Act, frozen=True, kw_only=True, tag="consented"):
    """A party expresses its consent to be bound, by an instrument (VCLT-IO 11, 14 to 16).

    `on` is the date that counts: deposit, exchange or notification (R6); `instrument` is the date it bears. A
    notification that is received later counts from its receipt, unless the terms say otherwise (R27).
    """

    by: Party
    manner: Manner
    effective: date | None = None
    """A later date of entry for this party, where the parties agreed on one."""
    instrument: date | None = None
    received: date | None = None
    """The day on which the last of the others, or the depositary, received a notification."""
    place: Words = ""

    def dated(self) -> date:
        """Give the day of receipt where one is recorded (VCLT-IO 79(b))."""
        return self.received or self.on

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, a second consent, one after the end, or an organisation that ratifies."""
        if found := outsider(course, self.by) or ended(course, "Consent to be bound"):
            return found
        known = course.consents.get(self.by) or course.held.get(self.by)
        if known is not None:
            return Objection(
                says=f"{self.by} has already consented to be bound, on {words(known)}.",
                rule="R9",
                article=course.terms.clauses.entry_into_force.article,
                conflicts=course.acted.get(("consented", self.by)),
            )
        if found := before_sending(self.on, self.received, "notification"):
            return found
        party = course.terms.parties.get(self.by)
        if self.manner == "ratification" and party is not None and party.type == "organisation":
            return Objection(
                says=f"{self.by} is an organisation: it does not ratify but confirms formally (formal-confirmation).",
                rule="R5",
                article="VCLT-IO 14(2)",
            )
        return None

    def apply(self, course: Course) -> None:
        """Count the consent."""
        from_sending = course.terms.clauses.entry_into_force.counts_from == "sending"
        counts = self.on if from_sending else self.dated()
        course.held[self.by] = counts
        course.manners[self.by] = self.manner
        if self.effective is not None:
            course.agreed_entries[self.by] = self.effective
        reason = Reason(
            says=f"{self.by} consented to be bound on {words(counts)}, by {self.manner.replace('-', ' ')}.",
            article=course.terms.clauses.entry_into_force.article,
            rule="R6",
            seq=course.seq,
            act="consented",
        )
        express_consent(course, self.by, reason)

    def says(self) -> str:
        """Say the act."""
        return f"{self.manner.replace('-', ' ')} by {self.by}"


def express_consent(course: Course, name: str, reason: Reason) -> None:
    """Move a party and the agreement on a signature or an instrument, and draw what follows."""
    party = course.join(name)
    course.acted["consented" if reason.act == "consented" else "signed", name] = course.seq
    if party.state in ENDED:
        course.tails.pop(name, None)
        course.close_due("survival", name)
        party.begin_again(course.today, reason)
    else:
        party.fire("sign", course.today, reason)
    course.agreement.fire("sign", course.today, reason)
    entry.settle(course)


class ConsentWithdrawn(Act, frozen=True, kw_only=True, tag="consent_withdrawn"):
    """A party withdraws its signature or instrument before the agreement is in force for it (VCLT-IO 18)."""

    by: Party

    def objection(self, course: Course) -> Objection | None:
        """Object where there is nothing to withdraw, or the party is bound already."""
        if found := stranger(course, self.by):
            return found
        party = course.parties[self.by]
        if party.state is State.SIGNED:
            return None
        bound = self.by in course.bound
        says = f"{self.by} {'is bound already: it leaves by notice' if bound else 'has not expressed its consent'}."
        return Objection(says=says, rule="R7", article="VCLT-IO 18", conflicts=course.consented_by(self.by))

    def apply(self, course: Course) -> None:
        """Take the consent back."""
        course.forget_consent(self.by)
        course.close_due("joins", self.by)
        entry.end_provisional(course, self.by)
        says = f"{self.by} withdrew its consent on {words(self.on)}, before it was bound."
        reason = Reason(says=says, article="VCLT-IO 18", rule="R7", seq=course.seq, act=self.tag)
        course.parties[self.by].fire("abandon", course.today, reason)
        entry.settle(course)

    def says(self) -> str:
        """Say the act."""
        return f"consent of {self.by} withdrawn"
