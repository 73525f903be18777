"""Impact: what recording an act changes in the answers, found before anything is written.

Two timelines are compared, without the act and with it: the periods of the agreement and of each party, the computed
dates, what falls due, and the acts on record that would lose or regain their effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from lifecycle.errors import Objection
from lifecycle.facts import Due, Period
from lifecycle.machine import State
from lifecycle.timeline import Timeline, period_on


class Change(Struct, frozen=True, kw_only=True):
    """A stretch of days on which the answer becomes another; `subject` is empty for the agreement."""

    subject: str
    start: date
    end: date | None
    before: State | None
    after: State | None


class Moved(Struct, frozen=True, kw_only=True):
    """A computed date that moves, appears or goes."""

    what: str
    before: date | None
    after: date | None


class Effect(Struct, frozen=True, kw_only=True):
    """An act on record that would lose its effect, or regain it."""

    seq: int
    act: str
    on: date
    objection: Objection


class Impact(Struct, frozen=True, kw_only=True):
    """Everything that recording changes."""

    changes: tuple[Change, ...] = ()
    moved: tuple[Moved, ...] = ()
    losing: tuple[Effect, ...] = ()
    regaining: tuple[Effect, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.moved or self.losing or self.regaining)


def impact(before: Timeline, after: Timeline) -> Impact:
    """Compare the timelines without and with what is to be recorded."""
    changes = [*_changes("", before.agreement, after.agreement)]
    for name in dict.fromkeys([*before.parties, *after.parties]):
        changes += _changes(name, before.parties.get(name, ()), after.parties.get(name, ()))
    return Impact(
        changes=tuple(changes),
        moved=tuple(_moved(before, after)),
        losing=tuple(_effects(before, before.irregular, after.irregular)),
        regaining=tuple(_effects(before, after.irregular, before.irregular)),
    )


def _changes(subject: str, before: Sequence[Period], after: Sequence[Period]) -> Iterator[Change]:
    """Give the stretches on which two tilings differ, each as long as it can be."""
    cuts = sorted({period.start for period in (*before, *after)})
    found: list[Change] = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        old, new = period_on(before, start), period_on(after, start)
        was, becomes = old.state if old else None, new.state if new else None
        if was == becomes:
            continue
        if found and found[-1].end == start and (found[-1].before, found[-1].after) == (was, becomes):
            start = found.pop().start  # noqa: PLW2901 - one stretch, told once
        found.append(Change(subject=subject, start=start, end=end, before=was, after=becomes))
    return iter(found)


_DATES = ("entered_into_force", "terminated_on", "closed_on")


def _moved(before: Timeline, after: Timeline) -> Iterator[Moved]:
    old, new = _dates(before), _dates(after)
    for what in dict.fromkeys([*old, *new]):
        if old.get(what) != new.get(what):
            yield Moved(what=what, before=old.get(what), after=new.get(what))


def _dates(line: Timeline) -> Mapping[str, date]:
    dates = {name: on for name in _DATES if (on := getattr(line, name)) is not None}
    dues: Sequence[Due] = sorted(line.dues, key=lambda due: (due.since, due.on))
    return dates | {due.what: due.on for due in dues}


def _effects(line: Timeline, others: Mapping[int, Objection], own: Mapping[int, Objection]) -> Iterator[Effect]:
    """Give the acts on record before that meet an objection in the one only."""
    known = {entry.seq: entry.act for entry in line.entries}
    for seq, objection in sorted(own.items()):
        if seq not in others and seq in known:
            act = known[seq]
            yield Effect(seq=seq, act=act.tag, on=act.dated(), objection=objection)
