"""Duties: what is to be done in a time or again and again, by whom, and who is to do it where it was not done.

Source: VCLT-IO 26 (R63). A time runs to the end of its last day (ETS 76, 3(1) and 4(2); R15, R16) and, being one for an
act, moves off a day off where the convention says so (R19). What nobody does and nothing follows stays awaited.

To add an event of the law itself: `begin` with its word where it comes to pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from lifecycle.calendar.days import Span, next_day
from lifecycle.calendar.recurrence import Recurrence
from lifecycle.course.course import Course
from lifecycle.course.duties import Owed
from lifecycle.terms.duties import EVENTS, OVER, Duty
from lifecycle.terms.text import Terms

KINDS = {"registration": "registration"}
"""The kinds of what falls due that have a name of their own, by what fulfils the duty."""

BEGUN_BY: Mapping[str, tuple[str, ...]] = {
    tag: tuple(name for name, event in EVENTS.items() if event.tag == tag)
    for tag in {event.tag for event in EVENTS.values()} - {""}
}
"""By the tag of an act, the events that it is."""
HEARD = frozenset({"duty_done", *OVER, *BEGUN_BY})
"""The acts that can begin, fulfil or end a duty; most cannot."""


def begin(course: Course, event: str, *, thing: str = "", party: str = "", seq: int | None = None) -> None:
    """Let the duties run that count from an event of today, about a thing and brought by a party."""
    for duty in course.owing:
        if duty.upon is None and duty.after == event:
            _start(course, duty, course.today, seq or course.seq, thing=thing, party=party)


def settle(course: Course) -> None:
    """Let the duties run whose condition is met, from its day on."""
    for duty in course.terms.clauses.duties:
        met = duty.upon.met(course) if duty.upon is not None else None
        if met is not None and not any(owed.duty.name == duty.name for owed in course.duties.values()):
            _start(course, duty, met, course.seq)


def _start(course: Course, duty: Duty, anchor: date, seq: int, *, thing: str = "", party: str = "") -> None:
    owing = {"each party": sorted(course.bound), "the party": [party]}.get(duty.by, [""])
    for name in owing:
        id = " ".join(dict.fromkeys(part for part in (duty.name, thing, name) if part))
        counted = _counted(duty, anchor, 0)
        on = course.deadline(counted)
        if on is not None:
            owed = Owed(id=id, seq=seq, since=course.today, duty=duty, anchor=anchor, thing=thing, party=name, on=on)
            _await(course, owed, counted)


def _counted(duty: Duty, anchor: date, times: int) -> date | None:
    """Give the day to which a time runs: the first, or after so many that were kept, each in one step (R16a)."""
    first = duty.within.after(anchor) if duty.within else anchor
    if duty.every is None or first is None:
        return first
    started = Recurrence(anchor=first, first=Span() if duty.within else duty.every.span, every=duty.every.span)
    return started.end(times)


def _await(course: Course, owed: Owed, counted: date | None) -> None:
    course.duties[owed.id] = owed
    duty, steps = owed.duty, owed.duty.otherwise
    now = steps[owed.step - 1] if owed.step else None
    by = (now.by if now else "") or owed.party or duty.by
    if by == "the depositary":
        by = course.terms.depositary or by
    what = (now.what if now else "") or duty.what
    kind = KINDS.get(duty.until, "duty")
    values = (what,) if kind == "duty" else ()
    course.expect(
        kind,
        owed.on,
        duty.article,
        owed.seq,
        subject=owed.id,
        binds=by or None,
        values=values,
        counted=counted,
    )
    if owed.step < len(steps):
        course.arm(next_day(owed.on), "duty", owed.id, owed.on)


def lapse(course: Course, id: str, last: date) -> None:
    """Let follow what the text provides where a duty was not fulfilled by its last day."""
    owed = course.duties[id]
    if owed.closed is not None or owed.on != last or owed.step >= len(owed.duty.otherwise):
        return
    step = owed.duty.otherwise[owed.step]
    counted = step.within.after(last) if step.within else last
    on = course.deadline(counted) if step.within else last
    if on is not None:
        _await(course, replace(owed, step=owed.step + 1, on=max(on, last)), counted)


def happened(course: Course, act: Any) -> None:
    """Draw from an act what it fulfils, and which duties run from it."""
    tag: str = act.tag
    if tag not in HEARD:
        return
    for owed in running(course):
        if _fulfils(act, owed):
            _fulfil(course, owed)
        elif tag in OVER and owed.thing and owed.thing == getattr(act, EVENTS[owed.duty.after].about, None):
            _close(course, owed)
    for name in BEGUN_BY.get(tag, ()):
        about = EVENTS[name].about
        thing = getattr(act, about, None) if about else act.by
        begin(course, name, thing=thing or "", party=act.by or "")


def _fulfils(act: Any, owed: Owed) -> bool:
    """Tell whether an act fulfils a duty: that of the party, about the matter, that both are about."""
    if owed.duty.until == "fulfilment":
        return act.tag == "duty_done" and owed.duty.name == act.duty and owed.is_of(act.about, act.by)
    done, since = EVENTS[owed.duty.until], EVENTS[owed.duty.after]
    if done.tag != act.tag:
        return False
    return owed.is_of(getattr(act, done.about) if done.about and done.about == since.about else None, act.by)


def running(course: Course, name: str = "", thing: str | None = None, party: str | None = None) -> list[Owed]:
    """Give the duties that run, all or those of a name, about a thing and owed by a party."""
    found = (owed for owed in course.duties.values() if owed.closed is None)
    return [owed for owed in found if owed.is_of(thing, party) and name in ("", owed.duty.name)]


def _fulfil(course: Course, owed: Owed) -> None:
    """Close a duty; one that comes again is awaited for its next time, whenever this one was kept."""
    _close(course, owed)
    times = owed.times + 1
    counted = _counted(owed.duty, owed.anchor, times) if owed.duty.every else None
    on = course.deadline(counted)
    while on is not None and on < course.today:
        times += 1
        counted = _counted(owed.duty, owed.anchor, times)
        on = course.deadline(counted)
    if on is not None:
        _await(course, replace(owed, on=on, step=0, times=times), counted)


def _close(course: Course, owed: Owed) -> None:
    course.duties[owed.id] = replace(owed, closed=course.today, closed_by=course.seq)
    course.close_due(KINDS.get(owed.duty.until, "duty"), owed.id)


def stop(course: Course, party: str = "") -> None:
    """Let duties end unfulfilled: all with the agreement, or those that a party owes that has left it."""
    for owed in running(course):
        if not party or owed.party == party:
            _close(course, owed)


def renew(course: Course, before: Terms) -> None:
    """Let the duties that new terms add run from today, and end those that they no longer know (R50)."""
    known, names = {duty.name for duty in before.owing}, {duty.name for duty in course.owing}
    for owed in running(course):
        if owed.duty.name not in names:
            _close(course, owed)
    for duty in course.owing:
        if duty.name not in known and duty.upon is None and duty.after == "entry into force":
            _start(course, duty, course.today, course.set_by)
    settle(course)
