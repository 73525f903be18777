"""Makes the read models from the log.

It replays the recordings of each agreement one by one, through the same makers of rows as a recording. So a rebuilt
table has the same rows as one that was kept along the way, in another order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from aggregates.databases.database import Cursor
from aggregates.ground.progress import Progress
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded
from lifecycle.acts.act import Act, Entry
from lifecycle.course.directory import DIRECTORY
from lifecycle.fold.dependence import depends_on
from lifecycle.fold.directory import directory
from lifecycle.fold.folded import Folded
from lifecycle.fold.others import Lines
from lifecycle.fold.timeline import Timeline, fold
from projections.models.follower import Batch, Rows, Turned, fill_tables
from projections.models.statements import named

T = TypeVar("T")

CHUNK = 100
"""Agreements whose rows are made, and written, together."""
WORTH = 3000
"""Events the rows of which take longer to make than another process to start."""


class Rebuilt(NamedTuple):
    """What a rebuild has read and written."""

    agreements: int
    recordings: int
    rows: int


class Replayed(NamedTuple):
    """One recording, folded again."""

    seq: int
    act: Act
    before: Folded | None
    after: Folded
    also: Sequence[Turned] = ()
    """None: what it makes of others is replayed with each of those."""


def replayed(log: Log, recordings: Sequence[Recorded]) -> Iterator[Replayed]:
    """Fold the recordings of one agreement, or those of the directory, again, as each was made.

    With those on the other agreements that it asks about.
    """
    before: Folded | None = None
    entries: list[Entry] = []
    after: Folded
    streams = _asked_about(log, recordings)
    if len(streams) > 1:
        yield from _replayed_with(streams, recordings[0])
        return
    for recording in recordings:
        if recording.agreement == DIRECTORY:
            entries.append(recording.entry)
            after = directory(entries)
        else:
            after = before.evolve(recording.entry) if isinstance(before, Timeline) else fold([recording.entry])
        yield Replayed(recording.seq, recording.act, before, after)
        before = after


def _asked_about(log: Log, stream: Sequence[Recorded]) -> Mapping[str, Sequence[Recorded]]:
    """Give what can be read of an agreement, and of those that it asks about, directly or through others."""
    found = {stream[0].agreement: stream} if stream else {}
    new = list(found)
    while new:
        asked = {name for known in new for name in depends_on([row.entry for row in found[known]])}
        new = sorted(asked - found.keys())
        found |= {name: log.legible(name) for name in new}
    return found


def _replayed_with(streams: Mapping[str, Sequence[Recorded]], first: Recorded) -> Iterator[Replayed]:
    before = None
    for recording in sorted((row for rows in streams.values() for row in rows), key=lambda row: row.seq):
        seq = recording.seq
        after = _lines(streams, seq).line(first.agreement)
        if after is not None:
            yield Replayed(seq, recording.act, before, after)
        before = after


def _lines(streams: Mapping[str, Sequence[Recorded]], seq: int) -> Lines:
    return Lines(lambda name: [row.entry for row in streams.get(name, ()) if row.seq <= seq])


def remake(log: Log, cursor: Cursor) -> Rebuilt:
    """Drop the tables of the read models, make them as they are today, and fill them, in the caller's transaction."""
    case, dialect = log.case, log.case.dialect
    for made in ("drop ", "table "):
        for statement in named(dialect, made):
            cursor.execute(statement.sql)
    done = _replayed_into(log, lambda batch: fill_tables(case, cursor, batch.filled()))
    for statement in named(dialect, "index "):
        cursor.execute(statement.sql)
    case.share(cursor)
    return done


def fill(log: Log, cursor: Cursor, progress: Progress | None = None) -> Rebuilt:
    """Fill empty read models from the log, as a writer may, in the caller's transaction.

    `progress` is told the number of events replayed so far.
    """
    return _replayed_into(log, lambda batch: batch.write(cursor, log.case.dialect), progress)


def _replayed_into(log: Log, write: Callable[[Batch], int], progress: Progress | None = None) -> Rebuilt:
    names, rows, recordings = log.agreements(), 0, 0
    for chunk in chunks(lambda: [*names, DIRECTORY]):
        batch, events = replayed_together(log, chunk)
        rows += write(batch)
        recordings += events
        if progress is not None:
            progress(recordings)
    return Rebuilt(agreements=len(names), recordings=recordings, rows=rows)


def chunks(find: Callable[[], Sequence[T]]) -> Iterator[Sequence[T]]:
    """Find names of agreements, or their streams, once the first are asked for, and give so many at a time."""
    found = find()
    for start in range(0, len(found), CHUNK):
        yield found[start : start + CHUNK]


def replayed_together(log: Log, names: Sequence[str]) -> tuple[Batch, int]:
    """Replay agreements, or the directory by its name, and give their rows and the number of their events."""
    batch, events = Batch(), 0
    for name in names:
        stream = log.legible(name)
        events += len(stream)
        for step in replayed(log, stream):
            batch.note(step)
    return batch, events


def rows_of(log: Log, names: Sequence[str]) -> tuple[Rows, int]:
    """Give the same as whole rows by their tables, as they go from one process to another."""
    batch, events = replayed_together(log, names)
    return batch.filled(), events
