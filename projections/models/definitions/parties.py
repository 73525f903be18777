"""The parties of the register as statements, the agreements of each, and the condition that an agreement has one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from projections.models.definitions.axes import Given, as_known, standing
from projections.models.definitions.indexes import of_the_agreement
from projections.models.definitions.names import PARTY, Called
from projections.models.definitions.tables import agreements, parties, status_periods, versions


def partners(given: Given) -> Select[Any]:
    """Count the agreements of each party, or of one; of several names on the day the last by the alphabet."""
    called = Called(given)
    counted = select(parties.c.name).add_columns(func.max(called.name), func.count(), func.max(parties.c.type))
    found: Select[Any] = called.joined(counted.select_from(parties)).where(as_known(parties, given))
    if "party" in given:
        found = found.where(parties.c.name == PARTY)
    return found.group_by(parties.c.name)


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
        select(
            agreements.c.id,
            versions.c.title,
            versions.c.titles,
            versions.c.kind,
            whole.c.state,
            whole.c.valid_from,
            own.c.state,
            own.c.valid_from,
            whole.c.precision,
            own.c.precision,
        )
        .select_from(parties)
        .join(agreements, agreements.c.key == parties.c.agreement)
        .join(versions, and_(versions.c.agreement == parties.c.agreement, standing(versions)))
        .join(whole, and_(both, standing(whole), as_known(whole, given)))
        .join(own, and_(same, standing(own), as_known(own, given)))
        .where(parties.c.name == PARTY, as_known(parties, given), as_known(versions, given))
        .order_by(agreements.c.id)
    )
