"""What followed from each act: the states that began because of it, for the agreement and for each party.

A state that several acts brought about stands under the last of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from lifecycle.course.machine import State
from lifecycle.course.periods import Period
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message


class Followed(Struct, frozen=True, kw_only=True):
    """A state that began because of an act."""

    on: date
    state: State
    says: Message
    article: str


class FollowedForParty(Struct, frozen=True, kw_only=True):
    """A state of a party that began because of an act, or its provisional application, which has no state."""

    party: str
    on: date
    state: State | None
    says: Message
    article: str


def followed(line: Timeline, last: date) -> Mapping[int, list[Followed]]:
    """Find the states of the agreement up to a day by the act that they stand under."""
    found: dict[int, list[Followed]] = defaultdict(list)
    for seq, period, says, article in _begun(line.agreement, last):
        found[seq].append(Followed(on=period.start, state=period.state, says=says, article=article))
    return found


def followed_for_parties(line: Timeline, last: date) -> Mapping[int, list[FollowedForParty]]:
    """Find the same of each party, its provisional application too, in the order of the days."""
    found: dict[int, list[FollowedForParty]] = defaultdict(list)
    for party, periods in line.parties.items():
        for seq, period, says, article in _begun(periods, last):
            found[seq].append(
                FollowedForParty(party=party, on=period.start, state=period.state, says=says, article=article)
            )
    for seq, applied in _provisional(line, last):
        found[seq].append(applied)
    for under in found.values():
        under.sort(key=lambda one: one.on)
    return found


def _begun(periods: Iterable[Period], last: date) -> Iterator[tuple[int, Period, Message, str]]:
    """Give the states that began by a day, the first excepted: it begins with the draft, or with the party itself."""
    for period in list(periods)[1:]:
        acts = [reason.seq for reason in period.why if reason.seq is not None]
        if acts and period.start <= last:
            cause = period.why[-1]
            yield max(acts), period, cause.says, cause.article


def _provisional(line: Timeline, last: date) -> Iterator[tuple[int, FollowedForParty]]:
    clause = line.versions[0].terms.clauses.provisional_application
    article = clause.article if clause else "VCLT-IO 25"
    for fact in line.provisional:
        says = Message("{party} applies it provisionally from {day}", party=fact.id, day=fact.since)
        if fact.since <= last:
            yield (
                fact.seq,
                FollowedForParty(party=fact.id, on=fact.since, state=None, says=says, article=article),
            )
