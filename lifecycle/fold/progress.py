"""How far the fold of a record has come: what counts of it, and the course behind the acts that took effect.

A record that grows is not folded again: the course is kept behind its last act, before its clock runs out, and at
points before it, the fewer the farther back. An act that is last in legal order is applied to the first of them; any
other is, with those behind it, to the last point before it. A course that is kept is never run: a copy goes on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.amendment import AmendmentProposed
from lifecycle.acts.consent import Confirmed
from lifecycle.acts.default_law import MeasureNotified
from lifecycle.acts.disputes import DisputeReferred
from lifecycle.acts.extension import Extended
from lifecycle.acts.kinds import RANK
from lifecycle.acts.notices import NoticeGiven
from lifecycle.acts.suspension import Suspended
from lifecycle.consequences.moments import MOMENTS
from lifecycle.course.course import Course
from lifecycle.course.facts import Period
from lifecycle.errors import Objection
from lifecycle.fold.counted import Counted
from lifecycle.fold.legal_order import Order, Placed
from lifecycle.messages import Message

_DAY = itemgetter(0)
_BY_ID: Mapping[type[Act], str] = {
    AmendmentProposed: "R50",
    DisputeReferred: "R41",
    MeasureNotified: "R40",
    NoticeGiven: "R34",
    Suspended: "R36",
}
"""Kinds of acts by which parties open something under an id, and the rule that speaks of it."""
_AHEAD = frozenset({Extended, *_BY_ID})
"""What is known on its day before it takes effect: others of that day stand before it in the order."""
_OF_TERMS = frozenset({"term", "kept term"})
"""What an extension agreed on that day is still in time for: the last day belongs to the term (ETS 76, 3(1); R15)."""


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

    def shared_with(self, counted: Counted) -> list[Point]:
        """Give the points that a record has in common with the one that was folded last."""
        if self._of is None:
            return []
        known, points = self._of
        if known.standing[0] != counted.standing[0] or known.relating_back != counted.relating_back:
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


def begun(counted: Counted) -> Course:
    """Give the course of a record behind its draft."""
    course = Course(counted.draft.terms, counted.draft.on, counted.standing[0].seq, MOMENTS, counted.reading)
    course.relating_back = counted.relating_back
    look_ahead(course, counted.order)
    return course


def look_ahead(course: Course, coming: Iterable[Placed]) -> None:
    """Tell the course of the acts to come what is known on their day before they take effect."""
    ahead = [(day, entry.act) for day, entry in coming if type(entry.act) in _AHEAD]
    course.noticing = frozenset((act.by or "", day) for day, act in ahead if type(act) is NoticeGiven)
    course.extending = frozenset(day for day, act in ahead if type(act) is Extended)
    opened = defaultdict(set)
    for day, act in ahead:
        if act.OPENS:
            opened[type(act), getattr(act, act.OPENS[0]), day].add(act.by)
    course.contested = frozenset(opening for opening, by in opened.items() if len(by) > 1)


def run(course: Course, acts: Iterable[Placed]) -> None:
    """Let acts take effect in their legal order, the clock going on to the day of each.

    One that meets an objection where it stands stays without effect.
    """
    clock, drafted, extending = course.clock, course.drafted, course.extending
    for day, entry in acts:
        act = entry.act
        if day < drafted:
            course.irregular[entry.seq] = _before_the_draft(course, entry)
            continue
        if clock and clock[0][0] <= day:
            in_time = day in extending and RANK[type(act)] <= RANK[Extended]
            course.run_clock(day, but=_OF_TERMS if in_time else frozenset())
        course.today, course.seq = day, entry.seq
        if objection := act.objection(course) or (_contested(course, act) if course.contested else None):
            course.irregular[entry.seq] = objection
            act.void(course, objection)
        else:
            act.take_effect(course)


def _contested(course: Course, act: Act) -> Objection | None:
    """Object to an act that opens something under an id that another party gives to its own on that day.

    Which of the two has it neither the law says, nor may a name or the order of recording decide: it is nobody's.
    """
    if act.OPENS is None or (type(act), id := getattr(act, act.OPENS[0]), course.today) not in course.contested:
        return None
    says = Message("Two parties give their own of {day} the id {id}: neither has it", day=course.today, id=id)
    return Objection(says=says, rule=_BY_ID[type(act)])


def _branch(course: Course, later: Sequence[Placed] = ()) -> Course:
    """Give the course as its clock runs out from here, with later acts that reach back, and leave this one as it is."""
    if not course.armed and not later:
        return course
    branch = course.copy()
    look_ahead(branch, later)
    run(branch, later)
    branch.run_clock(None)
    return branch


def _before_the_draft(course: Course, entry: Entry) -> Objection:
    return Objection(
        says=Message(
            "#{seq} ({act}) is dated {day}, before the draft of {drafted}",
            seq=entry.seq,
            act=entry.act.NAME,
            day=entry.act.dated(),
            drafted=course.drafted,
        ),
        rule="R11",
        article="VCLT-IO 24(4)",
        conflicts=course.versions[0].seq,
    )


def _shared(one: Order, other: Order) -> int:
    """Tell how many acts two orders have in common from the first on, as far as neither knows of another ahead."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    apart = [order[same:] for order in (one, other) if order[same:]]
    day = min((order[0][0] for order in apart), default=date.max)
    ahead = any(type(entry.act) in _AHEAD for order in apart for _, entry in takewhile(lambda p: p[0] == day, order))
    return bisect_left(other, day, hi=same, key=_DAY) if ahead else same


def _is_kept(behind: int, last: int) -> bool:
    """Tell whether a point is worth keeping: of the distances between 2ⁿ and 2ⁿ⁺¹ those that are divided by 2ⁿ."""
    return behind % (1 << max(0, (last - behind).bit_length() - 1)) == 0
