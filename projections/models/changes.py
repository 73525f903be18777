"""What a recording changes in the read models: the rows before it and after it, compared. Pure.

An ordinary act leaves most of a timeline as it was: so what rows are made from is compared first, and rows are made of
what differs only. This runs under the writer's lock, in every recording.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple, TypeVar

from lifecycle.acts.act import Act
from lifecycle.acts.consent.signature import Confirmed
from lifecycle.fold.dependence import depends_on
from lifecycle.fold.directory import Directory
from lifecycle.fold.timeline import Timeline
from projections.models import rows
from projections.models.rows import Row, key_of

F = TypeVar("F", bound=Hashable)
Maker = Callable[[Timeline, date], Iterable[Row]]
FactMaker = Callable[[int, F], Iterable[Row]]


class Changed(NamedTuple):
    """What a recording does to one table."""

    gone: set[Row]
    came: set[Row]


UNCHANGED = Changed(set(), set())

Comparison = Callable[[Timeline | None, Timeline, date], Changed]


def first_touched(act: Act) -> date:
    """Give the first day whose answer an act may change: its own, unless it may reach back."""
    return date.min if act.KEEPING or isinstance(act, Confirmed) else act.dated()


def named(line: Timeline) -> tuple[object, ...]:
    """Give what tells the parties of a timeline: its versions, who joined besides, and who changed its name."""
    return line.versions, tuple(line.parties), line.renamed


def changed(maker: Maker, made_from: str | Callable[[Timeline], object]) -> Comparison:
    """Give the comparison of the rows that a maker makes from these fields of the timeline, before and after."""
    fields = attrgetter(*made_from.split()) if isinstance(made_from, str) else made_from

    def compare(before: Timeline | None, after: Timeline, since: date) -> Changed:
        if before is None:
            return Changed(set(), set(maker(after, since)))
        if fields(before) == fields(after):
            return UNCHANGED
        return compared(maker(before, since), maker(after, since))

    return compare


def entered(before: Directory | None, after: Directory, since: date) -> Changed:
    """Compare the names that the directory gives, before and after an entry in it."""
    return compared(rows.entered(before) if before else (), rows.entered(after))


def changed_dependencies(before: Timeline | None, after: Timeline, since: date) -> Changed:
    """Compare the other agreements that the texts on record ask about; once asked about, one stays so."""
    known = before.entries if before else ()
    new = depends_on(after.entries[len(known) :])
    if not new:
        return UNCHANGED
    return Changed(set(), set(rows.dependencies(after, sorted(new - depends_on(known)))))


def changed_facts(maker: FactMaker[F], facts: Callable[[Timeline], Sequence[F]]) -> Comparison:
    """Give the comparison of the rows of facts, each of which has rows of its own."""

    def made(line: Timeline, these: Iterable[F]) -> set[Row]:
        return {row for fact in these for row in maker(key_of(line), fact)}

    def compare(before: Timeline | None, after: Timeline, since: date) -> Changed:
        old, new = facts(before) if before else (), facts(after)
        if old == new:
            return UNCHANGED
        same = {id(fact) for fact in old} & {id(fact) for fact in new}  # nearly all: to compare them takes long
        there, wanted = ({fact for fact in facts if id(fact) not in same} for facts in (old, new))
        return compared(made(after, there - wanted), made(after, wanted - there))

    return compare


def compared(old: Iterable[Row], new: Iterable[Row]) -> Changed:
    """Give the rows that are gone and those that came."""
    there, wanted = set(old), set(new)
    return Changed(there - wanted, wanted - there)
