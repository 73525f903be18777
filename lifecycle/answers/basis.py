"""The basis of an answer: acts that give it by themselves, and from which none can be left out.

Acts are left out by halves, beginning with those that no reason names, and the agreement is folded without them. What
is known to be needed is not tried: a party goes from its first state to a later one by an act of its own and no other,
and so it does where it leaves, or suspends, an agreement that goes on for the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from lifecycle.acts.act import Act
from lifecycle.acts.consent import Confirmed, Consented, Signed
from lifecycle.acts.keeper import Corrected
from lifecycle.course.machine import DRAFTED, ENDED, IN_FORCE, SIGNED, State
from lifecycle.fold.timeline import Entry, Timeline, fold, period_on

JOINING = (Signed, Confirmed, Consented)
"""The acts by which a party expresses its consent to be bound; nobody else does it for the party."""


class Told(Struct, frozen=True):
    """What is explained: the agreement's state and since when, the parties' states, the days of entry and of end."""

    state: State | None
    since: date | None
    parties: Mapping[str, State | None]
    entered: date | None
    terminated: date | None


def told(line: Timeline, as_of: date) -> Told:
    """Give what a timeline tells of a day."""
    own = period_on(line.agreement, as_of)
    parties = {name: period_on(periods, as_of) for name, periods in line.parties.items()}
    return Told(
        state=own.state if own else None,
        since=own.start if own else None,
        parties={name: period.state if period else None for name, period in parties.items()},
        entered=line.entered_into_force,
        terminated=line.terminated_on,
    )


def basis(line: Timeline, as_of: date) -> list[Entry]:
    """Find acts that tell the same of a day by themselves, and from which none can be left out."""
    search = _Search(line, as_of)
    periods = [period for found in (line.agreement, *line.parties.values()) for period in found]
    named = {reason.seq for period in periods for reason in period.why}
    search.leave_out([seq for seq in line.irregular if seq not in line.cured])
    search.leave_out([s for s, e in search.kept.items() if s not in named and not isinstance(e.act, JOINING)])
    search.leave_out_further_consents()
    while search.untried:
        search.need_for_entry()
        search.leave_out(search.untried)
    return list(search.kept.values())


class _Search:
    """The acts that are left, and those of them that are known to be needed beside the others."""

    def __init__(self, line: Timeline, as_of: date) -> None:
        self.line, self.as_of, self.wanted = line, as_of, told(line, as_of)
        self.kept = {entry.seq: entry for entry in line.entries}
        self.needed = self._certain()

    @property
    def untried(self) -> list[int]:
        """Those that nothing speaks for yet."""
        return [seq for seq in self.kept if seq not in self.needed]

    def leave_out(self, seqs: Sequence[int]) -> None:
        """Leave out all of these that can be, by halves."""
        tried = [seq for seq in seqs if seq in self.kept and seq not in self.needed]
        if not tried or self._without(tried):
            return
        if len(tried) == 1:
            self.needed.add(tried[0])
            return
        half = len(tried) // 2
        self.leave_out(tried[:half])
        self.leave_out(tried[half:])

    def _without(self, seqs: Sequence[int]) -> bool:
        """Leave these out if that changes nothing; what was needed beside them may then be needed no longer."""
        gone, before = set(seqs), self.kept
        self.kept = {seq: entry for seq, entry in before.items() if seq not in gone}
        if told(fold(list(self.kept.values())), self.as_of) != self.wanted:
            self.kept = before
            return False
        self.needed = self._certain()
        return True

    def leave_out_further_consents(self) -> None:
        """Leave out the signatures beside instruments, or the instruments beside signatures, all of them at once."""
        own: dict[str, list[int]] = defaultdict(list)
        for entry in sorted(self.kept.values(), key=lambda entry: entry.act.dated()):
            if isinstance(entry.act, JOINING):
                own[entry.act.by].append(entry.seq)
        for part in (slice(None, -1), slice(1, None)):
            if (further := [seq for seqs in own.values() for seq in seqs[part]]) and self._without(further):
                return

    def need_for_entry(self) -> None:
        """Note the acts without which it enters into force on no such day, whatever comes after that day."""
        on = self.wanted.entered
        early = fold(list(self.kept.values())).until(on).entries if on else ()
        for entry in early:
            if entry.seq not in self.needed and not entry.act.KEEPING:
                without = fold([other for other in early if other is not entry])
                if without.entered_into_force != on:
                    self.needed.add(entry.seq)

    def _certain(self) -> set[int]:
        """Give the draft, and the acts that nothing else can have done the work of."""
        first, *others = self.kept
        acts = {seq: self.line.approved.get(seq, self.kept[seq].act) for seq in others}
        corrected = {value for act in acts.values() if isinstance(act, Corrected) for value in act.set.values()}
        alone = not _let_go(self.kept[first].act) and not any(hasattr(act, "terms") for act in acts.values())
        found = {first}
        for name, own in _about(acts).items():
            joining = [seq for seq in own if isinstance(acts[seq], JOINING)]
            if len(joining) == 1 and name not in corrected and self._joined(name):
                found |= set(own) if alone and len(own) == 2 and self._apart(name) else set(joining)
        return found

    def _joined(self, name: str) -> bool:
        """Tell whether a party has a state that it came to by joining: an end for all comes to the others as well."""
        state = self.wanted.parties.get(name)
        return state not in (None, DRAFTED) and (state not in ENDED or self.wanted.state not in ENDED)

    def _apart(self, name: str) -> bool:
        """Tell whether a party has left, gives notice or suspends while the agreement goes on in force."""
        return self.wanted.state is IN_FORCE and self.wanted.parties.get(name) not in (SIGNED, IN_FORCE)


def _about(acts: Mapping[int, Act]) -> Mapping[str, list[int]]:
    """Give the acts of each party, and those about it."""
    found: dict[str, list[int]] = defaultdict(list)
    for seq, act in acts.items():
        for name in filter(None, {act.by, getattr(act, "party", None)}):
            found[name].append(seq)
    return found


def _let_go(draft: Act) -> bool:
    """Tell whether the text lets an event end a party's part in it, without an act of its own."""
    ways = draft.terms.clauses.termination  # type: ignore[attr-defined]
    return any(way.by == "event" and way.of_each_party for way in ways)
