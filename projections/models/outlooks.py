"""Outlooks: what the clock alone would bring, as the acts up to a day make it. Pure.

A status looks ahead from its own day: the acts that came later are not known to it, although they are known to the
timeline. So every day on which something was done opens a new view. An outlook tells until when a state lasts and when
the agreement terminates, where either is in sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, pairwise

from lifecycle.course.machine import ENDED
from lifecycle.fold.progress import View
from lifecycle.fold.timeline import Timeline
from projections.models.changes import UNCHANGED, Changed, compared
from projections.models.rows import Row, key_of
from projections.models.values import ordinal


def outlooks(agreement: int, views: Iterable[View]) -> Iterator[Row]:
    """Give the outlooks of each view, until the next one opens."""
    for view, after in pairwise(chain(views, (None,))):
        assert view is not None
        first, last = view.day, after.day if after else None
        for period in reversed(view.agreement):
            until = period.end
            if until is not None and until <= first:
                break
            terminates = None if period.state in ENDED else view.terminated_on
            if (until is None and terminates is None) or (last is not None and period.start >= last):
                continue
            start = max(period.start, first).toordinal()
            end = until if last is None or (until is not None and until < last) else last
            yield agreement, start, ordinal(end), ordinal(until), ordinal(terminates)


def changed_outlooks(before: Timeline | None, after: Timeline, since: date) -> Changed:
    """Compare the outlooks from a day on; where it opens a view, the last one before is the same, but ends earlier."""
    agreement = key_of(after)
    if before is None:
        return Changed(set(), set(outlooks(agreement, after.views(since))))
    if before.others or after.others:  # what is in sight rests on them as well
        return compared(outlooks(agreement, before.views(since)), outlooks(agreement, after.views(since)))
    if before.standing == after.standing or (_is_over(before, since) and _is_over(after, since)):
        return UNCHANGED
    known = before.progress.counted
    opened = None if known.done_on(since) else known.day_before(since)
    old = list(before.views(opened or since))
    new = [*old[: 1 if opened else 0], *after.views(since)]
    return compared(outlooks(agreement, old), outlooks(agreement, new))


def _is_over(line: Timeline, day: date) -> bool:
    """Tell whether nothing is done any more after a day, nor does the clock bring anything."""
    order = line.progress.counted.order
    if order and order[-1][0] > day:
        return False
    return line.agreement[-1].start <= day and (line.terminated_on is None or line.terminated_on <= day)
