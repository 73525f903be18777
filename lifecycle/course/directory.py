"""The directory of parties while it is folded: names with their periods, aliases, successions and memberships.

Each fact stands from a legal date, up to another one where it has ended. Fields that name an act hold its `seq`.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

DIRECTORY = "@parties"
"""The name of the directory's file, which no agreement can have: storage, never to be changed."""


class Called(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A name of a party, in one language or in none in particular, and the days on which it is called so."""

    name: str
    language: str = ""
    type: str = ""
    """What kind of party it is, where that was entered with the name."""
    since: date
    until: date | None = None
    """The first day on which it is no longer called so."""
    seq: int

    def stands(self, day: date) -> bool:
        """Tell whether the party is called so on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Alias(Struct, frozen=True, gc=False, kw_only=True):
    """Another name or spelling by which a party is found."""

    name: str
    since: date
    seq: int


class Succession(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One party was succeeded by others, or by one."""

    predecessor: str
    successors: tuple[str, ...]
    on: date
    basis: str = ""
    seq: int


class Membership(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A party is a member of a regional or another organisation."""

    member: str
    organisation: str
    since: date
    until: date | None = None
    """The first day on which it no longer is."""
    seq: int

    def stands(self, day: date) -> bool:
        """Tell whether it is a member on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class DirectoryCourse:
    """What the directory says so far, growing in legal order."""

    __slots__ = ("aliases", "memberships", "names", "seq", "successions")

    def __init__(self) -> None:
        self.seq = 0
        self.names: dict[str, list[Called]] = {}
        self.aliases: dict[str, list[Alias]] = {}
        self.successions: dict[str, Succession] = {}
        """By predecessor: a party is succeeded once."""
        self.memberships: list[Membership] = []

    def called(self, party: str, day: date, language: str) -> Called | None:
        """Give the name of a party on a day, in a language."""
        known = self.names.get(party, ())
        return next((one for one in reversed(known) if one.language == language and one.stands(day)), None)

    def name(self, party: str, called: Called) -> None:
        """Let a party be called so; the name before it in that language ends with the day."""
        before = self.called(party, called.since, called.language)
        known = self.names.setdefault(party, [])
        if before is not None:
            known[known.index(before)] = replace(before, until=called.since)
        known.append(called)

    def member(self, party: str, organisation: str, day: date) -> Membership | None:
        """Give the membership of a party in an organisation on a day."""
        of = (one for one in reversed(self.memberships) if (one.member, one.organisation) == (party, organisation))
        return next((one for one in of if one.stands(day)), None)

    def leave(self, known: Membership, day: date) -> None:
        """Let a membership end."""
        self.memberships[self.memberships.index(known)] = replace(known, until=day)

    def succeeded(self, party: str) -> set[str]:
        """Give those who came after a party, and after those in their turn."""
        found: set[str] = set()
        ahead = [party]
        while ahead:
            known = self.successions.get(ahead.pop())
            new = set(known.successors if known else ()) - found
            found |= new
            ahead += new
        return found
