"""Other admissible readings: what the same acts make of an agreement where the terms leave a convention open.

The acts are folded again by each other reading, so that it is carried on to all that hangs on it: the end of a term
that began a day later, a state that a suspension stopped. Where it gives another answer for a day, the answer is
disputed (R21, R24).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.course.dues import Alternative, Assumed
from lifecycle.course.machine import State
from lifecycle.course.periods import Period, period_on
from lifecycle.fold.timeline import Timeline, fold, otherwise
from lifecycle.messages import Message


class Disputed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two admissible readings that differ on the day of the answer."""

    what: Message
    day: date
    other: date
    convention: str
    value: str
    source: str
    state: State | None = None
    """The state by that reading, where it is a state that differs and not a date that the text sets."""

    @property
    def reading(self) -> Message:
        """What it reads."""
        return said(self.convention, self.value)


def said(convention: str, value: str) -> Message:
    """Say a reading of what texts leave open."""
    return CONVENTIONS[convention].readings[value]


REACHING_BACK = frozenset({"notice_counts_from", "confirmation_relates_back"})
"""Conventions by which an act may take effect on an earlier day than the one of its own."""


def readings(line: Timeline, until: date = date.max, *, telling: bool = False) -> Iterator[Timeline]:
    """Fold the acts up to a day again by each other admissible reading of what they, or those of another, assume.

    What is assumed later than that day counts as well, for a reading may let an act reach back to it. Where those that
    are `telling` are asked for, the others, by which nothing can be otherwise by then, are not folded.
    """
    yield from _own(line, until, telling=telling)
    for other in _asked(line).values():
        yield from (_with(line, read).until(until) for read in _own(other, until, telling=telling))


def _own(line: Timeline, until: date, *, telling: bool) -> Iterator[Timeline]:
    for assumed in line.assumed:
        if telling and not _tells(line, assumed, until):
            continue
        name, default = assumed.assumption.convention, assumed.assumption.value
        for value in CONVENTIONS[name].admissible:
            if value != default:
                yield otherwise(line, (name, value), until)


def _tells(line: Timeline, assumed: Assumed, until: date) -> bool:
    """Tell whether anything up to a day may hang on what is assumed."""
    name = assumed.assumption.convention
    if name == "notice_counts_from":  # what was received on the day of its sending counts from that by any reading
        dated = ((entry.act.on, getattr(entry.act, "received", None)) for entry in line.standing)
        return any(received not in (None, on) for on, received in dated)
    return assumed.since <= until or name in REACHING_BACK


def _asked(line: Timeline) -> dict[str, Timeline]:
    """Give the other agreements that one asks about, directly or through others."""
    found = dict(line.others)
    for other in line.others.values():
        found |= _asked(other)
    return found


def _with(line: Timeline, read: Timeline) -> Timeline:
    """Fold an agreement again with another one as read otherwise, wherever it is asked about."""
    if line.id == read.id:
        return read
    if read.id not in _asked(line):
        return line
    return fold(line.entries, None, {name: _with(other, read) for name, other in line.others.items()})


def disputed(timeline: Timeline, as_of: date) -> tuple[Disputed, ...]:
    """Give the readings by which the answer for a day is another one."""
    line = timeline.until(as_of)
    found: list[Disputed] = []
    for other in readings(timeline, as_of, telling=True):
        if _standing(line, as_of) == _standing(other, as_of):
            continue
        dated = [_dated(one) for one in noted(timeline, as_of) if _by(one, other) and one.disputed(as_of)]
        found += dated or _turned(line, other, as_of)
    return tuple(found)


def noted(timeline: Timeline, as_of: date) -> Iterator[Alternative]:
    """Give the dates that other readings put in the place of one that stands on a day, or stood."""
    return (one for one in timeline.alternatives if one.backward or one.since <= as_of)


def admitting(line: Timeline, seq: int) -> tuple[Message, ...]:
    """Give the readings by which an act that is without effect would have it."""
    return tuple(said(*other.read_by) for other in readings(line) if other.read_by and seq not in other.irregular)


def _by(one: Alternative, line: Timeline) -> bool:
    return (one.convention, one.value) == line.reading


def _dated(one: Alternative) -> Disputed:
    return Disputed(
        what=one.what,
        day=one.day,
        other=one.other,
        convention=one.convention,
        value=one.value,
        source=one.source,
    )


def _standing(line: Timeline, as_of: date) -> object:
    """Give what an answer for a day says of the day itself: states, version of the terms, provisional application."""
    own = period_on(line.agreement, as_of)
    parties = {name: there.state for name, periods in line.parties.items() if (there := period_on(periods, as_of))}
    provisional = {fact.id for fact in line.provisional if fact.stands(as_of)}
    return own and own.state, parties, line.version_on(as_of).number, provisional


def _turned(line: Timeline, other: Timeline, as_of: date) -> Iterator[Disputed]:
    """Say which states another reading turns, each with the day since when."""
    here, there = period_on(line.agreement, as_of), period_on(other.agreement, as_of)
    if here and there and here.state is not there.state:
        yield _state(Message("state"), here, there, other)
        return
    for name in line.parties:
        here, there = period_on(line.parties[name], as_of), period_on(other.parties.get(name, ()), as_of)
        if here and there and here.state is not there.state:
            yield _state(Message("state of {party}", party=name), here, there, other)


def _state(what: Message, here: Period, there: Period, other: Timeline) -> Disputed:
    assert other.read_by
    name, value = other.read_by
    source = CONVENTIONS[name].source
    return Disputed(
        what=what, day=here.start, other=there.start, convention=name, value=value, source=source, state=there.state
    )
