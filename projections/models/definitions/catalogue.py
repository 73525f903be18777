"""The statements of the read models by name, compiled for each database into a file: what a running program knows.

SQLAlchemy costs a process a quarter of a second and more; so it is loaded where tables are migrated and here, and
everything else runs the statements of `projections/models/sql`. A test holds the two together.

To add a query: a function of what is `Given`, a line in `QUERIES`, and `make docs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ClauseElement, Dialect, Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.compiler import SQLCompiler

from projections.models.definitions import about, awaited, lists, names, parties, register_wide, search
from projections.models.definitions.axes import Day, Given, StateNumber
from projections.models.definitions.tables import metadata
from projections.models.definitions.writing import of_read_model, of_table
from projections.models.statements import FOLDER, Statement

DIALECTS: Mapping[str, Dialect] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(paramstyle="format"),  # type: ignore[no-untyped-call]
}
"""Dialects by the name that SQLAlchemy gives them, with parameters by position as the drivers take them."""


class Asked(NamedTuple):
    """A query, and the parameters that it is built with or without; it has others always."""

    select: Callable[[Given], Select[Any]]
    optional: tuple[str, ...] = ("at",)


QUERIES: Mapping[str, Asked] = {
    **{f"page by {order}": Asked(partial(lists.page, order=order), lists.NARROWING) for order in lists.ORDERS},
    **{f"place by {order}": Asked(partial(lists.place, order=order), ("at", "party")) for order in lists.ORDERS},
    "total": Asked(lists.total, lists.NARROWING),
    "about": Asked(about.about),
    "coming": Asked(awaited.coming, ("at", "last", "party")),
    "overdue": Asked(awaited.overdue, ("at", "party")),
    "ever due": Asked(awaited.ever_due, ("party",)),
    "open heads": Asked(awaited.open_heads, ("at", "id", "party")),
    "partners": Asked(parties.partners, ("at", "party")),
    "entered": Asked(names.entered, ("at", "party")),
    "codes": Asked(names.codes),
    "close": Asked(names.close),
    "spellings": Asked(names.spellings),
    "memberships": Asked(parties.memberships),
    "entries": Asked(register_wide.of_kind, ("at", "party")),
    "documents": Asked(register_wide.kept, ("at", "file")),
    **{f"words in {place}": Asked(where, search.ASKING) for place, where in search.PLACES.items()},
    "ever documents": Asked(register_wide.ever_kept, ()),
}
"""What answers ask the read models."""


def statements(dialect: str) -> Iterator[Statement]:
    """Compile all that is run on the read models of a database."""
    for name, statement in _named():
        compiled = statement.compile(dialect=DIALECTS[dialect])
        takes = tuple(compiled.positiontup or ()) if isinstance(compiled, SQLCompiler) else ()
        assert not any(name.startswith("param_") for name in takes), f"{name}: a value that has no name"
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        kinds = tuple(_KINDS.get(type(column.type), "") for column in columns)
        yield Statement(name=name, sql=" ".join(str(compiled).split()), takes=takes, gives=kinds)


_KINDS = {Day: "day", StateNumber: "state"}
"""The kinds of columns, by their types."""


def _named() -> Iterator[tuple[str, ClauseElement]]:
    for table in metadata.sorted_tables:
        yield from of_table(table)
        if "agreement" in table.c:
            yield from of_read_model(table)
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            yield f"index {index.name}", CreateIndex(index)
    for name, asked in QUERIES.items():
        for given in _subsets(asked.optional):
            yield name, asked.select(set(given))


def _subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (some for size in range(len(names) + 1) for some in combinations(names, size))


def text(dialect: str) -> bytes:
    """Give the file of a database, one statement a line."""
    return b"".join(msgspec.json.encode(one) + b"\n" for one in statements(dialect))


def publish() -> None:
    """Write the file of every database."""
    for dialect in DIALECTS:
        (FOLDER / f"{dialect}.jsonl").write_bytes(text(dialect))


if __name__ == "__main__":
    publish()
