"""What every fold tells of the record itself: what was entered, what counts, and what has no effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from lifecycle.acts.act import Act, Entry
from lifecycle.errors import Objection


class Folded(Struct, frozen=True, kw_only=True):
    """A file of the register, folded: an agreement, or the directory of parties."""

    id: str
    entries: tuple[Entry, ...] = ()
    """Everything on record, as it was recorded."""
    standing: tuple[Entry, ...] = ()
    """The acts that count: as corrected, without what was struck and without the keeper's own."""
    concerned: Mapping[int, tuple[int, ...]] = {}
    """By entry, the corrections, strikes and approvals that concern it."""
    approved: Mapping[int, Act] = {}
    """By submission that was approved, the act that it put in force."""
    irregular: Mapping[int, Objection] = {}
    """By act without effect, what it met."""

    @property
    def struck(self) -> frozenset[int]:
        """The entries that are struck."""
        acts = {entry.seq: entry.act for entry in self.entries if self.concerned} | dict(self.approved)
        return frozenset(seq for seq, by in self.concerned.items() if any(acts[one].tag == "struck" for one in by))

    def struck_by(self, seq: int) -> Iterator[int]:
        """Give the strikes of an entry."""
        concerning = self.concerned.get(seq)
        acts = {entry.seq: entry.act for entry in self.entries if concerning} | dict(self.approved)
        return (by for by in concerning or () if acts[by].tag == "struck")
