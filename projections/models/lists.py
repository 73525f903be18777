"""The list of agreements as statements: what is selected of each, how it is narrowed, sorted, counted and paged.

A page goes on behind an agreement and not behind a number of rows, so that what is recorded meanwhile neither repeats
nor hides one; the id stands behind what it is sorted by, so that the order has no ties.

To add an order: its line in `ORDERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, tuple_

from lifecycle.course.machine import ENDED, State
from projections.models.axes import Day, as_known, standing
from projections.models.tables import agreements, dates, of_the_agreement, outlooks, parties, status_periods, versions

Order = Literal["id", "title", "state", "since", "ends"]


class Wanted(NamedTuple):
    """Which agreements, on which day and as known at which `seq`."""

    as_of: date
    at: int | None
    state: State | None = None
    """That of the party, where one is named."""
    party: str | None = None
    """The key of a party that they have."""


own = status_periods.alias("own")
"""The periods of the party that is named."""


def state_of(wanted: Wanted) -> ColumnElement[Any]:
    """Give the state that a list is narrowed and sorted by: that of the party, where one is named."""
    return own.c.state if wanted.party else status_periods.c.state


def _since(wanted: Wanted) -> ColumnElement[Any]:
    return own.c.valid_from if wanted.party else status_periods.c.valid_from


def _ends(wanted: Wanted) -> ColumnElement[Any]:
    """Give the day of the end, past or in sight; those without one stand last."""
    return func.coalesce(ends(wanted), literal(date.max, Day))


def ends(wanted: Wanted) -> ColumnElement[Any]:
    """Give the day of the end, past or in sight, as the acts up to the day make it."""
    over = status_periods.c.state.in_(ENDED)
    return case((over, dates.c.terminated_on), else_=outlooks.c.terminates)


ORDERS: Mapping[Order, Callable[[Wanted], ColumnElement[Any] | None]] = {
    "id": lambda wanted: None,
    "title": lambda wanted: versions.c.title,
    "state": state_of,
    "since": _since,
    "ends": _ends,
}
"""What each order goes by before the id."""


def rows(wanted: Wanted, order: Order, after: tuple[Any, ...] | None, limit: int | None) -> Select[Any]:
    """Select the agreements in an order, behind a place in it, and no more than so many."""
    by = _by(wanted, order)
    found = _narrowed(select(*_columns(wanted)), wanted).order_by(*by)
    if after is not None:
        found = found.where(tuple_(*by) > tuple_(*map(literal, after, (one.type for one in by))))
    return found if limit is None else found.limit(limit)


def total(wanted: Wanted) -> Select[Any]:
    """Count them."""
    return _narrowed(select(func.count()), wanted)


def place(wanted: Wanted, order: Order, agreement: str) -> Select[Any]:
    """Find the place of an agreement in an order, whether or not the list is narrowed to it."""
    anywhere = wanted._replace(state=None)
    return _narrowed(select(*_by(wanted, order)), anywhere).where(agreements.c.id == agreement)


def _by(wanted: Wanted, order: Order) -> tuple[ColumnElement[Any], ...]:
    first = ORDERS[order](wanted)
    return (agreements.c.id,) if first is None else (first, agreements.c.id)


def _columns(wanted: Wanted) -> tuple[ColumnElement[Any], ...]:
    period, outlook = status_periods.c, outlooks.c
    party = (own.c.state, own.c.valid_from) if wanted.party else ()
    return (
        *(agreements.c.key, agreements.c.id, versions.c.title, period.state, period.valid_from, outlook.until),
        *(versions.c.number, dates.c.entered_into_force, outlook.terminates),
        *(dates.c.terminated_on, dates.c.ended_by, ends(wanted), *party),
    )


def _narrowed(found: Select[Any], wanted: Wanted) -> Select[Any]:
    """Join what is known of each agreement on the day, and leave those that are asked for."""
    as_of, at, period = wanted.as_of, wanted.at, status_periods.c
    ahead = and_(outlooks.c.agreement == period.agreement, standing(outlooks, as_of), as_known(outlooks, at))
    text = and_(versions.c.agreement == period.agreement, standing(versions, as_of), as_known(versions, at))
    life = and_(dates.c.agreement == period.agreement, as_known(dates, at))
    found = (
        found.select_from(status_periods)
        .join(agreements, agreements.c.key == period.agreement)
        .join(versions, text)
        .outerjoin(outlooks, ahead)
        .outerjoin(dates, life)
        .where(of_the_agreement)
        .where(standing(status_periods, as_of), as_known(status_periods, at))
    )
    if wanted.party is not None:
        named = and_(parties.c.agreement == period.agreement, parties.c.name == wanted.party, as_known(parties, at))
        same = and_(own.c.agreement == parties.c.agreement, own.c.subject == parties.c.number)
        found = found.join(parties, named).join(own, and_(same, standing(own, as_of), as_known(own, at)))
    if wanted.state is not None:
        found = found.where(state_of(wanted) == wanted.state)
    return found
