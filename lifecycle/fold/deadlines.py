"""What falls due on a timeline: what the course awaits or awaited, and the objection periods of rectifications.

Where another admissible reading of the text gives another date, the date says so (R24).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from lifecycle.acts.act import Entry
from lifecycle.calendar.days import day_before, next_day
from lifecycle.course.course import Course
from lifecycle.course.dues import Alternative, Due
from lifecycle.errors import Objection


def dues(course: Course, entries: Sequence[Entry], irregular: Mapping[int, Objection]) -> tuple[Due, ...]:
    """Give all that falls due, or fell due, each with the other date that it may be read as.

    `entries` are those on record where the keeper's own acts are among them, else none.
    """
    found = list(overtaken([*course.past_dues, *course.dues.values()]))
    if entries:
        found += _rectifications([entry for entry in entries if entry.seq not in irregular])
    if course.alternatives:
        of = defaultdict[tuple[str, str], list[Alternative]](list)
        for reading in course.alternatives:
            of[reading.kind, reading.subject].append(reading)
        notices = [reading for reading in course.alternatives if reading.kind == "notice"]
        found = [_doubted(due, notices if due.kind == "head" else of.get(_hangs_on(due), ())) for due in found]
    return tuple(found)


_ENDED_WITH_IT = frozenset(
    {
        *("renewal", "goes_on", "last_safe_day", "lock_in", "window", "window_end", "amendment", "suspends", "joins"),
        *("leaves", "withdrawal", "ends", "provisional", "notice_resumes"),
    }
)
"""What does not come any more once the agreement has ended."""
_NOT_ON_ITS_DAY = frozenset({"renewal", "goes_on", "last_safe_day"})


def overtaken(dues: Iterable[Due]) -> Iterator[Due]:
    """Give what falls due without what an end that is awaited overtakes, for as long as that end is awaited.

    A renewal is not awaited beyond an agreed end, nor the day of a notice beyond a fixed one (R31, R48). Should the end
    not come, for the notice is withdrawn, it is awaited again.
    """
    known = list(dues)
    if not any(due.kind == "ends" for due in known):
        yield from known
        return
    known.sort(key=lambda due: due.since)
    ends = [due for due in known if due.kind == "ends" and not due.goes_on_for]
    starts = [due.since for due in ends]
    standing: list[Due] = []
    at = 0
    for due in known:
        if due.kind not in _ENDED_WITH_IT or not ends:
            yield due
            continue
        while at < len(ends) and starts[at] <= due.since:
            standing.append(ends[at])
            at += 1
        standing = [end for end in standing if end.closed is None or end.closed > due.since]
        last = bisect_left(starts, due.closed) if due.closed else len(ends)
        yield from _cut(due, [end for end in (*standing, *ends[at:last]) if end is not due and _before(end, due)])


def _before(end: Due, due: Due) -> bool:
    """Tell whether an end comes before a date, or before the last of those that come again."""
    last = due.last or due.ahead_of or due.on
    return end.on < last or due.again is not None or (end.on == last and due.kind in _NOT_ON_ITS_DAY)


def _cut(due: Due, ends: Sequence[Due]) -> Iterator[Due]:
    """Cut a date by the ends that are awaited before it, each while it is: what is left may stand in several parts."""
    if not ends:
        yield due
        return
    closed = due.closed or date.max
    marks = {due.since, closed, *(day for end in ends for day in (end.since, end.closed or date.max))}
    days = sorted(day for day in marks if due.since <= day <= closed)
    parts: list[Due] = []
    for since, until in pairwise(days):
        on = min((end.on for end in ends if end.since <= since and (end.closed or date.max) > since), default=None)
        part = _shortened(due, on)
        if part is not None:
            parts.append(replace(part, since=since, closed=None if until == date.max else until))
    if not parts:  # it was set, and never awaited
        yield replace(due, closed=due.since)
    yield from _joined(parts)


def _shortened(due: Due, end: date | None) -> Due | None:
    """Give what of a date is left before an end."""
    if end is None:
        return due
    day = end if due.kind in _NOT_ON_ITS_DAY else next_day(end)
    if day is None:
        return due
    if (due.ahead_of or due.on) >= day:
        return None
    if due.again is None:
        return due
    last = due.again.last_before(day)
    return due if last is None or (due.last is not None and due.last < last) else replace(due, last=last)


def _joined(parts: Sequence[Due]) -> Iterator[Due]:
    """Join what is the same before and after an end that made no difference."""
    for at, part in enumerate(parts):
        before = parts[at - 1] if at else None
        if (
            before is not None
            and before.closed == part.since
            and replace(before, since=part.since, closed=part.closed) == part
        ):
            continue
        whole = part
        for after in parts[at + 1 :]:
            if whole.closed != after.since or replace(whole, since=after.since, closed=after.closed) != after:
                break
            whole = replace(whole, closed=after.closed)
        yield whole


def _doubted(due: Due, alternatives: Sequence[Alternative]) -> Due:
    """Note the readings of what a date hangs on; the last day to withdraw a notice moves with the notice's effect.

    What is left to finish is due with the end that a notice brings on its day.
    """
    others = {
        day_before(reading.other) if due.kind == "withdrawal" else reading.other
        for reading in alternatives
        if (due.kind != "head" or reading.day == due.on)
        and reading.since <= due.since
        and (reading.closed is None or due.since < reading.closed)
    }
    return replace(due, others=tuple(sorted(others))) if others else due


def _hangs_on(due: Due) -> tuple[str, str]:
    """Give the kind and the subject of the date that may be read otherwise."""
    return "notice" if due.kind in _OF_NOTICES else due.kind, due.subject


_OF_NOTICES = ("ends", "leaves", "withdrawal")


def _rectifications(entries: Sequence[Entry]) -> Iterator[Due]:
    """Give the time-limits for objections to proposed rectifications, open until one is made or all is done.

    Source: VCLT-IO 80(2).
    """
    struck = {getattr(entry.act, "target", None) for entry in entries if entry.act.tag == "struck"}
    for entry in entries:
        act: Any = entry.act
        if act.tag != "rectification_proposed" or entry.seq in struck:
            continue
        closing = [
            other.act.on
            for other in entries
            if other.act.tag in ("rectified", "rectification_objected")
            and getattr(other.act, "rectification", None) == act.rectification
            and other.act.on >= act.on
        ]
        yield Due(
            kind="objection",
            on=act.objections_by,
            cause="rectification",
            article="VCLT-IO 80(2)",
            seq=entry.seq,
            since=act.on,
            closed=min(closing, default=None),
            subject=act.rectification or "",
        )
