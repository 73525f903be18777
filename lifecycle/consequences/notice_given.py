"""Notices given: alone or jointly, from when they count and what that rests on.

Source: VCLT-IO 54, 67 and 79 (R24, R27, R28, R31), and the clause of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import admission, notice_effect, states
from lifecycle.consequences.notice_day import anchor_of, effect, locked_in
from lifecycle.course.course import Course
from lifecycle.course.notices import Notice, Notification
from lifecycle.course.periods import Reason
from lifecycle.messages import Message
from lifecycle.terms.ending import Termination
from lifecycle.terms.fields import members


def give(course: Course, clause: Termination, given: Notification) -> None:
    """Let a notice run, noting the conventions and the other readings that its date rests on."""
    with course.under(given.by):
        anchor = anchor_of(course, clause, given)
        on = effect(course, clause, anchor, given.by)
        waits_for = _lacking(course, clause, given.by)
        moved = locked_in(course, clause, anchor, on, given.by)
        if not waits_for:
            _note_readings(course, clause, given, given.named or on)
    named, joins = given.named if given.named != on else None, ""
    if named is not None and on is not None and named < on:
        with course.under(given.by):
            other = admission.followed(course, clause, given)
        joins = other.id if other else ""
        says = Message(
            "It joins another notice within {period} of that, to take effect with it on {on}",
            period=clause.follows,
            on=named,
        )
        moved, named = (*moved, Reason(says=says, article=clause.article, rule="R31")), None
    notice = Notice(
        id=given.id,
        seq=course.seq,
        since=course.today,
        by=given.by,
        article=clause.article,
        sent=given.sent,
        received=given.received,
        takes_effect=None if waits_for else given.named or on,
        ends_for_all=clause.ends == "for all" and given.by not in course.kept,  # the others have terms without it (R51)
        clause=clause,
        waits_for=waits_for,
        blocked_by=clause.not_while.replace("{party}", given.by),
        counted_from=anchor,
        transmitted=given.transmitted,
        starts=given.starts,
        joins=joins,
        rule=clause.period,
        named=named,
        term_end=on if clause.effect == "end of term" else None,
        moved=moved,
    )
    course.notices[given.id] = notice
    course.running[given.id] = None
    if not clause.jointly:
        _run(course, [notice])
    elif waits_for:
        settle_joint(course, clause)
    else:
        _count_together(course, clause, together(course, notice))


def _run(course: Course, given: Sequence[Notice]) -> None:
    """Let notices count, the last one first: it is the one that makes the others count."""
    for notice in reversed(given):
        course.notices[notice.id] = notice
        says = _given(notice, tuple(other.id for other in given if other.id != notice.id))
        states.sync(course, Reason(says=says, article=notice.article, rule="R27", seq=notice.seq, act="notice_given"))
    for notice in given:
        notice_effect.run(course, course.notices[notice.id])


def _given(notice: Notice, jointly: tuple[str, ...]) -> Message:
    by, id, received, effect = notice.by, notice.id, notice.received, _effect(notice)
    if not jointly:
        return Message(
            "{by} gave notice {id}, received on {received}; {effect}", by=by, id=id, received=received, effect=effect
        )
    return Message(
        "{by} gave notice {id}, received on {received}; given jointly with {others}, {effect}",
        by=by,
        id=id,
        received=received,
        others=jointly,
        effect=effect,
    )


def _effect(notice: Notice) -> Message:
    if notice.clause.effect == "end of term":
        return Message("it takes effect on {on}, with the running term", on=notice.takes_effect)
    if notice.rule:
        return Message("it takes effect on {on}, after {period}", on=notice.takes_effect, period=notice.rule)
    return Message("it takes effect on {on}", on=notice.takes_effect)


def together(course: Course, notice: Notice) -> list[Notice]:
    """Give the open notices that stand and fall with one: those of a clause under which parties act jointly."""
    return _joint(course, notice.clause) if notice.clause.jointly else [notice]


def _joint(course: Course, clause: Termination) -> list[Notice]:
    same = (clause.article, clause.of)
    return [
        notice
        for notice in map(course.notices.__getitem__, course.running)
        if notice.clause.jointly and (notice.clause.article, notice.clause.of) == same
    ]


def _lacking(course: Course, clause: Termination, *also: str) -> tuple[str, ...]:
    """Name who has yet to give notice where several can only act together."""
    if not clause.jointly:
        return ()
    named = course.bound if clause.of == "any party" else set(members(clause.of, course.terms.groups))
    return tuple(sorted((named & course.bound).difference(also, (n.by for n in _joint(course, clause)))))


def settle_joint(course: Course, clause: Termination) -> None:
    """Let joint notices count with the last of them, and none while one is missing (VCLT-IO 54(a), 67; R28, R31)."""
    given, lacking = _joint(course, clause), _lacking(course, clause)
    if not lacking:
        if any(notice.waits_for for notice in given):  # who had yet to give notice is no longer bound
            _count_together(course, clause, given, course.today)
        return
    for notice in given:
        for kind in ("ends", "leaves", "withdrawal"):
            course.close_due(kind, notice.id)
        course.close_readings("notice", notice.id)
        course.disarm("notice", notice.id)
        course.disarm("notice runs on", notice.id)
        course.notices[notice.id] = replace(
            notice, waits_for=lacking, takes_effect=None, paused=None, held=False, halted=None, moved=()
        )


def settle_waiting(course: Course) -> None:
    """Let joint notices count that waited for a party alone that has left."""
    for notice in [notice for id in course.running if (notice := course.notices[id]).waits_for]:
        settle_joint(course, notice.clause)


def _count_together(course: Course, clause: Termination, given: Sequence[Notice], *since: date) -> None:
    """Let notices count from the last of them, to take effect on one day: the latest that any of them names."""
    anchor = max([*since, *(anchor_of(course, clause, notice) for notice in given)])
    days = []
    for notice in given:
        with course.under(notice.by):
            days.append(effect(course, notice.clause, anchor, notice.by))
    on = None if None in days else max(day for day in days if day is not None)
    last = max((day for day in (on, *(notice.named for notice in given)) if day is not None), default=None)
    moved = locked_in(course, clause, anchor, on, given[-1].by)
    end = on if clause.effect == "end of term" else None
    _run(
        course,
        [replace(n, waits_for=(), takes_effect=last, counted_from=anchor, term_end=end, moved=moved) for n in given],
    )


def _note_readings(course: Course, clause: Termination, given: Notification, on: date | None) -> None:
    """Note on which other days it may take effect; a later day that it names holds if the reading admits it."""

    def note(other: date | None, reading: tuple[str, str]) -> None:
        named = max(given.named, other) if given.named and other else other
        course.note_reading("notice", given.id, on, named, reading)

    if clause.effect != "end of term" and clause.period is not None and clause.period.silent_on_boundary:
        course.assume("effect_boundary")
        for other in course.conventions.others("effect_boundary"):
            reading = effect(course, clause, anchor_of(course, clause, given), given.by, boundary=other)
            note(reading, ("effect_boundary", other))
    if clause.counts_from:
        return
    course.assume("notice_counts_from")
    for other in course.conventions.others("notice_counts_from"):
        anchor = given.sent if other == "sending" else given.received
        note(effect(course, clause, anchor, given.by), ("notice_counts_from", other))
