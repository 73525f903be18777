"""The derivation of a state: what is so, step by step, from the draft on, each with its article, its act and its rule.

The steps follow a timeline of the acts that the answer rests on. A reason and an act are told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Confirmed, Signed
from lifecycle.acts.facts import FactEstablished
from lifecycle.answers.elsewhere import elsewhere
from lifecycle.answers.explanation.computation import (
    COUNTS,
    TAKES_EFFECT,
    WOULD_TAKE_EFFECT,
    as_stated,
    received,
    reckoned,
    right,
)
from lifecycle.answers.explanation.steps import Steps, numbered
from lifecycle.calendar.conventions import CONVENTIONS, Conventions
from lifecycle.consequences.admission import BY_LAW
from lifecycle.course.machine import BEFORE, LIVE, NOTICE_GIVEN, TERMINATED
from lifecycle.course.notices import Notice, Outcome
from lifecycle.course.others import spells
from lifecycle.course.periods import Period, Reason
from lifecycle.fold.timeline import Entry, Timeline
from lifecycle.messages import Message, Quoted
from lifecycle.terms.conditions.others import OtherAgreement


class Derivation(Steps):
    """The steps that lead to a state of the agreement, or of a party."""

    def __init__(self, line: Timeline, party: str | None = None) -> None:
        super().__init__()
        self.line, self.party = line, party

    def period(self, period: Period) -> None:
        """Add why a state began."""
        self.about = period
        for reason in period.why:
            if period.state in LIVE and reason.act == "entered_into_force":
                self.entry(period)
            if reason.act == "joined":
                self.joining(period)
            if reason.act == "notice_given":
                self.notice(reason, period)
            else:
                self.reason(reason)
        whole = self.party is None or self.line.terminated_on == period.start
        survival = self.line.terms.clauses.survival
        if whole and period.state is TERMINATED and survival is None and self.line.entered_into_force:
            says = Message("There is no survival clause: terminated, nothing is left to wind down")
            self.add(says, article="VCLT-IO 70", rule="R44")

    def reason(self, reason: Reason) -> None:
        """Add a reason."""
        if reason not in self._told:
            self._told.add(reason)
            self._elsewhere(reason)
            self.add(reason.says, seq=reason.seq, article=reason.article, rule=reason.rule)

    def _elsewhere(self, reason: Reason) -> None:
        """Add first what another agreement came to, where an act of it is what brought this about (R65)."""
        if reason.seq is not None and self.line.others:
            self._came(reason.seq)

    def _came(self, seq: int) -> None:
        for one in elsewhere(self.line, seq, self.about.start if self.about else date.max):
            told = (one.agreement, one.seq)
            if told not in self._told:
                self._told.add(told)
                self.add(
                    one.says, numbered(one.seq), seq=one.seq, article=one.article, rule="R65", agreement=one.agreement
                )

    def resting_on(self, kept: Iterable[Entry]) -> tuple[int, ...]:
        """Give the numbers of the acts kept, and of those on other agreements that a step names."""
        elsewhere = {step.seq for step in self.lines if step.agreement and step.seq is not None}
        return tuple(sorted({entry.seq for entry in kept} | elsewhere))

    # The entry into force

    def entry(self, period: Period) -> None:
        """Add the consents, and the facts before it, that let it enter into force."""
        for entry in sorted(self.line.standing, key=lambda e: (e.act.dated(), e.seq)):
            if self.party is not None and entry.act.by != self.party:
                continue
            fact = isinstance(entry.act, FactEstablished) and entry.act.dated() <= period.start
            if (fact or isinstance(entry.act, Signed | Confirmed | Consented)) and entry.seq not in self._told:
                self._consent(entry)
        for part in self.line.version_on(period.start).terms.clauses.entry_into_force.upon.tree():
            node = part.node
            if isinstance(node, OtherAgreement) and (other := self.line.others.get(node.asked.agreement)):
                for spell in spells(other, node.asked):
                    if spell.stands(period.start):
                        self._came(spell.begun_by)

    def _consent(self, entry: Entry) -> None:
        says = entry.act.says(self.line.id)
        objection = self.line.irregular.get(entry.seq)
        if objection is not None:
            cured = self.line.cured.get(entry.seq)
            says = Message("{act}, without authority: no effect unless confirmed (#{seq})", act=says, seq=cured)
        self.add(says, numbered(entry.seq), seq=entry.seq, rule=objection.rule if objection else "")

    def joining(self, period: Period) -> None:
        """Add that the agreement was there already, and how the party's own day was counted from its consent."""
        entered, clause = self.line.entered_into_force, self.line.terms.clauses.entry_into_force
        if entered is not None and entered <= period.start:
            self.add(Message("The agreement entered into force on {day}", day=entered), article=clause.article)
        consents = [entry.act for entry in self.line.standing if entry.act.by == self.party]
        boundary = self.line.terms.stated["effect_boundary"]
        for act in (act for act in consents if isinstance(act, Signed | Consented)):
            rule = clause.joining_by.get(act.manner) if isinstance(act, Consented) else None
            rule = rule or clause.joining
            computed = rule.computed(act.dated(), boundary=boundary) if rule else None
            if computed is not None and computed.on == period.start:
                for note in computed.notes:
                    self.add(note.says, note.source, article=clause.article_of_joining)
                break

    # Notices

    def notice(self, reason: Reason, period: Period) -> None:
        """Add how a notice runs, and that it took effect."""
        notice = next(n for n in self.line.notices if n.seq == reason.seq)
        if notice.seq not in self._told:
            self._running(notice)
        if period.state is not NOTICE_GIVEN and notice.outcome is Outcome.TOOK_EFFECT:
            says = Message("{notice} was not withdrawn. It took effect on {day}", notice=notice.id, day=notice.closed)
            self.add(says, article="VCLT-IO 68", rule="R29")

    def _running(self, notice: Notice) -> None:
        version = self.line.version_for(notice.by, notice.since)
        stated, article = version.terms.stated, notice.article
        if notice.rule or notice.term_end:
            text = Message("terms v{number}", number=version.number)
            self.add(right(notice), *([] if article == BY_LAW.article else [text]), article=article)
        self.add(received(notice), numbered(notice.seq), seq=notice.seq)
        if counts_from := notice.clause.counts_from:
            self.add(as_stated(COUNTS[counts_from]), article=article)
            if counts_from == "transmission":
                self._transmission(notice)
        else:
            self._convention(stated, "notice_counts_from", COUNTS, "R27")
        if notice.clause.jointly:
            says = Message(
                "It can only be given jointly: it counts with the last of them, from {day}", day=notice.counted_from
            )
            self.add(says, article=article, rule="R31")
        for note in reckoned(notice, boundary=stated["effect_boundary"]):
            self.add(note.says, note.source, article=article if notice.term_end else "")
        due, closed = notice.takes_effect, notice.closed
        held_up = notice.outcome is Outcome.TOOK_EFFECT and due is not None and closed is not None and due < closed
        if notice.term_end is None and notice.rule is not None and notice.rule.silent_on_boundary:
            otherwise = notice.named or notice.moved or held_up
            self._convention(stated, "effect_boundary", WOULD_TAKE_EFFECT if otherwise else TAKES_EFFECT, "R24")
        if notice.named is not None:
            self.add(Message("The notice names a later date: {day}", day=notice.named), article=article)
        for moved in notice.moved:
            self.reason(moved)
        if held_up:
            fact = Quoted(notice.blocked_by)
            says = Message("It could not take effect while {fact} was on record: until {day}", fact=fact, day=closed)
            self.add(says, article=article, rule="R31")

    def _transmission(self, notice: Notice) -> None:
        """Add the day on which the depositary notified the others, or that its receipt stands for it."""
        if notice.transmitted is None:
            says = Message("That day is not on record: the day of its receipt stands for it")
        else:
            says = Message("The depositary transmitted it to the others on {day}", day=notice.transmitted)
        self.add(says, article="VCLT-IO 79(c)", rule="R27")

    def _convention(self, stated: Conventions, name: str, readings: Mapping[str, Message], rule: str) -> None:
        """Add how a question is answered that texts leave open, and whether this one does."""
        says, source = readings[stated[name]], CONVENTIONS[name].source
        if stated.assumes(name) is None:
            says = as_stated(says)
        else:
            says = Message("{says} (assumed: the text is silent)", says=says)
        self.add(says, article="" if source == rule else source, rule=rule)

    # What has not come to its end

    def open_end(self, line: Timeline, as_of: date, period: Period) -> None:
        """Add what the agreement waits for, and what is still open or lapsed of an agreement that has ended."""
        if period.state in BEFORE and line.awaiting:
            article = line.terms.clauses.entry_into_force.article
            self.add(Message("It waits for: {awaited}", awaited=line.awaiting), article=article)
        for head in line.heads:
            if head.stands(as_of) and line.terminated_on and line.terminated_on <= as_of:
                says = Message("Still open: {head}, since {day}", head=head, day=head.since)
                self.add(says, numbered(head.seq), seq=head.seq)
            elif head.lapsed and head.lapsed <= as_of:
                says = Message("It lapsed with the agreement: {head}", head=head)
                self.add(says, numbered(head.seq), seq=head.seq)
