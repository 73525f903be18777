"""Everything with one partner on a day: its agreements, contacts, what is open, owed, restricted, and falls due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lifecycle.answers import cooperation
from lifecycle.answers.cooperation import Balance, Contact, Platform, Restrictions
from lifecycle.course.directory import DIRECTORY, Alias, Called, Succession
from lifecycle.course.directory import Membership as Belonging
from projections.answers.deadlines import Deadline, due
from projections.answers.heads import OpenHead, balances, open_heads
from projections.answers.parties import Membership, agreements_of, partner
from projections.answers.snapshot import Snapshot
from projections.models.values import SHARED

if TYPE_CHECKING:
    from lifecycle.fold.timeline import Timeline


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
    type: str = ""
    """What kind of party it is, where its terms or the directory say so."""
    names: tuple[Called, ...] = ()
    """What the directory says that it is and was called, in the order of the days."""
    aliases: tuple[Alias, ...] = ()
    """By what else it is found."""
    predecessors: tuple[Succession, ...] = ()
    """The successions in which it comes after another."""
    successors: tuple[Succession, ...] = ()
    """The successions in which others come after it."""
    member_of: tuple[Belonging, ...] = ()
    members: tuple[Belonging, ...] = ()


def overview(asked: Snapshot, party: str, as_of: date) -> Overview:
    """Give all there is with a party; raises `NotFound` for one that is not on record."""
    known = partner(asked, party, as_of)
    party, memberships = known.party, agreements_of(asked, known.party, as_of)
    lines, heads = list(_sharing(asked, party, as_of)), open_heads(asked, as_of, party=party)
    return Overview(
        party=party,
        name=known.name,
        as_of=as_of,
        agreements=tuple(memberships),
        contacts=tuple(one for line in lines for one in cooperation.contacts(line, as_of)),
        heads=tuple(heads),
        balances=balances(heads, party),
        restrictions=tuple(_restricted(lines, party, as_of)),
        platforms=tuple(one for line in lines for one in cooperation.platforms(line, as_of)),
        deadlines=tuple(due(asked, as_of, party=party)),
        type=known.type,
        **_entered(asked, party),
    )


def _sharing(asked: Snapshot, party: str, as_of: date) -> Iterator[Timeline]:
    """Fold those agreements of a party under which anything is shared: of many it is few."""
    found = asked.models.ask("entries", kind=SHARED, at=asked.at, party=party, as_of=as_of)
    return asked.lines(sorted({agreement for agreement, _ in found}))


def _entered(asked: Snapshot, party: str) -> Mapping[str, Any]:
    """Give what the directory says of a party, where there is one."""
    if not asked.log.length(DIRECTORY):
        return {}
    entered = asked.directory
    return {
        "names": entered.names.get(party, ()),
        "aliases": entered.aliases.get(party, ()),
        "predecessors": tuple(one for one in entered.successions if party in one.successors),
        "successors": tuple(one for one in entered.successions if party == one.predecessor),
        "member_of": tuple(one for one in entered.memberships if party == one.member),
        "members": tuple(one for one in entered.memberships if party == one.organisation),
    }


def _restricted(lines: Iterable[Timeline], party: str, as_of: date) -> Iterable[Restrictions]:
    for line in lines:
        for item in cooperation.items(line, as_of):
            found = cooperation.restrictions(line, item, as_of)
            if found is not None and found.binding and (party in (found.by, found.to) or not found.to):
                yield found
