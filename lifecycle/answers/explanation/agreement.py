"""Explanations: the derivation of an answer, in steps that a hand can check.

An explanation first finds the acts on which the answer rests (`basis`); the steps follow the smaller timeline that
these make by themselves (`derivation`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.answers.explanation.basis import basis
from lifecycle.answers.explanation.derivation import Derivation
from lifecycle.answers.explanation.steps import Line
from lifecycle.answers.status import irregular_acts, on_file
from lifecycle.answers.status_answer import Irregular
from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.calendar.partial import Precision
from lifecycle.course.dues import Alternative
from lifecycle.course.machine import WINDING_DOWN, State
from lifecycle.course.periods import Period
from lifecycle.fold.readings import disputed, noted, said
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import Message


class Explanation(Struct, frozen=True, kw_only=True):
    """The derivation of the state of an agreement, or of one party, on a day."""

    agreement: str
    as_of: date
    state: State
    since: date
    lines: tuple[Line, ...]
    rests_on: tuple[int, ...]
    """The acts without any of which the answer would be another, and those on other agreements that brought it."""
    readings: tuple[Message, ...]
    """Other admissible readings; those that change this very answer say so."""
    irregular: tuple[Irregular, ...] = ()
    """Acts on record up to that day that have no effect, and why."""
    party: str | None = None
    """The party that it is about; nothing where it is the agreement."""
    precision: Precision | None = None
    """What is known of the first day of the state, where a list gives it."""


def explain(timeline: Timeline, as_of: date) -> Explanation:
    """Derive the answer for a day; raises `NotYet` for a day before the draft."""
    line = timeline.until(as_of)
    period = on_file(line, as_of)
    kept = basis(line, as_of)
    small = line if len(kept) == len(line.entries) else fold(kept, others=line.others)
    steps = Derivation(small)
    whole = {(past.state, past.start): past for past in line.agreement}
    for past in small.agreement:
        if past.start <= as_of:
            steps.period(_with_all_that_survives(past, whole.get((past.state, past.start))))
    steps.open_end(line, as_of, period)
    return Explanation(
        agreement=line.id,
        as_of=as_of,
        state=period.state,
        since=period.start,
        lines=tuple(steps.lines),
        rests_on=steps.resting_on(kept),
        readings=tuple(_readings(timeline, as_of)),
        irregular=irregular_acts(line),
        precision=period.precision or None,
    )


def _with_all_that_survives(past: Period, whole: Period | None) -> Period:
    """Name all that was left to finish: for the state one open head is enough, and the others are open too (R46)."""
    if past.state is not WINDING_DOWN or whole is None:
        return past
    rest = (r for r in whole.why if r.act == "survival")
    return replace(past, why=(*(r for r in past.why if r.act != "survival"), *rest))


def _readings(timeline: Timeline, as_of: date) -> Iterator[Message]:
    """Say which other dates, or states, other readings give, and which of them give another answer for the day."""
    doubts = disputed(timeline, as_of)
    known = {(doubt.convention, doubt.value, doubt.day, doubt.other) for doubt in doubts}
    for one in noted(timeline, as_of):
        doubtful = (one.convention, one.value, one.day, one.other) in known
        if doubtful or one.closed is None or as_of < one.closed:
            says = dated_otherwise(one)
            yield decisive(says, as_of) if doubtful else says
    for doubt in doubts:
        if doubt.state is not None:
            reading = (doubt.convention, doubt.value)
            yield decisive(turned_otherwise(doubt.what, doubt.state, doubt.other, reading), as_of)


def dated_otherwise(one: Alternative) -> Message:
    """Say which other day another reading gives."""
    return Message(
        "{what} on {other}, not on {day}: {reading} ({source})",
        what=one.what,
        other=one.other,
        day=one.day,
        reading=said(one.convention, one.value),
        source=one.source,
    )


def turned_otherwise(what: Message, state: State, since: date, reading: tuple[str, str]) -> Message:
    """Say which other state another reading gives."""
    return Message(
        "{what}: {state} from {other}, for {reading} ({source})",
        what=what,
        state=state,
        other=since,
        reading=said(*reading),
        source=CONVENTIONS[reading[0]].source,
    )


def decisive(says: Message, as_of: date) -> Message:
    """Say of a reading that it changes the very answer."""
    return Message("{reading}. It gives another answer for {day}", reading=says, day=as_of)
