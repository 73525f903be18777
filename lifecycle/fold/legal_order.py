"""The order in which acts take effect: by their legal date, whatever the order of recording (ADR 0003)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lifecycle.acts.act import Entry
from lifecycle.acts.kinds import RANK
from lifecycle.codec import encode

_DATED_APART = frozenset(kind for kind in RANK if "received" in kind.__struct_fields__)
"""Kinds whose place in the order may be another day than `on`: a notice counts from its receipt."""


def legal_order(entries: Sequence[Entry]) -> list[tuple[date, Entry]]:
    """Sort by legal date, then rank of the kind, then content; never by the order of recording (ADR 0003)."""
    acts = [entry.act for entry in entries]
    days = [act.dated() if type(act) in _DATED_APART else act.on for act in acts]
    ranks = [(day.toordinal() << 8) + RANK[type(act)] for day, act in zip(days, acts, strict=True)]
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    start, last = 0, -1
    for at, index in enumerate(order):
        rank = ranks[index]
        if rank == last:
            continue
        if at - start > 1:
            order[start:at] = _by_content(order[start:at], entries)
        start, last = at, rank
    if len(order) - start > 1:
        order[start:] = _by_content(order[start:], entries)
    return [(days[at], entries[at]) for at in order]


def _by_content(tied: Sequence[int], entries: Sequence[Entry]) -> list[int]:
    return sorted(tied, key=lambda at: (encode(entries[at].act), entries[at].seq))
