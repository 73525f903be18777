"""Conclusion: the draft, signature, consent to be bound, facts outside the agreement, and giving it up.

Source: VCLT-IO 9 to 18 and 24 (R1 to R12). To add an act: a class here and its line in `lifecycle.acts.KINDS`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lifecycle.acts.base import Act, Party, Words, before_entry, ended, outsider, stranger
from lifecycle.consequences import ending, entry, leaving
from lifecycle.dates import words
from lifecycle.errors import Objection
from lifecycle.facts import Reason
from lifecycle.machine import ENDED, State
from lifecycle.terms import Terms
from lifecycle.terms.base import Manner

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
        course.unauthorised.setdefault(self.by, (self.on, course.seq))
        return Objection(
            # It does not say who: a ruling is stored for ever, and a person's name can be erased.
            says=f"The signatory is not the {signs}, who signs for {self.by}, and shows no full powers; "
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
        if self.received is not None and self.received < self.on:
            says = f"A notification sent on {words(self.on)} cannot have been received on {words(self.received)}."
            return Objection(says=says, rule="R27", article="VCLT-IO 79")
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
        course.lapsed.pop(self.fact, None)
        course.acted["fact_established", self.fact] = course.seq
        course.close_due("supersedes", self.fact)
        entry.settle(course)
        settle_tails(course)

    def says(self) -> str:
        """Say the act."""
        return f"fact: {self.fact}"


def settle_tails(course: Course) -> None:
    """End what survived for an event, for the agreement or for a party, once the event has come."""
    survival = course.terms.clauses.survival
    until = survival.until if survival else None
    if until is not None and until.upon is not None and until.upon.met(course) is not None:
        for name in list(course.tails):
            ending.end_tail(course, name, "event", "the event came")


class FactEnded(Act, frozen=True, kw_only=True, tag="fact_ended"):
    """A fact outside the agreement is over."""

    fact: Words

    def objection(self, course: Course) -> Objection | None:
        """Object to the end of a fact that is not on record."""
        if self.fact in course.established:
            return None
        says = f"{self.fact!r} is not on record on {words(self.on)}."
        return Objection(says=says, rule="R8", article=course.terms.clauses.entry_into_force.article)

    def apply(self, course: Course) -> None:
        """Drop the fact, and let go on what it held up."""
        del course.established[self.fact]
        course.lapsed[self.fact] = self.on
        leaving.unblock(course, self.fact)
        entry.settle(course)
        settle_tails(course)

    def says(self) -> str:
        """Say the act."""
        return f"no longer: {self.fact}"


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


class ProvisionalEnded(Act, frozen=True, kw_only=True, tag="provisional_ended"):
    """A party ends its provisional application (VCLT-IO 25(2))."""

    by: Party

    def objection(self, course: Course) -> Objection | None:
        """Object where the party does not apply the agreement provisionally."""
        known = course.provisional.get(self.by)
        if known is not None and known.closed is None:
            return None
        clause = course.terms.clauses.provisional_application
        says = f"{self.by} does not apply the agreement provisionally on {words(self.on)}."
        return Objection(says=says, rule="R13", article=clause.article if clause else "VCLT-IO 25")

    def apply(self, course: Course) -> None:
        """Close its interval."""
        entry.end_provisional(course, self.by)

    def says(self) -> str:
        """Say the act."""
        return f"provisional application by {self.by} ended"


class Registered(Act, frozen=True, kw_only=True, tag="registered"):
    """The agreement is registered, or filed and recorded (VCLT-IO 81)."""

    number: Words = ""

    def objection(self, course: Course) -> Objection | None:
        """Object to a registration before entry into force, provisional application apart."""
        if course.entered is not None or any(fact.closed is None for fact in course.provisional.values()):
            return None
        says = f"It is registered after its entry into force; on {words(self.on)} it is not in force."
        return Objection(says=says, rule="R56", article="VCLT-IO 81(1)")

    def apply(self, course: Course) -> None:
        """Note it; no state follows from a registration."""
        course.close_due("registration")

    def says(self) -> str:
        """Say the act."""
        return f"registered{f' as {self.number}' if self.number else ''}"


class Dissolved(Act, frozen=True, kw_only=True, tag="dissolved"):
    """A party organisation is dissolved; what follows for the agreement the law does not prejudge (VCLT-IO 74(2))."""

    by: Party

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, or to a second dissolution."""
        if found := stranger(course, self.by):
            return found
        if self.by in course.dissolved:
            says = f"{self.by} was dissolved on {words(course.dissolved[self.by])}."
            conflicts = course.acted.get(("dissolved", self.by))
            return Objection(says=says, rule="R49", article="VCLT-IO 74(2)", conflicts=conflicts)
        return None

    def apply(self, course: Course) -> None:
        """Note it; the answer is undetermined from now on."""
        course.dissolved[self.by] = self.on
        course.acted["dissolved", self.by] = course.seq

    def says(self) -> str:
        """Say the act."""
        return f"{self.by} dissolved"


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
        ending.abandon(course, course.today, reason)

    def says(self) -> str:
        """Say the act."""
        return "given up before entry into force"
