"""Conclusion: the draft, signature, consent to be bound, facts outside the agreement, and giving it up.

Source: VCLT-IO 9 to 18 and 24 (R1 to R12). To add an act: a class here and its line in `lifecycle.acts.KINDS`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from lifecycle.acts.base import Act, Party, Words, before_entry, ended, stranger
from lifecycle.dates import words
from lifecycle.errors import Objection
from lifecycle.facts import Reason
from lifecycle.machine import SIGNED, State
from lifecycle.terms import Terms

if TYPE_CHECKING:
    from lifecycle.course import Course


class Drafted(Act, frozen=True, kw_only=True, tag="drafted"):
    """The agreement's text is drafted; the register opens its file."""

    terms: Terms

    def objection(self, course: Course) -> Objection:
        """Object to a second draft: the file is open already."""
        says = f"{course.terms.agreement} is drafted already; a change of its terms is an amendment."
        return Objection(says=says, rule="R50", article="VCLT-IO 39", conflicts=course.versions[0].seq)

    def says(self) -> str:
        """Say the act."""
        return f"{self.terms.agreement} drafted"


class Signed(Act, frozen=True, kw_only=True, tag="signed"):
    """A party signs (VCLT-IO 12)."""

    by: Party
    place: Words = ""
    signatory: Words = ""
    authority: Words = ""
    """Full powers, or what else shows that the signatory may bind the party (VCLT-IO 7)."""

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, a second signature, a signature after the end, or one without authority."""
        if found := stranger(course, self.by) or ended(course, "A signature"):
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
        course.unauthorised.setdefault(self.by, (self.on, course.seq))
        return Objection(
            says=f"{self.signatory} is not the {signs}, who signs for {self.by}, and shows no full powers; "
            "without authority a signature has no legal effect unless confirmed afterwards.",
            rule="R1",
            article="VCLT-IO 7 and 8",
        )

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
            course.note_reading(f"signature of {self.by}", self.on, signed_on, "confirmation_relates_back", "yes")
        says = f"{self.by} confirmed on {words(self.on)} the signature of {words(signed_on)} (#{seq})."
        express_consent(
            course, self.by, Reason(says=says, article="VCLT-IO 8", rule="R1", seq=course.seq, act=self.tag)
        )

    def says(self) -> str:
        """Say the act."""
        return f"confirmation of its signature by {self.by}"


class Consented(Act, frozen=True, kw_only=True, tag="consented"):
    """A party expresses its consent to be bound, by an instrument (VCLT-IO 11, 14 to 16).

    `on` is the date that counts: deposit, exchange or notification (R6); `instrument` is the date it bears.
    """

    by: Party
    manner: Literal[
        "ratification",
        "acceptance",
        "approval",
        "accession",
        "formal-confirmation",
        "notification",
        "exchange",
    ]
    instrument: date | None = None
    place: Words = ""

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, a second consent, one after the end, or an organisation that ratifies."""
        if found := stranger(course, self.by) or ended(course, "Consent to be bound"):
            return found
        if self.by in course.consents:
            return Objection(
                says=f"{self.by} has already consented to be bound, on {words(course.consents[self.by])}.",
                rule="R9",
                article=course.terms.clauses.entry_into_force.article,
                conflicts=course.acted.get(("consented", self.by)),
            )
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
        course.consents[self.by] = self.on
        reason = Reason(
            says=f"{self.by} consented to be bound on {words(self.on)}, by {self.manner.replace('-', ' ')}.",
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
    party = course.parties[name]
    if party.state is State.TERMINATED:
        party.begin_again(course.today)
    course.acted["consented" if reason.act == "consented" else "signed", name] = course.seq
    party.fire("sign", course.today, reason)
    course.agreement.fire("sign", course.today, reason)
    course.settle()


class FactEstablished(Act, frozen=True, kw_only=True, tag="fact_established"):
    """A fact outside the agreement on which its terms depend."""

    fact: Words

    def objection(self, course: Course) -> Objection | None:
        """Object to a fact that stands already."""
        if self.fact in course.established:
            says = f"{self.fact!r} is on record since {words(course.established[self.fact])}."
            article = course.terms.clauses.entry_into_force.article
            conflicts = course.acted["fact_established", self.fact]
            return Objection(says=says, rule="R8", article=article, conflicts=conflicts)
        return None

    def apply(self, course: Course) -> None:
        """Note the fact."""
        course.established[self.fact] = self.on
        course.acted["fact_established", self.fact] = course.seq
        if course.state is SIGNED or course.entered:
            course.settle()

    def says(self) -> str:
        """Say the act."""
        return f"fact: {self.fact}"


class Abandoned(Act, frozen=True, kw_only=True, tag="abandoned"):
    """The draft, or the signatures, are given up before entry into force (VCLT-IO 18)."""

    def objection(self, course: Course) -> Objection | None:
        """Object once the agreement has entered into force, or has ended."""
        if self.by is not None and (found := stranger(course, self.by)):
            return found
        if not before_entry(course):
            happened = "is in force" if course.in_force else "has ended"
            return Objection(
                says=f"Only a draft or signatures can be given up; the agreement {happened}.",
                rule="R7",
                article="VCLT-IO 18",
            )
        return None

    def apply(self, course: Course) -> None:
        """Give it up."""
        who = f" by {self.by}" if self.by else ""
        says = f"Given up{who} on {words(self.on)}, before entry into force."
        reason = Reason(says=says, article="VCLT-IO 18", rule="R7", seq=course.seq, act="abandoned")
        course.abandon(course.today, reason)

    def says(self) -> str:
        """Say the act."""
        return "given up before entry into force"
