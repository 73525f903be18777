"""The rows of the read models, made from timelines: the same for a recording and for a rebuild. Pure.

Each maker gives the rows of one table as one timeline has them, without their known axis. Dates are ordinal
days, states are numbers. Rows whose legal time ended before `since` may be left out: an act changes nothing
before its own date.

To add a read model: its maker here, its table in `tables`, and one line in `models.READ_MODELS`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from lifecycle.acts.base import Act
from lifecycle.acts.conclusion import Confirmed
from lifecycle.facts import Due, Head
from lifecycle.machine import ENDED, State
from lifecycle.status import open_heads
from lifecycle.timeline import Timeline

Row = tuple[Any, ...]
F = TypeVar("F", bound=Hashable)
Maker = Callable[[Timeline, date], Iterable[Row]]
FactMaker = Callable[[int, F], Iterable[Row]]

STATES = (
    State.DRAFTED,
    State.SIGNED,
    State.IN_FORCE,
    State.SUSPENDED,
    State.NOTICE_GIVEN,
    State.WINDING_DOWN,
    State.TERMINATED,
)
"""States by the number that stands for them in the tables; their order is storage."""
NUMBER = {state: number for number, state in enumerate(STATES)}

AGREEMENT = 0
"""The subject of a period that is not a party; parties are numbered from 1 in the order of the terms."""


class Changed(NamedTuple):
    """What a recording does to one table."""

    gone: set[Row]
    came: set[Row]


UNCHANGED = Changed(set(), set())

Comparison = Callable[[Timeline | None, Timeline, date], Changed]


def key_of(line: Timeline) -> int:
    """Give the number of an agreement in the tables: the `seq` of its draft, known without looking it up."""
    return line.entries[0].seq


def periods(line: Timeline, since: date) -> Iterator[Row]:
    """Give the states of the agreement and of each party."""
    agreement = key_of(line)
    for subject, tiles in enumerate((line.agreement, *line.parties.values()), AGREEMENT):
        for period in tiles:
            end = period.end
            # One that ended on the day itself counts: a further act of that day may join it to the next.
            if end is None or end >= since:
                yield agreement, subject, period.start.toordinal(), NUMBER[period.state], _day(end)


def dates(line: Timeline, since: date) -> Iterator[Row]:
    """Give the dates of an agreement's life that have been found, if any."""
    if line.entered_into_force is not None or line.terminated_on is not None:
        found = (line.entered_into_force, line.terminated_on, line.closed_on)
        yield key_of(line), *map(_day, found), line.ended_by.says if line.ended_by else None


def versions(line: Timeline, since: date) -> Iterator[Row]:
    """Give the versions of the terms, each until the next."""
    ends = [*(version.start for version in line.versions[1:]), None]
    for version, end in zip(line.versions, ends, strict=True):
        if version.start != end:  # else it was overtaken on its first day
            terms = version.terms
            yield key_of(line), version.start.toordinal(), _day(end), version.number, terms.title, terms.kind


def parties(line: Timeline, since: date) -> Iterator[Row]:
    """Give the parties in the order of the terms, those that an amendment names after them."""
    agreement = key_of(line)
    for number, name in enumerate(line.parties, AGREEMENT + 1):
        known = line.terms.parties.get(name)
        full = (known.name, known.formal_name, known.type) if known else (name, "", "")
        yield agreement, number, name, *full


def head(agreement: int, head: Head) -> Iterator[Row]:
    """Give one open head: a row for each time in which the same is left of it."""
    paid = {on for on, _ in head.settled if on > head.since and (head.closed is None or on < head.closed)}
    for start, end in pairwise([head.since, *sorted(paid), head.closed]):
        assert start is not None
        shown = open_heads((head,), start)
        for left in (*shown.activities, *shown.accounts):
            owed = None if left.amount is None else format(left.amount, "f")
            yield (
                *(agreement, head.kind, head.id, start.toordinal(), _day(end), left.title, left.activity),
                *(left.owed_by, left.owed_to, owed, left.currency, head.seq, head.since.toordinal()),
                _day(head.lapsed),
            )


def deadline(agreement: int, due: Due) -> Iterator[Row]:
    """Give one thing that falls due, for as long as it is awaited."""
    if due.closed != due.since:  # else it was awaited on no day at all
        yield (
            *(agreement, due.kind, due.subject, due.since.toordinal(), due.on.toordinal(), due.what),
            *(_day(due.closed), due.article, due.binds, due.seq),
        )


# What the clock alone would bring, as the acts up to a day make it. A status looks ahead from its own day: the acts
# that came later are not known to it, although they are known to the timeline. So every day on which something was done
# opens a new view, and each view is a fold of its own; the last one is the timeline itself.

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
    """Give until when a state lasts and when the agreement terminates, where either is in sight."""
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
            yield key_of(line), start, _day(end), _day(until), _day(terminates)


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
    return _compared(outlooks(old), outlooks(new))


def _is_over(line: Timeline, day: date) -> bool:
    """Tell whether the clock brings nothing any more after a day."""
    return line.agreement[-1].start <= day and (line.terminated_on is None or line.terminated_on <= day)


def changed(maker: Maker, made_from: str) -> Comparison:
    """Give the comparison of the rows that a maker makes from these fields of the timeline, before and after."""
    fields = attrgetter(*made_from.split())

    def compare(before: Timeline | None, after: Timeline, since: date) -> Changed:
        if before is None:
            return Changed(set(), set(maker(after, since)))
        if fields(before) == fields(after):
            return UNCHANGED
        return _compared(maker(before, since), maker(after, since))

    return compare


def changed_facts(maker: FactMaker[F], facts: Callable[[Timeline], Sequence[F]]) -> Comparison:
    """Give the comparison of the rows of facts, each of which has rows of its own."""

    def rows(line: Timeline, these: Iterable[F]) -> set[Row]:
        return {row for fact in these for row in maker(key_of(line), fact)}

    def compare(before: Timeline | None, after: Timeline, since: date) -> Changed:
        old, new = facts(before) if before else (), facts(after)
        if old == new:
            return UNCHANGED
        there, wanted = set(old), set(new)
        return _compared(rows(after, there - wanted), rows(after, wanted - there))

    return compare


def first_touched(act: Act) -> date:
    """Give the first day whose answer an act may change: its own, unless it may reach back."""
    return date.min if act.KEEPING or isinstance(act, Confirmed) else act.dated()


def _compared(old: Iterable[Row], new: Iterable[Row]) -> Changed:
    there, wanted = set(old), set(new)
    return Changed(there - wanted, wanted - there)


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()
