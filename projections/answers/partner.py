"""Everything with one partner on a day: its agreements, contacts, what is open, owed, restricted, and falls due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy import Connection

from lifecycle.answers import cooperation
from lifecycle.answers.cooperation import Balance, Contact, Platform, Restrictions
from lifecycle.fold.timeline import Timeline
from projections.answers.deadlines import Deadline, due
from projections.answers.heads import OpenHead, open_heads
from projections.answers.parties import Membership, agreements_of, partners


class Overview(Struct, frozen=True, kw_only=True):
    """What there is with one party."""

    party: str
    name: str
    as_of: date
    agreements: tuple[Membership, ...]
    contacts: tuple[Contact, ...]
    heads: tuple[OpenHead, ...]
    balances: tuple[Balance, ...]
    """Those that the party owes or is owed, and those that name nobody."""
    restrictions: tuple[Restrictions, ...]
    """Of the information that it supplied or was supplied, what is restricted."""
    platforms: tuple[Platform, ...]
    deadlines: tuple[Deadline, ...]


def agreements_with(connection: Connection, party: str, as_of: date, known_at: int | None = None) -> list[str]:
    """Name the agreements of a party that were drafted by a day."""
    return [one.agreement for one in agreements_of(connection, party, as_of, known_at)]


def overview(
    connection: Connection,
    lines: Mapping[str, Timeline],
    party: str,
    as_of: date,
    known_at: int | None = None,
) -> Overview:
    """Give all there is with a party, from the read models and from the timelines of its agreements."""
    folded = list(lines.values())
    return Overview(
        party=party,
        name=next((one.name for one in partners(connection, known_at) if one.party == party), party),
        as_of=as_of,
        agreements=tuple(agreements_of(connection, party, as_of, known_at)),
        contacts=tuple(one for line in folded for one in cooperation.contacts(line, as_of)),
        heads=tuple(open_heads(connection, as_of, known_at, party=party)),
        balances=tuple(
            one
            for line in folded
            for one in cooperation.balances(line, as_of)
            if party in (one.owed_by, one.owed_to) or not (one.owed_by or one.owed_to)
        ),
        restrictions=tuple(_restricted(folded, party, as_of)),
        platforms=tuple(one for line in folded for one in cooperation.platforms(line, as_of)),
        deadlines=tuple(due(connection, as_of, known_at, party=party)),
    )


def _restricted(lines: Iterable[Timeline], party: str, as_of: date) -> Iterable[Restrictions]:
    for line in lines:
        for item in cooperation.items(line, as_of):
            found = cooperation.restrictions(line, item, as_of)
            if found is not None and found.binding and (party in (found.by, found.to) or not found.to):
                yield found
