"""The parties of the register, and the agreements of each."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lifecycle.course.machine import State
from lifecycle.errors import NotFound
from lifecycle.terms.naming import party_named
from projections.answers.snapshot import Snapshot
from projections.models.about import About


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
    return [
        Partner(party=party, name=name, agreements=n) for party, name, n in asked.models.ask("partners", at=asked.at)
    ]


def partner(asked: Snapshot, party: str) -> Partner:
    """Find a party by its key or its name; raises `NotFound` for one that no agreement has, or as `key_of` does."""

    def counted(key: str) -> tuple[str | None, int]:
        ((name, n),) = asked.models.ask("partner", party=key, at=asked.at)
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
    if asked.models.ask("party there", party=party, at=asked.at):
        return party
    known: dict[str, list[str]] = {}
    for key, *names in asked.models.ask("party names", at=asked.at):
        known.setdefault(key, []).extend(filter(None, names))
    found = party_named(party, known)
    if found is None:
        raise NotFound("party", party, [one for key, names in known.items() for one in (key, *names)])
    return found


def partners_of(known: About, party: str | None = None) -> tuple[Named, ...]:
    """Give the parties of an agreement on a day, without one that was asked about."""
    return tuple(Named(party=one.party, name=one.name) for one in known.parties if one.party != party)


def agreements_of(asked: Snapshot, party: str, as_of: date) -> list[Membership]:
    """List the agreements of a party that were drafted by a day, in the order of their ids."""
    found = asked.models.ask("memberships", party=party, as_of=as_of, at=asked.at)
    return [
        Membership(
            agreement=id,
            title=title,
            state=state,
            since=since,
            party_state=party_state,
            party_since=party_since,
        )
        for id, title, state, since, party_state, party_since in found
    ]
