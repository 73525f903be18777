"""What falls due on a timeline: what the course awaits or awaited, and the objection periods of rectifications.

Where another admissible reading of the text gives another date, the date says so (R24).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from lifecycle.acts.act import Entry
from lifecycle.calendar.days import day_before
from lifecycle.course.course import Course
from lifecycle.course.dues import Alternative, Due
from lifecycle.errors import Objection


def dues(course: Course, entries: Sequence[Entry], irregular: Mapping[int, Objection]) -> tuple[Due, ...]:
    """Give all that falls due, or fell due, each with the other date that it may be read as.

    `entries` are those on record where the keeper's own acts are among them, else none.
    """
    found = [*course.past_dues, *course.dues.values()]
    if entries:
        found += _rectifications([entry for entry in entries if entry.seq not in irregular])
    if course.alternatives:
        found = [_doubted(due, course.alternatives) for due in found]
    return tuple(found)


def _doubted(due: Due, alternatives: Sequence[Alternative]) -> Due:
    """Note the other readings of a date; the last day to withdraw a notice moves with the notice's effect."""
    others = {
        day_before(reading.other) if due.kind == "withdrawal" else reading.other
        for reading in alternatives
        if _hangs_on(due, reading)
        and reading.since <= due.since
        and (reading.closed is None or due.since < reading.closed)
    }
    return replace(due, others=tuple(sorted(others))) if others else due


def _hangs_on(due: Due, reading: Alternative) -> bool:
    """Tell whether a date is the one that may be read otherwise; what is left to finish is due with the end."""
    if due.kind == "head":
        return reading.kind == "notice" and reading.day == due.on
    kind = "notice" if due.kind in _OF_NOTICES else due.kind
    return (reading.kind, reading.subject) == (kind, due.subject)


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
