"""What of a record counts: the acts as corrected, without what was struck and without the keeper's own, in legal order.

It is found before the course begins. An act that is recorded later is added, where it leaves the others as they were.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter, itemgetter
from typing import NamedTuple

from msgspec.structs import replace

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.amendment.agreement import AmendmentProposed
from lifecycle.acts.approval import with_approvals
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.signature import Confirmed
from lifecycle.acts.keeping.corrections import in_effect
from lifecycle.acts.kinds import act_from
from lifecycle.acts.notices.withdrawal import NoticeWithdrawn
from lifecycle.course.others import Life
from lifecycle.errors import Objection
from lifecycle.fold.legal_order import Order, inserted, legal_order
from lifecycle.terms.conditions.facts import OfAnother
from lifecycle.terms.facts_read import others_asked

Reading = tuple[str, str]
"""A convention and its other value, where what the terms leave open is read otherwise than by default."""

_DAY = itemgetter(0)
_KEEPING = attrgetter("act.KEEPING")
_ALONE: Mapping[str, Life] = {}


class Counted(NamedTuple):
    """What of a record counts, and what the keeper's own acts make of the rest."""

    entries: tuple[Entry, ...]
    """Everything on record, as it was recorded."""
    reading: Reading | None
    standing: tuple[Entry, ...]
    """The acts that count, the draft first, in the order of the log."""
    order: Order
    """Those behind the draft in legal order, each with the day that counts by the reading."""
    keeping: Sequence[Entry] = ()
    """Everything, what was approved in its place, where the keeper's own acts are among it; else nothing."""
    irregular: Mapping[int, Objection] = {}
    """The objections that the keeper's own acts meet."""
    concerned: Mapping[int, tuple[int, ...]] = {}
    """By entry, the corrections, strikes and approvals that concern it."""
    approved: Mapping[int, Act] = {}
    """By submission that was approved, the act that it put in force."""
    others: Mapping[str, Life] = {}
    """The other agreements of the register that its texts ask about, by their ids."""
    relating_back: frozenset[str] = frozenset()
    """The parties whose later confirmation reaches back to the signature, where the convention says so (R1)."""

    @property
    def draft(self) -> Drafted:
        """The draft, as it stands: it can be corrected, and neither struck nor turned into another act."""
        draft = self.standing[0].act
        assert isinstance(draft, Drafted)
        return draft

    @property
    def asked(self) -> frozenset[OfAnother]:
        """What its texts, those that are proposed included, ask of the other agreements."""
        texts = (getattr(entry.act, "terms", None) for entry in self.standing) if self.others else ()
        return frozenset(asked for terms in texts if terms is not None for asked in others_asked(terms))

    def further(self, entry: Entry) -> Counted:
        """Give what counts once another entry is on record, behind all others."""
        entries = (*self.entries, entry)
        rectifiable = self.keeping and isinstance(entry.act, AmendmentProposed)
        if entry.act.KEEPING or rectifiable:
            return counted(entries, self.reading, self.others)
        order = inserted(self.order, _as_read(entry, self.reading))
        standing = _opened((*self.standing, entry), order)
        confirms = isinstance(entry.act, Confirmed)
        return self._replace(
            entries=entries,
            standing=standing,
            order=order,
            keeping=(*self.keeping, entry) if self.keeping else (),
            relating_back=_relating_back(standing, self.reading) if confirms else self.relating_back,
        )

    def days(self, since: date) -> list[tuple[date, int]]:
        """Give the days from one on that something was done on, each with the place behind its acts in the order."""
        order, drafted = self.order, self.draft.on
        first = bisect_right(order, drafted, key=_DAY)
        begins = max(first, bisect_left(order, since, key=_DAY))
        ends = (
            end for end in range(begins + 1, len(order) + 1) if end == len(order) or order[end][0] != order[end - 1][0]
        )
        days = [(order[end - 1][0], end) for end in ends]
        return [(drafted, first), *days] if since <= drafted else days

    def done_on(self, day: date) -> bool:
        """Tell whether something was done on a day."""
        at = bisect_left(self.order, day, key=_DAY)
        return day == self.draft.on or (at < len(self.order) and self.order[at][0] == day)

    def day_before(self, day: date) -> date | None:
        """Give the last day before one on which something was done, nothing before the draft."""
        drafted, at = self.draft.on, bisect_left(self.order, day, key=_DAY)
        if day <= drafted:
            return None
        return max(drafted, self.order[at - 1][0]) if at else drafted

    def until(self, day: date) -> Counted:
        """Give what counted on a day: no act behind it, nor what corrects, strikes or approves such an act.

        Of the other agreements neither.
        A confirmation that relates back by the terms takes effect with the signature, and stays (VCLT-IO 8; R1).
        """
        coming = self.order[bisect_right(self.order, day, key=_DAY) :]
        if coming and self.relating_back:
            coming = [one for one in coming if not isinstance(one[1].act, Confirmed)]
        others = {name: other.until(day) for name, other in self.others.items()}
        if not coming:
            same = all(other is self.others[name] for name, other in others.items())
            return self if same else self._replace(others=others)
        later = {entry.seq for _, entry in coming}
        for entry in self.entries:  # in the order of the log: a target stands before its correction
            if getattr(self.approved.get(entry.seq, entry.act), "target", None) in later:
                later.add(entry.seq)
        return counted([entry for entry in self.entries if entry.seq not in later], self.reading, others)


def counted(entries: Sequence[Entry], reading: Reading | None = None, others: Mapping[str, Life] = _ALONE) -> Counted:
    """Find what counts of a record, the first entry of which is its draft, read as it is or otherwise."""
    record = tuple(entries)
    if not isinstance(record[0].act, Drafted):
        raise TypeError("the first entry of an agreement is its draft")
    if not any(map(_KEEPING, record)):
        order, back = _ordered(record, reading), _relating_back(record, reading)
        return Counted(record, reading, _opened(record, order), order, others=others, relating_back=back)
    known, approvals, vain = with_approvals(record, act_from)
    standing, irregular, concerned = in_effect(known, act_from)
    by = {seq: (approval, *concerned.get(seq, ())) for seq, approval in approvals.items()}
    order = _ordered(standing, reading)
    return Counted(
        entries=record,
        reading=reading,
        standing=_opened(tuple(standing), order),
        order=order,
        keeping=known,
        irregular=irregular | vain,
        concerned={**concerned, **by},
        approved={entry.seq: entry.act for entry in known if entry.seq in approvals},
        others=others,
        relating_back=_relating_back(standing, reading),
    )


def _opened(standing: tuple[Entry, ...], order: Order) -> tuple[Entry, ...]:
    """Open the file of an agreement that was taken over with the first act on record: its draft has no day (R66)."""
    first, draft = standing[0], standing[0].act
    if not isinstance(draft, Drafted) or not draft.source or not order or order[0][0] >= draft.on:
        return standing
    return (replace(first, act=replace(draft, on=order[0][0])), *standing[1:])


def _relating_back(standing: Sequence[Entry], reading: Reading | None) -> frozenset[str]:
    found = frozenset(entry.act.by for entry in standing if isinstance(entry.act, Confirmed) and entry.act.by)
    draft = standing[0].act
    assert isinstance(draft, Drafted)
    return found if found and draft.terms.read(reading)["confirmation_relates_back"] == "yes" else frozenset()


def _ordered(standing: Sequence[Entry], reading: Reading | None) -> Order:
    return legal_order([_as_read(entry, reading) for entry in standing[1:]] if reading else standing[1:])


def _as_read(entry: Entry, reading: Reading | None) -> Entry:
    """Give an act by the day that counts: by the reading from sending, a withdrawal, itself a notice, too (R29)."""
    act = entry.act
    sent = reading == ("notice_counts_from", "sending") and isinstance(act, NoticeWithdrawn) and act.received
    return replace(entry, act=replace(act, received=None)) if sent else entry
