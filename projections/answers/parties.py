"""The parties of the register, and the agreements of each."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy import Connection, and_, func, select

from lifecycle.course.machine import State
from projections.models.axes import as_known, standing
from projections.models.rows import AGREEMENT
from projections.models.tables import agreements, parties, status_periods, versions


class Partner(Struct, frozen=True, kw_only=True):
    """A party, with the number of its agreements."""

    party: str
    name: str
    agreements: int


class Membership(Struct, frozen=True, kw_only=True):
    """A party in one of its agreements, on a day: the agreement's state and its own."""

    agreement: str
    title: str
    state: State
    since: date
    party_state: State
    party_since: date


def partners(connection: Connection, known_at: int | None = None) -> list[Partner]:
    """List all parties by name; the full name is one of those that their agreements give."""
    wanted = (
        select(parties.c.name, func.max(parties.c.full_name), func.count())
        .where(as_known(parties, known_at))
        .group_by(parties.c.name)
        .order_by(parties.c.name)
    )
    return [Partner(party=party, name=name, agreements=n) for party, name, n in connection.execute(wanted).all()]


def agreements_of(connection: Connection, party: str, as_of: date, known_at: int | None = None) -> list[Membership]:
    """List the agreements of a party that were drafted by a day, in the order of their ids."""
    whole, own = status_periods.alias("whole"), status_periods.alias("own")
    wanted = (
        select(agreements.c.id, versions.c.title)
        .add_columns(whole.c.state, whole.c.valid_from, own.c.state, own.c.valid_from)
        .select_from(parties)
        .join(agreements, agreements.c.key == parties.c.agreement)
        .join(versions, versions.c.agreement == parties.c.agreement)
        .where(standing(versions, as_of), as_known(versions, known_at))
        .where(parties.c.name == party, as_known(parties, known_at))
        .order_by(agreements.c.id)
    )
    for periods, subject in ((whole, AGREEMENT), (own, parties.c.number)):
        same = and_(periods.c.agreement == parties.c.agreement, periods.c.subject == subject)
        wanted = wanted.join(periods, and_(same, standing(periods, as_of), as_known(periods, known_at)))
    return [
        Membership(
            agreement=id,
            title=title,
            state=state,
            since=since,
            party_state=party_state,
            party_since=party_since,
        )
        for id, title, state, since, party_state, party_since in connection.execute(wanted).all()
    ]
