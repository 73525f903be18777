"""The read models as they are stored, and how they differ from a replay.

A difference is data: which row, what is stored and what the log makes of it. Mending it is a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from aggregates.databases.database import Cursor
from lifecycle import messages
from lifecycle.messages import Message
from projections.models.follower import dialect_of
from projections.models.read_models import READ_MODELS
from projections.models.rows import Row
from projections.models.statements import statement
from projections.models.values import READ


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

    @property
    def says(self) -> Message:
        """What differs, in one line."""
        if self.stored is None:
            return Message("{table}: not stored: {row}", table=self.table, row=_told(self.replayed))
        if self.replayed is None:
            return Message("{table}: not in the log: {row}", table=self.table, row=_told(self.stored))
        told = messages.Row(
            Message(
                "{column} stored {stored}, replayed {replayed}", column=name, stored=_cell(one), replayed=_cell(other)
            )
            for name, (one, other) in self.values.items()
        )
        return Message("{table}: {columns} (#{seq})", table=self.table, columns=told, seq=self.seq)


def _cell(value: Any) -> messages.Value:
    return Message("none") if value is None else str(value)


def _told(row: Mapping[str, Any] | None) -> messages.Row:
    shown = ((name, value) for name, value in (row or {}).items() if value not in (None, ""))
    return messages.Row(Message("{column} {value}", column=name, value=str(value)) for name, value in shown)


_THERE = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


class Stored:
    """The rows as they are stored, those of a table that is missing being none."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor, self.dialect = cursor, dialect_of(cursor)
        cursor.execute(_THERE[self.dialect])
        self._there = {name for (name,) in cursor.fetchall()}

    def agreements(self) -> dict[str, Row]:
        """Give the rows of the agreements by their ids."""
        return {str(row[1]): row for row in self._rows("select {}", "agreements", ())}

    def of(self, key: int) -> list[set[Row]]:
        """Give the rows of one agreement in each read model."""
        return [self._rows("select {} of", model.table, (key,)) for model in READ_MODELS]

    def keys(self) -> set[int]:
        """Give the numbers of the agreements that have rows in any read model."""
        return {key for model in READ_MODELS for (key,) in self._rows("keys {}", model.table, ())}

    def _rows(self, name: str, table: str, parameters: Row) -> set[Row]:
        if table not in self._there:
            return set()
        self._cursor.execute(statement(self.dialect, name.format(table)).sql, parameters)
        return set(map(tuple, self._cursor.fetchall()))

    def compared(self, name: str, table: str, key: int, stored: set[Row], replayed: set[Row]) -> Iterator[Difference]:
        """Compare the rows of one table, pairing those that have one key and are known from one recording."""
        columns = statement(self.dialect, f"insert {table}").takes
        kinds = statement(self.dialect, f"select {table}").gives
        since = columns.index("known_from") if "known_from" in columns else 0

        def by_key(rows: set[Row]) -> dict[Row, Row]:
            return {(row[since], *row[:key]): row for row in rows}

        def shown(row: Row | None) -> Mapping[str, Any] | None:
            return None if row is None else dict(zip(columns, map(_plain, kinds, row), strict=True))

        gone, missing = by_key(stored - replayed), by_key(replayed - stored)
        for place in sorted({**gone, **missing}):
            one, other = gone.get(place), missing.get(place)
            yield Difference(agreement=name, table=table, stored=shown(one), replayed=shown(other))


def _plain(kind: str, value: Any) -> Any:
    """Give days as dates and states by their names."""
    try:
        return READ[kind](value) if kind else value
    except (IndexError, TypeError, ValueError, OverflowError):
        return value  # the open end, or something that no recording has written
