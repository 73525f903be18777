"""What many answers say of an agreement besides their own matter: its title, its parties on a day, its end.

Asked for so many agreements at a time, by their numbers, or for all of them where there are many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, and_, select

from lifecycle.course.machine import ENDED
from projections.models.axes import as_known, standing
from projections.models.tables import dates, of_the_agreement, outlooks, parties, status_periods, versions

MANY = 500
"""More agreements than these are not named one by one: all rows are read."""


class Present(NamedTuple):
    """A party of an agreement on a day, and since when it is no longer one, if it left before the end for all."""

    party: str
    name: str
    gone: date | None


class About(NamedTuple):
    """What is to be said of one agreement on a day."""

    title: str
    parties: tuple[Present, ...]
    """Those that are there by the day, in the order of the terms."""
    ends: date | None
    """Its end, past or in sight, as the acts up to the day make it."""


def about(models: Connection, as_of: date, at: int | None, keys: Collection[int]) -> Mapping[int, About]:
    """Find it for agreements by their numbers, on a day and as known at a `seq`."""
    if not keys:
        return {}
    ends: dict[int, date | None] = {}
    for key, state, past, ahead in rows_of(models, _ends(as_of, at), status_periods, keys):
        ends[key] = past if state in ENDED else ahead
    there = defaultdict[int, list[Present]](list)
    for key, party, name, state, since in rows_of(models, _parties(as_of, at), parties, keys):
        end = ends.get(key)
        alone = state in ENDED and (end is None or since < end)
        there[key].append(Present(party, name or party, since if alone else None))
    titles = rows_of(models, _titles(as_of, at), versions, keys)
    return {key: About(title, tuple(there[key]), ends.get(key)) for key, title in titles}


def rows_of(models: Connection, wanted: Select[Any], of: Table, keys: Collection[int]) -> Iterator[Any]:
    """Give the rows of a statement for some agreements, by the column of a table that holds their numbers."""
    if len(keys) <= MANY:
        wanted = wanted.where(of.c.agreement.in_(keys))
    return iter(models.execute(wanted).all())


def _titles(as_of: date, at: int | None) -> Select[Any]:
    return select(versions.c.agreement, versions.c.title).where(standing(versions, as_of), as_known(versions, at))


def _parties(as_of: date, at: int | None) -> Select[Any]:
    own = status_periods.c
    same = and_(own.agreement == parties.c.agreement, own.subject == parties.c.number)
    return (
        select(parties.c.agreement, parties.c.name, parties.c.full_name, own.state, own.valid_from)
        .join(status_periods, and_(same, standing(status_periods, as_of), as_known(status_periods, at)))
        .where(as_known(parties, at))
        .order_by(parties.c.agreement, parties.c.number)
    )


def _ends(as_of: date, at: int | None) -> Select[Any]:
    period = status_periods.c
    ahead = and_(outlooks.c.agreement == period.agreement, standing(outlooks, as_of), as_known(outlooks, at))
    past = and_(dates.c.agreement == period.agreement, as_known(dates, at))
    return (
        select(period.agreement, period.state, dates.c.terminated_on, outlooks.c.terminates)
        .outerjoin(outlooks, ahead)
        .outerjoin(dates, past)
        .where(of_the_agreement, standing(status_periods, as_of), as_known(status_periods, at))
    )
