"""What the two databases call by different names: the values of a JSON text, and whether a text holds another."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, TableValuedAlias, Text, bindparam, cast, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from projections.models.definitions.axes import SEQ, Given


class _Elements(FunctionElement[str]):
    """The values of a JSON text, one a row."""

    inherit_cache = True


class _Place(FunctionElement[int]):
    """The place of a text in another, counted from 1; 0 where it is not in it."""

    type = Integer()
    inherit_cache = True


@compiles(_Elements)
def _json_each(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Elements, "postgresql")
def _elements(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"jsonb_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS JSONB))"


@compiles(_Place)
def _instr(element: _Place, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_Place, "postgresql")
def _strpos(element: _Place, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


def holds(text: ColumnElement[str], piece: ColumnElement[str]) -> ColumnElement[bool]:
    """Give the condition that a text holds another."""
    return _Place(text, piece) > literal_column("0", Integer)


def each(name: str) -> TableValuedAlias:
    """Give the values of a parameter that holds several."""
    return _Elements(bindparam(name, type_=Text())).table_valued("value", name=f"each_{name}")


def among(column: ColumnElement[int], found: Select[Any], given: Given) -> Select[Any]:
    """Leave the rows whose number is among the `keys`, where any are given."""
    if "keys" not in given:
        return found
    return found.where(column.in_(select(cast(each("keys").c.value, SEQ))))
