"""What the two databases call by different names: JSON texts made and read, and whether a text holds another."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, TableValuedAlias, Text, bindparam, cast, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from projections.models.definitions.axes import SEQ


class _Elements(FunctionElement[str]):
    """The values of a JSON text, one a row."""

    inherit_cache = True


class _Place(FunctionElement[int]):
    """The place of a text in another, counted from 1; 0 where it is not in it."""

    type = Integer()
    inherit_cache = True


class _Array(FunctionElement[str]):
    """Values as a JSON array."""

    inherit_cache = True


class _Gathered(FunctionElement[str]):
    """The arrays of many rows as the text of one, in no order."""

    type = Text()
    inherit_cache = True


@compiles(_Elements)
def _json_each(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Elements, "postgresql")
def _elements(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"jsonb_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS JSONB))"


@compiles(_Array)
def _json_array(element: _Array, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **options)})"


@compiles(_Array, "postgresql")
def _json_build_array(element: _Array, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_build_array({compiler.process(element.clauses, **options)})"


@compiles(_Gathered)
def _json_group_array(element: _Gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **options)})"


@compiles(_Gathered, "postgresql")
def _json_agg(element: _Gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce(CAST(json_agg({compiler.process(element.clauses, **options)}) AS TEXT), '[]')"


@compiles(_Place)
def _instr(element: _Place, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_Place, "postgresql")
def _strpos(element: _Place, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


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
