"""The basis of an answer: acts that give it by themselves, and from which none can be left out.

Acts are left out by halves, beginning with those that no reason names, and the agreement is folded without them. What
is known to be needed is not tried: a party goes from its first state to a later one by an act of its own and no other,
and so it does where it leaves, or suspends, an agreement that goes on for the others. Where an act is needed, so are
those that are alike to the law (`alike`): a hundred ratifications are tried as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from lifecycle.acts.act import Act
from lifecycle.acts.evidence.taken_over import TakenOver
from lifecycle.acts.keeping.entries import Corrected
from lifecycle.answers.explanation.alike import JOINING, alike
from lifecycle.answers.participants import present
from lifecycle.course.machine import DRAFTED, ENDED, IN_FORCE, LIVE, SIGNED, State
from lifecycle.course.periods import Period, period_on
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.messages import Message

ENTRIES = ("entered_into_force", "joined")
"""What lets an agreement, or a party, be bound."""


class Told(Struct, frozen=True):
    """What is explained: the agreement's state and since when, the parties' states, entry into force, and the end.

    Of one party it is that party's state, with the days on which it was bound and on which it left. Of an entry it is
    what it says, too: a condition that others had met before names their day.
    """

    state: State | None
    since: date | None
    parties: Mapping[str, State | None]
    entered: date | None
    terminated: date | None
    bound: date | None = None
    left: date | None = None
    entries: tuple[Message, ...] = ()


def told(line: Timeline, as_of: date, party: str | None = None) -> Told:
    """Give what a timeline tells of a day, or of a party on it."""
    if party is not None:
        return _told_of(line, as_of, party)
    own = period_on(line.agreement, as_of)
    parties = {name: period_on(periods, as_of) for name, periods in line.parties.items()}
    return Told(
        state=own.state if own else None,
        since=own.start if own else None,
        parties={name: period.state if period else None for name, period in parties.items()},
        entered=line.entered_into_force,
        terminated=line.terminated_on,
        entries=_entries(line.agreement, as_of),
    )


def _told_of(line: Timeline, as_of: date, party: str) -> Told:
    periods = line.parties.get(party, ())
    own = period_on(periods, as_of)
    life = [period for period in present(periods, as_of) if period.start <= as_of]
    return Told(
        state=None,
        since=own.start if own else None,
        parties={party: own.state if own else None},
        entered=line.entered_into_force,
        terminated=line.terminated_on,
        bound=next((period.start for period in life if period.state in LIVE), None),
        left=next((period.start for period in life if period.state in ENDED), None),
        entries=_entries(line.agreement, as_of) + _entries(life, as_of),
    )


def _entries(periods: Sequence[Period], as_of: date) -> tuple[Message, ...]:
    """Give what is said, by a day, of how it entered into force."""
    begun = (period for period in periods if period.start <= as_of)
    return tuple(reason.says for period in begun for reason in period.why if reason.act in ENTRIES)


def basis(line: Timeline, as_of: date, party: str | None = None) -> list[Entry]:
    """Find acts that tell the same of a day, or of a party, by themselves, and from which none can be left out."""
    search = _Search(line, as_of, party)
    periods = [period for found in (line.agreement, *line.parties.values()) for period in found]
    if party is not None:
        periods = [*line.agreement, *line.parties.get(party, ())]
    named = {reason.seq for period in periods for reason in period.why}
    search.leave_out([seq for seq in line.irregular if seq not in line.cured])
    search.leave_out([s for s, e in search.kept.items() if s not in named and not isinstance(e.act, JOINING)])
    search.leave_out_further_consents()
    while search.untried:
        search.leave_out(search.untried)
    return list(search.kept.values())


class _Search:
    """The acts that are left, and those of them that are known to be needed beside the others."""

    def __init__(self, line: Timeline, as_of: date, party: str | None) -> None:
        self.line, self.as_of, self.party = line, as_of, party
        self.wanted = told(line, as_of, party)
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
            self.needed |= alike(self.line, self.kept, tried[0])
            return
        half = len(tried) // 2
        self.leave_out(tried[:half])
        self.leave_out(tried[half:])

    def _without(self, seqs: Sequence[int]) -> bool:
        """Leave these out if that changes nothing; what was needed beside them may then be needed no longer."""
        gone, before = set(seqs), self.kept
        self.kept = {seq: entry for seq, entry in before.items() if seq not in gone}
        if told(fold(list(self.kept.values()), others=self.line.others), self.as_of, self.party) != self.wanted:
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

    def _certain(self) -> set[int]:
        """Give the draft, and the acts that nothing else can have done the work of."""
        first, *others = self.kept
        acts = {seq: self.line.approved.get(seq, self.kept[seq].act) for seq in others}
        corrected = {value for act in acts.values() if isinstance(act, Corrected) for value in act.set.values()}
        if any(isinstance(act, TakenOver) for act in acts.values()):
            return {first}  # a list lets all join, whatever they did for it
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
        if self.party is not None and state in ENDED:
            return self.wanted.bound is not None
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
