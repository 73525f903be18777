"""What many answers say of an agreement besides their own matter, as statements: title, parties on the day, end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, select

from projections.models.definitions.axes import Given, as_known, standing
from projections.models.definitions.names import Called
from projections.models.definitions.tables import dates, of_the_agreement, outlooks, parties, status_periods, versions
from projections.models.definitions.texts import among


def present(given: Given) -> Select[Any]:
    """Select the parties that are there by the day, in the order of the terms."""
    own = status_periods.c
    same = and_(own.agreement == parties.c.agreement, own.subject == parties.c.number)
    called = Called(given)
    present = select(parties.c.agreement, parties.c.name, called.name, own.state, own.valid_from).select_from(parties)
    there = and_(same, standing(status_periods), as_known(status_periods, given))
    wanted = (
        called.joined(present.join(status_periods, there))
        .where(as_known(parties, given))
        .order_by(parties.c.agreement, parties.c.number)
    )
    return among(parties.c.agreement, wanted, given)


def ends(given: Given) -> Select[Any]:
    """Select the title of the day, its state, the end that it has come to, and the one in sight."""
    period = status_periods.c
    ahead = and_(outlooks.c.agreement == period.agreement, standing(outlooks), as_known(outlooks, given))
    past = and_(dates.c.agreement == period.agreement, as_known(dates, given))
    wanted = (
        select(period.agreement, versions.c.title, versions.c.titles, period.state)
        .add_columns(dates.c.terminated_on, outlooks.c.terminates)
        .join(versions, and_(versions.c.agreement == period.agreement, standing(versions), as_known(versions, given)))
        .outerjoin(outlooks, ahead)
        .outerjoin(dates, past)
        .where(of_the_agreement, standing(status_periods), as_known(status_periods, given))
    )
    return among(period.agreement, wanted, given)
