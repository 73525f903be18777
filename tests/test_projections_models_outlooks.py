"""Outlooks: what was in sight on each day, as the acts up to it made it."""

from __future__ import annotations

from datetime import date

from given import given
from msgspec.structs import replace

from lifecycle.course.facts import Period
from lifecycle.course.machine import State
from lifecycle.fold.timeline import Timeline
from projections.models.outlooks import outlooks, views

Shown = list[tuple[date | None, ...]]


def shown(of: list[tuple[date, Timeline]]) -> Shown:
    """Give the rows without their agreement, as dates, in their order."""
    rows = [tuple(None if n is None else date.fromordinal(n) for n in row[1:]) for row in outlooks(of)]
    return sorted(rows, key=repr)


def day(n: int) -> date:
    return date(2010, 1, n)


def in_sight(*periods: tuple[State, int, int | None]) -> Timeline:
    """Give a timeline with these periods, the last of which begins with its termination."""
    line = given("wco-caricc", "2010-01-01 drafted").timeline
    tiles = tuple(Period(state, day(start), day(end) if end else None) for state, start, end in periods)
    return replace(line, agreement=tiles, terminated_on=day(periods[-1][1]))


def test_a_view_ends_where_the_next_one_opens() -> None:
    """What was in sight beyond that day was never anybody's answer: it is not kept."""
    first = in_sight((State.SIGNED, 1, 10), (State.IN_FORCE, 10, 20), (State.TERMINATED, 20, None))
    assert shown([(day(1), first)]) == [
        (day(1), day(10), day(10), day(20)),
        (day(10), day(20), day(20), day(20)),
    ]
    assert shown([(day(1), first), (day(5), in_sight((State.TERMINATED, 5, None)))]) == [
        (day(1), day(5), day(10), day(20)),
    ]


def test_a_view_begins_on_its_day() -> None:
    """The days before it belong to the view before."""
    later = in_sight((State.SIGNED, 1, 3), (State.IN_FORCE, 3, 20), (State.TERMINATED, 20, None))
    assert shown([(day(3), later)]) == [(day(3), day(20), day(20), day(20))]
    assert shown([(day(8), later)]) == [(day(8), day(20), day(20), day(20))]
    assert shown([(day(20), later)]) == []


def test_there_is_a_view_from_each_day_on_which_something_was_done() -> None:
    """Acts of one day make one view; the last view is the timeline itself."""
    docket = given(
        "wco-caricc",
        "2010-03-01 drafted",
        "2010-03-30 signed by=WCO",
        "2010-03-30 signed by=CARICC",
        "2010-06-01 dispute_referred by=WCO",
    )
    line = docket.timeline
    found = views(line, date.min)
    assert [day for day, _ in found] == [date(2010, 3, 1), date(2010, 3, 30), date(2010, 6, 1)]
    assert found[-1][1] is line
    assert [view.disputes for _, view in found[:2]] == [(), ()]
    assert len(views(line, date(2010, 3, 31))) == 1
