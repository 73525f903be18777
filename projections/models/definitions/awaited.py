"""What is awaited in the whole register as statements: deadlines on a day or ever, and open heads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from projections.models.definitions.axes import AS_OF, AT, TEXT, Day, Given, as_known, standing
from projections.models.definitions.indexes import closed_late, open_ended, recurs
from projections.models.definitions.names import PARTY
from projections.models.definitions.parties import of_party
from projections.models.definitions.tables import agreements, deadlines, heads

_OF = deadlines.c
DUE = (
    *(_OF.kind, _OF.subject, _OF.cause, _OF.valid_from, _OF.valid_to, _OF.on, _OF["values"]),
    *(_OF.article, _OF.binds, _OF.seq, _OF.again, _OF.last, _OF.others, _OF.counted),
)
"""The columns that `projections.answers.deadlines.due_of` takes."""

_EARLIER = type_coerce(_OF.on, Integer) + literal_column("0", Integer) < AS_OF
"""That its day has passed, without a look at the index by days: most that it has there is over."""


def coming(given: Given) -> Select[Any]:
    """Select what is awaited on the day and comes on it or later, by a `last` day and for a party where given.

    And what has come before, to come again: by an index of its own.
    """
    found = _awaited(given).where(_OF.on >= AS_OF)
    if "last" in given:
        found = found.where(_OF.on <= bindparam("last", type_=Day()))
    both = union_all(found, _awaited(given).where(_EARLIER, recurs)).subquery()
    return select(*both.c)


def overdue(given: Given) -> Select[Any]:
    """Select what is awaited on the day although its own has passed, the latest first, and no more than so many.

    Nothing is awaited beyond its day but what an act alone closes: what is open for good, and what once was late. Each
    has an index of its own, so that what has come by itself, which is nearly all, is not looked at.
    """
    left = _awaited(given).where(_OF.on < AS_OF, ~recurs, open_ended)
    late = _awaited(given).where(_EARLIER, ~recurs, closed_late, _OF.valid_to > AS_OF)
    found = union_all(left, late).subquery()
    return (
        select(*found.c)
        .order_by(found.c.on.desc(), found.c.id, found.c.kind, found.c.subject)
        .limit(bindparam("limit", type_=BigInteger()))
        .offset(literal_column("0"))
    )


def _awaited(given: Given) -> Select[Any]:
    return (
        select(agreements.c.key, agreements.c.id, *DUE)
        .join(agreements, agreements.c.key == _OF.agreement)
        .where(standing(deadlines), as_known(deadlines, given), *_concerning(given))
    )


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
