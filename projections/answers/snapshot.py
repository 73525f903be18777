"""A snapshot: one state of a register, as known at a moment, from which every question about it is answered.

The log, the read models and what `--known-at` means come from one transaction, so that a recording between two readings
cannot show in an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from aggregates.databases.cases import database
from aggregates.record.log import positions
from aggregates.record.log.access import lent, reading
from aggregates.record.log.log import Log
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import NotFound, NotYet
from lifecycle.messages import Message
from projections.models.models import Models
from projections.models.neighbours import neighbours
from projections.words.phrases import number

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from aggregates.record.log.recording import Recorded
    from lifecycle.fold.directory import Directory
    from lifecycle.fold.folded import Folded
    from lifecycle.fold.others import Lines
    from lifecycle.fold.timeline import Timeline


THREADS = 10
"""Snapshots of one register that a server opens at a time."""


class Known(NamedTuple):
    """The place on the axis of recording that an answer is given at, and the end of the log."""

    seq: int
    recorded_at: datetime | None
    head: int


class Snapshot:
    """One state of a register as known at a moment."""

    def __init__(self, log: Log, known_at: Moment | None = None) -> None:
        self.log, self._lines = log, dict[str, "Timeline"]()
        self.known = self.known_at(known_at)

    @property
    def at(self) -> int | None:
        """The `seq` to ask the read models for; nothing for the head of the log, which they answer faster."""
        return None if self.known.seq == self.known.head else self.known.seq

    @cached_property
    def others(self) -> Lines:
        """The agreements as others ask about them."""
        from lifecycle.fold.others import Lines

        return Lines(partial(self.log.entries, known_at=self.known.seq))

    @cached_property
    def models(self) -> Models:
        """The read models, in the same transaction as the log."""
        return Models(self.log)

    def known_at(self, moment: Moment | None) -> Known:
        """Find what a moment means; the head of the log where none is given. Raises `NotFound` beyond the head."""
        head = self.log.head()
        if moment is None:
            return Known(head.seq, head.recorded_at, head.seq)
        seq = positions.resolve(self.log, moment)
        return Known(seq, self.log.moment(seq), head.seq)

    def recordings(self, agreement: str) -> Sequence[Recorded]:
        """Give the recordings of an agreement; raises `NotFound`, or `NotYet` for a moment before its draft."""
        if agreement == DIRECTORY:  # a file of the register, and no agreement
            raise NotFound("agreement", agreement)
        return self.of_file(agreement)

    def of_file(self, agreement: str) -> Sequence[Recorded]:
        """Give the recordings of an agreement, or of the directory by its name; raises as `recordings` does."""
        found = self.log.stream(agreement, self.known.seq)
        if found:
            return found
        if not self.log.stream(agreement):
            raise NotFound("agreement", agreement)
        place = number(self.known.seq)
        if moment := self.known.recorded_at:
            place = Message("{place} ({moment} UTC)", place=place, moment=f"{moment:%Y-%m-%d %H:%M}")
        raise NotYet(Message("{agreement} was not yet on record at {place}", agreement=agreement, place=place))

    def line(self, agreement: str) -> Timeline:
        """Fold an agreement; raises as `recordings` does."""
        if agreement not in self._lines:
            self._lines[agreement] = self._fold(self.recordings(agreement))
        return self._lines[agreement]

    def folded(self, name: str) -> Folded:
        """Fold an agreement, or the directory of parties by its name; raises as `recordings` does."""
        if name != DIRECTORY:
            return self.line(name)
        from lifecycle.fold.directory import directory

        return directory(one.entry for one in self.of_file(name))

    def legible(self, agreement: str) -> Sequence[Recorded]:
        """Give of the recordings of one agreement among many those that can be read; the others are set aside."""
        return self.log.legible(agreement, self.known.seq)

    def lines(self, agreements: Iterable[str]) -> Iterator[Timeline]:
        """Fold many agreements, as far as they can be read."""
        for agreement in agreements:
            if found := self.legible(agreement):
                yield self._fold(found)

    @cached_property
    def directory(self) -> Directory:
        """The directory of parties."""
        return self.log.directory(self.known.seq)

    def _fold(self, found: Sequence[Recorded]) -> Timeline:
        """Fold an agreement, its parties called as the directory calls them."""
        from lifecycle.fold.timeline import fold

        entries = [one.entry for one in found]
        line = fold(entries, others=self.others.others(found[0].agreement, entries))
        return line.beside(self.directory)

    def line_on(self, agreement: str, as_of: date) -> Timeline:
        """Fold an agreement to be asked about a day; raises `NotYet` for one before its draft, too."""
        line = self.line(agreement)
        if as_of >= line.drafted:
            return line
        raise NotYet(
            Message(
                "there is no {agreement} on {day}: its file opens with the draft of {drafted}",
                agreement=agreement,
                day=as_of,
                drafted=line.drafted,
            )
        )


@contextmanager
def snapshot(url: str, known_at: Moment | None = None, *, names: bool = True) -> Iterator[Snapshot]:
    """Open a register for questions, all of them answered from one and the same state of it.

    Without `names` nobody is named whose personal data the register holds, nor who recorded something. Raises
    `NoRegister`, `SchemaMismatch`, `Locked`, `StorageFailure`, or `NotFound` for a moment beyond the head.
    """
    with reading(url) as log:
        log.names = names
        yield from _state(log, known_at)


class Snapshots:
    """Snapshots of one register for a face that answers in several threads, on connections that are kept.

    `names` is as for one snapshot. Raises as `snapshot` does, at once where the register cannot be read.
    """

    def __init__(self, url: str, most: int = THREADS, *, names: bool = True) -> None:
        self._case, self._names = database(url), names
        self._readers = self._case.readers(most)

    @contextmanager
    def snapshot(self, known_at: Moment | None = None) -> Iterator[Snapshot]:
        """Give the state of now; whoever comes while all connections are in use waits for one."""
        with lent(self._case, self._readers) as log:
            log.names = self._names
            yield from _state(log, known_at)

    def close(self) -> None:
        """Close the connections, each that is in use when it is done with."""
        self._readers.close()


def _state(log: Log, known_at: Moment | None) -> Iterator[Snapshot]:
    log.case.snapshot(log.connection.cursor())
    try:
        yield Snapshot(log, known_at)
    except NotFound as error:
        suggest(error, log)
        raise


def reach(url: str, seq: int) -> None:
    """Wait on a standby until a recording has come to it: what is read after that knows it.

    Raises `Behind` where it does not come, `NotFound` where it is on no record, else as `snapshot` does.
    """
    with reading(url) as log:
        positions.reach(log, seq)


def suggest(error: NotFound, log: Log) -> None:
    """Note the agreements that may have been meant where one is not on record."""
    if error.what == "agreement":
        error.known = (*error.known, *neighbours(log, error.name))
