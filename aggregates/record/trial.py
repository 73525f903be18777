"""Trials: what recording proposals would do, found from the log alone; nothing is locked, written or left behind."""

from __future__ import annotations

from collections.abc import Sequence

from aggregates.ground.clock import Clock, now
from aggregates.record.agreement import Proposal, decide, evolve
from aggregates.record.log import Log
from aggregates.record.receipts import Receipt, receipt_of
from lifecycle.errors import DepositaryError, NotFound


def tried(log: Log, proposals: Sequence[Proposal], clock: Clock = now) -> list[Receipt]:
    """Decide proposals on one agreement in their order, as if they were recorded next.

    The receipts have no leaf hash, for nothing lies in the log. Raises as a recording does, with the proposal's place
    as a note.
    """
    name = proposals[0].agreement
    agreement = evolve(recorded.entry for recorded in log.stream(name))
    if agreement is None:
        raise NotFound("agreement", name, log.agreements())
    receipts = []
    for seq, proposal in enumerate(proposals, log.head().seq + 1):
        try:
            decision = decide(agreement, proposal, seq)
        except DepositaryError as error:
            if proposal.place:
                error.add_note(proposal.place)
            raise
        agreement = decision.after
        receipts.append(receipt_of(decision, clock(), b""))
    return receipts
