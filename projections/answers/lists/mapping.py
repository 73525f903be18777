"""The map of a list: which column holds what, and what its words mean; read from YAML, every mistake by its line.

To add what a column may hold: a field of `Columns`, and where a row is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from lifecycle.acts.act import Id
from lifecycle.acts.evidence.taken_over import Listed as ListedState
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted, Row
from lifecycle.suggestions import suggesting
from lifecycle.terms.fields import Name, PartyType, Text
from lifecycle.terms.files import read_yaml
from lifecycle.terms.naming import folded
from lifecycle.terms.shapes import shaped
from projections.answers.lists.days import ISO, checked
from projections.answers.lists.sheets import Sheet, refused

Head = Annotated[str, Meta(min_length=1, max_length=200)]


class Columns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The heads of the columns, by what they hold."""

    title: Head
    parties: tuple[Head, ...]
    """Of one column that holds them all, or of several, one each."""
    state: Head
    id: Head | None = None
    """A name of the office's own for the agreement; without it, each has the name of the take-over and its row."""
    since: Head | None = None
    """The day since which it is in its state; of what has ended, since which it was in force."""
    until: Head | None = None
    """The day on which it ended."""
    note: tuple[Head, ...] = ()

    @property
    def heads(self) -> tuple[tuple[str, str], ...]:
        """All heads, each with its field."""
        one = {"title": self.title, "state": self.state, "id": self.id, "since": self.since, "until": self.until}
        several = [(f"parties[{at}]", head) for at, head in enumerate(self.parties)]
        several += [(f"note[{at}]", head) for at, head in enumerate(self.note)]
        return (*((name, head) for name, head in one.items() if head), *several)


class MappedParty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party of the list: what it is called in full, what kind it is, and how the list spells it."""

    name: Text = ""
    type: PartyType = "organisation"
    spellings: tuple[Text, ...] = ()


class Map(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a list is read."""

    source: Annotated[str, Meta(min_length=1, max_length=2000)]
    """What the list is called: the source of all that is taken over."""
    as_of: date
    """The day as of which the list was kept: what it dates by nothing had come by then."""
    columns: Columns
    states: Mapping[ListedState, tuple[str, ...]]
    """By state, the words of the list for it."""
    take_over: Id | None = None
    """The id of the take-over; that of the file where none is given."""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    party_separators: tuple[str, ...] = ()
    """What stands between parties in one cell."""
    with_party: tuple[Name, ...] = ()
    """Parties of every agreement that the list does not name: those of the office that kept it."""
    parties: Mapping[Name, MappedParty] = {}
    """The parties by their codes; one that the register knows need not be named."""
    dates: tuple[str, ...] = (ISO,)
    """The forms of days, such as `DD.MM.YYYY`, `Month YYYY`, `YYYY`."""
    no_date: tuple[str, ...] = ()
    """What the list writes where it knows no day."""


def read_map(text: bytes, name: str) -> Map:
    """Read a map; raises `InvalidInput` with the line of each mistake."""
    data, lines = read_yaml(text, name)
    try:
        found = shaped(data, Map)
        _check(found)
    except InvalidInput as error:
        raise InvalidInput(_placed(problem, name, lines) for problem in error.problems) from None
    return found


def _placed(problem: Problem, name: str, lines: Mapping[str, int]) -> Problem:
    path = problem.place
    while path and path not in lines:
        path = path.rpartition("[" if path.endswith("]") else ".")[0]
    field = problem.place.removeprefix("$").removeprefix(".")
    place = f"{name}:{lines.get(path or '$', 1)}"
    return Problem(place=f"{place}: {field}" if field else place, says=problem.says)


def _check(found: Map) -> None:
    problems = [
        Problem(place=f"$.dates[{at}]", says=one.says) for at, error in checked(found.dates) for one in error.problems
    ]
    words: dict[str, str] = {}
    for state, own in found.states.items():
        for at, word in enumerate(own):
            if words.setdefault(folded(word), state) != state:
                says = Message("{word} stands for two states", word=Quoted(word))
                problems.append(Problem(place=f"$.states.{state}[{at}]", says=says))
    spelt: dict[str, str] = {}
    for code, party in found.parties.items():
        for spelling in (code, party.name, *party.spellings):
            other = spelt.setdefault(folded(spelling), code) if spelling else code
            if other != code:
                says = Message("{spelling} is a spelling of {other} as well", spelling=Quoted(spelling), other=other)
                problems.append(Problem(place=f"$.parties.{code}", says=says))
    if problems:
        raise InvalidInput(problems)


def fits(found: Map, sheet: Sheet, name: str) -> None:
    """Raise `InvalidInput` for the first column of a map that the list does not have."""
    for field, head in found.columns.heads:
        if head not in sheet.heads:
            known = Row(map(Quoted, sheet.heads))
            says = Message("the list has no column {head}; it has {known}", head=Quoted(head), known=known)
            raise refused(f"{name}: columns.{field}", Message("{says}", says=suggesting(says, head, sheet.heads)))


def named_after(file: str) -> str:
    """Give the id of the take-over of a file, that of what was put aside of it being the same."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", file.rpartition("/")[2].removesuffix(".rejects.csv"))
    return re.sub(r"[^a-z0-9]+", "-", folded(stem)).strip("-")[:40].strip("-") or "list"
