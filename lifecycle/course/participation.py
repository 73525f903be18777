"""Who takes part in an agreement while it is folded: who signed, consented, is bound and counts, and by which terms.

Source: VCLT-IO 11 to 15 and 40(4) (R3, R10, R51).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from lifecycle.course.dossier import Dossier
from lifecycle.course.periods import Reason
from lifecycle.course.subject import Subject
from lifecycle.messages import Message
from lifecycle.terms.conditions.amounts import Circle, circle_of
from lifecycle.terms.text import Terms


class Participation(Dossier):
    """The participants in one agreement, by what they did and what binds them."""

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
        return first_of_both(self.instruments, self.definitive) if mixes and self.signed else self.instruments

    @property
    def contracting(self) -> Mapping[str, date]:
        """The dates of consent by whatever the text asks for: by signature only where it asks for no instrument."""
        asks = self.terms.clauses.entry_into_force.upon.mentions("consented")
        return self.instruments if asks else first_of_both(self.instruments, self.definitive)

    def forget_consent(self, name: str, *, signature: bool = True) -> None:
        """Drop what a party did to be bound: it withdrew it, or has left and may accede again."""
        for known in (self.instruments, self.held, self.agreed_entries, self.manners):
            known.pop(name, None)
        if signature:
            self.signed.pop(name, None)
            self.subject_to.pop(name, None)

    @property
    def names(self) -> Sequence[str]:
        """The parties that the terms name."""
        return tuple(self.terms.parties)

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

    def counts(self, party: str) -> bool:
        """Tell whether a party counts."""
        return party not in self.terms.uncounted

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

    def note_bound(self, bound: set[str]) -> None:
        """Note who is bound from today on."""
        self.bound = bound
        self.tally.append((self.today, len(bound) - len(bound & self.terms.uncounted)))

    def fewer_since(self, number: int) -> date | None:
        """Give the day since which fewer parties than a number are bound, nothing while there are enough."""
        found = None
        for on, bound in reversed(self.tally):
            if bound >= number:
                break
            found = on
        return found

    def join(self, name: str) -> Subject:
        """Give a party, opening its line where others than those named may join."""
        if name not in self.parties:
            came = Message("Came to the agreement on {on}", on=self.today)
            why = Reason(says=came, seq=self.seq, rule="R10")
            self.parties[name] = Subject(name, self.today, (why,))
        return self.parties[name]

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


def first_of_both(one: Mapping[str, date], other: Mapping[str, date]) -> Mapping[str, date]:
    """Give the dates of both, of two for one party the first."""
    if not other:
        return one
    return {name: min(on, other.get(name, on)) for name, on in (*other.items(), *one.items())} if one else other
