"""Entries that questions about all agreements are about: what waits for approval, certificates, what is shared. Pure.

Without these rows such a question would read the whole log. Nearly every recording leaves them as they were.

To add a kind: its line in `KINDS`, or in `entries` with the acts by which it changes in `TURNS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, Submitted, waiting
from lifecycle.acts.cooperation.contacts import ContactDesignated
from lifecycle.acts.cooperation.information.supply import InformationSupplied
from lifecycle.acts.cooperation.platforms import PlatformProvided
from lifecycle.acts.evidence.taken_over import TakenOver
from lifecycle.acts.keeping.entries import Certified, Struck
from lifecycle.fold.folded import Folded
from projections.models.changes import UNCHANGED, Changed, compared
from projections.models.rows import Row, key_of
from projections.models.values import CERTIFIED, SHARED, TAKEN, WAITING

KINDS: Mapping[type[Act], str] = {
    Certified: CERTIFIED,
    TakenOver: TAKEN,
    ContactDesignated: SHARED,
    InformationSupplied: SHARED,
    PlatformProvided: SHARED,
}
"""What entries of some acts are, whether they stand, or wait for approval, or not."""

TURNS: tuple[type[Act], ...] = (Submitted, Approved, Struck, *KINDS)
"""The acts that change which entries there are."""

_SUBMITTED = {str(act.__struct_config__.tag): kind for act, kind in KINDS.items() if act is not Certified}


def entries(line: Folded) -> Iterator[Row]:
    """Give the entries of an agreement, or of the directory."""
    agreement = key_of(line)
    for seq in waiting(line.entries):
        yield agreement, WAITING, seq
    for entry in line.entries:
        if kind := _kind(entry.act):
            yield agreement, kind, entry.seq


def _kind(act: Act) -> str | None:
    """Give what the entry of an act is, or that of what is submitted for approval."""
    return _SUBMITTED.get(str(act.submits.get("act"))) if isinstance(act, Submitted) else KINDS.get(type(act))


def changed_entries(before: Folded | None, after: Folded, since: date) -> Changed:
    """Compare them where the last recording may have changed them."""
    if before is None or not isinstance(after.entries[-1].act, TURNS):
        return UNCHANGED
    return compared(entries(before), entries(after))
