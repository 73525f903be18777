"""The two axes in columns: legal days and states as numbers, and how a query picks what holds on both.

Each axis is half-open. No end means that it stands.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ColumnElement, Dialect, FromClause, Integer, Text, TypeDecorator, and_, or_

from lifecycle.course.machine import State
from projections.models.rows import NUMBER, STATES

SEQ = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's strict tables know one name for whole numbers
TEXT = Text().with_variant(Text(collation="C"), "postgresql")  # sorted alike everywhere, whatever the server's locale


class Day(TypeDecorator[date]):
    """A date as its ordinal day."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """Count the days."""
        return None if value is None else value.toordinal()

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """Give the date."""
        return None if value is None else date.fromordinal(value)


class StateNumber(TypeDecorator[State]):
    """A state as its number."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: State | None, dialect: Dialect) -> int | None:
        """Give the number."""
        return None if value is None else NUMBER[value]

    def process_result_value(self, value: int | None, dialect: Dialect) -> State | None:
        """Give the state."""
        return None if value is None else STATES[value]


def as_known(table: FromClause, known_at: int | None) -> ColumnElement[bool]:
    """Give the condition for what was known at a `seq`, or with `None` at the head of the log."""
    if known_at is None:
        return table.c.known_to.is_(None)
    ended = table.c.known_to
    return and_(table.c.known_from <= known_at, or_(ended.is_(None), ended > known_at))


def standing(table: FromClause, as_of: date) -> ColumnElement[bool]:
    """Give the condition for what stands on a legal date."""
    return and_(table.c.valid_from <= as_of, or_(table.c.valid_to.is_(None), table.c.valid_to > as_of))
