"""What is said of a recording: the act in a sentence, and its kind as tables name it."""

from __future__ import annotations

from aggregates.record.receipts import Receipt
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Submitted
from lifecycle.acts.kinds import act_from
from lifecycle.messages import Message


def said(receipt: Receipt) -> Message:
    """Say what was recorded, in one sentence; of a submission what it submits."""
    act, of = receipt.act, receipt.agreement
    if not isinstance(act, Submitted):
        return act.says(of)
    return Message("{submission}: {act}", submission=act.says(of), act=act_from(act.submits).says(of))


def name(act: Act) -> Message:
    """Name the kind of an act, as tables do."""
    return act.NAME
