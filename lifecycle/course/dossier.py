"""The dossier of one agreement while it is folded: the facts so far, each under its name.

To add a fact: its field here, empty; what is added to as acts follow is copied where a fold goes on from a point.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Self

from lifecycle.course.agenda import Agenda, Moment
from lifecycle.course.declarations import Declaration
from lifecycle.course.duties import Owed
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Dispute, Fact, Head, Measure, Record, Renamed, Replacement, Suspension, Taken
from lifecycle.course.notices import EndConsent, Notice, Return
from lifecycle.course.others import Others
from lifecycle.course.periods import Reason
from lifecycle.course.subject import Subject
from lifecycle.course.versions import Amendment, Kept, Term, Version
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.text import Terms


class Dossier(Agenda):
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

    def copy(self) -> Self:
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
