"""Tells where the read models and the log disagree: the rows that are stored beside those that a replay makes.

Both are of one state of the register. Where the log is replayed for another reason as well, each agreement is folded
once for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from aggregates.ground.processes import among
from aggregates.ground.progress import Progress
from aggregates.proof.replay import Gone, Stream, gone_through
from aggregates.record.log.access import reading
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded
from aggregates.record.log.sharing import sharing
from aggregates.record.streams import stream_of
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import DepositaryError
from lifecycle.fold.timeline import Timeline
from projections.models.follower import Batch, Rows
from projections.models.read_models import READ_MODELS
from projections.models.rebuild import WORTH, Replayed, chunks, rows_of
from projections.models.stored import Difference, Stored


class Made(NamedTuple):
    """The rows that the recordings of an agreement, or of the directory, make."""

    name: str
    key: int
    """Its number in the tables, 0 where nothing of it can be read."""
    rows: Rows
    events: int


class Examined(NamedTuple):
    """One stream, gone through once: what a replay finds in it, and its rows where they were asked for."""

    gone: Gone
    made: Made | None


def differences(url: str, progress: Progress | None = None, processes: int = 1) -> list[Difference]:
    """Replay the log and list the rows in which the read models differ from it; none when all is well.

    `progress` is told the number of events replayed so far; so many processes at most make the rows. Raises
    `NoRegister`, `SchemaMismatch`, `StorageFailure` or `ProcessLost`.
    """
    with reading(url) as log:
        log.case.snapshot(log.connection.cursor())
        return list(differing(log, progress, processes))


def differing(log: Log, progress: Progress | None = None, processes: int = 1) -> Iterator[Difference]:
    """Give the rows in which the read models beside a log differ from it, both of one state of the register."""
    comparison, events = Comparison(log), 0
    pieces = chunks(lambda: [*log.agreements(), DIRECTORY])
    with sharing(log, made_of, pieces, among(processes, log.last()[0], WORTH)) as answers:
        for answer in answers:
            for made in answer:
                yield from comparison.of(made)
            events += sum(made.events for made in answer)
            if progress is not None:
                progress(events)
    yield from comparison.rest()


def made_of(log: Log, names: Iterable[str]) -> list[Made]:
    """Make the rows of agreements, or of the directory by its name."""
    return [_made(log, name) for name in names]


def examined(log: Log, streams: Iterable[Stream]) -> list[Examined]:
    """Replay streams, and make the rows of each."""
    return [_examined(log, stream) for stream in streams]


def examined_alone(log: Log, streams: Iterable[Stream]) -> list[Examined]:
    """Replay streams, and make no rows."""
    return [Examined(gone_through(log, stream), None) for stream in streams]


def _made(log: Log, name: str) -> Made:
    key = next((row.seq for row in log.legible(name)), 0)
    return Made(name, key, *rows_of(log, [name]))


def _examined(log: Log, stream: Stream) -> Examined:
    """Make the rows of what is folded for the replay, where that is what can be read; else of that by itself."""
    batch = Batch()

    def saw(known: Recorded, before: Timeline | None, after: Timeline) -> None:
        batch.note(Replayed(known.seq, known.act, before, after))

    gone = gone_through(log, stream, saw)
    if gone.plain:
        return Examined(gone, Made(gone.name or "", batch.agreements[0][0], batch.filled(), gone.events))
    made = None
    if gone.name is not None and stream_of(gone.name) == stream.id:
        with suppress(DepositaryError, *log.damage):  # asked for again, and raised, where the comparison needs it
            made = _made(log, gone.name)
    return Examined(gone, made)


class Comparison:
    """The rows as they are stored, compared agreement by agreement, and what is left of them at the end."""

    def __init__(self, log: Log) -> None:
        self._stored = Stored(log.connection.cursor())
        self._opened, self._seen = self._stored.agreements(), set[int]()

    def of(self, made: Made) -> Iterator[Difference]:
        """Give the rows of an agreement, or of the directory, that differ from those that were made."""
        if not made.key:
            return
        self._seen.add(made.key)
        if made.name != DIRECTORY:
            there = {self._opened.pop(made.name)} if made.name in self._opened else set()
            yield from self._stored.compared(made.name, "agreements", 2, there, set(made.rows["agreements"]))
        for model, there in zip(READ_MODELS, self._stored.of(made.key), strict=True):
            yield from self._stored.compared(made.name, model.table, model.key, there, set(made.rows[model.table]))

    def rest(self, only: str | None = None) -> Iterator[Difference]:
        """Give the rows of what is not in the log, or only that of an agreement."""
        for name, row in self._opened.items():
            if only in (None, name):
                yield from self._stored.compared(name, "agreements", 2, {row}, set())
        if only is not None:
            return
        for key in sorted(self._stored.keys() - self._seen):
            for model, there in zip(READ_MODELS, self._stored.of(key), strict=True):
                yield from self._stored.compared(f"number {key}", model.table, model.key, there, set())


class Beside:
    """The comparison beside a replay, of all agreements or of one: given up where the log is too damaged for it."""

    def __init__(self, log: Log, agreement: str | None = None) -> None:
        self._log, self._only, self._names = log, agreement, list[str]()
        self._found = dict[str, list[Difference]]()
        self._comparison: Comparison | None = None
        self._damage: tuple[type[Exception], ...] = (DepositaryError, *log.damage)
        with suppress(*self._damage):
            self._names = [*log.agreements(), DIRECTORY] if agreement is None else [agreement]
            self._comparison = Comparison(log)
        self._due = set(self._names)

    def take(self, made: Made | None) -> None:
        """Compare the rows of an agreement that a replay came by."""
        if made is not None and self._comparison is not None and made.name in self._due:
            with suppress(*self._damage):
                self._found[made.name] = list(self._comparison.of(made))
                self._due.remove(made.name)

    def found(self) -> list[Difference] | None:
        """Compare what no replay came by, too, and give all that differs; nothing where that cannot be told."""
        comparison, rest = self._comparison, list[Difference]()
        try:
            if comparison is None:
                return None
            for name in (name for name in self._names if name in self._due):
                self._found[name] = list(comparison.of(_made(self._log, name)))
            rest += comparison.rest(self._only)
        except self._damage:
            return None
        return [*(one for name in self._names for one in self._found[name]), *rest]
