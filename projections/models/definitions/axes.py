"""The two axes in columns: legal days and states as numbers, and how a query picks what holds on both.

Each axis is half-open. No end means that it stands. A query is built for what is given: the names of its parameters
that have a value.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, FromClause, Integer, Text, TypeDecorator, and_, bindparam, or_

from lifecycle.course.machine import State

Given = Set[str]
"""The parameters of a query that have a value."""

SEQ = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's strict tables know one name for whole numbers
TEXT = Text().with_variant(Text(collation="C"), "postgresql")  # sorted alike everywhere, whatever the server's locale


class Day(TypeDecorator[date]):
    """A date as its ordinal day."""

    impl = Integer
    cache_ok = True


class StateNumber(TypeDecorator[State]):
    """A state as its number."""

    impl = Integer
    cache_ok = True


AS_OF = bindparam("as_of", type_=Day())
"""The legal date that is asked about."""
AT = bindparam("at", type_=SEQ)
"""The `seq` up to which the log is known, where that is not its head."""


def as_known(table: FromClause, given: Given) -> ColumnElement[bool]:
    """Give the condition for what was known `at` a `seq`, or where none is given at the head of the log."""
    if "at" not in given:
        return table.c.known_to.is_(None)
    ended = table.c.known_to
    return and_(table.c.known_from <= AT, or_(ended.is_(None), ended > AT))


def standing(table: FromClause) -> ColumnElement[bool]:
    """Give the condition for what stands on the legal date."""
    return and_(table.c.valid_from <= AS_OF, or_(table.c.valid_to.is_(None), table.c.valid_to > AS_OF))
