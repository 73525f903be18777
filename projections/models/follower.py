"""Keeps the read models in the transaction of the recording: a follower of the register.

A back-dated act may change any part of its agreement's timeline. What it changes is found by comparing the
rows before and after it: those that are gone get the recording as the end of their known time, those that
came begin with it. All others stay untouched, so an ordinary act writes a handful of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from aggregates.databases.database import Cursor, Database, Question
from aggregates.record.log.log import Log
from aggregates.record.streams import stream_id
from lifecycle.acts.act import Act
from lifecycle.fold.directory import Directory
from lifecycle.fold.folded import Folded
from lifecycle.fold.timeline import Timeline
from projections.models.changes import UNCHANGED, Changed, first_touched
from projections.models.read_models import READ_MODELS
from projections.models.rows import Row, key_of
from projections.models.statements import statement

DRIVERS = {"sqlite3": "sqlite", "psycopg": "postgresql"}
"""The dialect that each driver's cursor understands, by the package of the driver."""


class Turned(Protocol):
    """An agreement that asks about another one, around a recording on that."""

    @property
    def before(self) -> Timeline:
        """Its timeline until then."""

    @property
    def after(self) -> Timeline:
        """Its timeline from then on."""


class Step(Protocol):
    """As much of a receipt as the read models need."""

    @property
    def seq(self) -> int:
        """Position in the log."""

    @property
    def act(self) -> Act:
        """What was recorded."""

    @property
    def before(self) -> Folded | None:
        """The timeline, or the directory, until then."""

    @property
    def after(self) -> Folded:
        """That from then on."""

    @property
    def also(self) -> Sequence[Turned]:
        """The agreements that ask about it, until then and from then on."""


_ASKING = """SELECT agreements.id FROM dependencies JOIN agreements ON agreements.key = dependencies.agreement
    WHERE dependencies.originator = ? AND dependencies.known_to IS NULL ORDER BY agreements.id"""


class ReadModels:
    """Keeps all read models of a register."""

    def follow(self, cursor: Cursor, receipts: Sequence[Step]) -> None:
        """Write what the recordings of one transaction change, on the cursor of that transaction."""
        batch = Batch()
        for receipt in receipts:
            batch.note(receipt)
        batch.write(cursor, dialect_of(cursor))

    def ahead(self, agreement: str) -> tuple[Question, ...]:
        """Give what `asking` begins with."""
        return (Question(_ASKING, (str(stream_id(agreement)),)),)

    def asking(self, log: Log, agreement: str) -> list[str]:
        """Give the agreements on record whose texts ask about one, by one probe of an index."""
        return [id for question in self.ahead(agreement) for (id,) in log.ask(question)]


FOLLOWER = ReadModels()


Rows = Mapping[str, Sequence[Row]]
"""Whole rows, by the tables that they are of."""


class Batch:
    """Rows that are opened and closed by a run of recordings, in memory until they are written."""

    def __init__(self) -> None:
        self.agreements: list[Row] = []
        self.tables = tuple(TableBatch(model.table, model.key) for model in READ_MODELS)

    def note(self, step: Step) -> None:
        """Take in one recording; those of an agreement come in the order of the log."""
        before, after, since = step.before, step.after, first_touched(step.act)
        if isinstance(after, Directory):
            assert before is None or isinstance(before, Directory)
            for model, table in zip(READ_MODELS, self.tables, strict=True):
                if model.entered is not None:
                    table.note(step.seq, model.entered(before, after, since))
            return
        assert isinstance(after, Timeline)
        assert before is None or isinstance(before, Timeline)
        if before is None:
            self.agreements.append((key_of(after), after.id))
        self._turn(step.seq, before, after, since)
        for one in step.also:
            self._turn(step.seq, one.before, one.after, since)

    def _turn(self, seq: int, before: Timeline | None, after: Timeline, since: date) -> None:
        for model, table in zip(READ_MODELS, self.tables, strict=True):
            changed = model.changed(before, after, since)
            if changed is not UNCHANGED:
                table.note(seq, changed)

    def write(self, cursor: Cursor, dialect: str) -> int:
        """Write all of it, a statement for each kind of change; give the number of new rows."""
        if self.agreements:
            cursor.executemany(statement(dialect, "insert agreements").sql, self.agreements)
        return len(self.agreements) + sum(table.write(cursor, dialect) for table in self.tables)

    def filled(self) -> Rows:
        """Give the rows of whole agreements by their tables."""
        return {"agreements": self.agreements, **{table.name: table.rows() for table in self.tables}}


class TableBatch:
    """The part of it in one table. A row opened and closed in the same run is written once, as closed."""

    def __init__(self, name: str, key: int) -> None:
        self.name, self.key = name, key
        self.closing: list[Row] = []
        self.closed: list[Row] = []
        self.open: dict[Row, Row] = {}

    def note(self, seq: int, changed: Changed) -> None:
        """Take in what one recording changes."""
        for row in changed.gone:
            key = row[: self.key]
            opened = self.open.pop(key, None)
            if opened is None:
                self.closing.append((seq, *key))
            else:
                self.closed.append((*opened, seq))
        for row in changed.came:
            self.open[row[: self.key]] = (*row, seq)

    def rows(self) -> list[Row]:
        """Give the whole rows that this run opened, in the order of their keys, in which they lie on SQLite."""
        rows = [*self.closed, *((*row, None) for row in self.open.values())]
        return sorted(rows, key=lambda row: (*row[: self.key], row[-2]))

    def write(self, cursor: Cursor, dialect: str) -> int:
        """Close what is to be closed first, so that no two rows with one key are ever open."""
        if self.closing:
            cursor.executemany(statement(dialect, f"close {self.name}").sql, self.closing)
        if rows := self.rows():
            cursor.executemany(statement(dialect, f"insert {self.name}").sql, rows)
        return len(rows)


def fill_tables(case: Database, cursor: Cursor, filled: Rows, called: str = "{}") -> int:
    """Write the rows of whole agreements into new tables, whatever these are called; give their number."""
    for name, rows in filled.items():
        if rows:
            case.fill(cursor, called.format(name), rows)
    return sum(map(len, filled.values()))


def dialect_of(cursor: Cursor) -> str:
    """Tell the dialect of a driver's cursor."""
    modules = (kind.__module__.partition(".")[0] for kind in type(cursor).__mro__)
    return next(DRIVERS[name] for name in modules if name in DRIVERS)
