"""The log: what its rows record, opened, agreement by agreement or all of them; what cannot be read is set aside.

Without the event sourcing library and without SQLAlchemy, because answers start here and must start quickly; what
reads events is loaded with the first of them, as whoever asks the read models reads none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from aggregates.databases.database import Connection, Database
from aggregates.databases.tables import CREATED, RECORDED
from aggregates.record.log.aside import set_aside
from aggregates.record.log.rows import LoggedRow, leaf_of
from aggregates.record.log.table import Table
from aggregates.record.streams import stream_of
from lifecycle.codec import decode, decoder
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import InvalidInput, StorageFailure
from lifecycle.messages import Message, Value

if TYPE_CHECKING:
    from aggregates.ground.merkle import Hash
    from aggregates.record.log.recording import Recorded
    from aggregates.record.log.setting_aside import SetAside
    from lifecycle.acts.act import Entry
    from lifecycle.fold.directory import Directory


class Whole(NamedTuple):
    """What is on record of one agreement, and of its stream, in which there may be more that was set aside."""

    recordings: list[Recorded]
    events: int
    """All that lie in the stream. Where one of them is gone, the next place by this number is taken."""
    leaf_hash: Hash
    """That of the last one."""


class Log(Table):
    """The log behind one connection: its table, and the recordings that it holds."""

    def __init__(self, case: Database, connection: Connection, upto: int | None = None) -> None:
        super().__init__(case, connection, upto)
        self._keys: dict[str, str | None] = {}
        self.names = True
        """Whether personal data is opened, and who recorded something told; else it stands sealed and untold."""
        self._asides: Mapping[int, SetAside] | None = None

    def recordings(
        self, after: int = 0, upto: int | None = None, among: Callable[[bytes], bool] | None = None
    ) -> Iterator[Recorded]:
        """Give the recordings of the whole log in their order, those alone whose bytes are `among` what is looked for.

        What cannot be read is set aside.
        """
        rows = self.rows(after, upto)
        return self._legible(rows if among is None else (row for row in rows if among(row.state)))

    def recording(self, seq: int) -> Recorded | None:
        """Give one recording, if it is there; raises `StorageFailure` naming it if it cannot be read."""
        return next(map(self.opened, self.rows(seq - 1, seq)), None)

    def _legible(self, rows: Iterable[LoggedRow]) -> Iterator[Recorded]:
        for row in rows:
            try:
                yield self.opened(row)
            except StorageFailure as error:
                self.set_aside(row.seq, error.says)

    def set_aside(self, seq: int, why: Value) -> None:
        """Name an event that is left out of an answer, unless a recorded act has set it aside."""
        if seq not in self.asides():
            set_aside(seq, why)

    def stream(self, agreement: str, known_at: int | None = None, *, but: int = 0) -> list[Recorded]:
        """Give the recordings of one agreement, or those known at a `seq`; none if there are none.

        What a recorded act has set aside is left out, and so is one event where the act is about to. Raises
        `StorageFailure` naming any other that cannot be read.
        """
        return self._recorded(agreement, self._stream(agreement, known_at), but)

    def whole(self, agreement: str, but: int = 0) -> Whole | None:
        """Give all recordings of one agreement, in the same way, with the number and the last hash of its events."""
        rows = self._stream(agreement, None)
        found = self._recorded(agreement, rows, but)
        return Whole(found, len(rows), rows[-1].leaf_hash) if found else None

    def _recorded(self, agreement: str, rows: Iterable[LoggedRow], but: int) -> list[Recorded]:
        found: list[Recorded] = []
        failed = None
        for row in rows:
            try:
                found.append(self.opened(row))
            except StorageFailure as error:
                if row.seq != but and row.seq not in self.asides():
                    raise
                failed = failed or error
        if failed and found and found[0].version > 1 and agreement != DIRECTORY:
            raise failed  # without its opening, nothing is known of an agreement
        return found

    def entries(self, agreement: str, known_at: int | None = None) -> list[Entry]:
        """Give of them what the law folds."""
        return [one.entry for one in self.stream(agreement, known_at)]

    def legible(self, agreement: str, known_at: int | None = None) -> list[Recorded]:
        """Give of them those that can be read, for a question about many agreements; the others are set aside.

        Without its opening, an agreement has none.
        """
        from lifecycle.acts.conclusion import Drafted

        found = list(self._legible(self._stream(agreement, known_at)))
        if not found or agreement == DIRECTORY or isinstance(found[0].act, Drafted):
            return found
        for one in found:
            set_aside(one.seq, Message("the opening of {agreement} cannot be read", agreement=agreement))
        return []

    def asides(self) -> Mapping[int, SetAside]:
        """Give what a recorded act has set aside, by its number: looked for once something cannot be read."""
        from aggregates.record.log.setting_aside import HOLDS, set_aside_in

        if self._asides is None:
            self._asides = {}  # meanwhile: it is what is read here that may be set aside
            select = f"SELECT DISTINCT originator_id FROM events WHERE topic = ? AND {self.case.holding}"
            streams = [list(self.placed(stream)) for (stream,) in self.query(select, RECORDED, HOLDS).fetchall()]
            read = ([one for row in rows if (one := self.readable(row))] for rows in streams)
            found = [one for stream in read for one in set_aside_in(stream)]
            self._asides = {one.seq: one for one in found if self.never_was(one.seq)}
        return self._asides

    def never_was(self, seq: int) -> bool:
        """Tell whether what lies at a place cannot be read although it is as its hash says: it never was an event."""
        row = next(self.rows(seq - 1, seq), None)
        return row is not None and leaf_of(row) == row.leaf_hash and self.readable(row) is None

    def readable(self, row: LoggedRow) -> Recorded | None:
        """Give what a row records, or nothing where it cannot be read."""
        try:
            return self.opened(row)
        except StorageFailure:
            return None

    def _stream(self, agreement: str, known_at: int | None) -> list[LoggedRow]:
        return [row for row in self.placed(stream_of(agreement)) if known_at is None or row.seq <= known_at]

    def agreements(self) -> list[str]:
        """Give the id of every agreement, in the order of their opening."""
        select = "SELECT seq, state FROM events WHERE topic = ? ORDER BY seq"
        found = []
        for seq, state in self.query(select, CREATED).fetchall():
            try:
                found.append(decode(state, _Named).agreement)
            except InvalidInput as error:
                self.set_aside(seq, error.says)
        return list(dict.fromkeys(found))

    def directory(self, known_at: int | None = None) -> Directory:
        """Fold the directory of parties, as known at a `seq`; what cannot be read of it is set aside."""
        from lifecycle.fold.directory import directory

        return directory(row.entry for row in self.legible(DIRECTORY, known_at))

    def opened(self, row: LoggedRow) -> Recorded:
        """Decode one row with its personal data, as far as there are keys for it.

        Raises `StorageFailure` naming it if it is no event of its agreement.
        """
        from aggregates.record.log import recording  # the module: for each row, to import names takes thrice as long

        found = recording.recorded(row)
        if stream_of(found.agreement) != row.originator_id:
            raise StorageFailure(
                Message(
                    "event #{seq} names {agreement}, but lies in another stream",
                    seq=row.seq,
                    agreement=found.agreement,
                )
            )
        if self.names and not found.personal:  # as nearly every event
            return found
        for subject in {subject for one in found.personal for subject in one.subjects} - self._keys.keys():
            self._keys |= self.query("SELECT subject, key FROM people WHERE subject = ?", subject).fetchall()
        return (recording.opened if self.names else recording.unnamed)(found, self._keys)


class _Named(msgspec.Struct):
    """As much of a first event as its name needs."""

    agreement: str


def ready() -> None:
    """Build the decoders of all that a log holds."""
    from aggregates.record.log.recording import decoded

    decoder(_Named)
    for kind in decoded():
        decoder(kind)
