"""Likeness: whether an act that is recorded says what an entry on record says already, as typed by a second clerk.

It is no objection: two acts of a day may be alike. A command that is repeated to the letter records nothing twice; one
that a colleague gives, under another name or with another note, is another command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from aggregates.record.receipts import Receipt
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Submitted
from lifecycle.messages import Message

MOST = 100
"""Recordings of one call that are compared: whoever records many at once takes them from somewhere."""


class Like(NamedTuple):
    """A recording, and the entry before it that says the same."""

    agreement: str
    seq: int
    earlier: int

    @property
    def message(self) -> Message:
        """Ask whether it is meant, and say how it is taken back."""
        return Message(
            "#{seq} says what #{earlier} of {agreement} says already; if it is the same act: {command}",
            seq=self.seq,
            earlier=self.earlier,
            agreement=self.agreement,
            command=f'depositary strike {self.agreement} {self.seq} --reason "entered twice"',
        )


def alike(receipts: Iterable[Receipt]) -> Iterator[Like]:
    """Give the recordings that say what an entry that stands said before them; those of repeated commands are none."""
    for receipt in list(receipts)[:MOST]:
        if (
            receipt.before is None
            or receipt.repeated
            or (receipt.act.KEEPING and not isinstance(receipt.act, Submitted))
        ):
            continue
        act = _bare(receipt.act)
        found = (entry.seq for entry in reversed(receipt.before.standing) if _bare(entry.act) == act)
        if earlier := next(found, 0):
            yield Like(receipt.agreement, receipt.seq, earlier)


def _bare(act: Act) -> Act:
    """Give an act without what two clerks would say differently: the note, and the id that it was numbered with."""
    unnamed = {act.OPENS[0]: None} if act.OPENS else {}
    return replace(act, note="", **unnamed)
