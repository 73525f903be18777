"""A follower of a register, made of one function."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aggregates.databases.database import Cursor
from aggregates.record.receipts import Receipt
from aggregates.record.transaction import Unfollowed


class Following(Unfollowed):
    """Calls the function with the cursor and the receipts of each transaction."""

    def __init__(self, called: Callable[[Cursor, Sequence[Receipt]], object]) -> None:
        self._called = called

    def follow(self, cursor: Cursor, receipts: Sequence[Receipt]) -> None:
        self._called(cursor, receipts)
