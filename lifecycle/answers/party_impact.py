"""What a recording changes for single parties: since when each is bound, when it leaves, is suspended, performs again.

Only what comes to a party by itself is told; what comes to it with the agreement is told of the agreement. Source:
VCLT-IO 54, 55 and 72 (R10, R31, R37, R45).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from msgspec import Struct

from lifecycle.answers.participants import lives
from lifecycle.course.machine import ENDED, LIVE, SUSPENDED, TERMINATED, State
from lifecycle.course.periods import Period
from lifecycle.fold.timeline import Timeline

PartyTurn = Literal["bound", "suspended", "resumed", "left", "released"]
"""Its first day of being bound, of a suspension, after that, of being gone, and after what survives for it."""


class PartyChange(Struct, frozen=True, kw_only=True):
    """A day of one party that comes, goes or moves by a recording; nothing where there is no such day."""

    party: str
    turn: PartyTurn
    before: date | None
    after: date | None
    article: str = ""
    """What the day rests on, or rested on."""


class _Day(NamedTuple):
    on: date
    article: str
    with_all: bool
    """Whether the agreement has come to the same on that day."""


def party_changes(before: Timeline, after: Timeline) -> tuple[PartyChange, ...]:
    """Compare the days of each party in its last membership, without and with what is to be recorded."""
    return tuple(_changes(before, after))


def remaining(line: Timeline) -> int | None:
    """Count the parties that stay bound as far as is known; nothing where the agreement does not go on."""
    if line.agreement[-1].state not in LIVE:
        return None
    return sum(periods[-1].state in LIVE for periods in line.parties.values())


def _changes(before: Timeline, after: Timeline) -> Iterator[PartyChange]:
    for party in dict.fromkeys([*before.parties, *after.parties]):
        old, new = _days(before, party), _days(after, party)
        for turn in dict.fromkeys([*old, *new]):
            was, becomes = old.get(turn), new.get(turn)
            if becomes is not None and becomes.with_all:
                continue
            was = None if was is not None and was.with_all else was
            found = becomes or was
            if found is not None and (was and was.on) != (becomes and becomes.on):
                yield PartyChange(
                    party=party,
                    turn=turn,
                    before=was.on if was else None,
                    after=becomes.on if becomes else None,
                    article=found.article,
                )


def _days(line: Timeline, party: str) -> Mapping[PartyTurn, _Day]:
    """Find the days of a party's last membership."""
    periods = line.parties.get(party, ())
    life = list(lives(periods))[-1] if periods else ()
    own = {(period.start, period.state) for period in line.agreement}
    return {turn: _Day(period.start, _article(period), _with_all(period, own)) for turn, period in _turns(life)}


def _turns(life: Sequence[Period]) -> Iterator[tuple[PartyTurn, Period]]:
    """Name the periods with which a party's part begins, changes and ends; the last of a kind decides."""
    live = [period for period in life if period.state in LIVE]
    if live:
        yield "bound", live[0]
    for then, now in pairwise(life):
        if now.state is SUSPENDED:
            yield "suspended", now
        elif then.state is SUSPENDED and now.state in LIVE:
            yield "resumed", now
        elif now.state in ENDED and then.state not in ENDED:
            yield "left", now
        elif now.state is TERMINATED:
            yield "released", now


def _with_all(period: Period, own: set[tuple[date, State]]) -> bool:
    """Tell whether a party comes to a state with the agreement, which has come to it on the same day."""
    alike = ENDED if period.state in ENDED else LIVE if period.state is not SUSPENDED else {SUSPENDED}
    return any((period.start, state) in own for state in alike)


def _article(period: Period) -> str:
    return period.because.article if period.because else ""
