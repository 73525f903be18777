"""What falls due as events of a calendar that others keep: each with an id for ever, and a number that only grows.

An event belongs to the act that set the date. It moves when a later recording moves the date, and is cancelled when one
removes it: an answer, a withdrawal, a strike. What has come to pass is left as it was (RFC 5545, 3.8.7.4). Its id holds
the origin of its register, so that two registers with an agreement of one name share no event (RFC 5545, 3.8.4.7).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.course.dues import Due
from projections.answers.deadlines import Deadline, Outlook, deadline, due_of, later
from projections.answers.parties import key_of
from projections.answers.snapshot import Snapshot
from projections.models.about import About, about


class Event(Struct, frozen=True, kw_only=True):
    """A deadline in a calendar."""

    uid: str
    sequence: int
    cancelled: bool
    deadline: Deadline

    def attended(self, attend: Callable[[Deadline], Deadline]) -> Event:
        """Give the same with what the office arranged for it; its number grows by what is recorded alone."""
        return replace(self, deadline=attend(self.deadline))


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
    last = date.max if within_days is None else later(as_of, within_days)
    rows = asked.models.ask("ever due", at=known_at, party=party, as_of=as_of if party else None)
    known = about(asked.models, as_of, asked.at, {key for key, *_ in rows})
    found: list[Event] = []
    for (key, agreement), of_one in groupby(rows, key=itemgetter(0, 1)):
        if key in known:
            views = [[_Row(row[2], row[3], due_of(*row[4:])) for row in of] for _, of in groupby(of_one, key=_EVENT)]
            file = _File(agreement, known[key], asked.log.origin(), party)
            found += file.events(views, as_of, known_at)
    kept = (event for event in found if event.deadline.on <= last)
    return sorted(kept, key=lambda event: (event.deadline.on, event.uid))


_EVENT = itemgetter(4, 5, 13)
"""What tells the events of an agreement apart: kind, subject, and the act that set the date."""


class _File(NamedTuple):
    """What the events of one agreement have in common."""

    agreement: str
    about: About
    origin: str
    party: str | None

    def events(self, views: Sequence[Sequence[_Row]], as_of: date, known_at: int) -> Iterator[Event]:
        """Give the events of what is, or was, awaited under it, each from all that was known of it."""
        standing = [row.due for rows in views for row in rows if row.known(known_at) and row.due.stands(as_of)]
        awaited = set(Outlook(self.about, standing, as_of).awaited(self.party))
        for rows in views:
            if begun := [row for row in rows if row.due.since <= as_of]:
                yield from self._event(rows, begun, awaited, as_of, known_at)

    def _event(
        self, rows: Sequence[_Row], begun: Sequence[_Row], awaited: Container[Due], as_of: date, known_at: int
    ) -> Iterator[Event]:
        known = [row for row in begun if row.known(known_at)]
        stands = next((row for row in known if row.due.stands(as_of)), None)
        live = stands is not None and stands.due in awaited
        shown = stands or max(known or begun, key=lambda row: (row.due.since, row.known_from))
        came = shown.due.closed is not None and shown.due.closed >= shown.due.on
        if stands is None and known and (came or shown.due.closed is None):
            return  # it has come to pass, or was the last of those that came again
        due = shown.due
        on = due.next_on(as_of) if due.every else due.on
        moments = {row.known_from for row in rows} | {row.known_to for row in rows if not row.known(known_at)}
        name = [self.agreement, due.kind, due.subject, str(due.seq or 0), on.isoformat() if due.every else ""]
        yield Event(
            uid="/".join(part for part in name if part).replace(" ", "-") + f"@{self.origin.replace('/', '.')}",
            sequence=2 * (len(moments) - 1) + (not live),
            cancelled=not live,
            deadline=deadline(self.agreement, due, as_of, self.about, self.party),
        )
