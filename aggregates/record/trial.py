"""Trials: what recording proposals would do, found without leaving anything behind, and held to when it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from aggregates.ground.clock import Clock, now
from aggregates.record.agreement import Proposal, decide, evolve
from aggregates.record.log import Log
from aggregates.record.proposals import inform
from aggregates.record.receipts import OfAgreement, Receipt, receipt_on
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, DepositaryError, NotFound
from lifecycle.messages import Message

if TYPE_CHECKING:
    from aggregates.record.register import Examining, Register


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


def trial_of(
    register: Register, proposals: Sequence[Proposal], key: str | None, examining: Examining | None = None
) -> Trial:
    """Try proposals as a register would record them now; raises as a recording does, but for an impact."""
    leaving = [replace(proposal, accept_impact=True) for proposal in proposals]
    return Trial(leaving, register.record(leaving, key=key, dry_run=True, examining=examining))


def tried(log: Log, proposals: Sequence[Proposal], clock: Clock = now) -> list[OfAgreement]:
    """Decide proposals on one agreement in their order, as if they were recorded next, from the log alone.

    The receipts have no leaf hash, for nothing lies in the log. Raises as a recording does, with the proposal's place
    as a note.
    """
    name, head = proposals[0].agreement, log.head().seq
    if name == DIRECTORY:  # which has no answers that an act could change
        raise NotFound("agreement", name)
    agreement = evolve(recorded.entry for recorded in log.stream(name))
    if agreement is None:
        raise NotFound("agreement", name)
    receipts = []
    for seq, proposal in enumerate(proposals, head + 1):
        try:
            decision = decide(agreement, proposal, seq)
        except DepositaryError as error:
            inform(error, proposal, agreement, head)
            raise
        agreement = decision.after
        receipts.append(receipt_on(decision, clock(), b""))
    return receipts
