"""What many answers say of an agreement besides their own matter, as statements: title, parties on the day, end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, select

from projections.models.definitions.axes import Given, as_known, standing
from projections.models.definitions.indexes import of_the_agreement
from projections.models.definitions.names import Called
from projections.models.definitions.tables import dates, outlooks, parties, status_periods, versions
from projections.models.definitions.texts import among, gathered


def present(given: Given, agreement: Column[Any]) -> ColumnElement[str]:
    """Give the parties of an agreement that are there by the day as one text: `projections.models.about.present`."""
    of, there = parties.alias("of"), status_periods.alias("there")
    called = Called(given, of)
    same = and_(there.c.agreement == of.c.agreement, there.c.subject == of.c.number)
    told = select(gathered(of.c.number, of.c.name, called.name, there.c.state, there.c.valid_from)).select_from(of)
    found = told.join(there, and_(same, standing(there), as_known(there, given)))
    wanted = called.joined(found).where(of.c.agreement == agreement, as_known(of, given))
    return wanted.correlate(agreement.table).scalar_subquery()


def about(given: Given) -> Select[Any]:
    """Select of agreements by their `keys` title, state, the end come to, the one in sight, and the parties."""
    period = status_periods.c
    ahead = and_(outlooks.c.agreement == period.agreement, standing(outlooks), as_known(outlooks, given))
    past = and_(dates.c.agreement == period.agreement, as_known(dates, given))
    return (
        select(period.agreement, versions.c.title, versions.c.titles, period.state)
        .add_columns(dates.c.terminated_on, outlooks.c.terminates, present(given, period.agreement))
        .join(versions, and_(versions.c.agreement == period.agreement, standing(versions), as_known(versions, given)))
        .outerjoin(outlooks, ahead)
        .outerjoin(dates, past)
        .where(of_the_agreement, standing(status_periods), as_known(status_periods, given))
        .where(among(period.agreement, "keys"))
    )
