"""Leave to record what weighs: what ends an agreement, a consent or what survives, or corrects the record.

Somebody is asked before it is recorded. Where nobody can answer, `--yes` says beforehand that it is meant: a script
that ends a treaty does so in as many words. What weighs is declared by the act's class (`WEIGHTY`); a completed
activity does not, though an agreement may end with the last one.
"""

from __future__ import annotations

from collections.abc import Sequence

from aggregates.record.receipts import Receipt
from lifecycle.acts.approval import Submitted
from lifecycle.errors import InvalidInput
from lifecycle.messages import Message
from projections.words.acts import called


def require_yes(receipts: Sequence[Receipt]) -> None:
    """Raise `InvalidInput` for the first act that weighs, before it is committed."""
    for receipt in receipts:
        act = receipt.act
        if act.WEIGHTY or isinstance(act, Submitted):
            kind = called(str(act.submits.get("act"))) if isinstance(act, Submitted) else act.NAME
            raise InvalidInput(
                Message(
                    "{agreement}, {act}: what ends or corrects something is asked about, and nobody can answer here: "
                    "add {option}",
                    agreement=receipt.agreement,
                    act=kind,
                    option="--yes",
                )
            )
