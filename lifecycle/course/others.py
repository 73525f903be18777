"""Other agreements of the same register, as the course of one meets them: when each was what a condition asks.

Source: VCLT-IO 24, 30 and 59 (R65). What an other agreement is, is folded by itself, by its own acts; here its periods
are read, and changed by nothing.

To add what may be asked of one: its days in `_DAYS`, and its words in `lifecycle.terms.conditions.others`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from lifecycle.course.dues import Due
from lifecycle.course.facts import Fact
from lifecycle.course.machine import ENDED, LIVE, SUSPENDED, TERMINATED, State
from lifecycle.course.periods import Period
from lifecycle.terms.conditions.facts import OfAnother


class Life(Protocol):
    """As much of another agreement as may be asked about."""

    @property
    def agreement(self) -> tuple[Period, ...]:
        """Its states."""

    @property
    def parties(self) -> Mapping[str, tuple[Period, ...]]:
        """The states of its parties."""

    @property
    def provisional(self) -> tuple[Fact, ...]:
        """Who applies it provisionally, and when."""

    @property
    def dues(self) -> tuple[Due, ...]:
        """What falls due under it."""

    def until(self, day: date) -> Life:
        """Give it as the acts up to and on a day make it."""


class Spell(NamedTuple):
    """A time in which another agreement is what is asked, without a gap."""

    on: date
    over: date | None
    """The first day on which it no longer is."""
    begun_by: int
    """The act behind it, of the other agreement or of one that it asks about itself."""
    over_by: int
    """The act behind its end."""
    seen: date
    """The day from which it was to be foreseen: then it was set that it comes."""

    def stands(self, day: date) -> bool:
        """Tell whether it is so on a day."""
        return self.on <= day and (self.over is None or day < self.over)


class _Days(NamedTuple):
    """The first day and the first day after, each with the act behind it."""

    on: date
    over: date | None
    begun_by: int
    over_by: int


def spells(life: Life, asked: OfAnother) -> tuple[Spell, ...]:
    """Give the times in which an agreement, or its party, is what is asked."""
    states = _STATES.get(asked.state)
    found = _applied(life, asked.party) if states is None else _in(states, _tiles(life, asked.party))
    kinds = _FORESEEN.get((asked.state, bool(asked.party)), ())
    return tuple(Spell(*one, seen=_seen(life.dues, kinds, asked.party, one.on)) for one in _joined(found))


_STATES: Mapping[str, frozenset[State]] = {
    "in force": frozenset(LIVE),
    "suspended": frozenset({SUSPENDED}),
    "ended": frozenset(ENDED),
    "terminated": frozenset({TERMINATED}),
}
"""In which states it is what is asked."""

_FORESEEN: Mapping[tuple[str, bool], Sequence[str]] = {
    ("in force", False): ("entry",),
    ("in force", True): ("entry", "joins"),
    ("ended", False): ("ends",),
    ("ended", True): ("ends", "leaves"),
    ("terminated", False): ("ends", "survival"),
    ("terminated", True): ("ends", "leaves", "survival"),
    ("provisionally applied", False): ("provisional",),
    ("provisionally applied", True): ("provisional",),
}
"""What falls due with it, by what is asked, and whether of a party."""


def _tiles(life: Life, party: str) -> Sequence[Period]:
    return life.parties.get(party, ()) if party else life.agreement


def _in(states: frozenset[State], tiles: Sequence[Period]) -> Iterator[_Days]:
    acts, seq = [], 0
    for tile in tiles:
        seq = max((why.seq for why in tile.why if why.seq is not None), default=seq)
        acts.append(seq)
    for tile, begun_by, over_by in zip(tiles, acts, [*acts, seq][1:], strict=True):
        if tile.state in states:
            yield _Days(tile.start, tile.end, begun_by, over_by)


def _applied(life: Life, party: str) -> Iterator[_Days]:
    facts = (fact for fact in life.provisional if party in ("", fact.id))
    for fact in sorted(facts, key=lambda fact: (fact.since, fact.seq)):
        yield _Days(fact.since, fact.closed, fact.seq, fact.closed_by or fact.seq)


def _joined(found: Iterable[_Days]) -> Iterator[_Days]:
    """Join times that follow on each other, or overlap."""
    known: _Days | None = None
    for one in found:
        if known is None:
            known = one
        elif known.over is not None and one.on > known.over:
            yield known
            known = one
        elif known.over is not None and (one.over is None or one.over > known.over):
            known = known._replace(over=one.over, over_by=one.over_by)
    if known is not None:
        yield known


def _seen(dues: Iterable[Due], kinds: Sequence[str], party: str, on: date) -> date:
    """Give the day from which a day was awaited, itself where nothing was."""
    awaited = (
        due.since
        for due in dues
        if due.on == on and due.kind in kinds and (due.closed is None or due.closed >= on)
        if not party or due.kind in ("entry", "ends") or party in (due.subject, *due.values)
    )
    return min(max(awaited, default=on), on)


class Others:
    """The other agreements that one asks about, by their ids, and when each turns."""

    __slots__ = ("_asked", "_lives", "_spells")

    def __init__(self, lives: Mapping[str, Life], asked: Iterable[OfAnother]) -> None:
        self._lives = lives
        self._asked = [one for one in asked if one.agreement in lives]
        self._spells: dict[OfAnother, tuple[Spell, ...]] = {}

    def __contains__(self, agreement: str) -> bool:
        return agreement in self._lives

    def spells(self, asked: OfAnother) -> tuple[Spell, ...]:
        """Give the times in which one is what is asked."""
        if asked not in self._spells:
            self._spells[asked] = spells(self._lives[asked.agreement], asked)
        return self._spells[asked]

    def spell(self, asked: OfAnother, today: date) -> Spell | None:
        """Give the time in which it is so today, or else the next one that is foreseen."""
        return next((one for one in self.spells(asked) if one.stands(today) or one.seen <= today < one.on), None)

    def turns(self) -> list[tuple[date, int]]:
        """Give the days on which one becomes what is asked, is seen to, or no longer is, each with its act."""
        found: dict[date, int] = {}
        for spell in (spell for one in self._each() for spell in self.spells(one)):
            for day, by in ((spell.seen, spell.begun_by), (spell.on, spell.begun_by), (spell.over, spell.over_by)):
                if day is not None:
                    found[day] = max(found.get(day, 0), by)
        return sorted(found.items())

    def _each(self) -> Iterator[OfAnother]:
        """Give what is asked, once for each party of the other agreement where it is asked of each."""
        for one in self._asked:
            names = self._lives[one.agreement].parties if "{party}" in one.party else ("",)
            yield from (one._replace(party=one.party.replace("{party}", name)) for name in names)
