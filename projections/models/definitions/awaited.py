"""What is awaited in the whole register as statements: deadlines on a day or ever, and open heads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from projections.models.definitions.axes import AT, TEXT, Day, Given, as_known, standing
from projections.models.definitions.names import PARTY
from projections.models.definitions.parties import of_party
from projections.models.definitions.tables import agreements, deadlines, heads

_OF = deadlines.c
DUE = (
    *(_OF.kind, _OF.subject, _OF.cause, _OF.valid_from, _OF.valid_to, _OF.on, _OF["values"]),
    *(_OF.article, _OF.binds, _OF.seq, _OF.again, _OF.last, _OF.others, _OF.counted),
)
"""The columns that `projections.answers.deadlines.due_of` takes."""


def due(given: Given) -> Select[Any]:
    """Select what is awaited on the day, by a `last` day and for a party where they are given."""
    wanted = (
        select(agreements.c.key, agreements.c.id, *DUE)
        .join(agreements, agreements.c.key == _OF.agreement)
        .where(standing(deadlines), as_known(deadlines, given), *_concerning(given))
    )
    return wanted.where(_OF.on <= bindparam("last", type_=Day())) if "last" in given else wanted


def ever_due(given: Given) -> Select[Any]:
    """Select all that was ever awaited as known at a `seq`, each with all that was known of it."""
    return (
        select(agreements.c.key, agreements.c.id, _OF.known_from, _OF.known_to, *DUE)
        .join(agreements, agreements.c.key == _OF.agreement)
        .where(_OF.known_from <= AT, *_concerning(given))
        .order_by(agreements.c.id, _OF.kind, _OF.subject, _OF.seq, _OF.known_from)
    )


def _concerning(given: Given) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions that a deadline concerns the party: in its agreements, and binding nobody else."""
    if "party" not in given:
        return ()
    return of_party(_OF.agreement, given), or_(_OF.binds.is_(None), _OF.binds == PARTY)


def open_heads(given: Given) -> Select[Any]:
    """Select the heads that are open on the day, of all agreements, of one by its `id`, or of those of a party."""
    row = heads.c
    wanted = (
        select(agreements.c.id, row.kind, row.id, row.title, row.since, row.seq, row.activity)
        .add_columns(row.owed_by, row.owed_to, row.amount, row.currency)
        .select_from(heads)
        .join(agreements, agreements.c.key == row.agreement)
        .where(standing(heads), as_known(heads, given))
        .order_by(agreements.c.id, row.since, row.kind, row.id)
    )
    if "id" in given:
        wanted = wanted.where(agreements.c.id == bindparam("id", type_=TEXT))
    return wanted.where(of_party(row.agreement, given)) if "party" in given else wanted
