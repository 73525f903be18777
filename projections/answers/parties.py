"""The parties of the register, the agreements of each, and the condition that an agreement has a party."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, exists, func, select

from lifecycle.course.machine import State
from lifecycle.errors import NotFound
from lifecycle.terms.naming import party_named
from projections.answers.snapshot import Snapshot
from projections.models.about import About
from projections.models.axes import as_known, standing
from projections.models.rows import AGREEMENT
from projections.models.tables import agreements, parties, status_periods, versions


class Partner(Struct, frozen=True, kw_only=True):
    """A party, with the number of its agreements."""

    party: str
    name: str
    agreements: int


class Named(Struct, frozen=True, kw_only=True):
    """A party by its key and its full name."""

    party: str
    name: str


class Membership(Struct, frozen=True, kw_only=True):
    """A party in one of its agreements, on a day: the agreement's state and its own."""

    agreement: str
    title: str
    state: State
    since: date
    party_state: State
    party_since: date


def partners(asked: Snapshot) -> list[Partner]:
    """List all parties by name; the full name is one of those that their agreements give."""
    wanted = (
        select(parties.c.name, func.max(parties.c.full_name), func.count())
        .where(as_known(parties, asked.at))
        .group_by(parties.c.name)
        .order_by(parties.c.name)
    )
    return [Partner(party=party, name=name, agreements=n) for party, name, n in asked.models.execute(wanted).all()]


def partner(asked: Snapshot, party: str) -> Partner:
    """Find a party by its key or its name; raises `NotFound` for one that no agreement has, or as `key_of` does."""

    def counted(key: str) -> tuple[str | None, int]:
        wanted = select(func.max(parties.c.full_name), func.count())
        name, n = asked.models.execute(wanted.where(parties.c.name == key, as_known(parties, asked.at))).one()
        return name, n

    key, (name, n) = party, counted(party)
    if not n:
        key = key_of(asked, party)
        name, n = counted(key)
    return Partner(party=key, name=name or key, agreements=n)


def key_of(asked: Snapshot, party: str) -> str:
    """Find the key of a party: a key is found by its index, a name among the names of all parties.

    Raises `NotFound` for one that no agreement has, or `InvalidInput` for a name that several have.
    """
    wanted = select(parties.c.name).where(parties.c.name == party, as_known(parties, asked.at)).limit(1)
    if asked.models.execute(wanted).first():
        return party
    known: dict[str, list[str]] = {}
    named = select(parties.c.name, parties.c.full_name, parties.c.formal_name).where(as_known(parties, asked.at))
    for key, *names in asked.models.execute(named.distinct()).all():
        known.setdefault(key, []).extend(filter(None, names))
    found = party_named(party, known)
    if found is None:
        raise NotFound("party", party, [one for key, names in known.items() for one in (key, *names)])
    return found


def partners_of(known: About, party: str | None = None) -> tuple[Named, ...]:
    """Give the parties of an agreement on a day, without one that was asked about."""
    return tuple(Named(party=one.party, name=one.name) for one in known.parties if one.party != party)


def has_party(asked: Snapshot, name: str, as_of: date) -> ColumnElement[bool]:
    """Give the condition that an agreement has a party of this name on a day."""
    named = and_(parties.c.agreement == agreements.c.key, parties.c.name == name, as_known(parties, asked.at))
    own = status_periods.alias("own")
    there = and_(own.c.agreement == parties.c.agreement, own.c.subject == parties.c.number)
    return exists().where(named, there, standing(own, as_of), as_known(own, asked.at))


def agreements_of(asked: Snapshot, party: str, as_of: date) -> list[Membership]:
    """List the agreements of a party that were drafted by a day, in the order of their ids."""
    whole, own = status_periods.alias("whole"), status_periods.alias("own")
    wanted = (
        select(agreements.c.id, versions.c.title)
        .add_columns(whole.c.state, whole.c.valid_from, own.c.state, own.c.valid_from)
        .select_from(parties)
        .join(agreements, agreements.c.key == parties.c.agreement)
        .join(versions, versions.c.agreement == parties.c.agreement)
        .where(standing(versions, as_of), as_known(versions, asked.at))
        .where(parties.c.name == party, as_known(parties, asked.at))
        .order_by(agreements.c.id)
    )
    for periods, subject in ((whole, AGREEMENT), (own, parties.c.number)):
        same = and_(periods.c.agreement == parties.c.agreement, periods.c.subject == subject)
        wanted = wanted.join(periods, and_(same, standing(periods, as_of), as_known(periods, asked.at)))
    return [
        Membership(
            agreement=id,
            title=title,
            state=state,
            since=since,
            party_state=party_state,
            party_since=party_since,
        )
        for id, title, state, since, party_state, party_since in asked.models.execute(wanted).all()
    ]
