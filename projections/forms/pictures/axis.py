"""Where days lie across a picture: what it shows of time, and what is written along it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from lifecycle.messages import Short, Value

if TYPE_CHECKING:
    from projections.answers.drawn.timeline import Life

WIDTH, LEFT, RIGHT = 960, 150, 24
"""In pixels: the whole, the column of names, the margin."""


class Axis(NamedTuple):
    """Where days lie across the picture."""

    first: date
    last: date

    def x(self, day: date | None) -> float:
        """Give the place of a day; of one beyond the picture, or of none, the right edge."""
        whole = max((self.last - self.first).days, 1)
        along = whole if day is None else min(max((day - self.first).days, 0), whole)
        return round(LEFT + along * (WIDTH - LEFT - RIGHT) / whole, 1)


def axis_of(life: Life) -> Axis:
    """Choose the days that the picture shows: from the draft to the last that is known, and somewhat beyond."""
    first = life.lanes[0].stretches[0].since
    days = [stretch.since for lane in life.lanes for stretch in lane.stretches]
    days += [span.until for span in life.spans if span.until]
    last = max(life.as_of, *(day for day in days if (day - first).days <= 4 * max((life.as_of - first).days, 365)))
    beyond = max((last - first).days // 12, 15)
    return Axis(first, last + timedelta(days=min(beyond, (date.max - last).days)))


def ticks(axis: Axis) -> Iterator[tuple[date, Value]]:
    """Give the days that are marked along the axis, with what is written at them: years, or months of few of them."""
    years = axis.last.year - axis.first.year
    if years <= 2:
        step = 1 if years < 1 else 3
        for month in range(axis.first.year * 12 + axis.first.month, axis.last.year * 12 + axis.last.month):
            if month % step == 0:
                day = date(month // 12, month % 12 + 1, 1)
                yield day, Short(day)
        return
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000) if years / step <= 12)
    for year in range(axis.first.year + 1, axis.last.year + 1):
        if year % step == 0:
            yield date(year, 1, 1), f"{year}"


def parted(since: date, until: date | None, as_of: date) -> Iterator[tuple[date, date | None, bool]]:
    """Part a stretch at the day of the answer: what lies after it is foreseen, and so paler."""
    if since > as_of:
        yield since, until, True
    elif until is not None and until <= as_of:
        yield since, until, False
    else:
        yield since, as_of, False
        yield as_of, until, True
