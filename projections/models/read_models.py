"""The read models: which rows go to which table, and what a recording changes in it.

To add one: its maker in `rows`, its table in `definitions.tables`, and a line here.
"""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from projections.models import rows
from projections.models.changes import Comparison, changed, changed_facts, named
from projections.models.entries import changed_entries
from projections.models.outlooks import changed_outlooks


class ReadModel(NamedTuple):
    """One table on both axes."""

    table: str
    key: int
    """So many columns, the first ones, tell the rows apart that are known at one time."""
    changed: Comparison
    """What a recording changes in it."""


READ_MODELS: tuple[ReadModel, ...] = (
    ReadModel("versions", 2, changed(rows.versions, "versions")),
    ReadModel("parties", 2, changed(rows.parties, named)),
    ReadModel("status_periods", 3, changed(rows.periods, "agreement parties")),
    ReadModel("outlooks", 2, changed_outlooks),
    ReadModel("dates", 1, changed(rows.dates, "entered_into_force terminated_on closed_on ended_by")),
    ReadModel("heads", 4, changed_facts(rows.head, attrgetter("heads"))),
    ReadModel("deadlines", 6, changed_facts(rows.deadline, attrgetter("dues"))),
    ReadModel("entries", 3, changed_entries),
)
