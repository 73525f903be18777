"""How much of a long file is on record, where it is recorded batch by batch."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from aggregates.record.receipts import Receipt


class Batches(Struct, frozen=True, kw_only=True):
    """Lines of acts, recorded in transactions of so many."""

    lines: int = 0
    """Those that were read."""
    recorded: int = 0
    """Acts that were recorded now."""
    earlier: int = 0
    """Lines that an earlier call of the same command had dealt with."""
    skipped: int = 0
    """Lines that cannot be recorded, and were put aside."""
    transactions: int = 0
    first: int | None = None
    """The first recording made now."""
    last: int | None = None
    """The last one."""

    def passed(self, lines: int) -> Batches:
        """Count a batch that an earlier call had dealt with."""
        return replace(self, lines=self.lines + lines, earlier=self.earlier + lines)

    def with_batch(self, lines: int, receipts: Sequence[Receipt], skipped: int) -> Batches:
        """Count a batch; receipts of another process that recorded it meanwhile are none of this call."""
        new = [receipt.seq for receipt in receipts if not receipt.repeated]
        return replace(
            self,
            lines=self.lines + lines,
            recorded=self.recorded + len(new),
            earlier=self.earlier + len(receipts) - len(new),
            skipped=self.skipped + skipped,
            transactions=self.transactions + bool(new),
            first=self.first or next(iter(new), None),
            last=new[-1] if new else self.last,
        )
