"""The course of one agreement while it is folded: what conditions, and acts, may ask of its facts and participants.

Acts change the facts here and ask `lifecycle.consequences` for what follows; the clock does the same on its dates.
Nothing here refuses anything: whether an act is admissible is asked of the act, before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lifecycle.calendar.date_rules import DateRule
from lifecycle.course.machine import LIVE, State
from lifecycle.course.others import Spell
from lifecycle.course.participation import Participation, first_of_both
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.conditions.facts import OfAnother
from lifecycle.terms.conditions.others import OtherAgreement
from lifecycle.terms.duties import Duty


class Course(Participation):
    """An agreement on its course: what conditions may ask of it, and acts before they take effect."""

    # What conditions may ask (lifecycle.terms.conditions.facts.Facts), beside who takes part.

    @property
    def owing(self) -> Sequence[Duty]:
        """The duties that the terms know."""
        return self.terms.owing

    @property
    def agreed(self) -> Mapping[str, date]:
        """Nobody's agreement: nothing is asked about that one could agree to."""
        return {}

    def keeps(self, agreement: str) -> bool:
        """Tell whether the register keeps another agreement, and is asked itself about it (R65)."""
        return self.others is not None and agreement in self.others and bool(self.terms.rules)

    def came(self, asked: OfAnother) -> date | None:
        """Give the day since which another agreement is what is asked, by a fact where none is kept of it."""
        if self.others is None or not self.keeps(asked.agreement):
            return self.established.get(asked.fact)
        spell = self.others.spell(asked, self.today)
        return spell.on if spell else None

    def elsewhere(self, upon: Condition | None) -> tuple[OfAnother, Spell] | None:
        """Give what another agreement is that meets a condition, and since when; nothing where something else does."""
        node = upon.decided_by(self).node if upon is not None and self.others is not None else None
        if self.others is None or not isinstance(node, OtherAgreement) or not self.keeps(node.asked.agreement):
            return None
        spell = self.others.spell(node.asked, self.today)
        return (node.asked, spell) if spell is not None else None

    def counted(self, rule: DateRule, day: date) -> date | None:
        """Give the date to which a rule within a condition leads from a day, noting what that assumes (R24)."""
        if rule.silent_on_boundary:
            self.assume("effect_boundary")
        return rule.after(day, boundary=self.conventions["effect_boundary"])

    # What acts ask before they take effect.

    @property
    def consenting(self) -> Mapping[str, date]:
        """The dates of consent to be bound, by whatever expresses it: instrument or signature (VCLT-IO 11, 12; R3).

        Where the text asks for instruments alone, a signature expresses none; but who is asked for no instrument, and
        for its signature, is bound by that. Where it takes signatures instead, they bind once enough have signed.
        """
        upon = self.terms.clauses.entry_into_force.upon
        if upon.mixes or not upon.mentions("consented"):
            return first_of_both(self.instruments, self.definitive)
        if upon.signing_binds:
            since = self.signing
            signed = {name: max(on, since) for name, on in self.definitive.items()} if since else {}
            return first_of_both(self.instruments, signed)
        if not upon.mentions("signed"):
            return self.instruments
        asked, signing = upon.asked("consented", self), upon.asked("signed", self)
        if asked is None:
            return self.instruments
        others = {n: on for n, on in self.definitive.items() if n not in asked and (signing is None or n in signing)}
        return first_of_both(self.instruments, others)

    def consented_by(self, name: str) -> int | None:
        """Give the act by which a party became bound to join."""
        signed = self.consenting.get(name) != self.instruments.get(name)
        return self.acted.get(("signed" if signed else "consented", name))

    @property
    def state(self) -> State:
        """The agreement's state so far."""
        return self.agreement.state

    @property
    def in_force(self) -> bool:
        """Whether the agreement is in force, suspended or under notice included."""
        return self.agreement.state in LIVE
