"""What screens and their data say of an act: one sentence, and its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lifecycle.acts.approval import Submitted
from lifecycle.acts.kinds import act_from
from lifecycle.codec import to_plain
from lifecycle.messages import Message

if TYPE_CHECKING:
    from aggregates.record.receipts import Receipt
    from lifecycle.acts.act import Act


def said(receipt: Receipt) -> Message:
    """Say what was recorded, in one sentence; of a submission what it submits."""
    act, of = receipt.act, receipt.agreement
    if not isinstance(act, Submitted):
        return act.says(of)
    return Message("{submission}: {act}", submission=act.says(of), act=act_from(act.submits).says(of))


def fields(act: Act) -> dict[str, Any]:
    """Give what an act says besides its kind, its date and who did it; of terms only their title."""
    said: dict[str, Any] = to_plain(act)
    if "terms" in said:
        said["terms"] = said["terms"]["title"]
    return {name: value for name, value in said.items() if name not in ("act", "on", "by")}
