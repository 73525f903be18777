"""What lists say of an agreement, as it is shown, and where the acts on record contradict it (R66).

A list and the acts agree where the acts lead to a day that the list's own may be. Nothing is mended here: the keeper
corrects what was taken over, or the act.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Signed
from lifecycle.acts.evidence.taken_over import TakenOver
from lifecycle.calendar.partial import Precision, dated, last_possible
from lifecycle.course.facts import Taken
from lifecycle.course.machine import LIVE, State
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message


class TakenShown(Struct, frozen=True, kw_only=True):
    """What a list says: the state, since when and perhaps until when, and how much of these days is known."""

    seq: int
    source: str
    """The list."""
    row: int | None
    take_over: str
    """The take-over that it belongs to, empty for none."""
    state: State
    since: date
    """The first day that it may have begun on."""
    precision: Precision
    until: date | None
    """The first day that it may have ended on; of an end without a day that of the list."""
    until_precision: Precision | None
    contradicted: tuple[Message, ...]
    """What on record says otherwise."""


def taken_over(line: Timeline, as_of: date) -> tuple[TakenShown, ...]:
    """Give what lists say of the state by a day, the first one first."""
    return tuple(
        TakenShown(
            seq=one.seq,
            source=one.source,
            row=one.row,
            take_over=one.id,
            state=one.state,
            since=one.since,
            precision=one.precision,
            until=one.until,
            until_precision=one.until_precision if one.until else None,
            contradicted=tuple(contradictions(line, one)),
        )
        for one in line.taken
        if one.since <= as_of
    )


def contradictions(line: Timeline, taken: Taken) -> Iterator[Message]:
    """Say what on record contradicts a list: signatures after it was in force, other days of its entry or its end."""
    since, last = dated(taken.since, taken.precision), last_possible(taken.since, taken.precision)
    if taken.state in LIVE and taken.precision != "unknown":
        for entry in line.standing:
            act = entry.act
            if isinstance(act, Signed | Consented) and entry.seq not in line.irregular and act.dated() > taken.since:
                yield _consented_later(act, entry.seq, since, last)
        entered = _entered_by_acts(line)
        if entered is not None and not taken.since <= entered <= last:
            yield Message(
                "by its acts it entered into force on {day}, by the list it was in force since {since}",
                day=entered,
                since=since,
            )
    ends = (taken.since, taken.precision) if taken.state is State.TERMINATED else (taken.until, taken.until_precision)
    over, ended = line.terminated_on, line.ended_by
    if ends[0] is None or over is None or ended is None or ended.kind == "taken_over":
        return
    first = date.min if ends[1] == "unknown" else ends[0]
    if not first <= over <= last_possible(ends[0], ends[1]):
        yield Message("by its acts it ended on {day}, by the list on {until}", day=over, until=dated(ends[0], ends[1]))


def _consented_later(act: Signed | Consented, seq: int, since: object, last: date) -> Message:
    what = Message("signature of {party}", party=act.by)
    if isinstance(act, Consented):
        what = Message("consent of {party}", party=act.by)
    if act.dated() <= last:
        return Message(
            "the {act} of {day} (#{seq}) tells more of the day than {since}: correct what was taken over",
            act=what,
            day=act.dated(),
            seq=seq,
            since=since,
        )
    return Message(
        "the {act} is of {day} (#{seq}), later than the entry into force that the list gives, {since}",
        act=what,
        day=act.dated(),
        seq=seq,
        since=since,
    )


def _entered_by_acts(line: Timeline) -> date | None:
    """Give the day of an entry into force that acts brought about, and no list."""
    entered = line.entered_into_force
    for period in line.agreement:
        if period.start == entered and any(reason.act == "taken_over" for reason in period.why):
            return None
    return entered


def unheeded(line: Timeline) -> Iterator[tuple[int, Message]]:
    """Give what was taken over and has no effect, for the acts on record have left it behind."""
    for entry in line.standing:
        if isinstance(entry.act, TakenOver) and entry.seq in line.irregular:
            yield entry.seq, line.irregular[entry.seq].says
