"""The rows of the read models, made from timelines: the same for a recording and for a rebuild. Pure.

Each maker gives the rows of one table as one timeline has them, or those of one fact, without their known axis. Dates
are ordinal days, states are numbers. Rows whose legal time ended before `since` may be left out.

To add a read model: its maker here, its table in `definitions.tables`, and one line in `read_models.READ_MODELS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from aggregates.record.streams import stream_id
from lifecycle.answers.particulars import open_heads
from lifecycle.codec import encode
from lifecycle.course.dues import Due
from lifecycle.course.facts import Head
from lifecycle.fold.directory import Directory
from lifecycle.fold.folded import Folded
from lifecycle.fold.names import name_on
from lifecycle.fold.names import names as calls
from lifecycle.fold.naming import names_of
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.naming import folded
from projections.models.values import AGREEMENT, ALIAS, CALLED, ENTERED, NUMBER, SPELT, ordinal, precise, texts

Row = tuple[Any, ...]


def key_of(line: Folded) -> int:
    """Give the number of an agreement, or of the directory, in the tables: the `seq` of its first act."""
    return line.entries[0].seq


def dependencies(line: Timeline, names: Iterable[str]) -> Iterator[Row]:
    """Give the other agreements that its texts ask about, by these names."""
    for name in names:
        yield key_of(line), name, str(stream_id(name))


def periods(line: Timeline, since: date) -> Iterator[Row]:
    """Give the states of the agreement and of each party."""
    agreement = key_of(line)
    for subject, tiles in enumerate((line.agreement, *line.parties.values()), AGREEMENT):
        for period in tiles:
            end = period.end
            # One that ended on the day itself counts: a further act of that day may join it to the next.
            if end is None or end >= since:
                days = period.start.toordinal(), NUMBER[period.state], ordinal(end)
                yield agreement, subject, *days, precise(period.precision)


def dates(line: Timeline, since: date) -> Iterator[Row]:
    """Give the dates of an agreement's life that have been found, if any."""
    if line.entered_into_force is not None or line.terminated_on is not None:
        found = (line.entered_into_force, line.terminated_on, line.closed_on)
        yield key_of(line), *map(ordinal, found), encode(line.ended_by).decode() if line.ended_by else None


def versions(line: Timeline, since: date) -> Iterator[Row]:
    """Give the versions of the terms, each until the next."""
    ends = [*(version.start for version in line.versions[1:]), None]
    for version, end in zip(line.versions, ends, strict=True):
        if version.start != end:  # else it was overtaken on its first day
            terms, start = version.terms, version.start.toordinal()
            title, kind = terms.title, terms.kind
            searched = words(title, *title.texts.values()), folded(kind)
            yield key_of(line), start, ordinal(end), version.number, str(title), texts(title.texts), kind, *searched


def parties(line: Timeline, since: date) -> Iterator[Row]:
    """Give the parties in the order of the terms, those that an amendment names after them."""
    agreement, called = key_of(line), names_of(line)
    for number, name in enumerate(line.parties, AGREEMENT + 1):
        known = line.terms.parties.get(name)
        full = (name_on(line, name, date.max), known.formal_name, known.type) if known else (name, "", "")
        yield agreement, number, name, *full, words(name, *called[name])


def names(line: Timeline, since: date) -> Iterator[Row]:
    """Give what the parties of an agreement are called, with the days of each name, and by what else they are found."""
    agreement = key_of(line)
    for party, spelt in names_of(line).items():
        known = list(calls(line, party)) or [(date.min, party)]
        ends = [*(start for start, _ in known[1:]), None]
        for at, ((start, name), end) in enumerate(zip(known, ends, strict=True)):
            if start != end:
                first = start if at else date.min  # before its first name it is called by that
                yield agreement, party, CALLED, folded(name), first.toordinal(), ordinal(end), name, ""
        for spelling, name in {folded(name): name for name in (*spelt, party) if name}.items():
            yield agreement, party, SPELT, spelling, date.min.toordinal(), None, name, ""


def entered(directory: Directory) -> Iterator[Row]:
    """Give what the directory calls its parties."""
    key = key_of(directory)
    for party in directory.parties:
        found: dict[tuple[int, str, date], tuple[date | None, str, str]] = {}
        found[ALIAS, folded(party), date.min] = None, party, ""
        for one in directory.aliases.get(party, ()):
            found[ALIAS, folded(one.name), one.since] = None, one.name, ""
        for called in directory.names.get(party, ()):
            kind = ALIAS if called.language else ENTERED
            found[kind, folded(called.name), called.since] = called.until, called.name, called.type
        for (kind, spelling, start), (end, name, type) in found.items():
            yield key, party, kind, spelling, start.toordinal(), ordinal(end), name, type


def words(*texts: str) -> str:
    """Give texts as they are searched: folded, a line each."""
    return "\n".join(dict.fromkeys(folded(text) for text in texts if text))


def head(agreement: int, head: Head) -> Iterator[Row]:
    """Give one open head: a row for each time in which the same is left of it."""
    paid = {on for on, _ in head.settled if on > head.since and (head.closed is None or on < head.closed)}
    for start, end in pairwise([head.since, *sorted(paid), head.closed]):
        assert start is not None
        shown = open_heads((head,), start)
        for left in (*shown.activities, *shown.accounts):
            owed = None if left.amount is None else format(left.amount, "f")
            yield (
                *(agreement, head.kind, head.id, start.toordinal(), ordinal(end), left.title, left.activity),
                *(left.owed_by, left.owed_to, owed, left.currency, head.seq, head.since.toordinal()),
                ordinal(head.lapsed),
            )


def deadline(agreement: int, due: Due) -> Iterator[Row]:
    """Give one thing that falls due, for as long as it is awaited."""
    if due.closed != due.since:  # else it was awaited on no day at all
        yield (
            *(agreement, due.kind, due.subject, due.cause, due.since.toordinal(), due.on.toordinal()),
            *(ordinal(due.closed), encode(due.values).decode(), due.article, due.binds, due.seq),
            *(encode(due.again).decode() if due.again else "", ordinal(due.last), " ".join(map(str, due.others))),
            ordinal(due.counted),
        )
