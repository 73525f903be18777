"""The parties of the register as statements, the agreements of each, and the condition that an agreement has one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, select

from projections.models.definitions.axes import TEXT, Given, as_known, standing
from projections.models.definitions.tables import agreements, of_the_agreement, parties, status_periods, versions

PARTY = bindparam("party", type_=TEXT)


def partners(given: Given) -> Select[Any]:
    """Count the agreements of each party, in the order of the keys; the full name is one of those that they give."""
    counted: Select[Any] = select(parties.c.name).add_columns(func.max(parties.c.full_name), func.count())
    return counted.where(as_known(parties, given)).group_by(parties.c.name).order_by(parties.c.name)


def partner(given: Given) -> Select[Any]:
    """Count the agreements of one party."""
    counted: Select[Any] = select(func.max(parties.c.full_name)).add_columns(func.count())
    return counted.where(parties.c.name == PARTY, as_known(parties, given))


def there(given: Given) -> Select[Any]:
    """Select the key of a party, if any agreement has it."""
    found = select(parties.c.name).where(parties.c.name == PARTY, as_known(parties, given))
    return found.limit(literal_column("1")).offset(literal_column("0"))


def names(given: Given) -> Select[Any]:
    """Select every key with the names that agreements give it."""
    called = select(parties.c.name, parties.c.full_name, parties.c.formal_name)
    return called.where(as_known(parties, given)).distinct()


def of_party(agreement: ColumnElement[int], given: Given) -> ColumnElement[bool]:
    """Give the condition that an agreement, by its number, has the party on the day."""
    same = and_(status_periods.c.agreement == parties.c.agreement, status_periods.c.subject == parties.c.number)
    theirs = (
        select(parties.c.agreement)
        .join(status_periods, and_(same, standing(status_periods), as_known(status_periods, given)))
        .where(parties.c.name == PARTY, as_known(parties, given))
    )
    return agreement.in_(theirs)


def memberships(given: Given) -> Select[Any]:
    """Select the agreements of a party that were drafted by the day, with both states, in the order of their ids."""
    own, whole = status_periods.alias("own"), status_periods
    both = and_(whole.c.agreement == parties.c.agreement, of_the_agreement)
    same = and_(own.c.agreement == parties.c.agreement, own.c.subject == parties.c.number)
    return (
        select(agreements.c.id, versions.c.title, whole.c.state, whole.c.valid_from, own.c.state, own.c.valid_from)
        .select_from(parties)
        .join(agreements, agreements.c.key == parties.c.agreement)
        .join(versions, and_(versions.c.agreement == parties.c.agreement, standing(versions)))
        .join(whole, and_(both, standing(whole), as_known(whole, given)))
        .join(own, and_(same, standing(own), as_known(own, given)))
        .where(parties.c.name == PARTY, as_known(parties, given), as_known(versions, given))
        .order_by(agreements.c.id)
    )
