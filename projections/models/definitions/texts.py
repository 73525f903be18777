"""What the two databases call by different names: JSON texts made and read, and whether a text holds another."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Integer, TableValuedAlias, Text, bindparam, cast, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from projections.models.definitions.axes import SEQ


class _Spelt(FunctionElement[Any]):
    """A function that each database spells in its own way."""

    inherit_cache = True
    sqlite: ClassVar[str]
    postgresql: ClassVar[str]


@compiles(_Spelt)
def _spelt(element: _Spelt, compiler: SQLCompiler, **options: Any) -> str:
    spelling: str = getattr(element, compiler.dialect.name)
    return spelling.format(compiler.process(element.clauses, **options))


class _Elements(_Spelt):
    """The values of a JSON text, one a row."""

    sqlite, postgresql = "json_each({})", "jsonb_array_elements_text(CAST({} AS JSONB))"


class _Array(_Spelt):
    """Values as a JSON array."""

    sqlite, postgresql = "json_array({})", "json_build_array({})"


class _Gathered(_Spelt):
    """The arrays of many rows as the text of one, in no order."""

    type = Text()
    sqlite, postgresql = "json_group_array({})", "coalesce(CAST(json_agg({}) AS TEXT), '[]')"


class _Place(_Spelt):
    """The place of a text in another, counted from 1; 0 where it is not in it."""

    type = Integer()
    sqlite, postgresql = "instr({})", "strpos({})"


def holds(text: ColumnElement[str], piece: ColumnElement[str]) -> ColumnElement[bool]:
    """Give the condition that a text holds another."""
    return _Place(text, piece) > literal_column("0", Integer)


def gathered(*columns: ColumnElement[Any]) -> ColumnElement[str]:
    """Give of all rows these columns as one JSON text: an array of arrays, in no order."""
    return _Gathered(_Array(*columns))


def each(name: str) -> TableValuedAlias:
    """Give the values of a parameter that holds several."""
    return _Elements(bindparam(name, type_=Text())).table_valued("value", name=f"each_{name}")


def among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Give the condition that a number is among those of a parameter."""
    return column.in_(select(cast(each(name).c.value, SEQ)))
