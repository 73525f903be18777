"""What other agreements of the register brought to one: by which act of theirs, and why they turned as they did.

A number in the log tells one act of the whole register, so that the reason of a state may name an act of another
agreement (R65). Here that act is found, with the reason and the article by which the other agreement itself turned.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from lifecycle.course.periods import Period, Reason
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message


class Elsewhere(Struct, frozen=True, kw_only=True):
    """A turn of another agreement, and the act behind it."""

    agreement: str
    seq: int
    says: Message
    article: str
    """The article of the other agreement that it rests on."""


def elsewhere(line: Timeline, seq: int, day: date) -> tuple[Elsewhere, ...]:
    """Give what an act of another agreement brought it to by a day; what it asks about itself comes first.

    Nothing for an act of the agreement's own.
    """
    if all(entry.seq != seq for entry in line.entries):
        for other in line.others.values():
            if seq in other.recorded():
                return (*elsewhere(other, seq, day), *_own(other, seq, day))
    return ()


def _own(line: Timeline, seq: int, day: date) -> Iterator[Elsewhere]:
    found = [(period.start, reason) for period, reason in _reasons(line) if reason.seq == seq and period.start <= day]
    if found:
        _, why = max(found, key=lambda one: one[0])
        says = Message("{agreement}: {why}", agreement=line.id, why=why.says)
        yield Elsewhere(agreement=line.id, seq=seq, says=says, article=why.article)
    else:
        acts = line.recorded()
        says = Message("{act}", act=acts[seq][1].says(acts[seq][0]))
        yield Elsewhere(agreement=line.id, seq=seq, says=says, article="")


def _reasons(line: Timeline) -> Iterator[tuple[Period, Reason]]:
    for periods in (line.agreement, *line.parties.values()):
        yield from ((period, reason) for period in periods for reason in period.why)
