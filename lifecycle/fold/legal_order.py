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
    """Sort by legal date, then rank of the kind, then id or content (ADR 0003).

    The order of recording says nothing of the law. Only of two acts that open something under one id, which is a matter
    of the record, the one that was recorded first has it.
    """
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
    return sorted(tied, key=lambda at: _content(entries[at]))


def _content(entry: Entry) -> tuple[str, bytes, int]:
    """Give what acts of one day and kind are ordered by: no name of a party where they have ids."""
    opens = entry.act.OPENS
    id: str | None = getattr(entry.act, opens[0]) if opens else None
    return (id, b"", entry.seq) if id else ("", encode(entry.act), entry.seq)
