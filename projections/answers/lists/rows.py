"""What a row of a list says, as plain data of a draft and of what is taken over, or why it cannot be read.

Nothing is guessed. What no table of the map, no party of the register and no form of a date knows is put aside, with
all that is wrong with the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from aggregates.ground.input_text import refusal
from lifecycle.messages import Message, Quoted
from lifecycle.terms.naming import folded
from projections.answers.lists.asides import Aside, Why
from projections.answers.lists.mapping import Map
from projections.answers.lists.parties import Known, Parties
from projections.answers.lists.sheets import Cell, Line
from projections.answers.lists.states import States

MOST = 2000
"""Characters of a title or a note."""


class Read(NamedTuple):
    """A row that can be taken over: the agreement, its text, and the act."""

    row: int
    agreement: str
    terms: Mapping[str, Any]
    act: Mapping[str, Any]

    @property
    def draft(self) -> Mapping[str, Any]:
        """The draft by which its file is opened."""
        source = self.act["source"]
        return {
            "act": "drafted",
            "agreement": self.agreement,
            "on": self.act["on"],
            "source": source,
            "terms": self.terms,
        }


class Reader:
    """Reads the rows of a list by its map; `known` finds parties that the map does not name."""

    def __init__(self, found: Map, take_over: str, known: Known) -> None:
        self._map, self._take_over = found, take_over
        self._parties, self._states = Parties(found, known), States(found)
        self._rows: dict[str, int] = {}

    def read(self, line: Line) -> Read | Aside:
        """Read one row."""
        wrong: list[Why] = []
        title = self._title(line.cells, wrong)
        parties = self._parties.read(line.cells, wrong)
        agreement = self._id(line, wrong)
        states = self._states.read(line.cells, wrong)
        note = self._note(line.cells, wrong)
        if wrong or states is None:
            return Aside(line.number, tuple(wrong))
        terms = {
            "agreement": agreement,
            "title": title,
            "parties": {one.code: {"name": one.name, "type": one.type} for one in parties},
            "clauses": {"entry_into_force": {"article": "VCLT-IO 24(2)", "upon": {"signed": "all"}}},
        }
        own = {"source": self._map.source, "row": line.number, "take_over": self._take_over}
        act = {"act": "taken_over", "agreement": agreement, **states, **own}
        return Read(line.number, agreement, terms, act | ({"note": note} if note else {}))

    def _title(self, cells: Mapping[str, Cell], wrong: list[Why]) -> str:
        title = " ".join(str(cells.get(self._map.columns.title, "")).split())
        if not title:
            wrong.append(Why("title", Message("there is no title")))
        wrong += _unfit("title", title)
        return title

    def _note(self, cells: Mapping[str, Cell], wrong: list[Why]) -> str:
        """Give the notes, line by line as they stand."""
        found = [str(cells.get(head, "")) for head in self._map.columns.note]
        note = "\n".join(text for text in found if text).replace("\t", " ")
        for line in note.split("\n"):
            wrong += _unfit("note", line)
        if len(note) > MOST:
            says = Message("a note has at most {most} characters, not {n}", most=MOST, n=len(note))
            wrong.append(Why("note", says))
        return note

    def _id(self, line: Line, wrong: list[Why]) -> str:
        head = self._map.columns.id
        if head is None:
            found = f"{_slug(self._take_over)}-{line.number:04}"
        else:
            text = str(line.cells.get(head, ""))
            found = _slug(text)
            if not found:
                says = Message("{text} makes no name of small letters, digits and hyphens", text=Quoted(text))
                wrong.append(Why("id", says if text else Message("there is no id")))
                return ""
        if (row := self._rows.setdefault(found, line.number)) != line.number:
            wrong.append(Why("id", Message("{id} is that of row {row}, too", id=found, row=row)))
        return found


def _unfit(field: str, text: str) -> Iterator[Why]:
    """Say what in a text cannot be recorded."""
    if len(text) > MOST and field != "note":
        yield Why(field, Message("a text has at most {most} characters, not {n}", most=MOST, n=len(text)))
    if says := refusal(text):
        yield Why(field, says)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")[:80].strip("-")
