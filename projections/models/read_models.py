"""The read models: which rows go to which table, and what a recording changes in it.

To add one: its maker in `rows`, its table in `definitions.tables`, and a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from lifecycle.fold.directory import Directory
from projections.models import rows
from projections.models.changes import Changed, Comparison, changed, changed_dependencies, changed_facts, entered, named
from projections.models.documents import changed_documents
from projections.models.entries import changed_entries
from projections.models.outlooks import changed_outlooks
from projections.models.passages import changed_passages


class ReadModel(NamedTuple):
    """One table on both axes."""

    table: str
    key: int
    """So many columns, the first ones, tell the rows apart that are known at one time."""
    changed: Comparison
    """What an act on an agreement changes in it."""
    entered: Callable[[Directory | None, Directory, date], Changed] | None = None
    """What an entry in the directory changes, where that has rows in it."""


# The first of them tells on PostgreSQL which rows of others may follow from a recording, and so is written first.
READ_MODELS: tuple[ReadModel, ...] = (
    ReadModel("dependencies", 2, changed_dependencies),
    ReadModel("versions", 2, changed(rows.versions, "versions")),
    ReadModel("parties", 2, changed(rows.parties, named)),
    ReadModel("names", 5, changed(rows.names, named), entered),
    ReadModel("status_periods", 3, changed(rows.periods, "agreement parties")),
    ReadModel("outlooks", 2, changed_outlooks),
    ReadModel("dates", 1, changed(rows.dates, "entered_into_force terminated_on closed_on ended_by")),
    ReadModel("heads", 4, changed_facts(rows.head, attrgetter("heads"))),
    ReadModel("deadlines", 6, changed_facts(rows.deadline, attrgetter("dues"))),
    ReadModel("entries", 3, changed_entries, changed_entries),
    ReadModel("documents", 2, changed_documents, changed_documents),
    ReadModel("passages", 3, changed_passages, changed_passages),
)
