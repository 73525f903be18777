"""Rebuilds the read models from the log, and tells where they and the log disagree.

Both replay the recordings of each agreement one by one, through the same makers of rows as a recording. So
a rebuilt table has the same rows as one that was kept along the way, in another order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from typing import Any, NamedTuple, cast

from msgspec import Struct
from sqlalchemy import Table, inspect

from aggregates.database import Connection as DriverConnection
from aggregates.database import Cursor, check_schema, database, situations
from aggregates.log import Log, Recorded
from lifecycle.acts.base import Act
from lifecycle.timeline import Timeline, fold
from projections.engine import reading
from projections.inline import Changes, dialect_of
from projections.models import READ_MODELS, select_agreements, statements
from projections.rows import STATES, Row
from projections.tables import (
    Day,
    StateNumber,
    agreements,
    drop_statements,
    index_statements,
    table_statements,
)

CHUNK = 500
"""Agreements whose rows are written together."""


class Rebuilt(NamedTuple):
    """What a rebuild has read and written."""

    agreements: int
    recordings: int
    rows: int


class Replayed(NamedTuple):
    """One recording, folded again."""

    seq: int
    act: Act
    before: Timeline | None
    after: Timeline


class Difference(Struct, frozen=True, kw_only=True):
    """A row on which the read models and the log disagree; a side that has no such row is missing."""

    agreement: str
    table: str
    stored: Mapping[str, Any] | None
    replayed: Mapping[str, Any] | None

    @property
    def seq(self) -> int:
        """The recording from which the row is, or ought to be, known."""
        row = self.replayed or self.stored or {}
        return int(row.get("known_from") or row.get("key") or 0)

    @property
    def values(self) -> Mapping[str, tuple[Any, Any]]:
        """What is stored and what is replayed, column by column, where they differ."""
        stored, replayed = self.stored or {}, self.replayed or {}
        names = dict.fromkeys([*stored, *replayed])
        both = {name: (stored.get(name), replayed.get(name)) for name in names}
        return {name: pair for name, pair in both.items() if pair[0] != pair[1]}

    def says(self) -> str:
        """Say it in one line."""
        if self.stored is None or self.replayed is None:
            row = self.stored or self.replayed or {}
            told = ", ".join(f"{name} {value}" for name, value in row.items() if value not in (None, ""))
            return f"{self.table}: {'not stored' if self.stored is None else 'not in the log'}: {told}"
        told = ", ".join(f"{name} stored {one}, replayed {other}" for name, (one, other) in self.values.items())
        return f"{self.table}: {told} (#{self.seq})"


def replayed(recordings: Sequence[Recorded]) -> Iterator[Replayed]:
    """Fold the recordings of one agreement again, as each was made."""
    before, entries = None, []
    for recording in recordings:
        entries.append(recording.entry)
        after = fold(entries)
        yield Replayed(recording.seq, recording.act, before, after)
        before = after


def rebuild(url: str) -> Rebuilt:
    """Make the read models again from the log, in one transaction; what is read meanwhile is the old ones.

    Raises `NoRegister`, `SchemaMismatch`, `Locked` or `StorageFailure`; then nothing has changed.
    """
    case = database(url)
    with closing(case.writer()) as connection, situations(case):
        cursor = connection.cursor()
        case.lock(cursor)
        check_schema(case, cursor)
        dialect = dialect_of(cursor)
        for statement in (*drop_statements(dialect), *table_statements(dialect)):
            cursor.execute(statement)
        done = _refill(Log(case, connection), cursor, dialect)
        for statement in index_statements(dialect):
            cursor.execute(statement)
        cursor.execute("COMMIT")
    return done


def _refill(log: Log, cursor: Cursor, dialect: str) -> Rebuilt:
    names = log.agreements()
    recordings = rows = 0
    for start in range(0, len(names), CHUNK):
        changes = Changes()
        for name in names[start : start + CHUNK]:
            stream = log.stream(name)
            recordings += len(stream)
            for step in replayed(stream):
                changes.note(step)
        rows += changes.write(cursor, dialect)
    return Rebuilt(agreements=len(names), recordings=recordings, rows=rows)


def differences(url: str) -> list[Difference]:
    """Replay the log and list the rows in which the read models differ from it; none when all is well.

    Raises `NoRegister`, `SchemaMismatch` or `StorageFailure`.
    """
    with reading(url) as connection:
        driver = cast("DriverConnection", connection.connection)
        stored = Stored(driver.cursor(), set(inspect(connection).get_table_names()))
        return list(_differences(Log(database(url), driver), stored))


class Stored:
    """The rows as they are stored, those of a table that is missing being none."""

    def __init__(self, cursor: Cursor, there: set[str]) -> None:
        self._cursor, self._there = cursor, there
        self.dialect = dialect_of(cursor)

    def agreements(self) -> dict[str, Row]:
        """Give the rows of the agreements by their ids."""
        rows = self._rows(agreements, select_agreements(self.dialect), ())
        return {str(row[1]): row for row in rows}

    def of(self, key: int) -> list[set[Row]]:
        """Give the rows of one agreement in each read model."""
        all_statements = zip(READ_MODELS, statements(self.dialect), strict=True)
        return [self._rows(model.table, statement.select, (key,)) for model, statement in all_statements]

    def keys(self) -> set[int]:
        """Give the numbers of the agreements that have rows in any read model."""
        all_statements = zip(READ_MODELS, statements(self.dialect), strict=True)
        found = (self._rows(model.table, statement.keys, ()) for model, statement in all_statements)
        return {key for rows in found for (key,) in rows}

    def _rows(self, table: Table, statement: str, parameters: Row) -> set[Row]:
        if table.name not in self._there:
            return set()
        self._cursor.execute(statement, parameters)
        return set(map(tuple, self._cursor.fetchall()))


def _differences(log: Log, stored: Stored) -> Iterator[Difference]:
    opened, seen = stored.agreements(), set()
    for name in log.agreements():
        changes = Changes()
        for step in replayed(log.stream(name)):
            changes.note(step)
        (row,) = changes.agreements
        seen.add(row[0])
        yield from _compared(name, agreements, 2, {opened.pop(name)} if name in opened else set(), {row})
        for model, there, table in zip(READ_MODELS, stored.of(row[0]), changes.tables, strict=True):
            yield from _compared(name, model.table, model.key, there, set(table.rows()))
    for name, row in opened.items():
        yield from _compared(name, agreements, 2, {row}, set())
    for key in sorted(stored.keys() - seen):
        for model, there in zip(READ_MODELS, stored.of(key), strict=True):
            yield from _compared(f"number {key}", model.table, model.key, there, set())


def _compared(name: str, table: Table, key: int, stored: set[Row], replayed: set[Row]) -> Iterator[Difference]:
    since = list(table.c).index(table.c.known_from) if "known_from" in table.c else 0

    def by_key(rows: set[Row]) -> dict[Row, Row]:
        return {(row[since], *row[:key]): row for row in rows}

    gone, missing = by_key(stored - replayed), by_key(replayed - stored)
    for place in sorted({**gone, **missing}):
        one, other = gone.get(place), missing.get(place)
        yield Difference(agreement=name, table=table.name, stored=_shown(table, one), replayed=_shown(table, other))


def _shown(table: Table, row: Row | None) -> Mapping[str, Any] | None:
    """Give a row by the names of its columns, days as dates and states by their names."""
    if row is None:
        return None
    return {column.name: _plain(column.type, value) for column, value in zip(table.c, row, strict=True)}


def _plain(kind: object, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Day):
        return date.fromordinal(value)
    return STATES[value] if isinstance(kind, StateNumber) else value
