"""The life of an agreement as lanes, one for itself and one for each party: what a picture of it is drawn from.

It is the timeline that the status of its day rests on: the acts up to that day, the clock alone going on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from lifecycle.answers.status import on_file
from lifecycle.calendar.partial import Precision
from lifecycle.course.machine import State
from lifecycle.course.periods import Period
from lifecycle.fold.readings import Disputed, disputed
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import InLanguages, Message
from projections.answers.snapshot import Snapshot

__all__ = ["Lane", "Life", "Mark", "Span", "State", "Stretch", "timeline"]


class Stretch(Struct, frozen=True, kw_only=True):
    """A state, from its first day up to, and without, the first day of the next."""

    state: State
    since: date
    until: date | None = None
    precision: Precision | UnsetType = UNSET
    """What is known of its first day, where a list gives it."""


class Lane(Struct, frozen=True, kw_only=True):
    """The states of the agreement, or of a party."""

    party: str = ""
    """The party's short name; empty for the agreement itself."""
    name: str = ""
    stretches: tuple[Stretch, ...]


class Span(Struct, frozen=True, kw_only=True):
    """Something that stands beside the state: a notice until its effect, a suspension, an open head."""

    kind: str
    """`notice`, `suspension`, `provisional`, `dispute`, `activity` or `account`."""
    id: str
    party: str = ""
    """Whose it is; empty where it is nobody's own."""
    since: date
    until: date | None = None
    """The first day on which it no longer stands, nothing where that is not known."""


class Mark(Struct, frozen=True, kw_only=True):
    """An act on the day on which it takes its place."""

    seq: int
    act: str
    on: date
    party: str = ""
    says: Message


class Life(Struct, frozen=True, kw_only=True):
    """The life of an agreement as it stands on a day; what lies after that day the clock alone would bring."""

    agreement: str
    title: str
    as_of: date
    state: State
    lanes: tuple[Lane, ...]
    """That of the agreement first."""
    spans: tuple[Span, ...]
    acts: tuple[Mark, ...]
    disputed: tuple[Disputed, ...] = ()
    """Where another admissible reading gives another answer for the day."""
    titles: Mapping[str, str] = {}
    """The title in each language, by the language's code; none where there is one alone."""

    @property
    def heading(self) -> InLanguages:
        """The title as a reader is shown it."""
        return InLanguages.of(self.title, self.titles)


def timeline(asked: Snapshot, agreement: str, as_of: date) -> Life:
    """Give the life of an agreement as it stands on a day; raises `NotFound`, or `NotYet` for one before its draft."""
    whole = asked.line_on(agreement, as_of)
    line = whole.until(as_of)
    names = {name: str(party.name) for name, party in line.version_on(as_of).terms.parties.items()}
    title = line.version_on(as_of).terms.title
    parties = (_lane(periods, name, names.get(name, name)) for name, periods in line.parties.items())
    return Life(
        agreement=agreement,
        title=str(title),
        titles=title.texts,
        as_of=as_of,
        state=on_file(line, as_of).state,
        lanes=(_lane(line.agreement), *parties),
        spans=tuple(sorted(_spans(line), key=lambda span: (span.since, span.kind, span.id))),
        acts=tuple(_marks(line, as_of)),
        disputed=disputed(whole, as_of),
    )


def _lane(periods: tuple[Period, ...], party: str = "", name: str = "") -> Lane:
    stretches = (Stretch(state=one.state, since=one.start, until=one.end, precision=one.precision) for one in periods)
    return Lane(party=party, name=name, stretches=tuple(stretches))


def _spans(line: Timeline) -> Iterator[Span]:
    for notice in line.notices:
        until = notice.closed or notice.takes_effect
        yield Span(kind="notice", id=notice.id, party=notice.by, since=notice.received, until=until)
    for suspension in line.suspensions:
        if not suspension.waiting:
            yield _span("suspension", suspension, suspension.by)
    for fact in line.provisional:
        yield Span(kind="provisional", id="", party=fact.id, since=fact.since, until=fact.closed)
    for one in chain(line.disputes, line.heads):
        yield _span(getattr(one, "kind", "dispute"), one)


def _span(kind: str, fact: Any, party: str = "") -> Span:
    return Span(kind=kind, id=fact.id, party=party, since=fact.since, until=fact.closed)


def _marks(line: Timeline, as_of: date) -> Iterator[Mark]:
    for entry in line.standing:
        act: Any = entry.act
        if act.dated() <= as_of:
            yield Mark(
                seq=entry.seq,
                act=act.tag,
                on=act.dated(),
                party=getattr(act, "by", None) or "",
                says=act.says(line.id),
            )
