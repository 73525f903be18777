"""Outlooks: what was in sight on each day, as the acts up to it made it."""

from __future__ import annotations

from datetime import date

from lifecycle.course.machine import State
from lifecycle.course.periods import Period
from lifecycle.fold.progress import View
from projections.models.outlooks import outlooks

Shown = list[tuple[date | None, ...]]


def shown(*views: View) -> Shown:
    """Give the rows without their agreement, as dates, in their order."""
    rows = [tuple(None if n is None else date.fromordinal(n) for n in row[1:]) for row in outlooks(1, views)]
    return sorted(rows, key=repr)


def day(n: int) -> date:
    return date(2010, 1, n)


def in_sight(opens: int, *periods: tuple[State, int, int | None]) -> View:
    """Give a view with these periods, the last of which begins with the termination."""
    tiles = tuple(Period(state, day(start), day(end) if end else None) for state, start, end in periods)
    return View(day(opens), tiles, day(periods[-1][1]))


def test_a_view_ends_where_the_next_one_opens() -> None:
    """What was in sight beyond that day was never anybody's answer: it is not kept."""
    first = in_sight(1, (State.SIGNED, 1, 10), (State.IN_FORCE, 10, 20), (State.TERMINATED, 20, None))
    assert shown(first) == [
        (day(1), day(10), day(10), day(20)),
        (day(10), day(20), day(20), day(20)),
    ]
    assert shown(first, in_sight(5, (State.TERMINATED, 5, None))) == [
        (day(1), day(5), day(10), day(20)),
    ]


def test_a_view_begins_on_its_day() -> None:
    """The days before it belong to the view before."""
    periods = (State.SIGNED, 1, 3), (State.IN_FORCE, 3, 20), (State.TERMINATED, 20, None)
    assert shown(in_sight(3, *periods)) == [(day(3), day(20), day(20), day(20))]
    assert shown(in_sight(8, *periods)) == [(day(8), day(20), day(20), day(20))]
    assert shown(in_sight(20, *periods)) == []
