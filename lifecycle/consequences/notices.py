"""Notices: from when one counts, on which day it takes effect, and what stops its clock.

Source: VCLT-IO 67, 68 and 79 (R27 to R34), and the clause of the text: its period, lock-in and the end of term.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lifecycle.consequences import leaving, standing, term
from lifecycle.course import Course
from lifecycle.dates import Span, add, words
from lifecycle.facts import Notice, Reason
from lifecycle.terms.base import concerns, members
from lifecycle.terms.ending import LockIn, Termination

if TYPE_CHECKING:
    from lifecycle.acts.notices import NoticeGiven


def counted_since(course: Course, lock_in: LockIn, name: str) -> date | None:
    """Give the day from which a lock-in counts: the entry into force, or that for the party."""
    own = lock_in.after == "entry into force for the party"
    return course.bound_since.get(name) if own else course.entered


def counts_from(course: Course, clause: Termination) -> str:
    """Give from what a notice counts, by its clause or by convention."""
    return clause.counts_from or course.conventions["notice_counts_from"]


def anchor_of(course: Course, clause: Termination, act: NoticeGiven) -> date:
    """Give the day from which a notice counts: that of its receipt, or of its sending (R27)."""
    return act.on if counts_from(course, clause) == "sending" else act.dated()


def effect(course: Course, clause: Termination, anchor: date, name: str, *, boundary: str = "") -> date | None:
    """Give the earliest date on which a notice takes effect."""
    if clause.effect == "end of term":
        return term.running_end(course, anchor, lead=clause.period.span if clause.period else None)
    rule = clause.period
    on = rule.after(anchor, boundary=boundary or course.conventions["effect_boundary"]) if rule else anchor
    lock_in = clause.lock_in
    since = counted_since(course, lock_in, name) if lock_in else None
    if lock_in is not None and lock_in.of == "effect" and since is not None and on is not None:
        floor = lock_in.period.after(since)
        return None if floor is None else max(on, floor)
    return on


def give(course: Course, clause: Termination, act: NoticeGiven) -> None:
    """Let a notice run, noting the conventions and the other readings that its date rests on."""
    id = act.notice or ""
    with course.under(act.by):
        anchor = anchor_of(course, clause, act)
        on = effect(course, clause, anchor, act.by)
    takes_effect = act.effective or on
    notice = Notice(
        id=id,
        seq=course.seq,
        since=course.today,
        by=act.by,
        article=clause.article,
        sent=act.on,
        received=act.dated(),
        takes_effect=takes_effect,
        ends_for_all=clause.ends == "for all" and act.by not in course.kept,  # the others have terms without it (R51)
        counts=not clause.jointly,
        blocked_by=clause.not_while.replace("{party}", act.by),
        counted_from=anchor,
        rule=clause.period,
        named=act.effective,
    )
    course.notices[id] = notice
    when = f"it takes effect on {words(takes_effect)}"
    how = f", after {clause.period}" if clause.period and clause.effect != "end of term" else ", with the running term"
    reason = Reason(
        says=f"{act.by} gave notice {id}, received on {words(act.dated())}; {when}{how}.",
        article=clause.article,
        rule="R27",
        seq=course.seq,
        act="notice_given",
    )
    if clause.jointly and not _all_gave(course, clause):
        return
    with course.under(act.by):
        _note_readings(course, clause, act, takes_effect)
    for other in [notice] if not clause.jointly else _joint(course, clause):
        course.notices[other.id] = replace(other, counts=True, takes_effect=takes_effect)
        standing.sync(course, reason)
        leaving.run(course, course.notices[other.id])


def _joint(course: Course, clause: Termination) -> list[Notice]:
    groups = course.terms.groups
    return [n for n in course.notices.values() if n.closed is None and concerns(clause.of, n.by, groups)]


def _all_gave(course: Course, clause: Termination) -> bool:
    named = course.bound if clause.of == "any party" else set(members(clause.of, course.terms.groups))
    return named & course.bound <= {n.by for n in _joint(course, clause)}


def _note_readings(course: Course, clause: Termination, act: NoticeGiven, on: date | None) -> None:
    """Note on which other days it may take effect; a later day that it names holds if the reading admits it."""
    what, about = f"effect of notice {act.notice}", f"notice:{act.notice}"

    def note(other: date | None, reading: tuple[str, str]) -> None:
        named = max(act.effective, other) if act.effective and other else other
        course.note_reading(what, about, on, named, reading)

    if clause.effect != "end of term" and clause.period is not None and clause.period.silent_on_boundary:
        course.assume("effect_boundary")
        for other in course.conventions.others("effect_boundary"):
            reading = effect(course, clause, anchor_of(course, clause, act), act.by, boundary=other)
            note(reading, ("effect_boundary", other))
    if clause.counts_from:
        return
    course.assume("notice_counts_from")
    for other in course.conventions.others("notice_counts_from"):
        anchor = act.on if other == "sending" else act.dated()
        note(effect(course, clause, anchor, act.by), ("notice_counts_from", other))


def keep_time(course: Course) -> None:
    """Stop the clocks of notices while the agreement is suspended, where the convention says so (VCLT-IO 72; R37)."""
    running = [notice for notice in course.notices.values() if notice.closed is None and notice.counts]
    if running and course.agreement.suspended:
        course.assume("suspension_stops_notice")
    stops = course.conventions["suspension_stops_notice"] != "no"
    if not stops and len(course.versions) == 1:
        return
    for notice in running:
        if stops and course.agreement.suspended and notice.paused is None:
            pause(course, notice.id, held=True)
        elif notice.held and not course.agreement.suspended:
            go_on(course, notice.id)


def pause(course: Course, id: str, *, held: bool = False) -> None:
    """Stop the clock of a notice, by an act about it or because the agreement is suspended."""
    known = course.notices[id]
    course.notices[id] = replace(known, paused=course.today, takes_effect=None, named=known.takes_effect, held=held)
    for kind in ("ends", "leaves", "withdrawal"):
        course.close_due(kind, id)
    course.close_readings(f"notice:{id}")


def go_on(course: Course, id: str) -> None:
    """Let the clock of a notice run again, for the days that were left when it was stopped, by any reading."""
    known = course.notices[id]
    since = known.paused or course.today
    left = known.named - since if known.named else timedelta()
    again = replace(known, paused=None, held=False, takes_effect=add(course.today, Span(days=left.days)))
    course.notices[id] = again
    for was in [was for was in course.alternatives if was.about == f"notice:{id}" and was.closed == since]:
        other = add(course.today, Span(days=(was.other - since).days)) if was.other > since else None
        course.note_reading(was.what, was.about, again.takes_effect, other, (was.convention, was.value))
    leaving.run(course, again)
