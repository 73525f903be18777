"""The order in which acts take effect: by their legal date, whatever the order of recording (ADR 0003)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from lifecycle.acts.act import Entry
from lifecycle.acts.kinds import RANK
from lifecycle.codec import encode

Placed = tuple[date, Entry]
"""An act, and the day by which it takes its place."""
Order = list[Placed]

_DATED_APART = frozenset(kind for kind in RANK if "received" in kind.__struct_fields__)
"""Kinds whose place in the order may be another day than `on`: a notice counts from its receipt."""


def legal_order(entries: Sequence[Entry]) -> Order:
    """Sort by legal date, then rank of the kind, then content; never by the order of recording (ADR 0003)."""
    acts = [entry.act for entry in entries]
    days = [act.dated() if type(act) in _DATED_APART else act.on for act in acts]
    ranks = [(day.toordinal() << 8) + RANK[type(act)] for day, act in zip(days, acts, strict=True)]
    order = list(zip(days, entries, strict=True))
    places = sorted(range(len(ranks)), key=ranks.__getitem__)
    start, last = 0, -1
    for at, index in enumerate(places):
        rank = ranks[index]
        if rank == last:
            continue
        if at - start > 1:
            places[start:at] = sorted(places[start:at], key=lambda at: _content(order[at]))
        start, last = at, rank
    if len(places) - start > 1:
        places[start:] = sorted(places[start:], key=lambda at: _content(order[at]))
    return [order[at] for at in places]


def inserted(order: Order, entry: Entry) -> Order:
    """Give the order with one act more."""
    one = _placed(entry)
    start, end = bisect_left(order, _rank(one), key=_rank), bisect_right(order, _rank(one), key=_rank)
    at = bisect_right(order, _content(one), start, end, key=_content) if start < end else start
    return [*order[:at], one, *order[at:]]


def _placed(entry: Entry) -> Placed:
    act = entry.act
    return (act.dated() if type(act) in _DATED_APART else act.on), entry


def _rank(one: Placed) -> int:
    day, entry = one
    return (day.toordinal() << 8) + RANK[type(entry.act)]


def _content(one: Placed) -> tuple[str, bytes, int]:
    _, entry = one
    return entry.act.before_others, encode(entry.act), entry.seq
