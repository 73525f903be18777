"""Entries that questions about all agreements are about: what waits for approval, and certificates. Pure.

Without these rows such a question would read the whole log. Nearly every recording leaves them as they were.

To add a kind: its line in `rows`, and the acts by which it changes in `TURNS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, Submitted, waiting
from lifecycle.acts.evidence.taken_over import TakenOver
from lifecycle.acts.keeping.entries import Certified, Struck
from lifecycle.fold.folded import Folded
from projections.models.changes import UNCHANGED, Changed, compared
from projections.models.rows import Row, key_of
from projections.models.values import CERTIFIED, TAKEN, WAITING

TURNS = (Submitted, Approved, Struck, Certified, TakenOver)
"""The acts that change which entries there are."""


def entries(line: Folded) -> Iterator[Row]:
    """Give the entries of an agreement, or of the directory."""
    agreement = key_of(line)
    for seq in waiting(line.entries):
        yield agreement, WAITING, seq
    for entry in line.entries:
        if isinstance(entry.act, Certified):
            yield agreement, CERTIFIED, entry.seq
        elif isinstance(entry.act, TakenOver) or _submits(entry.act):
            yield agreement, TAKEN, entry.seq


def _submits(act: Act) -> bool:
    """Tell whether what is taken over is submitted for approval."""
    return isinstance(act, Submitted) and act.submits.get("act") == str(TakenOver.__struct_config__.tag)


def changed_entries(before: Folded | None, after: Folded, since: date) -> Changed:
    """Compare them where the last recording may have changed them."""
    if before is None or not isinstance(after.entries[-1].act, TURNS):
        return UNCHANGED
    return compared(entries(before), entries(after))
