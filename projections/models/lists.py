"""The list of agreements as statements: what is selected of each, how it is narrowed, sorted, counted and paged.

A page goes on behind an agreement and not behind a number of rows, so that what is recorded meanwhile neither repeats
nor hides one; the id stands behind what it is sorted by, so that the order has no ties.

To add an order: its line in `ORDERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
)

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
    words: tuple[str, ...] = ()
    """Folded words, each of which stands in the title, or in the name of a party."""


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
    "title": lambda wanted: versions.c.words,
    "state": state_of,
    "since": _since,
    "ends": _ends,
}
"""What each order goes by before the id."""


def page(wanted: Wanted, order: Order, after: tuple[Any, ...] | None, limit: int | None) -> Select[Any]:
    """Select the numbers of agreements in an order, behind a place in it, and no more than so many."""
    by = _by(wanted, order)
    found = _narrowed(select(status_periods.c.agreement), wanted, order).order_by(*by)
    if after is not None:
        found = found.where(tuple_(*by) > tuple_(*map(literal, after, (one.type for one in by))))
    return found if limit is None else found.limit(limit)


def total(wanted: Wanted) -> Select[Any]:
    """Count them."""
    return _narrowed(select(func.count()), wanted, None)


def place(wanted: Wanted, order: Order, agreement: str) -> Select[Any]:
    """Find the place of an agreement in an order, whether or not the list is narrowed to it."""
    anywhere = wanted._replace(state=None, words=())
    return _narrowed(select(*_by(wanted, order)), anywhere, order).where(agreements.c.id == agreement)


def rows(wanted: Wanted) -> Select[Any]:
    """Select what is said of agreements, whichever are to be listed."""
    period, outlook = status_periods.c, outlooks.c
    party = (own.c.state, own.c.valid_from) if wanted.party else ()
    columns = (
        *(agreements.c.key, agreements.c.id, versions.c.title, period.state, period.valid_from, outlook.until),
        *(versions.c.number, dates.c.entered_into_force, outlook.terminates),
        *(dates.c.terminated_on, dates.c.ended_by, ends(wanted), *party),
    )
    found = _with_its_end(_on_the_day(select(*columns), wanted), wanted)
    return _with_party(_with_text(_with_id(found), wanted), wanted)


def _by(wanted: Wanted, order: Order) -> tuple[ColumnElement[Any], ...]:
    first = ORDERS[order](wanted)
    return (agreements.c.id,) if first is None else (first, agreements.c.id)


def _narrowed(found: Select[Any], wanted: Wanted, order: Order | None) -> Select[Any]:
    """Leave those agreements that are asked for, and join no more than an order needs."""
    found = _with_party(_on_the_day(found, wanted, in_turn=order == "id"), wanted)
    if order is not None:
        found = _with_id(found)
    if order == "ends":
        found = _with_its_end(found, wanted)
    if order == "title" or wanted.words:
        found = _with_text(found, wanted)
    for word in wanted.words:
        found = found.where(or_(versions.c.words.contains(word, autoescape=True), _named(wanted, word)))
    if wanted.state is not None:
        found = found.where(state_of(wanted) == wanted.state)
    return found


def _on_the_day(found: Select[Any], wanted: Wanted, *, in_turn: bool = False) -> Select[Any]:
    """Leave the states of the day; `in_turn` lets them be looked up by the agreement, one after the other.

    By the day all of them would be found first, and then be sorted by their ids for a page of a few.
    """
    period, days = status_periods.c, standing(status_periods, wanted.as_of)
    if in_turn:
        ends, day = type_coerce(period.valid_to, Integer), wanted.as_of.toordinal()
        days = and_(type_coerce(period.valid_from, Integer) + 0 <= day, or_(ends.is_(None), ends > day))
    return found.select_from(status_periods).where(of_the_agreement, days, as_known(status_periods, wanted.at))


def _with_id(found: Select[Any]) -> Select[Any]:
    return found.join(agreements, agreements.c.key == status_periods.c.agreement)


def _with_text(found: Select[Any], wanted: Wanted) -> Select[Any]:
    same = versions.c.agreement == status_periods.c.agreement
    return found.join(versions, and_(same, standing(versions, wanted.as_of), as_known(versions, wanted.at)))


def _with_its_end(found: Select[Any], wanted: Wanted) -> Select[Any]:
    key, at = status_periods.c.agreement, wanted.at
    ahead = and_(outlooks.c.agreement == key, standing(outlooks, wanted.as_of), as_known(outlooks, at))
    return found.outerjoin(outlooks, ahead).outerjoin(dates, and_(dates.c.agreement == key, as_known(dates, at)))


def _with_party(found: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.party is None:
        return found
    as_of, at, key = wanted.as_of, wanted.at, status_periods.c.agreement
    named = and_(parties.c.agreement == key, parties.c.name == wanted.party, as_known(parties, at))
    same = and_(own.c.agreement == parties.c.agreement, own.c.subject == parties.c.number)
    return found.join(parties, named).join(own, and_(same, standing(own, as_of), as_known(own, at)))


def _named(wanted: Wanted, word: str) -> ColumnElement[bool]:
    """Tell whether a party that is there by the day has a word in its name."""
    one, there = parties.alias("one"), status_periods.alias("there")
    named = and_(one.c.agreement == status_periods.c.agreement, one.c.words.contains(word, autoescape=True))
    same = and_(there.c.agreement == one.c.agreement, there.c.subject == one.c.number)
    days = and_(standing(there, wanted.as_of), as_known(there, wanted.at))
    return exists().where(named, as_known(one, wanted.at), same, days)
