"""The list of agreements as statements: what is selected of each, how it is narrowed, sorted, counted and paged.

A page goes on behind an agreement and not behind a number of rows, so that what is recorded meanwhile neither repeats
nor hides one; the id stands behind what it is sorted by, so that the order has no ties.

To add an order: its line in `ORDERS`, and in those of `projections.answers.agreements`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
)

from lifecycle.course.machine import ENDED
from projections.models.definitions.about import present
from projections.models.definitions.axes import AS_OF, TEXT, Day, Given, StateNumber, as_known, standing
from projections.models.definitions.indexes import beginning, of_the_agreement
from projections.models.definitions.names import also_called
from projections.models.definitions.tables import agreements, dates, outlooks, parties, status_periods, versions
from projections.models.definitions.texts import each, holds
from projections.models.values import NUMBER

NARROWING = ("at", "party", "state", "words")
"""What a list may be asked by, besides the day: what was known, a party, its state or that of the agreement, texts.

Words and a kind come together, either of them empty where it is not asked for: a statement for each would be twice as
many.
"""

own = status_periods.alias("own")
"""The periods of the party that is named."""


def _state(given: Given) -> ColumnElement[Any]:
    """Give the state that a list is narrowed and sorted by: that of the party, where one is named."""
    return own.c.state if "party" in given else status_periods.c.state


def _since(given: Given) -> ColumnElement[Any]:
    return own.c.valid_from if "party" in given else status_periods.c.valid_from


def _ends_last(given: Given) -> ColumnElement[Any]:
    """Give the day of the end; those without one stand last."""
    return func.coalesce(_ends(), literal_column(str(date.max.toordinal()), Day))


def _ends() -> ColumnElement[Any]:
    """Give the day of the end, past or in sight, as the acts up to the day make it."""
    over = status_periods.c.state.in_([literal_column(str(NUMBER[state])) for state in sorted(ENDED)])
    return case((over, dates.c.terminated_on), else_=outlooks.c.terminates)


ORDERS: Mapping[str, Callable[[Given], ColumnElement[Any]] | None] = {
    "id": None,
    "title": lambda given: versions.c.words,
    "state": _state,
    "since": _since,
    "ends": _ends_last,
}
"""What each order goes by before the id."""


def page(given: Given, order: str) -> Select[Any]:
    """Select what is said of agreements in an order, behind a place in it, and of no more than so many.

    Of all agreements by their ids one after the other is told; else it is found first which are to be told, and sorted.
    """
    by = _by(given, order)
    behind = [bindparam(name, type_=one.type) for name, one in zip(("after", "after_id")[-len(by) :], by, strict=True)]
    if order == "id" and not given & {"party", "state"}:
        return _limited(
            _asked_for(_told(given, in_turn=True), given).where(tuple_(*by) > tuple_(*behind)).order_by(*by)
        )
    found = _narrowed(select(status_periods.c.agreement), given, order).where(tuple_(*by) > tuple_(*behind))
    if order == "title":  # an index holds how they begin: by it they come nearly in their order
        begins = beginning(by[0])
        found = found.where(begins >= beginning(behind[0])).order_by(begins)
    found = _limited(found.order_by(*by))
    return _told(given).where(status_periods.c.agreement.in_(found.correlate(None))).order_by(*by)


def total(given: Given) -> Select[Any]:
    """Count them, up to a limit: agreement by agreement, each of which has one state on the day, or none as yet."""
    some = _narrowed(select(literal_column("1")), given, None)
    if not given & {"party", "state"}:
        some = some.order_by(status_periods.c.agreement)
    return select(func.count()).select_from(_limited(some).subquery("some"))


def _limited(found: Select[Any]) -> Select[Any]:
    return found.limit(bindparam("limit", type_=BigInteger())).offset(literal_column("0"))


def place(given: Given, order: str) -> Select[Any]:
    """Find the place of an agreement in an order."""
    return _narrowed(select(*_by(given, order)), given, order).where(agreements.c.id == bindparam("id", type_=TEXT))


def _told(given: Given, *, in_turn: bool = False) -> Select[Any]:
    """Select what is said of agreements, whichever are to be listed."""
    period, outlook = status_periods.c, outlooks.c
    party = (own.c.state, own.c.valid_from, own.c.precision) if "party" in given else ()
    columns = (
        *(
            agreements.c.id,
            versions.c.title,
            versions.c.titles,
            period.state,
            period.valid_from,
            outlook.until,
        ),
        *(versions.c.kind, versions.c.number, dates.c.entered_into_force, outlook.terminates),
        *(dates.c.terminated_on, dates.c.ended_by, _ends(), period.precision, present(given, period.agreement)),
        *party,
    )
    found = _with_its_end(_on_the_day(select(*columns), given, in_turn=in_turn), given)
    return _with_party(_with_text(_with_id(found), given), given)


def _by(given: Given, order: str) -> tuple[ColumnElement[Any], ...]:
    first = ORDERS[order]
    return (agreements.c.id,) if first is None else (first(given), agreements.c.id)


def _narrowed(found: Select[Any], given: Given, order: str | None) -> Select[Any]:
    """Leave those agreements that are asked for, and join no more than an order needs."""
    found = _with_party(_on_the_day(found, given, in_turn=order in ("id", None)), given)
    if order is not None:
        found = _with_id(found)
    if order == "ends":
        found = _with_its_end(found, given)
    if order == "title" or "words" in given:
        found = _with_text(found, given)
    return _asked_for(found, given)


def _asked_for(found: Select[Any], given: Given) -> Select[Any]:
    """Leave of agreements with their texts and states those that are asked for."""
    if "words" in given:
        word = each("words")
        lacking = and_(~holds(versions.c.words, word.c.value), ~_named(given, word.c.value))
        found = found.where(~exists().select_from(word).where(lacking).correlate_except(word))
        found = found.where(bindparam("kind", type_=TEXT).in_((literal_column("''", TEXT), versions.c.kind_words)))
    if "state" in given:
        found = found.where(_state(given) == bindparam("state", type_=StateNumber()))
    return found


def _on_the_day(found: Select[Any], given: Given, *, in_turn: bool = False) -> Select[Any]:
    """Leave the states of the day; `in_turn` lets them be looked up by the agreement, one after the other.

    By the day all of them would be found first, and then be sorted by their ids for a page of a few; and to count no
    more than some, it would begin with those that were over long ago.
    """
    period, days = status_periods.c, standing(status_periods)
    if in_turn:
        start = type_coerce(period.valid_from, Integer) + literal_column("0", Integer)
        days = and_(start <= AS_OF, or_(period.valid_to.is_(None), period.valid_to > AS_OF))
    return found.select_from(status_periods).where(of_the_agreement, days, as_known(status_periods, given))


def _with_id(found: Select[Any]) -> Select[Any]:
    return found.join(agreements, agreements.c.key == status_periods.c.agreement)


def _with_text(found: Select[Any], given: Given) -> Select[Any]:
    same = versions.c.agreement == status_periods.c.agreement
    return found.join(versions, and_(same, standing(versions), as_known(versions, given)))


def _with_its_end(found: Select[Any], given: Given) -> Select[Any]:
    key = status_periods.c.agreement
    ahead = and_(outlooks.c.agreement == key, standing(outlooks), as_known(outlooks, given))
    return found.outerjoin(outlooks, ahead).outerjoin(dates, and_(dates.c.agreement == key, as_known(dates, given)))


def _with_party(found: Select[Any], given: Given) -> Select[Any]:
    if "party" not in given:
        return found
    wanted = parties.c.name == bindparam("party", type_=TEXT)
    named = and_(parties.c.agreement == status_periods.c.agreement, wanted, as_known(parties, given))
    same = and_(own.c.agreement == parties.c.agreement, own.c.subject == parties.c.number)
    return found.join(parties, named).join(own, and_(same, standing(own), as_known(own, given)))


def _named(given: Given, word: ColumnElement[str]) -> ColumnElement[bool]:
    """Tell whether a party that is there by the day has a word in its name."""
    one, there = parties.alias("one"), status_periods.alias("there")
    called = or_(holds(one.c.words, word), also_called(one.c.name, word, given))
    named = and_(one.c.agreement == status_periods.c.agreement, called)
    same = and_(there.c.agreement == one.c.agreement, there.c.subject == one.c.number)
    found = exists().where(named, as_known(one, given), same, standing(there), as_known(there, given))
    return found.correlate_except(one, there)
