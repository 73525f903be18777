"""The read models: which rows go to which table, and the statements that write them.

The statements are SQLAlchemy Core, compiled once for each dialect to be run on the driver's own cursor:
that is twice as fast as running them through SQLAlchemy (docs/performance.md).
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import ClauseElement, Table, bindparam, insert, select, update
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.sql.compiler import SQLCompiler

from projections.models import rows, tables
from projections.models.changes import Comparison, changed, changed_facts, named
from projections.models.outlooks import changed_outlooks


class ReadModel(NamedTuple):
    """One table on both axes, and what a recording changes in it."""

    table: Table
    changed: Comparison

    @property
    def key(self) -> int:
        """So many columns, the first ones, tell the rows apart that are known at one time."""
        return len(self.table.primary_key) - 1


READ_MODELS: tuple[ReadModel, ...] = (
    ReadModel(tables.versions, changed(rows.versions, "versions")),
    ReadModel(tables.parties, changed(rows.parties, named)),
    ReadModel(tables.status_periods, changed(rows.periods, "agreement parties")),
    ReadModel(tables.outlooks, changed_outlooks),
    ReadModel(tables.dates, changed(rows.dates, "entered_into_force terminated_on closed_on ended_by")),
    ReadModel(tables.heads, changed_facts(rows.head, attrgetter("heads"))),
    ReadModel(tables.deadlines, changed_facts(rows.deadline, attrgetter("dues"))),
)


class Statements(NamedTuple):
    """The statements of one read model, parameters by position."""

    insert: str
    """Takes a whole row."""
    close: str
    """Takes the `seq` from which the row is no longer known, and its key."""
    select: str
    """Takes an agreement and gives its rows, past ones included."""
    keys: str
    """Gives the agreements that have rows."""


@cache
def statements(dialect: str) -> tuple[Statements, ...]:
    """Give the statements of each read model in a dialect, in the order of `READ_MODELS`."""
    return tuple(_statements(model, dialect) for model in READ_MODELS)


@cache
def insert_agreement(dialect: str) -> str:
    """Give the statement that opens an agreement; it takes a whole row."""
    return _compiled(insert(tables.agreements), dialect, [column.name for column in tables.agreements.c])


@cache
def select_agreements(dialect: str) -> str:
    """Give the statement that reads all agreements."""
    return _compiled(select(tables.agreements), dialect, [])


def _statements(model: ReadModel, dialect: str) -> Statements:
    columns = list(model.table.c)
    key = columns[: model.key]
    closing = (
        update(model.table)
        .values(known_to=bindparam("at"))
        .where(*(column == bindparam(f"key_{column.name}") for column in key), model.table.c.known_to.is_(None))
    )
    reading = select(model.table).where(model.table.c.agreement == bindparam("agreement"))
    return Statements(
        insert=_compiled(insert(model.table), dialect, [column.name for column in columns]),
        close=_compiled(closing, dialect, ["at", *(f"key_{column.name}" for column in key)]),
        select=_compiled(reading, dialect, ["agreement"]),
        keys=_compiled(select(model.table.c.agreement).distinct(), dialect, []),
    )


def _compiled(statement: ClauseElement, dialect: str, parameters: list[str]) -> str:
    """Compile a statement whose parameters are given in this order."""
    compiled: Compiled = statement.compile(dialect=tables.DIALECTS[dialect])
    assert isinstance(compiled, SQLCompiler)
    assert compiled.positiontup == parameters, compiled.positiontup
    return str(compiled)
