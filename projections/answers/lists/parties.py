"""The parties of a row: by the tables of the map, else among those that the register knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lifecycle.errors import InvalidInput, NotFound
from lifecycle.messages import Message, Quoted, Value
from lifecycle.terms.naming import folded
from projections.answers.lists.asides import Why
from projections.answers.lists.mapping import Map
from projections.answers.lists.sheets import Cell


class Party(NamedTuple):
    """A party as terms name it."""

    code: str
    name: str
    type: str


Known = Callable[[str], Party]
"""Finds a party that the register knows; raises `NotFound`, or `InvalidInput` where several may be meant."""


class Parties:
    """Finds the parties of rows; each spelling is looked for once."""

    def __init__(self, found: Map, known: Known) -> None:
        self._map, self._known = found, known
        self._codes = {
            folded(spelling): code
            for code, party in found.parties.items()
            for spelling in (code, party.name, *party.spellings)
            if spelling
        }
        self._met: dict[str, Party | Why] = {}
        separators = sorted(found.party_separators, key=len, reverse=True)
        self._apart = re.compile("|".join(map(re.escape, separators))) if separators else None

    def read(self, cells: Mapping[str, Cell], wrong: list[Why]) -> Sequence[Party]:
        """Give the parties of a row, those that the map adds to each before them; note what is wrong."""
        texts = [str(cells.get(head, "")) for head in self._map.columns.parties]
        spelt = [one for text in texts for one in (self._apart.split(text) if self._apart else [text])]
        named = [*self._map.with_party, *(" ".join(one.split()) for one in spelt if one.strip())]
        found: dict[str, Party] = {}
        for name in named:
            one = self._party(name)
            if isinstance(one, Why):
                wrong.append(one)
            else:
                found[one.code] = one
        if len(found) < 2 and not any(why.field == "parties" for why in wrong):
            wrong.append(Why("parties", Message("an agreement has two parties at least; here is {n}", n=len(found))))
        return tuple(found.values())

    def _party(self, name: str) -> Party | Why:
        if name not in self._met:
            self._met[name] = self._found(name)
        return self._met[name]

    def _found(self, name: str) -> Party | Why:
        """Find a party by the tables of the map, else among those that the register knows."""
        code = name if name in self._map.parties else self._codes.get(folded(name))
        if code is not None:
            mapped = self._map.parties[code]
            return Party(code, mapped.name or code, mapped.type)
        try:
            return self._known(name)
        except NotFound:
            says: Value = Message("{name} is a party that neither the map nor the register knows", name=Quoted(name))
            return Why("parties", says)
        except InvalidInput as error:
            return Why("parties", error.problems[0].says)
