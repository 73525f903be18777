"""How acts take effect on a course: in legal order, the clock going on to the day of each.

To let an act be known on its day before it takes effect: its kind in `AHEAD`, and what of it is known in `look_ahead`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.amendment.agreement import AmendmentProposed
from lifecycle.acts.default_law import MeasureNotified
from lifecycle.acts.disputes import DisputeReferred
from lifecycle.acts.extension import Extended
from lifecycle.acts.kinds import RANK
from lifecycle.acts.notices.notice import NoticeGiven
from lifecycle.acts.suspension.suspension import Suspended
from lifecycle.consequences.moments import MOMENTS, await_others
from lifecycle.course.course import Course
from lifecycle.course.others import Others
from lifecycle.errors import Objection
from lifecycle.fold.counted import Counted
from lifecycle.fold.legal_order import Placed
from lifecycle.messages import Message

_BY_ID: Mapping[type[Act], str] = {
    AmendmentProposed: "R50",
    DisputeReferred: "R41",
    MeasureNotified: "R40",
    NoticeGiven: "R34",
    Suspended: "R36",
}
"""Kinds of acts by which parties open something under an id, and the rule that speaks of it."""
AHEAD = frozenset({Extended, *_BY_ID})
"""What is known on its day before it takes effect: others of that day stand before it in the order."""
_OF_TERMS = frozenset({"term", "kept term"})
"""What an extension agreed on that day is still in time for: the last day belongs to the term (ETS 76, 3(1); R15)."""


def begun(counted: Counted) -> Course:
    """Give the course of a record behind its draft."""
    draft, seq = counted.draft, counted.standing[0].seq
    course = Course(draft.terms, draft.on, seq, MOMENTS, counted.reading, source=draft.source)
    course.relating_back = counted.relating_back
    look_ahead(course, counted.order)
    if counted.others:
        course.others = Others(counted.others, counted.asked)
        await_others(course)
    return course


def look_ahead(course: Course, coming: Iterable[Placed]) -> None:
    """Tell the course of the acts to come what is known on their day before they take effect."""
    ahead = [(day, entry.act) for day, entry in coming if type(entry.act) in AHEAD]
    if not ahead:
        course.noticing, course.extending, course.contested = frozenset(), frozenset(), frozenset()
        return
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
