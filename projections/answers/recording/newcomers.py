"""Parties that are new to the register, or known otherwise: compared with those that its agreements name (R8, R9).

A register has one directory of parties, which begins as what the terms say. Names are compared folded: case, accents,
apostrophes and spaces make no other State. What is on record stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from aggregates.record.agreement import Proposal
from aggregates.record.log import Log
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent import Consented, Signed
from lifecycle.errors import Problem
from lifecycle.messages import Either, Message, Quoted
from lifecycle.terms.naming import folded, party_named
from lifecycle.terms.text import Terms
from projections.answers.snapshot import Snapshot

_NAMED = "SELECT DISTINCT name, full_name, formal_name, type FROM parties WHERE known_to IS NULL"


class Known(NamedTuple):
    """A party as some agreement names it; of one that only joined there is nothing but its code."""

    code: str
    name: str = ""
    formal_name: str = ""
    type: str = ""

    @property
    def names(self) -> set[str]:
        """All that it is called, folded."""
        return {folded(name) for name in (self.code, self.name, self.formal_name) if name}


def known_parties(log: Log, code: str | None = None) -> list[Known]:
    """List how the agreements of a register name their parties, all or the one of a code."""
    cursor = log.query(f"{_NAMED} ORDER BY 1, 2, 3, 4") if code is None else log.query(f"{_NAMED} AND name = ?", code)
    return [Known(*row) for row in cursor.fetchall()]


def _parties_of(log: Log, agreement: str) -> list[Known]:
    """List the parties of an agreement; none of one that is not on record."""
    cursor = log.query(f"{_NAMED} AND agreement = (SELECT key FROM agreements WHERE id = ?)", agreement)
    return [Known(*row) for row in cursor.fetchall()]


def alike(parties: Iterable[Known]) -> Iterator[tuple[str, ...]]:
    """Give the codes that may be one party's, by a spelling of the code or by a name."""
    codes: dict[str, dict[str, None]] = {}
    for party in parties:
        for name in party.names:
            codes.setdefault(name, {})[party.code] = None
    yield from dict.fromkeys(tuple(sorted(found)) for found in codes.values() if len(found) > 1)


class Newcomers:
    """The parties that proposals bring in, each compared with the register and with those before it."""

    def __init__(self, asking: Callable[[], AbstractContextManager[Snapshot]]) -> None:
        self._asking = asking
        self._known: dict[str, dict[Known, None]] = {}
        self._by_name: dict[str, set[str]] | None = None
        self._own: dict[str, list[Known]] = {}
        """By agreement, its parties."""

    def settled(self) -> None:
        """Forget the parties of agreements that are on record by now."""
        self._own.clear()

    def found(self, proposal: Proposal) -> list[Problem]:
        """List what is doubtful about the parties that a proposal brings in."""
        act = proposal.act
        if isinstance(act, Signed | Consented):
            return [*self._joining(proposal.agreement, act.by)]
        terms = getattr(act, "terms", None)
        if not isinstance(terms, Terms):
            return []
        place = "$.terms.parties"
        named = [Known(code, str(one.name), one.formal_name, one.type) for code, one in terms.parties.items()]
        drafted = isinstance(act, Drafted)
        self._own.setdefault(proposal.agreement, []).extend(named)
        return [found for one in named for found in self._compared(one, f"{place}.{one.code}", drafted=drafted)]

    def _joining(self, agreement: str, code: str) -> Iterator[Problem]:
        """Compare who signs or consents, unless it is a party of that agreement, by its key or by a name."""
        if agreement not in self._own:
            with self._asking() as asked:
                self._own[agreement] = _parties_of(asked.log, agreement)
        own = self._own[agreement]
        if party_named(code, {one.code: (one.name, one.formal_name) for one in own}) is None:
            yield from self._compared(Known(code), "$.by")
            own.append(Known(code))

    def _compared(self, party: Known, place: str, *, drafted: bool = False) -> Iterator[Problem]:
        there = self._of(party.code)
        if not there:
            if near := self._near(party):
                says = Message("{code} may be a party that is on record already: {known}", code=party.code, known=near)
                yield Problem(place=place, says=says)
        elif drafted:
            yield from (Problem(place=place, says=says) for says in _otherwise(party, there))
        self._add(party)

    def _of(self, code: str) -> list[Known]:
        if code not in self._known:
            with self._asking() as asked:
                self._known[code] = dict.fromkeys(known_parties(asked.log, code))
        return list(self._known[code])

    def _near(self, party: Known) -> Either:
        if self._by_name is None:
            self._by_name = {}
            with self._asking() as asked:
                everybody = [*known_parties(asked.log), *(one for known in self._known.values() for one in known)]
            for one in everybody:
                self._note(one)
        near = {code for name in party.names for code in self._by_name.get(name, ()) if code != party.code}
        return Either(map(Quoted, sorted(near)))

    def _add(self, party: Known) -> None:
        self._known.setdefault(party.code, {})[party] = None
        self._note(party)

    def _note(self, party: Known) -> None:
        if self._by_name is not None:
            for name in party.names:
                self._by_name.setdefault(name, set()).add(party.code)


def _otherwise(party: Known, there: list[Known]) -> Iterator[Message]:
    """Say that a code is known with another name, or another type, where it has one."""
    code, described = party.code, [one for one in there if one.type]
    known = {name for one in there for name in one.names}
    if described and not {folded(party.name), folded(party.formal_name)} & known:
        names = Either(map(Quoted, dict.fromkeys(one.name for one in described)))
        yield Message("{code} is on record as {known}, not as {name}", code=code, known=names, name=Quoted(party.name))
    if described and party.type not in (types := [one.type for one in described]):
        sorts = Either(map(Quoted, dict.fromkeys(types)))
        yield Message("{code} is on record as {known}, not as {type}", code=code, known=sorts, type=Quoted(party.type))
