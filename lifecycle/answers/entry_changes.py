"""What the keeper's acts changed in entries: each field with what stood there until then, and what stands there since.

An entry reads as the corrections make it that are on record and not struck (VCLT-IO 80; R54). So it is read without an
act of the keeper and with it: a correction, its approval by a second officer, a strike of either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import Approved, with_approvals
from lifecycle.acts.keeping.corrections import in_effect
from lifecycle.acts.keeping.entries import Corrected, Struck
from lifecycle.acts.kinds import act_from
from lifecycle.codec import to_plain


class EntryChange(Struct, frozen=True, kw_only=True):
    """A field of an entry, as it read before and as it reads since; nothing where it was left out."""

    seq: int
    """The entry that is changed."""
    act: str
    field: str
    before: Any
    after: Any


def entry_changes(entries: Sequence[Entry]) -> Mapping[int, tuple[EntryChange, ...]]:
    """Give, by act of the keeper, what it changed in the entries of an agreement when it was recorded."""
    found: dict[int, tuple[EntryChange, ...]] = {}
    for at, entry in enumerate(entries):
        if isinstance(entry.act, Corrected | Approved | Struck):
            found[entry.seq] = tuple(_compared(_as_read(entries[:at]), _as_read(entries[: at + 1])))
    return found


def _as_read(entries: Sequence[Entry]) -> Mapping[int, Act]:
    """Give the acts as corrected, without those that are struck or the keeper's own."""
    known, _, _ = with_approvals(entries, act_from)
    standing, _, _ = in_effect(known, act_from)
    return {entry.seq: entry.act for entry in standing}


def _compared(before: Mapping[int, Act], after: Mapping[int, Act]) -> Iterator[EntryChange]:
    for seq, now in after.items():
        then = before.get(seq)
        if then is None or then == now:
            continue
        old, new = to_plain(then), to_plain(now)
        for field in dict.fromkeys([*old, *new]):
            if field != "terms" and old.get(field) != new.get(field):
                yield EntryChange(seq=seq, act=now.tag, field=field, before=old.get(field), after=new.get(field))
