"""The course of one agreement while it is folded: the facts so far, and, on its agenda, what is to come.

Acts change the facts here and ask `lifecycle.consequences` for what follows; the clock does the same on its dates.
Nothing here refuses anything: whether an act is admissible is asked of the act, before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import ClassVar

from lifecycle.calendar.date_rules import DateRule
from lifecycle.course.agenda import Agenda, Moment
from lifecycle.course.declarations import Declaration
from lifecycle.course.duties import Owed
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Dispute, Fact, Head, Measure, Record, Renamed, Replacement, Suspension, Taken
from lifecycle.course.machine import LIVE, State
from lifecycle.course.notices import EndConsent, Notice, Return
from lifecycle.course.others import Others, Spell
from lifecycle.course.periods import Reason
from lifecycle.course.subject import Subject
from lifecycle.course.versions import Amendment, Kept, Term, Version
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.amounts import Circle, circle_of
from lifecycle.terms.conditions import Condition
from lifecycle.terms.duties import Duty
from lifecycle.terms.facts import OfAnother
from lifecycle.terms.others import OtherAgreement
from lifecycle.terms.text import Terms


class Course(Agenda):
    """The facts of one agreement, growing in legal order."""

    growing: ClassVar[tuple[str, ...]] = ()
    """The names of what is added to: found with the first copy, for each is there from the draft on."""

    def __init__(
        self,
        terms: Terms,
        on: date,
        seq: int,
        moments: Mapping[str, Moment],
        reading: tuple[str, str] | None = None,
        *,
        source: str = "",
    ) -> None:
        why = (Reason(says=Message("Drafted on {on}", on=on), seq=seq, act="drafted", rule="R2"),)
        if source:
            says = Message("Its file was opened from {source}; its draft is not on record", source=Quoted(source))
            why = (Reason(says=says, seq=seq, act="drafted", rule="R66"),)
        super().__init__(terms, on, seq, moments, reading)
        self.drafted = on
        self.versions = [Version(1, on, terms, seq)]
        self.agreement = Subject("", on, why)
        self.parties = {name: Subject(name, on, why) for name in terms.parties}
        self.irregular: dict[int, Objection] = {}
        """The acts without effect, each with the objection that it met."""
        self._be_concluded(seq)
        # What happens while it is in force.
        self._be_amended()
        self.notices: dict[str, Notice] = {}
        self.running: dict[str, None] = {}
        """The notices that run, in the order in which they were given; of several joint ones, those that wait too."""
        self.suspensions: dict[str, Suspension] = {}
        self.standing: dict[str, None] = {}
        """The suspensions that are not lifted, those to come and those that wait for others too."""
        self.paused: dict[str, None] = {}
        """The events that suspend it for all, by the places of their clauses."""
        self.turned: set[str] = set()
        """The parties that gave a notice which runs, or suspend."""
        self.disputes: dict[str, Dispute] = {}
        self.measures: dict[str, Measure] = {}
        self.heads: dict[tuple[str, str], Head] = {}
        self.records: dict[tuple[str, str], Record] = {}
        self.duties: dict[str, Owed] = {}
        self.ending: dict[str, EndConsent] = {}
        self.term_end: date | None = None
        """End of the running term, or of the first one where renewal is tacit; nothing without a term."""
        self.renewals, self.last_term, self.renewed = 0, False, 0
        """Extensions agreed so far, whether the last of them said that no renewal follows, and the tacit renewals that
        lie before the running term where an amendment began a new count."""
        self.events: dict[tuple[str, str], date] = {}
        """By what is awaited of it, the day on which an event ends the agreement, or a party's part in it."""
        self.averted: set[str] = set()
        """The events, by what the clock knows them by, in spite of which it goes on."""
        self.continuing: dict[str, date] = {}
        """By party, the day on which it agreed that the agreement goes on in spite of what would end it."""
        # The end.
        self.terminated_on: date | None = None
        self.terminated: date | None = None
        self.ended_by: Ending | None = None
        self.survived: frozenset[tuple[str, str]] = frozenset()
        """The heads that were open at the end and survived it, those finished since included."""
        self.tails: dict[str, frozenset[str]] = {}
        """By subject, what its survival still waits for: the time, an event, a decision."""
        self.waived: dict[str, date] = {}
        """By party that left, or nothing for all, the day on which the parties ended, or waived, what would survive."""

    def _be_concluded(self, seq: int) -> None:
        self.signed: dict[str, date] = {}
        self.subject_to: dict[str, str] = {}
        """Who signed subject to ratification or the like, and to what: such a signature binds nobody (VCLT-IO 14)."""
        self.instruments: dict[str, date] = {}
        self.manners: dict[str, str] = {}
        self.held: dict[str, date] = {}
        """Instruments that do not count yet, for want of what the terms ask besides."""
        self.returning: dict[str, Return] = {}
        """Instruments of parties under notice, with which they come back once they have left (R10)."""
        self.agreed_entries: dict[str, date] = {}
        self.own_entries: dict[str, tuple[date, date | None]] = {}
        """By party that joins, its consent and the day to which its own rule leads from that."""
        self.noticing: frozenset[tuple[str, date]] = frozenset()
        """Who gives notice, and on which day it counts: an instrument of that day is one with which they come back."""
        self.contested: frozenset[tuple[type, str | None, date]] = frozenset()
        """Ids that several parties give to what they open on one day, by the kind of act: they are nobody's."""
        self.extending: frozenset[date] = frozenset()
        """The days on which an extension is agreed: what the end of the term brings on such a day waits for it."""
        self.established: dict[str, date] = {}
        self.lapsed: dict[str, date] = {}
        """Facts that were on record and are over, with the day on which they ended."""
        self.others: Others | None = None
        """The other agreements of the register that the terms ask about."""
        self.turns: list[tuple[date, int]] = []
        """The days to come on which one of them turns, each with the act behind it; the first stands last."""
        self.acted: dict[tuple[str, str], int] = {}
        """The acts that later ones may conflict with: by kind, and the party, fact or dispute they are about."""
        self.unauthorised: dict[str, tuple[date, int]] = {}
        self.cured: dict[int, int] = {}
        self.relating_back: frozenset[str] = frozenset()
        """Parties whose later confirmation reaches back to the signature, where the convention says so."""
        self.provisional: dict[str, Fact] = {}
        self.past_provisional: list[Fact] = []
        self.declarations: dict[str, Declaration] = {}
        # Entry into force and those bound.
        self.met: date | None = None
        """The day on which its condition was met, and enough parties had consented."""
        self.counted_from: date | None = None
        """The day on which its condition alone was met: from there the delay runs."""
        self.signing: date | None = None
        """The day from which signatures bind under a text that takes instruments as well."""
        self.complete: date | None = None
        """The day by which those had consented whom the entry waited for, once it is in force."""
        self.entry_agreed: date | None = None
        """The day of entry on which all have agreed that bring it about, in place of the rule of the text."""
        self.met_by = self.set_by = seq
        """The act that met the condition, and that which set what hangs on the terms: that one, or an amendment."""
        self.entered: date | None = None
        self.taken: list[Taken] = []
        """What lists say of it, in the order of their days."""
        self.bound: set[str] = set()
        self.bound_since: dict[str, date] = {}
        self.tally: list[tuple[date, int]] = []
        """How many that count were bound, from each day on which that changed."""
        self.replaced: list[Replacement] = []
        self.dissolved: dict[str, date] = {}
        self.renamed: list[Renamed] = []

    def _be_amended(self) -> None:
        self.amendments: dict[str, Amendment] = {}
        self.superseded: dict[int, Term] = {}
        """How the term stood by each version of the terms that another followed."""
        self.kept: dict[str, Kept] = {}
        """The terms of those that stayed outside an amendment, by party."""
        self.past_kept: list[Kept] = []
        self.left: dict[str, int] = {}
        """By party that left, the version of the terms then: should it accede again, it accedes to no earlier one."""

    def copy(self) -> Course:
        """Give another course that goes on from here by itself: all that it holds is data, most of it frozen."""
        kind = type(self)
        if not kind.growing:
            kind.growing = tuple(name for name, value in vars(self).items() if type(value) in (dict, list, set))
        other = object.__new__(kind)
        known = other.__dict__
        known.update(self.__dict__)
        for name in kind.growing:
            known[name] = known[name].copy()
        other.agreement = self.agreement.copy()
        other.parties = {name: subject.copy() for name, subject in self.parties.items()}
        other.open_readings = {key: dict(known) for key, known in self.open_readings.items()}
        return other

    # What conditions may ask (lifecycle.terms.facts.Facts).

    @property
    def names(self) -> Sequence[str]:
        """The parties that the terms name."""
        return tuple(self.terms.parties)

    @property
    def owing(self) -> Sequence[Duty]:
        """The duties that the terms know."""
        return self.terms.owing

    def members(self, group: str) -> Sequence[str]:
        """Give the parties of a group of the terms, those that have signed or are bound, or the party of that name."""
        known = self.terms.groups.get(group)
        if known is not None:
            return known
        circle = circle_of(group)
        return self.within(circle) if circle else (group,)

    def within(self, circle: Circle) -> Sequence[str]:
        """Give those that have signed, consented, or are bound, and count: by now, or as it was on a day."""
        on = circle.on
        if circle.word == "parties":
            those = self.bound if on is None else {name for name in self.parties if self.parties[name].bound_on(on)}
        else:
            given = self.signed if circle.word == "signatories" else self.contracting
            those = {name for name, day in given.items() if on is None or day <= on}
        return sorted(filter(self.counts, those))

    @property
    def agreed(self) -> Mapping[str, date]:
        """Nobody's agreement: nothing is asked about that one could agree to."""
        return {}

    def weighed(self, unit: str) -> Collection[date]:
        """Give the days on which a party's weight in a unit becomes another."""
        return {day for party in self.terms.parties.values() for day in party.weights.get(unit, ())}

    def weight(self, party: str, unit: str, day: date) -> Decimal:
        """Give a party's weight in a unit on a day, in none its share in per cent; zero where the terms give none."""
        known = self.terms.parties.get(party)
        if not unit:
            return (known.share if known else None) or Decimal(0)
        dated = known.weights.get(unit, {}) if known else {}
        return max(((since, weight) for since, weight in dated.items() if since <= day), default=(day, Decimal(0)))[1]

    def fewer_since(self, number: int) -> date | None:
        """Give the day since which fewer parties than a number are bound, nothing while there are enough."""
        found = None
        for on, bound in reversed(self.tally):
            if bound >= number:
                break
            found = on
        return found

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

    def note_bound(self, bound: set[str]) -> None:
        """Note who is bound from today on."""
        self.bound = bound
        self.tally.append((self.today, len(bound) - len(bound & self.terms.uncounted)))

    def counts(self, party: str) -> bool:
        """Tell whether a party counts."""
        return party not in self.terms.uncounted

    def counted(self, rule: DateRule, day: date) -> date | None:
        """Give the date to which a rule within a condition leads from a day, noting what that assumes (R24)."""
        if rule.silent_on_boundary:
            self.assume("effect_boundary")
        return rule.after(day, boundary=self.conventions["effect_boundary"])

    @property
    def signatures(self) -> Mapping[str, date]:
        """The dates of signature that count: where a signature may bind, only those that do (VCLT-IO 12, 14; R3)."""
        binds = self.terms.clauses.entry_into_force.upon.signing_binds
        return self.definitive if self.subject_to and binds else self.signed

    @property
    def definitive(self) -> Mapping[str, date]:
        """The dates of the signatures that bind: one subject to ratification does so with the instrument."""
        if not self.subject_to:
            return self.signed
        dates = {name: on for name, on in self.signed.items() if name not in self.subject_to}
        later = {name: max(self.signed[name], on) for name, on in self.instruments.items() if name in self.subject_to}
        return dates | later

    @property
    def consents(self) -> Mapping[str, date]:
        """The dates of consent to be bound that are counted as such: by instrument or, where it may, by signature."""
        mixes = self.terms.clauses.entry_into_force.upon.mixes
        return _first(self.instruments, self.definitive) if mixes and self.signed else self.instruments

    @property
    def contracting(self) -> Mapping[str, date]:
        """The dates of consent by whatever the text asks for: by signature only where it asks for no instrument."""
        asks = self.terms.clauses.entry_into_force.upon.mentions("consented")
        return self.instruments if asks else _first(self.instruments, self.definitive)

    @property
    def consenting(self) -> Mapping[str, date]:
        """The dates of consent to be bound, by whatever expresses it: instrument or signature (VCLT-IO 11, 12; R3).

        Where the text asks for instruments alone, a signature expresses none; but who is asked for no instrument, and
        for its signature, is bound by that. Where it takes signatures instead, they bind once enough have signed.
        """
        upon = self.terms.clauses.entry_into_force.upon
        if upon.mixes or not upon.mentions("consented"):
            return _first(self.instruments, self.definitive)
        if upon.signing_binds:
            since = self.signing
            signed = {name: max(on, since) for name, on in self.definitive.items()} if since else {}
            return _first(self.instruments, signed)
        if not upon.mentions("signed"):
            return self.instruments
        asked, signing = upon.asked("consented", self), upon.asked("signed", self)
        if asked is None:
            return self.instruments
        others = {n: on for n, on in self.definitive.items() if n not in asked and (signing is None or n in signing)}
        return _first(self.instruments, others)

    def consented_by(self, name: str) -> int | None:
        """Give the act by which a party became bound to join."""
        signed = self.consenting.get(name) != self.instruments.get(name)
        return self.acted.get(("signed" if signed else "consented", name))

    def forget_consent(self, name: str, *, signature: bool = True) -> None:
        """Drop what a party did to be bound: it withdrew it, or has left and may accede again."""
        for known in (self.instruments, self.held, self.agreed_entries, self.manners):
            known.pop(name, None)
        if signature:
            self.signed.pop(name, None)
            self.subject_to.pop(name, None)

    def terms_of(self, name: str) -> Terms:
        """Give the terms that bind a party: earlier ones where it stayed outside an amendment (R51)."""
        return self.kept[name].terms if name in self.kept else self.terms

    @contextmanager
    def under(self, name: str) -> Iterator[None]:
        """Let the terms that bind a party hold while a question about it is answered (VCLT-IO 40(4); R51)."""
        kept = self.kept.get(name)
        now = self.terms, self.conventions, self.term_end, self.renewed, self.last_term
        if kept is not None:
            self.adopt(kept.terms)
            if kept.term is not None:
                self.term_end, self.renewed, self.last_term = kept.term.end, kept.term.renewed, kept.term.last
        try:
            yield
        finally:
            self.terms, self.conventions, self.term_end, self.renewed, self.last_term = now

    # What acts ask before they take effect.

    @property
    def state(self) -> State:
        """The agreement's state so far."""
        return self.agreement.state

    @property
    def in_force(self) -> bool:
        """Whether the agreement is in force, suspended or under notice included."""
        return self.agreement.state in LIVE

    def join(self, name: str) -> Subject:
        """Give a party, opening its line where others than those named may join."""
        if name not in self.parties:
            came = Message("Came to the agreement on {on}", on=self.today)
            why = Reason(says=came, seq=self.seq, rule="R10")
            self.parties[name] = Subject(name, self.today, (why,))
        return self.parties[name]


def _first(one: Mapping[str, date], other: Mapping[str, date]) -> Mapping[str, date]:
    """Give the dates of both, of two for one party the first."""
    if not other:
        return one
    return {name: min(on, other.get(name, on)) for name, on in (*other.items(), *one.items())} if one else other
