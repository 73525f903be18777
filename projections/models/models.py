"""The read models as a snapshot asks them: by the name of a query, on the connection of its log."""

from __future__ import annotations

from typing import Any

from aggregates.record.log.log import Log
from projections.models.statements import statements
from projections.models.values import bound


class Models:
    """The read models of one state of a register."""

    def __init__(self, log: Log) -> None:
        self._log, self._statements = log, statements(log.case.dialect)

    def ask(self, name: str, **given: object) -> list[tuple[Any, ...]]:
        """Give the rows of a query; a parameter without a value is not given. Raises as the log does."""
        given = {name: value for name, value in given.items() if value is not None}
        statement = self._statements[name, frozenset(given)]
        values = [bound(given[name]) for name in statement.takes]
        return statement.read(self._log.query(statement.sql, *values))
