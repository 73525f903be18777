"""The course of one agreement while it is folded: what stands so far, and what follows from it by itself.

Acts change the facts here and ask for the consequences; the clock does the same on its dates. Nothing in this module
refuses anything: whether an act is admissible is asked of the act, before.

To add a consequence: a method that draws it, called from `settle` or armed on the clock with `arm`.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from lifecycle.conventions import CONVENTIONS, Conventions
from lifecycle.date_rules import DateRule
from lifecycle.dates import day_before, words
from lifecycle.facts import (
    Alternative,
    Amendment,
    Assumed,
    Dispute,
    Due,
    Head,
    Notice,
    Period,
    Reason,
    Suspension,
    Version,
)
from lifecycle.machine import BEFORE, ENDED, IN_FORCE, LIVE, SIGNED, State, step
from lifecycle.terms import Terms

# On one date the clock goes in this order: what lets live before what ends, what ends before what follows the end.
ENTRY, PARTY_ENTRY, NEW_TERMS, LEAVING, ENDING, SURVIVAL = range(6)


class Subject:
    """The agreement, or one party, on its way through the seven states."""

    __slots__ = ("left", "name", "notice", "periods", "start", "state", "suspended", "why")

    def __init__(self, name: str, start: date, why: tuple[Reason, ...]) -> None:
        self.name, self.start, self.why = name, start, why
        self.state = State.DRAFTED
        self.periods: list[Period] = []
        self.notice = self.suspended = self.left = False

    def fire(self, trigger: str, on: date, *why: Reason) -> bool:
        """Follow the table; give whether the state changed. A period of no length vanishes."""
        dest = step(self.state, trigger, notice_runs=self.notice, something_left=self.left)
        if dest is None or dest is self.state:
            return False
        if on > self.start:
            self.periods.append(Period(self.state, self.start, on, self.why))
            self.start, self.why = on, why
        elif self.periods and self.periods[-1].state is dest:
            before = self.periods.pop()
            self.start, self.why = before.start, before.why
        else:
            self.why = (*self.why, *why)
        self.state = dest
        return True

    def begin_again(self, on: date) -> None:
        """Start a new life after the end of the last one: a party that accedes again."""
        if on > self.start:
            self.periods.append(Period(self.state, self.start, on, self.why))
        self.state, self.start, self.why = State.DRAFTED, on, ()
        self.notice = self.suspended = self.left = False

    def tiles(self) -> tuple[Period, ...]:
        """Give the periods so far, the last one open."""
        return (*self.periods, Period(self.state, self.start, None, self.why))


class Course:
    """The facts of one agreement, growing in legal order."""

    def __init__(self, terms: Terms, on: date, seq: int) -> None:
        why = (Reason(says=f"Drafted on {words(on)}.", seq=seq, act="drafted", rule="R2"),)
        self.terms, self.drafted, self.today, self.seq = terms, on, on, seq
        self.conventions: Conventions = terms.stated
        self.agreement = Subject("", on, why)
        self.parties = {name: Subject(name, on, why) for name in terms.parties}
        self.signatures: dict[str, date] = {}
        self.consents: dict[str, date] = {}
        self.established: dict[str, date] = {}
        self.acted: dict[tuple[str, str], int] = {}
        """The acts that later ones may conflict with: by kind, and the party, fact or dispute that they are about."""
        self.bound: set[str] = set()
        self.met: date | None = None
        self.met_by = seq
        self.entered: date | None = None
        self.terminated_on: date | None = None
        self.terminated: date | None = None
        self.ended_by: Reason | None = None
        self.notices: dict[str, Notice] = {}
        self.suspensions: dict[str, Suspension] = {}
        self.disputes: dict[str, Dispute] = {}
        self.heads: dict[tuple[str, str], Head] = {}
        self.amendments: dict[str, Amendment] = {}
        self.versions = [Version(1, on, terms, seq)]
        self.unauthorised: dict[str, tuple[date, int]] = {}
        self.cured: dict[int, int] = {}
        self.relating_back: frozenset[str] = frozenset()
        """Parties whose later confirmation reaches back to the signature, where the convention says so."""
        self.ending: dict[str, tuple[date | None, int]] = {}
        self.dues: dict[tuple[str, str], Due] = {}
        self.past_dues: list[Due] = []
        self.alternatives: list[Alternative] = []
        self.assumed: dict[str, Assumed] = {}
        self.clock: list[tuple[date, int, str, int, Callable[[date], None]]] = []
        self._armed = 0

    # What conditions may ask (lifecycle.conditions.Facts).

    @property
    def names(self) -> Sequence[str]:
        """The parties that the terms name."""
        return tuple(self.terms.parties)

    def members(self, group: str) -> Sequence[str]:
        """Give the parties of a group of the terms, or the party of that name."""
        return self.terms.groups.get(group, (group,))

    def share(self, party: str) -> Decimal:
        """Give a party's share in per cent, zero where the terms give none."""
        known = self.terms.parties.get(party)
        return (known.share if known else None) or Decimal(0)

    # The clock.

    def arm(self, on: date | None, rank: int, key: str, action: Callable[[date], None]) -> None:
        """Set the clock to do something on a date; what is due already is done now, on today's date."""
        if on is None:
            return
        if on <= self.today:
            action(self.today)
            return
        self._armed += 1
        heapq.heappush(self.clock, (on, rank, key, self._armed, action))

    def run_clock(self, until: date | None) -> None:
        """Do what falls due up to and on a date, or to the end of the calendar."""
        clock = self.clock
        while clock and (until is None or clock[0][0] <= until):
            on, _, _, _, action = heapq.heappop(clock)
            self.today = on
            action(on)

    # What falls due, and what was assumed in saying so.

    def await_due(self, due: Due) -> None:
        """Note a date that is coming, in place of what was awaited before under the same kind and subject."""
        self.close_due(due.kind, due.subject)
        self.dues[due.kind, due.subject] = due

    def close_due(self, kind: str, subject: str = "") -> None:
        """Note that a date is no longer awaited: it has come, or was removed."""
        if due := self.dues.pop((kind, subject), None):
            self.past_dues.append(replace(due, closed=max(self.today, due.since)))

    def assume(self, name: str) -> None:
        """Note that answers from now on rest on a convention's default."""
        if name not in self.assumed and (assumption := self.conventions.assumes(name)):
            self.assumed[name] = Assumed(assumption, self.today, self.seq)

    def compute(self, rule: DateRule | None, anchor: date, what: str) -> date | None:
        """Evaluate a date rule under this agreement's conventions, noting assumptions and other readings."""
        if rule is None:
            return anchor
        boundary = self.conventions["effect_boundary"]
        on = rule.after(anchor, boundary=boundary)
        if rule.silent_on_boundary:
            self.assume("effect_boundary")
            for other in self.conventions.others("effect_boundary"):
                self.note_reading(what, on, rule.after(anchor, boundary=other), "effect_boundary", other)
        return on

    def note_reading(self, what: str, on: date | None, other: date | None, convention: str, value: str) -> None:
        """Note another admissible reading, where it gives another date."""
        if on is None or other is None or on == other:
            return
        self.alternatives.append(
            Alternative(
                what=what,
                day=on,
                other=other,
                convention=convention,
                value=value,
                source=CONVENTIONS[convention].source,
                since=self.today,
                backward=other < self.today,
            )
        )

    # Entry into force.

    @property
    def consenting(self) -> Mapping[str, date]:
        """The dates on which parties became bound to join: by instrument where the text asks for one, else by signature."""
        return self.consents if self.terms.clauses.entry_into_force.upon.mentions("consented") else self.signatures

    def consented_by(self, name: str) -> int | None:
        """Give the act by which a party became bound to join."""
        return self.acted.get(("consented" if self.consenting is self.consents else "signed", name))

    def settle(self) -> None:
        """Draw what follows at once from a new signature, consent or fact."""
        if self.entered is None:
            self._settle_entry()
        if self.met is not None:
            self._settle_joining()

    def _settle_entry(self) -> None:
        clause = self.terms.clauses.entry_into_force
        if self.agreement.state is not SIGNED or self.met is not None:
            return
        met = clause.upon.met(self)
        if met is None or len(self.consenting) < self.terms.least_parties:
            return
        self.met, self.met_by = met, self.seq
        on = self.compute(clause.then, met, "entry into force")
        if on is not None and on > self.today:
            self.await_due(
                Due(
                    kind="entry",
                    on=on,
                    what="entry into force",
                    article=clause.article,
                    seq=self.seq,
                    since=self.today,
                )
            )
        self.arm(on, ENTRY, "", self._enter)

    def _enter(self, on: date) -> None:
        if self.agreement.state is not SIGNED:
            return
        clause = self.terms.clauses.entry_into_force
        reason = Reason(
            says=f"In force on {words(on)}: the condition was met on {words(self.met)}, by {clause.upon.says()}.",
            article=clause.article,
            rule="R8",
            seq=self.met_by,
            act="entered_into_force",
        )
        self.entered = on
        self.close_due("entry")
        self.agreement.fire("enter_into_force", on, reason)
        for name, consented in self.consenting.items():
            if self.met is not None and consented <= max(self.met, self.drafted):
                self._bind(name, on, reason)
        self._settle_joining()

    def _settle_joining(self) -> None:
        """Bring in those who consented after the condition was met, each by its own rule (R10)."""
        clause = self.terms.clauses.entry_into_force
        for name, consented in self.consenting.items():
            subject = self.parties[name]
            if subject.state is not SIGNED or ("joins", name) in self.dues or self.met is None:
                continue
            if consented <= self.met and self.entered is None:
                continue
            own = self.compute(clause.joining, consented, f"entry into force for {name}")
            entry = self.dues.get(("entry", ""))
            on = own if own is None or entry is None else max(own, entry.on)
            if on is not None and on > self.today:
                self.await_due(
                    Due(
                        kind="joins",
                        on=on,
                        what=f"entry into force for {name}",
                        article=clause.article,
                        seq=self.consented_by(name),
                        since=self.today,
                        subject=name,
                    )
                )
            self.arm(on, PARTY_ENTRY, name, self._joining(name))

    def _joining(self, name: str) -> Callable[[date], None]:
        def join(on: date) -> None:
            self.close_due("joins", name)
            if self.entered is None or self.agreement.state in ENDED:
                return
            clause = self.terms.clauses.entry_into_force
            says = f"In force for {name} on {words(on)}, from its consent on {words(self.consenting.get(name))}."
            self._bind(name, on, Reason(says=says, article=clause.article, rule="R10", seq=self.consented_by(name)))
            self.sync()

        return join

    def _bind(self, name: str, on: date, reason: Reason) -> None:
        if self.parties[name].fire("enter_into_force", on, reason):
            self.bound.add(name)

    # Suspension and notice: facts of the parties, and what they make of the agreement.

    def sync(self, *why: Reason) -> None:
        """Bring the states of the parties and of the agreement in line with the notices and suspensions that stand."""
        leaving = {n.by for n in self.notices.values() if n.closed is None and n.takes_effect is not None}
        suspending = {s.by for s in self.suspensions.values() if s.closed is None}
        for name in self.bound:
            self._turn(self.parties[name], name in leaving, name in suspending, why)
        least = self.terms.least_parties
        for_all = any(n.ends_for_all for n in self.notices.values() if n.closed is None)
        self._turn(
            self.agreement,
            bool(leaving) and (for_all or len(self.bound - leaving) < least),
            bool(suspending) and len(self.bound - suspending) < least,
            why,
        )

    def _turn(self, subject: Subject, notice: bool, suspended: bool, why: tuple[Reason, ...]) -> None:
        gave, withdrew = notice and not subject.notice, subject.notice and not notice
        began, lifted = suspended and not subject.suspended, subject.suspended and not suspended
        subject.notice, subject.suspended = notice, suspended
        for happened, trigger in (
            (gave, "give_notice"),
            (withdrew, "withdraw_notice"),
            (began, "suspend"),
            (lifted, "resume"),
        ):
            if happened:
                subject.fire(trigger, self.today, *why)

    def notice_took_effect(self, id: str) -> Callable[[date], None]:
        """Give what the clock does when a notice has run out."""

        def action(on: date) -> None:
            notice = self.notices[id]
            if notice.closed is not None or self.agreement.state not in LIVE:
                return
            self.notices[id] = replace(notice, closed=on, outcome="took effect")
            self._close_notice_dues(id)
            reason = Reason(
                says=f"{notice.by}'s notice {id}, received on {words(notice.received)}, took effect on {words(on)}.",
                article=notice.article,
                rule="R31",
                seq=notice.seq,
                act="notice_given",
            )
            self._leave(notice.by, on, reason, for_all=notice.ends_for_all)

        return action

    def _close_notice_dues(self, id: str) -> None:
        for kind in ("ends", "leaves", "withdrawal"):
            self.close_due(kind, id)

    def close_notice(self, id: str, on: date, outcome: str, by: int | None) -> None:
        """Note that a notice no longer runs."""
        self.notices[id] = replace(self.notices[id], closed=on, outcome=outcome, closed_by=by)
        self._close_notice_dues(id)

    def await_notice(self, notice: Notice) -> None:
        """Note when a notice takes effect and the last day on which it can be withdrawn (VCLT-IO 68)."""
        if notice.takes_effect is None:
            return
        ends = notice.ends_for_all or self.agreement.notice
        what = f"{notice.id} ends it" if ends else f"{notice.by} leaves by {notice.id}"
        if notice.takes_effect > self.today:
            self.await_due(
                Due(
                    kind="ends" if ends else "leaves",
                    on=notice.takes_effect,
                    what=what,
                    article=notice.article,
                    seq=notice.seq,
                    since=self.today,
                    subject=notice.id,
                )
            )
            self.await_due(
                Due(
                    kind="withdrawal",
                    on=day_before(notice.takes_effect),
                    what=f"last day to withdraw {notice.id}",
                    article="VCLT-IO 68",
                    seq=notice.seq,
                    since=self.today,
                    binds=notice.by,
                    subject=notice.id,
                )
            )

    def _leave(self, name: str, on: date, reason: Reason, *, for_all: bool) -> None:
        remaining = self.bound - {name}
        if for_all or len(remaining) < self.terms.least_parties:
            self.end(on, reason)
            return
        self.bound = remaining
        self.parties[name].fire("end", on, reason)
        for kept in (self.signatures, self.consents):
            kept.pop(name, None)
        for id, suspension in self.suspensions.items():
            if suspension.by == name and suspension.closed is None:
                self.suspensions[id] = replace(suspension, closed=on)
        self.sync(reason)

    # Amendment.

    def settle_amendment(self, id: str) -> None:
        """Agree an amendment once all bound parties have accepted it, and set the clock to its date."""
        known = self.amendments[id]
        if not self.bound <= {name for name, _ in known.accepted}:
            return
        self.amendments[id] = replace(known, agreed=self.today, closed=self.today, closed_by=self.seq)
        on = max(known.effective or self.today, self.today)
        if on > self.today:
            clause = self.terms.clauses.amendment
            self.await_due(
                Due(
                    kind="amendment",
                    on=on,
                    what=f"amendment {id} takes effect",
                    article=clause.article if clause else "VCLT-IO 39",
                    seq=self.seq,
                    since=self.today,
                    subject=id,
                )
            )
        self.arm(on, NEW_TERMS, id, lambda day: self._new_terms(id, day))

    def _new_terms(self, id: str, on: date) -> None:
        self.close_due("amendment", id)
        if self.agreement.state in ENDED:
            return
        known = self.amendments[id]
        self.terms, self.conventions = known.terms, known.terms.stated
        self.versions.append(Version(len(self.versions) + 1, on, known.terms, known.seq))
        for name in known.terms.parties:
            if name not in self.parties:
                self.parties[name] = Subject(name, on, (Reason(says=f"Named by amendment {id}.", seq=known.seq),))
        self.sync()

    # The end, and what survives it.

    def end_on(self, on: date, reason: Reason) -> None:
        """End the agreement on a date, at once or by the clock."""
        if on > self.today:
            self.await_due(
                Due(
                    kind="ends",
                    on=on,
                    what="ends by consent",
                    article=reason.article,
                    seq=reason.seq,
                    since=self.today,
                    subject="consent",
                )
            )
        self.arm(on, ENDING, "consent", lambda day: self.end(day, reason))

    def surviving(self) -> list[tuple[str, str]]:
        """Give the heads that keep the terminated agreement alive (R46)."""
        survival = self.terms.clauses.survival
        kinds = {"activities": "activity", "accounts": "account"}
        kept = {kinds[kind] for kind in survival.until.completed} if survival else set()
        return [key for key, head in self.heads.items() if head.closed is None and head.kind in kept]

    def end(self, on: date, reason: Reason) -> None:
        """Terminate the agreement: wind down what survives, let lapse what does not."""
        if self.agreement.state not in LIVE:
            return
        self.terminated_on, self.ended_by = on, reason
        self.close_due("ends", "consent")
        for id, notice in self.notices.items():
            if notice.closed is None:
                self.close_notice(id, on, "overtaken", None)
        for id, suspension in self.suspensions.items():
            if suspension.closed is None:
                self.suspensions[id] = replace(suspension, closed=on)
        left = self.surviving()
        for key, head in self.heads.items():
            if head.closed is None and key not in left:
                self.heads[key] = replace(head, closed=on, lapsed=on)
        self._end_all(on, reason, bool(left))
        for kind, subject in list(self.dues):
            if kind != "head":
                self.close_due(kind, subject)
        self._await_heads(left)

    def _end_all(self, on: date, reason: Reason, left: bool) -> None:
        why = [reason]
        survival = self.terms.clauses.survival
        if left and survival:
            open_heads = ", ".join(id for _, id in self.surviving())
            says = f"It stays alive as far as needed to finish what is open: {open_heads}."
            why.append(Reason(says=says, article=survival.article, rule="R46"))
        for subject in (self.agreement, *self.parties.values()):
            subject.left = left
            trigger = "abandon" if subject.state in BEFORE else "end"
            subject.fire(trigger, on, *why)
        if not left:
            self.terminated = on

    def _await_heads(self, left: Sequence[tuple[str, str]]) -> None:
        survival = self.terms.clauses.survival
        for key in left:
            head = self.heads[key]
            self.await_due(
                Due(
                    kind="head",
                    on=self.today,
                    what=f"{head.kind} {head.id} to be {'completed' if head.kind == 'activity' else 'settled'}",
                    article=survival.article if survival else "",
                    seq=head.seq,
                    since=self.today,
                    subject=f"{head.kind} {head.id}",
                )
            )

    def abandon(self, on: date, reason: Reason) -> None:
        """Give up the draft, or the signatures, before entry into force."""
        self.terminated_on, self.ended_by, self.terminated = on, reason, on
        for subject in (self.agreement, *self.parties.values()):
            subject.fire("abandon", on, reason)
        for kind, subject_of in list(self.dues):
            self.close_due(kind, subject_of)

    def open_head(self, head: Head) -> None:
        """Add something to finish; in winding down it is awaited at once."""
        self.heads[head.kind, head.id] = head
        if self.agreement.state is State.WINDING_DOWN:
            self._await_heads([(head.kind, head.id)])

    def close_head(self, head: Head) -> None:
        """Note that a head is finished; with the last one the winding down is over."""
        self.heads[head.kind, head.id] = head
        if self.agreement.state is not State.WINDING_DOWN:
            return
        self.close_due("head", f"{head.kind} {head.id}")
        if not self.surviving():
            survival = self.terms.clauses.survival
            done = "completed" if head.kind == "activity" else "settled"
            says = f"The last open head closed on {words(self.today)}: {head.kind} {head.id} was {done}."
            why = Reason(
                says=says,
                article=survival.article if survival else "",
                rule="R46",
                seq=self.seq,
                act=f"{head.kind}_{done}",
            )
            self.terminated = self.today
            for open_head in self.live_heads():
                self.heads[open_head.kind, open_head.id] = replace(open_head, closed=self.today, lapsed=self.today)
                self.close_due("head", f"{open_head.kind} {open_head.id}")
            for subject in (self.agreement, *self.parties.values()):
                subject.left = False
                subject.fire("complete", self.today, why)

    def live_heads(self) -> list[Head]:
        """Give the heads that are open."""
        return [head for head in self.heads.values() if head.closed is None]

    @property
    def state(self) -> State:
        """The agreement's state so far."""
        return self.agreement.state

    @property
    def in_force(self) -> bool:
        """Whether the agreement is in force, suspended or under notice included."""
        return self.agreement.state in LIVE

    def party(self, name: str | None) -> Subject | None:
        """Give a party that the terms name, or that has joined."""
        return self.parties.get(name or "")

    def suspended_party(self, name: str | None) -> bool:
        """Tell whether a party's own obligations are suspended."""
        return any(s.by == name and s.closed is None for s in self.suspensions.values())

    def snapshot(self) -> dict[str, Any]:
        """Give the states so far, for rulings and messages."""
        return {"agreement": self.agreement.state, **{name: s.state for name, s in self.parties.items()}}


__all__ = ["IN_FORCE", "Course", "Subject"]
