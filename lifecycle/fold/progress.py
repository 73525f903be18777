"""How far the fold of a record has come: what counts of it, and the course behind the acts that took effect.

A record that grows is not folded again: the course is kept behind its last act, before its clock runs out, and at
points before it, the fewer the farther back. An act that is last in legal order is applied to the first of them; any
other is, with those behind it, to the last point before it. A course that is kept is never run: a copy goes on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from lifecycle.acts.act import Entry
from lifecycle.acts.consent.signature import Confirmed
from lifecycle.course.course import Course
from lifecycle.course.periods import Period
from lifecycle.fold.counted import Counted
from lifecycle.fold.effect import AHEAD, begun, look_ahead, run
from lifecycle.fold.legal_order import Order, Placed

_DAY = itemgetter(0)


class View(NamedTuple):
    """What is in sight from a day on which something was done: what the clock alone makes of the acts until then."""

    day: date
    agreement: tuple[Period, ...]
    terminated_on: date | None


class Point(NamedTuple):
    """The course behind so many acts of an order."""

    behind: int
    course: Course


class Points:
    """The points that are kept of one agreement, shared by all that is folded of it as its record grows."""

    __slots__ = ("_of",)

    def __init__(self) -> None:
        self._of: tuple[Counted, tuple[Point, ...]] | None = None
        """The record that was folded last, and its points: replaced together, for others may read them meanwhile."""

    def copied(self) -> Points:
        """Give the same points, to be shared by others from here."""
        made = Points()
        made._of = self._of
        return made

    def shared_with(self, counted: Counted) -> list[Point]:
        """Give the points that a record has in common with the one that was folded last."""
        if self._of is None:
            return []
        known, points = self._of
        if known.standing[0] != counted.standing[0] or known.relating_back != counted.relating_back:
            return []
        if (known.others or counted.others) and not _alike(known, counted):
            return []
        behind = _shared(known.order, counted.order)
        return list(takewhile(lambda point: point.behind <= behind, points))

    def keep(self, counted: Counted, points: Sequence[Point]) -> None:
        """Keep points of a record, the fewer the farther back: about two for each doubling of the distance."""
        last = len(counted.order)
        self._of = counted, tuple(point for point in points if _is_kept(point.behind, last))


class Progress(NamedTuple):
    """A record as far as it is folded: what of it counts, and the points from which its fold goes on."""

    counted: Counted
    points: Points

    def further(self, entry: Entry) -> Progress:
        """Give that of the record with another entry behind all others."""
        return self._replace(counted=self.counted.further(entry))

    def apart(self) -> Progress:
        """Give the same with points of its own, so that what is folded of it leaves these where they are."""
        return self._replace(points=self.points.copied())

    def course(self) -> Course:
        """Give the course behind the last act with its clock run out; what is worth it is kept on the way."""
        order, points = self.counted.order, self.points.shared_with(self.counted)
        course, at = self._from(points)
        for behind in (place for place in range(at + 1, len(order)) if _is_kept(place, len(order))):
            run(course, order[at:behind])
            points.append(Point(behind, course.copy()))
            at = behind
        run(course, order[at:])
        points.append(Point(len(order), course))
        self.points.keep(self.counted, points)
        return _branch(course)

    def views(self, places: Sequence[tuple[date, int]]) -> Iterator[View]:
        """Give what was in sight from some days, each with its place in the order, in one pass that branches."""
        if not places:
            return
        order, back = self.counted.order, self.counted.relating_back
        shared = self.points.shared_with(self.counted)
        course, at = self._from([point for point in shared if point.behind <= places[0][1]])
        later = [at for at, (_, entry) in enumerate(order) if back and isinstance(entry.act, Confirmed)]
        for day, behind in places:
            run(course, order[at:behind])
            at = behind
            branch = _branch(course, [order[place] for place in later if place >= at])
            yield View(day, branch.agreement.tiles(), branch.terminated_on)

    def _from(self, points: Sequence[Point]) -> tuple[Course, int]:
        """Give a course to go on with from the last of some points, and the place where it is."""
        behind, course = points[-1] if points else (0, None)
        if course is None:
            return begun(self.counted), behind
        order, course = self.counted.order, course.copy()
        same_day = bisect_left(order, order[behind - 1][0], key=_DAY) if behind else 0
        look_ahead(course, order[same_day:])
        return course, behind


def _branch(course: Course, later: Sequence[Placed] = ()) -> Course:
    """Give the course as its clock runs out from here, with later acts that reach back, and leave this one as it is."""
    if not course.armed and not later:
        return course
    branch = course.copy()
    look_ahead(branch, later)
    run(branch, later)
    branch.run_clock(None)
    return branch


def _alike(one: Counted, other: Counted) -> bool:
    """Tell whether two records ask the same of the same other agreements."""
    kept = one.others.keys() == other.others.keys() and one.asked == other.asked
    return kept and all(known is other.others[name] for name, known in one.others.items())


def _shared(one: Order, other: Order) -> int:
    """Tell how many acts two orders have in common from the first on, as far as neither knows of another ahead."""
    if other[: len(one)] == one:  # an act behind all others, as nearly every one
        same = len(one)
    else:
        pairs = enumerate(zip(one, other, strict=False))
        same = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    apart = [order[same:] for order in (one, other) if order[same:]]
    day = min((order[0][0] for order in apart), default=date.max)
    ahead = any(type(entry.act) in AHEAD for order in apart for _, entry in takewhile(lambda p: p[0] == day, order))
    return bisect_left(other, day, hi=same, key=_DAY) if ahead else same


def _is_kept(behind: int, last: int) -> bool:
    """Tell whether a point is worth keeping: of the distances between 2ⁿ and 2ⁿ⁺¹ those that are divided by 2ⁿ."""
    return behind % (1 << max(0, (last - behind).bit_length() - 1)) == 0
