"""The states of all agreements on a day, from the read models, narrowed, sorted and page by page.

The values are those of `lifecycle.answers.status` for the same day and the same knowledge (a property test).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.codec import decode
from lifecycle.course.endings import Ending
from lifecycle.course.machine import ENDED, State
from lifecycle.errors import NotFound
from lifecycle.messages import Message
from lifecycle.terms.naming import folded
from projections.answers.parties import Named, key_of, partners_of
from projections.answers.snapshot import Snapshot
from projections.models import lists
from projections.models.about import About, about, rows_of
from projections.models.lists import ORDERS, Order, Wanted
from projections.models.tables import status_periods


class Listed(Struct, frozen=True, kw_only=True):
    """One agreement's state on a day: the fields of a status up to how it ended, its end and its partners."""

    agreement: str
    title: str
    as_of: date
    state: State
    since: date
    until: date | None
    terms_version: int
    entered_into_force: date | None
    terminates: date | None
    terminated_on: date | None
    ended_by: Message | None
    ends: date | None = None
    """The day of its end, past or in sight."""
    partners: tuple[Named, ...] = ()
    """Its parties on the day, without the one that was asked about."""
    party: str | None = None
    """The party that was asked about, by its key."""
    party_state: State | None = None
    """That party's own state, by which the list is narrowed, and since when."""
    party_since: date | None = None
    total: int | None = None
    """How many agreements there are of those asked for, on this page and others; only where pages are asked for."""
    next_after: str | None = None
    """On the last one of a page that others follow: the agreement behind which the next page begins."""


def listing(
    asked: Snapshot,
    as_of: date,
    *,
    state: State | None = None,
    party: str | None = None,
    words: str = "",
    sort: Order = "id",
    after: str | None = None,
    limit: int | None = None,
) -> list[Listed]:
    """List the agreements drafted by a day, in an order, behind one of them, and no more than so many.

    With a party, by its key or its name, each has that party's own state, and `state` is that of the party. Each of the
    words stands in the title or in the name of a party, however it is spelt. Raises
    `NotFound` for a party that none has, or an agreement to go on behind that is not in the list.
    """
    key = None if party is None else key_of(asked, party)
    wanted = Wanted(as_of, asked.at, state, key, tuple(folded(words).split()))
    behind = None if after is None else _place(asked, wanted, sort, after)
    page = lists.page(wanted, sort, behind, None if limit is None else limit + 1)
    keys = [key for (key,) in asked.models.execute(page).all()]
    shown = keys if limit is None else keys[:limit]
    rows = {row[0]: row for row in rows_of(asked.models, lists.rows(wanted), status_periods, shown)} if shown else {}
    known = about(asked.models, as_of, asked.at, shown)
    found = [_listed(rows[key], wanted, known[key]) for key in shown]
    if limit is None and after is None:
        return found
    total = asked.models.execute(lists.total(wanted)).scalar_one()
    found = [replace(one, total=total) for one in found]
    if found and len(keys) > len(shown):
        found[-1] = replace(found[-1], next_after=found[-1].agreement)
    return found


def _place(asked: Snapshot, wanted: Wanted, sort: Order, after: str) -> tuple[Any, ...]:
    place = asked.models.execute(lists.place(wanted, sort, after)).first()
    if place is None:
        raise NotFound("agreement", after)
    return tuple(place)


def _listed(row: Sequence[Any], wanted: Wanted, known: About) -> Listed:
    _, id, title, state, since, until, version, entered, terminates, terminated, ended_by, ends, *own = row
    party_state, party_since = own or (None, None)
    return Listed(
        agreement=id,
        title=title,
        as_of=wanted.as_of,
        state=state,
        since=since,
        until=until,
        terms_version=version,
        entered_into_force=_by(entered, wanted.as_of),
        terminates=terminates,
        terminated_on=_by(terminated, wanted.as_of),
        ended_by=decode(ended_by.encode(), Ending).says if ended_by and state in ENDED else None,
        ends=ends,
        partners=partners_of(known, wanted.party),
        party=wanted.party,
        party_state=party_state,
        party_since=party_since,
    )


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


__all__ = ["ORDERS", "Listed", "Order", "listing"]
