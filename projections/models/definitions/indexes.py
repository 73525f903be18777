"""The indexes of the read models, and the conditions by which a database knows that it may use one.

Such a condition stands in a query as plainly as in its index: where a value is bound, it is not known to be the same.

To add one: a line here, and `make docs`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Index, Integer, Table, and_, func, literal_column

from projections.models.definitions.axes import TEXT
from projections.models.definitions.tables import (
    deadlines,
    dependencies,
    entries,
    names,
    parties,
    passages,
    status_periods,
    versions,
)
from projections.models.values import AGREEMENT, IN_DIRECTORY, RUN_TOGETHER


def _current(name: str, table: Table, columns: str, *conditions: ColumnElement[bool], by: Any = None) -> None:
    """Index the rows that are known now, `by` what is made of columns where it is first: nearly all asks about them.

    That they are is in the index as well, or SQLite would look at each row to see it.
    """
    now = and_(table.c.known_to.is_(None), *conditions)
    held = [table.c[one] for one in (*columns.split(), "known_to")]
    Index(name, *([] if by is None else [by]), *held, sqlite_where=now, postgresql_where=now)


# Its number stands in the statement itself, because an index on some of the rows is used only where they are plainly
# meant. It is not `= 0`: then SQLite would have to look at every subject that is bound, and closing rows took three
# times as long, each of them being prepared anew.
of_the_agreement = status_periods.c.subject < literal_column(str(AGREEMENT + 1), Integer)

_current("status_periods_by_state", status_periods, "state agreement valid_from valid_to", of_the_agreement)
_current("status_periods_by_agreement", status_periods, "agreement valid_from valid_to state", of_the_agreement)


def beginning(title: ColumnElement[str]) -> ColumnElement[str]:
    """Give as much of a title as an index holds to go through titles in their order: some are too long for one."""
    return func.substr(title, literal_column("1"), literal_column("200"), type_=TEXT)


_current("versions_by_title", versions, "agreement valid_from valid_to", by=beginning(versions.c.words))
_current("parties_by_name", parties, "name agreement")
_current("entries_by_kind", entries, "kind agreement seq")
_current("passages_by_kind", passages, "kind agreement seq")
_current("dependencies_by_stream", dependencies, "originator agreement")
_current("names_run_together", names, "party", by=literal_column(RUN_TOGETHER, TEXT))


def in_directory(table: FromClause) -> ColumnElement[bool]:
    """Give the condition that a name is the directory's: plainly, so that the index of those few is used."""
    return table.c.kind >= literal_column(str(IN_DIRECTORY), Integer)


_few = in_directory(names)
Index("names_in_directory", names.c.party, names.c.valid_from, sqlite_where=_few, postgresql_where=_few)
_current("deadlines_by_day", deadlines, "on agreement valid_from valid_to")

# What stands on a day after its own, as an index knows it: plainly, as above.
recurs = deadlines.c.again > literal_column("''", TEXT)
open_ended = deadlines.c.valid_to.is_(None)
closed_late = deadlines.c.valid_to > deadlines.c.on + literal_column("1", Integer)

_current("deadlines_that_recur", deadlines, "again agreement", recurs)
_current("deadlines_left_open", deadlines, "on agreement", open_ended)
_current("deadlines_closed_late", deadlines, "valid_to on agreement", closed_late)
