"""Parties that are new to the register, or known otherwise: compared with those that it knows (R8, R9, R64).

A register has one directory of parties, which begins as what the terms say. Names are compared with their words run
together: case, accents, apostrophes, hyphens and spaces make no other State. It is looked at under the writer's lock,
so that no two writers bring in two spellings; what it asks costs the same in a large register as in a small one. What
is on record stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from aggregates.record.agreement import OnAgreement
from aggregates.record.decision import Decision
from aggregates.record.log.log import Log
from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Signed
from lifecycle.errors import Problem
from lifecycle.fold.naming import party_fields
from lifecycle.messages import Either, Message, Quoted
from lifecycle.terms.naming import run_together
from lifecycle.terms.text import Terms
from projections.models.values import ENTERED, RUN_TOGETHER

_NEXT = f"SELECT party FROM names WHERE {RUN_TOGETHER} = ? AND party > ? AND known_to IS NULL ORDER BY party LIMIT 1"
_SPELT = f"SELECT 1 FROM names WHERE {RUN_TOGETHER} = ? AND party = ? AND known_to IS NULL LIMIT 1"
_DESCRIBED = "SELECT full_name, type FROM parties WHERE name = ? AND type {} ? AND known_to IS NULL LIMIT 1"

_ENTERED_AS = "SELECT 1 FROM names WHERE party = ? AND kind >= 2 AND type = ? AND known_to IS NULL LIMIT 1"


class Newcomer(NamedTuple):
    """A party that an act brings in: of one that only joins there is nothing but its code."""

    code: str
    place: str
    names: tuple[str, ...] = ()
    type: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that it is called, run together."""
        return tuple(dict.fromkeys(run_together(name) for name in (self.code, *self.names) if name))


class Newcomers:
    """The parties that the decisions of one transaction bring in, compared with the register and those before them."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._here = defaultdict[str, dict[str, None]](dict)
        """By spelling, the codes that this transaction brings in."""
        self._described: dict[str, Newcomer] = {}
        """By code, the first that describes it in this transaction."""

    def doubts(self, act: Act, brought: Iterable[Newcomer]) -> list[Problem]:
        """List what is doubtful about the parties that an act brings in."""
        return [problem for one in brought for problem in self._compared(one, act)]

    def note(self, brought: Iterable[Newcomer]) -> None:
        """Know the parties that an act brings in from now on."""
        for one in brought:
            if self._described.get(one.code) == one:
                continue
            for spelling in one.spellings:
                self._here[spelling][one.code] = None
            if one.type:
                self._described.setdefault(one.code, one)

    def _compared(self, one: Newcomer, act: Act) -> Iterator[Problem]:
        known = self._is(one.code, run_together(one.code))
        if known and isinstance(act, Drafted):
            yield from (Problem(place=one.place, says=says) for says in self._otherwise(one))
        elif not known or act.DIRECTORY:
            near = {code for spelling in one.spellings for code in self._codes(spelling) if code != one.code}
            if near:
                known_as = Either(map(Quoted, sorted(near)))
                says = Message(
                    "{code} may be a party that is on record already: {known}", code=one.code, known=known_as
                )
                yield Problem(place=one.place, says=says)

    def _otherwise(self, one: Newcomer) -> Iterator[Message]:
        """Say that a code is known with another name, or another type, where it has one."""
        here = self._described.get(one.code)
        if here == one and any(one.names):  # it was looked at with an act before
            return
        described = self._log.query(_DESCRIBED.format("<>"), one.code, "").fetchone()
        if described is None and here is None:
            return
        name, type = described or (here.names[0], here.type) if here else described
        if not any(self._is(one.code, run_together(called)) for called in one.names if called):
            said, other = Quoted(name), Quoted(one.names[0])
            yield Message("{code} is on record as {known}, not as {name}", code=one.code, known=said, name=other)
        if not (here and here.type == one.type) and not self._typed(one):
            said, other = Quoted(type), Quoted(one.type)
            yield Message("{code} is on record as {known}, not as {type}", code=one.code, known=said, type=other)

    def _typed(self, one: Newcomer) -> bool:
        """Tell whether a party is known as what it is here, by an agreement or by the directory."""
        found = self._log.query(_DESCRIBED.format("="), one.code, one.type).fetchone()
        return bool(found or self._log.query(_ENTERED_AS, one.code, one.type).fetchone())

    def _is(self, code: str, spelling: str) -> bool:
        return code in self._here[spelling] or bool(self._log.query(_SPELT, spelling, code).fetchone())

    def _codes(self, spelling: str) -> Iterator[str]:
        """Give the codes of a spelling, from one to the next: a party has it in any number of agreements."""
        yield from self._here[spelling]
        last = ""
        while found := self._log.query(_NEXT, spelling, last).fetchone():
            (last,) = found
            yield last


def examining(log: Log, told: Callable[[Sequence[Problem]], None]) -> Callable[[Decision], None]:
    """Give what looks at the decisions of one transaction, and tells what is doubtful before it goes on."""
    known = Newcomers(log)

    def look(decision: Decision) -> None:
        new = list(brought(decision))
        if problems := known.doubts(decision.entry.act, new):
            told(problems)
        known.note(new)

    return look


def brought(decision: Decision) -> Iterator[Newcomer]:
    """Give the parties that a decision brings in, or names anew."""
    act = decision.entry.act
    there = decision.before.timeline.parties if isinstance(decision, OnAgreement) and decision.before else ()
    if isinstance(act, (Signed, Consented)):
        if act.by not in there:
            yield Newcomer(act.by, "$.by")
    elif act.DIRECTORY:
        yield from _entered(act)
    elif isinstance(terms := getattr(act, "terms", None), Terms):
        for code, one in terms.parties.items():
            if code not in there:
                names = (str(one.name), one.formal_name, *one.name.texts.values())
                yield Newcomer(code, f"$.terms.parties.{code}", names, one.type)


def _entered(act: Act) -> Iterator[Newcomer]:
    name = getattr(act, "name", "")
    for field in party_fields(type(act)):
        value = getattr(act, field)
        for code in (value,) if isinstance(value, str) else value:
            yield Newcomer(code, f"$.{'name' if name else field}", (name,) if name and field == "by" else ())


# What is on record


class Known(NamedTuple):
    """A party as some agreement, or the directory, names it."""

    code: str
    names: frozenset[str]
    type: str = ""
    entered: bool = False
    """Whether it is the directory that names it so."""


def known_parties(log: Log) -> list[Known]:
    """List how a register names its parties."""
    described = "SELECT DISTINCT name, full_name, formal_name, type FROM parties WHERE known_to IS NULL"
    found = [
        Known(code, frozenset(run_together(name) for name in (full, formal) if name), type)
        for code, full, formal, type in sorted(log.query(described).fetchall())
    ]
    entered = "SELECT DISTINCT party, spelling, kind FROM names WHERE kind >= 2 AND known_to IS NULL"
    for code, spelling, kind in sorted(log.query(entered).fetchall()):
        found.append(Known(code, frozenset((run_together(spelling),)), entered=kind == ENTERED))
    return found


def alike(parties: Iterable[Known]) -> Iterator[tuple[str, ...]]:
    """Give the codes that may be one party's, by a spelling of the code or by a name."""
    codes: dict[str, dict[str, None]] = {}
    for party in parties:
        for name in sorted({run_together(party.code), *party.names}):
            codes.setdefault(name, {})[party.code] = None
    yield from dict.fromkeys(tuple(sorted(found)) for found in codes.values() if len(found) > 1)


def known_otherwise(parties: Iterable[Known]) -> Iterator[str]:
    """Give the codes that agreements name without a name in common, or describe as several kinds of party.

    Where the directory names a party, its former names stand in agreements, and are its own.
    """
    described = defaultdict[str, list[Known]](list)
    for party in parties:
        described[party.code].append(party)
    for code, known in described.items():
        types = {one.type for one in known if one.type}
        names = [] if any(one.entered for one in known) else [one.names for one in known if one.type]
        if len(types) > 1 or len(_joined(names)) > 1:
            yield code


def _joined(names: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Join the sets of names that share one."""
    found: list[frozenset[str]] = []
    for these in filter(None, names):
        sharing = [one for one in found if one & these]
        found = [one for one in found if not one & these] + [these.union(*sharing)]
    return found
