"""What is done to every table, as statements: made and dropped, rows inserted, closed, and read beside a replay."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ClauseElement, Table, Update, bindparam, insert, select, update
from sqlalchemy.schema import CreateTable, DropTable

from projections.models.definitions.axes import SEQ

Named = tuple[str, ClauseElement]


def of_table(table: Table) -> Iterator[Named]:
    """Give the statements of a table by their names: the whole rows go in, and come out."""
    yield f"table {table.name}", CreateTable(table)
    yield f"drop {table.name}", DropTable(table, if_exists=True)
    yield f"insert {table.name}", insert(table)
    yield f"select {table.name}", select(table)


def of_read_model(table: Table) -> Iterator[Named]:
    """Give those of a table of facts about agreements, too: closed, read, and found by the number of an agreement."""
    yield f"close {table.name}", _closing(table)
    yield f"select {table.name} of", select(table).where(table.c.agreement == bindparam("agreement"))
    yield f"keys {table.name}", select(table.c.agreement).distinct()


def _closing(table: Table) -> Update:
    """Give the `seq` from which a row, by its key, is no longer known."""
    key = [column for column in table.primary_key if column.name != "known_from"]
    same = (column == bindparam(f"key_{column.name}") for column in key)
    return update(table).values(known_to=bindparam("seq", type_=SEQ)).where(*same, table.c.known_to.is_(None))
