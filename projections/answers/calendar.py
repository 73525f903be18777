"""What falls due as events of a calendar that others keep: each with an id for ever, and a number that only grows.

An event belongs to the act that set the date. It moves when a later recording moves the date, and is cancelled when one
removes it: an answer, a withdrawal, a strike. What has come to pass is left as it was (RFC 5545, 3.8.7.4). Its id holds
the origin of its register, so that two registers with an agreement of one name share no event (RFC 5545, 3.8.4.7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import select

from lifecycle.course.dues import Due
from projections.answers.deadlines import COLUMNS, Deadline, concerning, deadline, due_of, later
from projections.answers.parties import key_of
from projections.answers.snapshot import Snapshot
from projections.models.axes import as_known, standing
from projections.models.tables import agreements, deadlines, parties, versions


class Event(Struct, frozen=True, kw_only=True):
    """A deadline in a calendar, with the title of its agreement and the parties that it is kept with."""

    uid: str
    sequence: int
    cancelled: bool
    deadline: Deadline
    title: str
    partners: tuple[str, ...]
    """The parties by their full names; without the one that was asked about."""


class _Row(Struct, frozen=True):
    """What was known of a date, from one recording to another."""

    known_from: int
    known_to: int | None
    due: Due

    def known(self, at: int) -> bool:
        return self.known_to is None or self.known_to > at


def events(asked: Snapshot, as_of: date, *, within_days: int | None = None, party: str | None = None) -> list[Event]:
    """List the events of what is awaited on a day, and of what was and no longer is; raises as `due` does."""
    known_at, party = asked.known.seq, None if party is None else key_of(asked, party)
    wanted = (
        select(agreements.c.id, deadlines.c.known_from, deadlines.c.known_to, *COLUMNS)
        .join(agreements, agreements.c.key == deadlines.c.agreement)
        .where(deadlines.c.known_from <= known_at)
        .order_by(agreements.c.id, deadlines.c.kind, deadlines.c.subject, deadlines.c.seq, deadlines.c.known_from)
    )
    if party is not None:
        wanted = wanted.where(*concerning(asked, party, as_of))
    last = date.max if within_days is None else later(as_of, within_days)
    origin, titles, partners = asked.log.origin(), _titles(asked, as_of), _partners(asked, party)
    found: list[Event] = []
    for (agreement, *_), rows in groupby(asked.models.execute(wanted).all(), key=_event_of):
        known = [_Row(row[1], row[2], due_of(*row[3:])) for row in rows]
        about = _About(agreement, titles.get(agreement, agreement), tuple(partners[agreement]), origin)
        found += _event(about, known, as_of, known_at)
    kept = (event for event in found if event.deadline.on <= last)
    return sorted(kept, key=lambda event: (event.deadline.on, event.uid))


def _event_of(row: Any) -> tuple[Any, ...]:
    """Tell the events apart: by agreement, kind, subject, and the act that set the date."""
    return row[0], row.kind, row.subject, row.seq


class _About(NamedTuple):
    """What the events of one agreement have in common."""

    agreement: str
    title: str
    partners: tuple[str, ...]
    origin: str


def _titles(asked: Snapshot, as_of: date) -> dict[str, str]:
    """Give the titles of a day by agreement."""
    wanted = (
        select(agreements.c.id, versions.c.title)
        .join(agreements, agreements.c.key == versions.c.agreement)
        .where(standing(versions, as_of), as_known(versions, asked.at))
    )
    return {str(row.id): row.title for row in asked.models.execute(wanted).all()}


def _partners(asked: Snapshot, party: str | None) -> defaultdict[str, list[str]]:
    """Give the full names of the parties by agreement, without the one that was asked about."""
    wanted = (
        select(agreements.c.id, parties.c.name, parties.c.full_name)
        .join(agreements, agreements.c.key == parties.c.agreement)
        .where(as_known(parties, asked.at))
        .order_by(agreements.c.id, parties.c.number)
    )
    found = defaultdict[str, list[str]](list)
    for id, name, full in asked.models.execute(wanted).all():
        if name != party:
            found[id].append(full or name)
    return found


def _event(about: _About, rows: Sequence[_Row], as_of: date, known_at: int) -> Iterator[Event]:
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
    name = [about.agreement, due.kind, due.subject, str(due.seq or 0), on.isoformat() if due.every else ""]
    yield Event(
        uid="/".join(part for part in name if part).replace(" ", "-") + f"@{about.origin.replace('/', '.')}",
        sequence=2 * (len(moments) - 1) + (live is None),
        cancelled=live is None,
        deadline=deadline(about.agreement, due, as_of),
        title=about.title,
        partners=about.partners,
    )
