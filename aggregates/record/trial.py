"""Trials: what recording proposals would do, found without leaving anything behind, and held to when it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from aggregates.ground.clock import Clock, now
from aggregates.ground.merkle import Hash
from aggregates.record.agreement import Agreement, Dependent, OnAgreement, decide, evolve
from aggregates.record.decision import Decision, File, Proposal
from aggregates.record.directory import Parties, grow
from aggregates.record.events import Created
from aggregates.record.log.log import Log
from aggregates.record.proposals import inform
from aggregates.record.receipts import OfAgreement, Receipt, receipt_on
from aggregates.record.transaction import UNFOLLOWED, Follower
from lifecycle.acts.act import Entry
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, DepositaryError, ImpactNotAccepted, NotFound
from lifecycle.fold.dependence import depends_on
from lifecycle.fold.directory import NOTHING, Directory
from lifecycle.fold.others import Lines, Others
from lifecycle.messages import Message

Examining = Callable[[Log], Callable[[Decision], object]]
"""Looks at each decision under the writer's lock, given the log: what it raises is raised of the proposal."""


class Recorder(Protocol):
    """As much of a register as a trial needs."""

    def record(
        self,
        proposals: Sequence[Proposal],
        *,
        key: str | None = None,
        dry_run: bool = False,
        examining: Examining | None = None,
    ) -> list[Receipt]:
        """Record proposals, or undo it at the end."""


class Trial(NamedTuple):
    """What a register would record, whatever acts on record lose their effect by it, and the leave to record that."""

    proposals: Sequence[Proposal]
    receipts: Sequence[Receipt]

    def hold(self, receipts: Sequence[Receipt]) -> None:
        """Raise `Conflict` if other acts would lose their effect than was found, because others recorded meanwhile."""
        if [receipt.accepted for receipt in receipts] != [receipt.accepted for receipt in self.receipts]:
            raise Conflict(
                Message("others recorded meanwhile, and other acts would lose their effect than was shown: look again")
            )


class Touched:
    """The agreements of one transaction.

    Of an agreement that is recorded on, and of those that it asks about, every event must be legible; of those that ask
    about it what cannot be read is set aside, for a damaged one is no reason to refuse what is recorded on another.
    """

    def __init__(
        self, log: Log, follower: Follower = UNFOLLOWED, kept: Callable[[str], File | None] = lambda name: None
    ) -> None:
        self._log, self._follower, self._kept = log, follower, kept
        self._found: dict[str, File | None] = {}
        self.tops: dict[str, Hash] = {}
        """The leaf hash of the last event of each file that was read."""
        self._asking: dict[str, Sequence[str]] = {}
        """Those on record before this transaction whose texts ask about one, by that."""
        self._named: dict[str, frozenset[str]] = {}
        """What the texts ask about that this transaction records, by agreement."""
        entries = _Entries(log, self._found)
        self._lines, self._legible = Lines(entries.all), Lines(entries.legible)

    @property
    def known(self) -> tuple[str, ...]:
        """The agreements that were read, and are there."""
        return tuple(name for name, found in self._found.items() if found)

    def file(self, name: str, but: int = 0) -> File | None:
        """Give a file as it is so far, nothing where it is not on record; without what is about to be set aside."""
        if name not in self._found:
            self._found[name] = self._kept(name) or self._read(name, but)
        return self._found[name]

    def agreement(self, name: str) -> Agreement | None:
        """Give that of an agreement."""
        found = self.file(name)
        assert found is None or isinstance(found, Agreement)
        return found

    def directory(self) -> Directory:
        """Give the directory of parties."""
        known = self.file(DIRECTORY)
        return known.directory if isinstance(known, Parties) else NOTHING

    def others(self, before: File | None, proposal: Proposal, seq: int) -> Others:
        """Give the other agreements that one will ask about with a proposal; raises `InvalidInput` for a circle."""
        name, known, new = proposal.agreement, before.entries if before else (), (Entry(seq, proposal.act),)
        self._lines.acyclic(name, known, new)
        return self._lines.others(name, (*known, *new))

    def take(self, decision: Decision, proposal: Proposal) -> Decision:
        """Take in what was decided, and give it with what it makes of the agreements that ask about this one.

        Raises `ImpactNotAccepted` if acts on those would lose their effect.
        """
        name = proposal.agreement
        if not isinstance(decision, OnAgreement):
            self._found[name] = decision.after
            return decision
        asking = self._asking_about(name)
        before = {one: line for one in asking if (line := self._legible.line(one)) is not None}
        if new := depends_on((decision.entry,)):
            self._named[name] = self._named.get(name, frozenset()) | new
        self._found[name] = decision.after
        for lines in (self._lines, self._legible):
            lines.forget(name)
        after = {one: line for one in before if (line := self._legible.line(one)) is not None}
        for one, line in after.items():
            if isinstance(found := self._found.get(one), Agreement):
                self._found[one] = replace(found, timeline=line)
        also = tuple(Dependent(before=before[one], after=after[one]) for one in after)
        return _accepted(replace(decision, also=also), proposal) if also else decision

    def _asking_about(self, name: str) -> Sequence[str]:
        """Name those that ask about an agreement, directly or through others."""
        found = [name]
        for one in found:
            new = (other for other, names in self._named.items() if one in names)
            if one not in self._asking:
                self._asking[one] = tuple(self._follower.asking(self._log, one))
            found += [other for other in (*self._asking[one], *new) if other not in found]
        return found[1:]

    def _read(self, name: str, but: int) -> File | None:
        found = self._log.whole(name, but)
        if found is None:
            return None
        entries, version = [row.entry for row in found.recordings], found.events
        self.tops[name] = found.leaf_hash
        if name == DIRECTORY:
            return grow(entries, version)
        return evolve(entries, version, self._lines.others(name, entries))


class _Entries:
    """What is on record of agreements so far; apart from `Touched`, which its lines would hold until a collection."""

    def __init__(self, log: Log, found: Mapping[str, File | None]) -> None:
        self._log, self._found = log, found

    def all(self, name: str) -> Sequence[Entry]:
        """Give every entry; raises for what cannot be read."""
        found = self._found.get(name)
        return found.entries if found else self._log.entries(name)

    def legible(self, name: str) -> Sequence[Entry]:
        """Give those that can be read."""
        found = self._found.get(name)
        return found.entries if found else [row.entry for row in self._log.legible(name)]


def _accepted(decision: OnAgreement, proposal: Proposal) -> OnAgreement:
    """Note which acts on other agreements lose their effect, which is to be accepted like those on this one."""
    lost: list[int] = []
    for one in decision.also:
        losing = [item for item in one.after.irregular.items() if item[0] not in one.before.irregular]
        if losing and not proposal.accept_impact:
            raise ImpactNotAccepted(one.after.id, losing)
        lost += [seq for seq, _ in losing]
    content = decision.content
    if not lost or isinstance(content, Created):
        return decision
    return replace(decision, content=replace(content, accepted=(*content.accepted, *lost)))


def trial_of(
    register: Recorder, proposals: Sequence[Proposal], key: str | None, examining: Examining | None = None
) -> Trial:
    """Try proposals as a register would record them now; raises as a recording does, but for an impact."""
    leaving = [replace(proposal, accept_impact=True) for proposal in proposals]
    return Trial(leaving, register.record(leaving, key=key, dry_run=True, examining=examining))


def tried(
    log: Log, proposals: Sequence[Proposal], follower: Follower = UNFOLLOWED, clock: Clock = now
) -> list[OfAgreement]:
    """Decide proposals on one agreement in their order, as if they were recorded next, from the log alone.

    The receipts have no leaf hash, for nothing lies in the log. Raises as a recording does, with the proposal's place
    as a note.
    """
    name, head = proposals[0].agreement, log.head().seq
    if name == DIRECTORY:  # which has no answers that an act could change
        raise NotFound("agreement", name)
    touched, receipts = Touched(log, follower), []
    for seq, proposal in enumerate(proposals, head + 1):
        agreement = touched.agreement(name)
        if agreement is None:
            raise NotFound("agreement", name)
        try:
            others = touched.others(agreement, proposal, seq)
            decision = touched.take(decide(agreement, proposal, seq, touched.directory, others), proposal)
        except DepositaryError as error:
            inform(error, proposal, agreement, head)
            raise
        assert isinstance(decision, OnAgreement)
        receipts.append(receipt_on(decision, clock(), b""))
    return receipts
