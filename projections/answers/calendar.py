"""What falls due as events of a calendar that others keep: each with an id for ever, and a number that only grows.

An event belongs to the act that set the date. It moves when a later recording moves the date, and is cancelled when one
removes it: an answer, a withdrawal, a strike. What has come to pass is left as it was (RFC 5545, 3.8.7.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from lifecycle.course.dues import Due
from projections.answers.deadlines import COLUMNS, Deadline, concerning, deadline, due_of, later
from projections.answers.parties import partner
from projections.answers.snapshot import Snapshot
from projections.models.tables import agreements, deadlines


class Event(Struct, frozen=True, kw_only=True):
    """A deadline in a calendar."""

    uid: str
    sequence: int
    cancelled: bool
    deadline: Deadline


class _Row(Struct, frozen=True):
    """What was known of a date, from one recording to another."""

    known_from: int
    known_to: int | None
    due: Due

    def known(self, at: int) -> bool:
        return self.known_to is None or self.known_to > at


def events(asked: Snapshot, as_of: date, *, within_days: int | None = None, party: str | None = None) -> list[Event]:
    """List the events of what is awaited on a day, and of what was and no longer is; raises as `due` does."""
    known_at = asked.known.seq
    wanted = (
        select(agreements.c.id, deadlines.c.known_from, deadlines.c.known_to, *COLUMNS)
        .join(agreements, agreements.c.key == deadlines.c.agreement)
        .where(deadlines.c.known_from <= known_at)
        .order_by(agreements.c.id, deadlines.c.kind, deadlines.c.subject, deadlines.c.seq, deadlines.c.known_from)
    )
    if party is not None:
        wanted = wanted.where(*concerning(asked, party, as_of))
    last = date.max if within_days is None else later(as_of, within_days)
    found: list[Event] = []
    for (agreement, *_), rows in groupby(asked.models.execute(wanted).all(), key=_event_of):
        known = [_Row(row[1], row[2], due_of(*row[3:])) for row in rows]
        found += _event(agreement, known, as_of, known_at)
    if party is not None and not found:
        partner(asked, party)
    kept = (event for event in found if event.deadline.on <= last)
    return sorted(kept, key=lambda event: (event.deadline.on, event.uid))


def _event_of(row: Any) -> tuple[Any, ...]:
    """Tell the events apart: by agreement, kind, subject, and the act that set the date."""
    return row[0], row.kind, row.subject, row.seq


def _event(agreement: str, rows: Sequence[_Row], as_of: date, known_at: int) -> Iterator[Event]:
    begun = [row for row in rows if row.due.since <= as_of]
    if not begun:
        return
    known = [row for row in begun if row.known(known_at)]
    live = next((row for row in known if row.due.stands(as_of)), None)
    shown = live or max(known or begun, key=lambda row: (row.due.since, row.known_from))
    came = shown.due.closed is not None and shown.due.closed >= shown.due.on
    if live is None and known and (came or shown.due.closed is None):
        return  # it has come to pass, or was the last of those that came again
    due = shown.due
    on = due.next_on(as_of) if due.every else due.on
    moments = {row.known_from for row in rows} | {row.known_to for row in rows if not row.known(known_at)}
    name = [agreement, due.kind, due.subject, str(due.seq or 0), on.isoformat() if due.every else ""]
    yield Event(
        uid="/".join(part for part in name if part).replace(" ", "-") + "@depositary",
        sequence=2 * (len(moments) - 1) + (live is None),
        cancelled=live is None,
        deadline=deadline(agreement, due, as_of),
    )
