"""The statements that run on the read models, as they were compiled from their definitions; without SQLAlchemy.

They have names. Of a query with optional parameters there are several: one for each set of those that are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from projections.models.values import READ

FOLDER = Path(__file__).with_name("sql")


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A statement in the dialect of one database, with its parameters by position."""

    name: str
    sql: str
    takes: tuple[str, ...] = ()
    """The names of its parameters."""
    gives: tuple[str, ...] = ()
    """The kinds of its columns: `day`, `state`, or nothing for what is read as it is."""

    def read(self, rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Give rows with days as dates, and states as such: column by column, which is quicker than row by row."""
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for at, kind in enumerate(self.gives if columns else ()):
            if kind:
                read = READ[kind]
                columns[at] = [None if value is None else read(value) for value in columns[at]]
        return list(zip(*columns, strict=True))


@cache
def statements(dialect: str) -> Mapping[tuple[str, Set[str]], Statement]:
    """Give all statements of a database, by name and parameters."""
    text = (FOLDER / f"{dialect}.jsonl").read_bytes()
    return {(one.name, frozenset(one.takes)): one for one in msgspec.json.Decoder(Statement).decode_lines(text)}


@cache
def statement(dialect: str, name: str) -> Statement:
    """Give a statement of which there is one."""
    (found,) = (one for one in statements(dialect).values() if one.name == name)
    return found


def named(dialect: str, beginning: str) -> list[Statement]:
    """Give the statements whose names begin so."""
    return [one for one in statements(dialect).values() if one.name.startswith(beginning)]


def create_statements(dialect: str = "sqlite") -> tuple[str, ...]:
    """Give the statements that create all tables and, after them, their indexes."""
    return tuple(one.sql for made in ("table ", "index ") for one in named(dialect, made))
