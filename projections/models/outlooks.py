"""Outlooks: what the clock alone would bring, as the acts up to a day make it. Pure.

A status looks ahead from its own day: the acts that came later are not known to it, although they are known to the
timeline. So every day on which something was done opens a new view, and each view is a fold of its own; the last one is
the timeline itself. An outlook tells until when a state lasts and when the agreement terminates, where either is in
sight.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from lifecycle.course.machine import ENDED
from lifecycle.fold.timeline import Timeline
from projections.models.changes import UNCHANGED, Changed, compared
from projections.models.rows import Row, key_of
from projections.models.values import ordinal

View = tuple[date, Timeline]


def views(line: Timeline, since: date) -> list[View]:
    """Give the timeline as it was seen from each day, on or after a day, on which something was done."""
    days = _days(line)
    last = days[-1]
    return [(day, line if day == last else line.until(day)) for day in days[bisect_left(days, since) :]]


def _days(line: Timeline) -> list[date]:
    first = line.drafted
    return [first, *sorted({day for entry in line.standing if (day := entry.act.dated()) > first})]


def outlooks(views: Sequence[View]) -> Iterator[Row]:
    """Give the outlooks of each view, until the next one opens."""
    ends = [*(day for day, _ in views[1:]), None]
    for (first, line), last in zip(views, ends, strict=True):
        for period in reversed(line.agreement):
            until = period.end
            if until is not None and until <= first:
                break
            terminates = None if period.state in ENDED else line.terminated_on
            if (until is None and terminates is None) or (last is not None and period.start >= last):
                continue
            start = max(period.start, first).toordinal()
            end = until if last is None or (until is not None and until < last) else last
            yield key_of(line), start, ordinal(end), ordinal(until), ordinal(terminates)


def changed_outlooks(before: Timeline | None, after: Timeline, since: date) -> Changed:
    """Compare the outlooks from the last view that opened before `since`: it is the same, but ends earlier."""
    if before is None:
        return Changed(set(), set(outlooks(views(after, since))))
    days = _days(before)
    if days[-1] <= since and _is_over(before, days[-1]) and _is_over(after, since):
        return UNCHANGED
    if before.standing == after.standing:
        return UNCHANGED
    at = bisect_left(days, since)
    old = views(before, days[at - 1] if at else since)
    new = [*old[: 1 if at else 0], *views(after, since)]
    return compared(outlooks(old), outlooks(new))


def _is_over(line: Timeline, day: date) -> bool:
    """Tell whether the clock brings nothing any more after a day."""
    return line.agreement[-1].start <= day and (line.terminated_on is None or line.terminated_on <= day)
