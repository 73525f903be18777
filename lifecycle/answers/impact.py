"""Impact: what recording an act changes in the answers, found before anything is written.

Two timelines are compared, without the act and with it: the periods of the agreement and of each party, the computed
dates, what falls due, the acts on record that would lose or regain their effect, and the certificates that would no
longer be true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from lifecycle.answers.certificates import Falsified, falsified
from lifecycle.answers.party_impact import PartyChange, party_changes, remaining
from lifecycle.course.machine import State
from lifecycle.course.periods import Period, Reason, period_on
from lifecycle.errors import Objection
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message


class Change(Struct, frozen=True, kw_only=True):
    """A stretch of days on which the answer becomes another; `subject` is empty for the agreement."""

    subject: str
    start: date
    end: date | None
    before: State | None
    after: State | None
    why: Reason | None = None
    """Why the new answer is so."""


class Moved(Struct, frozen=True, kw_only=True):
    """A computed date that moves, appears or goes."""

    what: str
    before: date | None
    after: date | None
    kind: str
    """What kind of date it is: one of the agreement's life, of a version of its terms, or of what falls due."""
    subject: str
    """The notice, the party, the version or the other thing that it is about."""
    says: Message
    """What it is, as it is said."""


class Effect(Struct, frozen=True, kw_only=True):
    """An act on record that would lose its effect, or regain it."""

    seq: int
    act: str
    on: date
    objection: Objection


class Impact(Struct, frozen=True, kw_only=True):
    """Everything that recording changes."""

    later: tuple[int, ...] = ()
    """Acts on record that stand later in the legal order than the first that is recorded, corrected or struck."""
    changes: tuple[Change, ...] = ()
    moved: tuple[Moved, ...] = ()
    losing: tuple[Effect, ...] = ()
    regaining: tuple[Effect, ...] = ()
    falsified: tuple[Falsified, ...] = ()
    """Certificates that would no longer be true."""
    restored: tuple[Falsified, ...] = ()
    """Certificates that would be true again."""
    parties: tuple[PartyChange, ...] = ()
    """Days of single parties that come, go or move."""
    remaining: int | None = None
    """How many parties stay bound, as far as is then known; nothing where the agreement does not go on."""

    def __bool__(self) -> bool:
        return any((self.changes, self.moved, self.losing, self.regaining, self.falsified, self.restored))


def impact(before: Timeline, after: Timeline) -> Impact:
    """Compare the timelines without and with what is to be recorded."""
    changes = [*_changes("", before.agreement, after.agreement)]
    for name in dict.fromkeys([*before.parties, *after.parties]):
        changes += _changes(name, before.parties.get(name, ()), after.parties.get(name, ()))
    return Impact(
        later=later(before, after),
        changes=tuple(changes),
        moved=tuple(_moved(before, after)),
        losing=tuple(_effects(before, before.irregular, after.irregular)),
        regaining=tuple(
            effect for effect in _effects(before, after.irregular, before.irregular) if _counts(after, effect.seq)
        ),
        falsified=falsified(before, after),
        restored=falsified(after, before),
        parties=party_changes(before, after),
        remaining=remaining(after),
    )


def later(before: Timeline, after: Timeline) -> tuple[int, ...]:
    """Give the acts on record that stand, by their dates, behind the first one that is not the same in both."""
    there, same = before.standing, len(before.standing)
    if after.standing[:same] == there:
        other, days = set[int](), [entry.act.dated() for entry in after.standing[same:]]
    else:
        old, new = ({entry.seq: entry.act for entry in line.standing} for line in (before, after))
        other = {seq for seq in (*old, *new) if old.get(seq) != new.get(seq)}
        days = [act.dated() for acts in (old, new) for seq, act in acts.items() if seq in other]
    first = min(days, default=date.max)
    return tuple(entry.seq for entry in there if entry.act.dated() > first and entry.seq not in other)


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
        why = new.because if new else None
        found.append(Change(subject=subject, start=start, end=end, before=was, after=becomes, why=why))
    return iter(found)


_LIFE: Mapping[str, Message] = {
    "entered_into_force": Message("entered into force"),
    "terminated_on": Message("terminated on"),
    "closed_on": Message("closed on"),
}


class _Dated(NamedTuple):
    says: Message
    on: date


def _moved(before: Timeline, after: Timeline) -> Iterator[Moved]:
    old, new = _dates(before), _dates(after)
    for (kind, subject), known in (old | new).items():
        was, becomes = old.get((kind, subject)), new.get((kind, subject))
        then, now = was and was.on, becomes and becomes.on
        if then != now:
            what = kind if kind in _LIFE else str(known.says)
            yield Moved(what=what, before=then, after=now, kind=kind, subject=subject, says=known.says)


def _dates(line: Timeline) -> dict[tuple[str, str], _Dated]:
    """Give the dates that have come or will, by what they are; not those that were called off."""
    found = {
        ("entered_into_force", ""): line.entered_into_force,
        ("terminated_on", ""): line.terminated_on,
        ("closed_on", ""): line.closed_on,
    }
    dates = {key: _Dated(_LIFE[key[0]], on) for key, on in found.items() if on is not None}
    for version in line.versions[1:]:
        says = Message("terms version {number} in effect", number=version.number)
        dates["version", str(version.number)] = _Dated(says, version.start)
    for due in sorted(line.dues, key=lambda due: (due.since, due.on)):
        if due.closed is None or due.closed >= due.on:
            dates[due.kind, due.subject] = _Dated(due.what, due.on)
    return dates


def _counts(line: Timeline, seq: int) -> bool:
    """Tell whether an entry is not struck."""
    return not any(line.struck_by(seq))


def _effects(line: Timeline, others: Mapping[int, Objection], own: Mapping[int, Objection]) -> Iterator[Effect]:
    """Give the acts on record before that meet an objection in the one only."""
    found = [seq for seq in sorted(own) if seq not in others]
    known = {entry.seq: entry.act for entry in line.entries} if found else {}
    for seq in found:
        if seq in known:
            act = known[seq]
            yield Effect(seq=seq, act=act.tag, on=act.dated(), objection=own[seq])
