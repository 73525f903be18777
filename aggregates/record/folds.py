"""The folds of files that a register keeps from one recording to the next, or makes before it takes its turn.

A fold that was made before the lock is the same under it as long as the last event of its stream is: that is all that
is looked up there. Everything else is read under the lock, as it stands then.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from aggregates.ground.merkle import Hash
from aggregates.record.decision import Decision, File, Proposal
from aggregates.record.log.log import Log
from aggregates.record.receipts import Receipt
from aggregates.record.trial import Touched
from lifecycle.acts.conclusion import Drafted
from lifecycle.errors import DepositaryError
from lifecycle.fold.dependence import depends_on

KEPT = 10_000
"""Acts of agreements whose folds are kept: one of ten acts takes sixty kilobytes at most, one of a thousand two and a
half megabytes."""


class Folds:
    """The last folds of files by their names, each with the leaf hash of the last event that it holds."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hash, File]] = {}
        self._acts = 0
        """Those of all of them."""

    def make(self, log: Log, proposals: Sequence[Proposal]) -> list[str]:
        """Fold the files that proposals grow, as far as no fold is kept, and name those that are kept.

        What cannot be read is said under the lock.
        """
        growing = dict.fromkeys(one.agreement for one in proposals if not isinstance(one.act, Drafted))
        before = self._acts
        for name in [name for name in growing if name not in self._kept]:
            if self._acts - before > KEPT:
                break
            with suppress(DepositaryError):
                touched = Touched(log)
                if file := touched.file(name):
                    self._keep(name, touched.tops[name], file)
        self._lessen()
        return [name for name in growing if name in self._kept]

    def standing(self, log: Log, name: str) -> File | None:
        """Give a fold that is kept, if nothing was recorded since in its stream."""
        kept = self._kept.get(name)
        return kept[1] if kept is not None and kept[0] == log.top(name) else None

    def keep(self, decisions: Sequence[Decision], receipts: Sequence[Receipt]) -> None:
        """Keep the folds that were recorded, and no more than so many of all."""
        pairs = zip(decisions, receipts, strict=True)
        last = {receipt.agreement: (receipt.leaf_hash, decision.after) for decision, receipt in pairs}
        for name, (leaf, file) in last.items():
            self._keep(name, leaf, file)
        self._lessen()

    def _lessen(self) -> None:
        while self._acts > KEPT and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))

    def _keep(self, name: str, leaf: Hash, file: File) -> None:
        self._forget(name)
        if not depends_on(file.entries):  # else it changes with what is recorded on others
            self._kept[name] = leaf, file
            self._acts += len(file.entries)

    def _forget(self, name: str) -> None:
        if known := self._kept.pop(name, None):
            self._acts -= len(known[1].entries)
