"""Replays the log: every event read again, folded step by step, and ruled on as today's rules would rule.

Nothing is repaired and nothing rewritten: what differs is listed. An event that cannot be read is listed and stays
out of its agreement's fold, so that one damaged row does not hide the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from aggregates.databases.tables import DIRECTORY_STREAM
from aggregates.ground.progress import Progress
from aggregates.proof.defects import Order, elsewhere, missing
from aggregates.proof.rulings import Difference, differing, judged
from aggregates.record.directory import ruling
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded, recorded
from aggregates.record.log.rows import LoggedRow, leaf_of
from aggregates.record.log.setting_aside import SetAside
from aggregates.record.streams import stream_of
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import StorageFailure
from lifecycle.fold.dependence import depends_on
from lifecycle.fold.directory import directory
from lifecycle.fold.others import ALONE, Lines
from lifecycle.fold.ruling import RULES, rule
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.messages import Message


class Replay(Struct, frozen=True, kw_only=True):
    """What a replay went through, and what it found."""

    rules: str
    events: int
    agreements: int
    head: int
    """`seq` of the last event replayed."""
    differences: tuple[Difference, ...]
    asides: tuple[SetAside, ...] = ()
    """What a recorded act has set aside, and is left out of what differs."""


class Gone(NamedTuple):
    """What a replay found in one stream that it went through."""

    stream: str
    name: str | None
    events: int
    found: list[Difference]
    plain: bool
    """Whether all of it can be read, and asks about no other: then whoever else reads it folds the same."""


Saw = Callable[[Recorded, Timeline | None, Timeline], object]
"""Told of each event of a stream, with the timelines before and behind it."""


def replay(
    log: Log, *, agreement: str | None = None, until: int | None = None, progress: Progress | None = None
) -> Replay:
    """Replay the log up to and with a `seq`, or one agreement of it; never raises on what it reads.

    The log is read through for its order, and again agreement by agreement, each of which is left before the next one.
    """
    replaying = Replaying(log, agreement, until)
    for stream in replaying.read():
        replaying.take(gone_through(log, stream))
        if progress is not None:
            progress(replaying.events)
    return replaying.replay()


class Stream(NamedTuple):
    """A stream to be gone through, up to a place in the log."""

    id: str
    head: int
    events: int
    """So many of its events stand until there."""


class Replaying:
    """A replay on its way: the order of the log, then each of its streams, and the sum of it."""

    def __init__(self, log: Log, agreement: str | None = None, until: int | None = None) -> None:
        self._log, self._until, self.head, self.events, self.agreements = log, until, 0, 0, 0
        self._chosen = None if agreement is None else stream_of(agreement)
        self._misplaced = list[tuple[int, str | None, Message]]()
        self._found, self._names = list[Difference](), dict[str | None, str | None]({None: None})

    def read(self) -> list[Stream]:
        """Read the log through for its order, and give the streams to be replayed, in that of their first events."""
        streams, order, chosen = dict[str, int](), Order(), self._chosen
        for row in self._log.rows(0, self._until):
            stream = row.originator_id
            gap = [missing(self.head + 1, row.seq - 1)] if row.seq != self.head + 1 else []
            wrong, self.head = (*gap, *order.moment(row)), row.seq
            self._misplaced += ((self.head, chosen if chosen == stream else None, says) for says in wrong)
            if chosen in (None, stream):
                streams[stream] = streams.get(stream, 0) + 1
                self._misplaced += ((self.head, stream, says) for says in order.place(row))
        self.agreements = len(streams.keys() - {DIRECTORY_STREAM})
        return [Stream(id, self.head, events) for id, events in streams.items()]

    def take(self, one: Gone) -> None:
        """Take what was found in a stream."""
        self.events += one.events
        self._found += one.found
        self._names[one.stream] = one.name

    def replay(self) -> Replay:
        """Give the sum of what was found, but for what a recorded act has set aside."""
        asides, names = self._log.asides(), self._names
        order = (
            Difference(check="order", seq=seq, agreement=names[of], says=says) for seq, of, says in self._misplaced
        )
        found = [one for one in (*self._found, *order) if one.seq not in asides]
        return Replay(
            rules=RULES,
            events=self.events,
            agreements=self.agreements,
            head=self.head,
            differences=tuple(sorted(found, key=lambda one: one.seq)),
            asides=tuple(asides.values()),
        )


def gone_through(log: Log, stream: Stream, saw: Saw | None = None) -> Gone:
    """Replay one stream."""
    grown, found = _Grown(), list[Difference]()
    for row in _rows(log, stream):
        found += _step(row, grown, log, saw)
        grown.events += 1
    if grown.timeline is not None:
        found += judged(grown.timeline)
    return Gone(stream.id, grown.name, grown.events, found, grown.plain)


class _Grown(Struct):
    """An agreement as far as it has been replayed."""

    name: str | None = None
    timeline: Timeline | None = None
    entries: tuple[Entry, ...] = ()
    """Of the directory, which is folded anew with each of them."""
    asks: bool = False
    """Whether a text on record asks about another agreement."""
    events: int = 0
    plain: bool = True


def _rows(log: Log, stream: Stream) -> Iterable[LoggedRow]:
    """Give the rows of a stream in the order of the log, all that it has, though an index may lack some of them."""
    rows = sorted(row for row in log.placed(stream.id) if row.seq <= stream.head)
    if len(rows) == stream.events:
        return rows
    return (row for row in log.rows(0, stream.head) if row.originator_id == stream.id)


def _step(row: LoggedRow, one: _Grown, log: Log, saw: Saw | None) -> Iterable[Difference]:
    """Compare one event with its hash, its stream and its ruling, and grow the agreement by it."""
    known = None
    if leaf_of(row) != row.leaf_hash:
        says = Message("the content does not match its hash")
        yield Difference(check="contents", seq=row.seq, agreement=one.name, says=says)
    try:
        known = recorded(row)
        one.name = known.agreement
    except StorageFailure as error:
        one.plain = False
        says = Message("{why}", why=error.says)
        yield Difference(check="contents", seq=row.seq, agreement=one.name, says=says)
    for says in elsewhere(row, known.agreement if known else None):
        one.plain = False
        yield Difference(check="order", seq=row.seq, agreement=one.name, says=says)
    if known:
        one.plain = one.plain and known.version == one.events + 1 and (not known.personal or bool(log.readable(row)))
        yield from _rule(known, one, Lines(partial(_readable, log, row.seq)), saw)


def _readable(log: Log, known_at: int, agreement: str) -> Sequence[Entry]:
    return [row.entry for row in log.legible(agreement, known_at)]


def _rule(known: Recorded, one: _Grown, others: Lines, saw: Saw | None) -> Iterable[Difference]:
    entry = known.entry
    if known.agreement == DIRECTORY:
        one.plain, one.entries = False, (*one.entries, entry)
        yield from differing(known, ruling(directory(one.entries), known.seq))
        return
    before = one.timeline
    try:
        one.asks = one.asks or bool(depends_on([entry]))
        one.plain = one.plain and not one.asks
        asked = others.others(known.agreement, (*(before.entries if before else ()), entry)) if one.asks else ALONE
        if asked and before:  # of them more may be on record since
            before = fold(before.entries, others=asked)
        after = before.evolve(entry, asked) if before else fold([entry], others=asked)
    except TypeError:
        one.plain = False
        says = Message("the draft of its agreement is missing, without which nothing can be folded")
        yield Difference(check="order", seq=known.seq, agreement=known.agreement, says=says)
        return
    one.timeline = after
    if saw is not None:
        saw(known, before, after)
    yield from differing(known, rule(before, after, entry))
