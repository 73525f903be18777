"""What a row of a list says, as plain data of a draft and of what is taken over, or why it cannot be read.

Nothing is guessed. What no table of the map, no party of the register and no form of a date knows is put aside, with
all that is wrong with the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from aggregates.ground.input_text import refusal
from lifecycle.calendar.partial import Precision, dated, last_possible
from lifecycle.course.machine import State
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.messages import Message, Quoted, Value
from lifecycle.terms.naming import folded
from projections.answers.lists.days import Listed, read_day
from projections.answers.lists.mapping import Map
from projections.answers.lists.sheets import Cell, Line

MOST = 2000
"""Characters of a title or a note."""


class Party(NamedTuple):
    """A party as terms name it."""

    code: str
    name: str
    type: str


Known = Callable[[str], Party]
"""Finds a party that the register knows; raises `NotFound`, or `InvalidInput` where several may be meant."""


class Why(NamedTuple):
    """Why a row was put aside: the column, by its field of the map, and what is wrong."""

    field: str
    says: Value


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


class Aside(NamedTuple):
    """A row that cannot be read, and why."""

    row: int
    why: tuple[Why, ...]


class Reader:
    """Reads the rows of a list by its map; `known` finds parties that the map does not name."""

    def __init__(self, found: Map, take_over: str, known: Known) -> None:
        self._map, self._take_over, self._known = found, take_over, known
        self._states = {folded(word): state for state, words in found.states.items() for word in words}
        self._undated = {folded(word) for word in found.no_date} | {""}
        self._parties = {
            folded(spelling): code
            for code, party in found.parties.items()
            for spelling in (code, party.name, *party.spellings)
            if spelling
        }
        self._met: dict[str, Party | Why] = {}
        self._rows: dict[str, int] = {}
        separators = sorted(found.party_separators, key=len, reverse=True)
        self._apart = re.compile("|".join(map(re.escape, separators))) if separators else None

    def read(self, line: Line) -> Read | Aside:
        """Read one row."""
        wrong: list[Why] = []
        title = self._title(line.cells, wrong)
        parties = self._all_parties(line.cells, wrong)
        agreement = self._id(line, wrong)
        states = self._state(line.cells, wrong)
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

    # Parties

    def _all_parties(self, cells: Mapping[str, Cell], wrong: list[Why]) -> Sequence[Party]:
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
        code = name if name in self._map.parties else self._parties.get(folded(name))
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

    # The agreement

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

    # State and days

    def _state(self, cells: Mapping[str, Cell], wrong: list[Why]) -> Mapping[str, Any] | None:
        """Give the state, since when, and until when: an end without a day had come by the day of the list."""
        word = str(cells.get(self._map.columns.state, ""))
        state = self._states.get(folded(word))
        since = self._day(cells, "since", wrong)
        until = self._day(cells, "until", wrong)
        if state is None:
            says = Message("{word} is a state that the map does not know", word=Quoted(word))
            wrong.append(Why("state", says if word else Message("there is no state")))
        elif state == "signed" and until is not None:
            wrong.append(Why("until", Message("what is only signed has no end that a list could give")))
        else:
            wrong += list(_impossible(since, until)) or self._at_odds(state, until)
        if wrong or state is None:
            return None
        unknown = Listed(self._map.as_of, "unknown")
        if state == "terminated" and since is None:
            since, until = until or unknown, None
        elif state == "terminated":
            state, until = "in_force", until or unknown
        return {"state": state, **_days("on", since or unknown), **(_days("until", until) if until else {})}

    def _at_odds(self, state: str, until: Listed | None) -> Iterator[Why]:
        """Say that the state on the day of the list, and the day of the end, cannot both be right."""
        if until is None:
            return
        over, day = state == "terminated", dated(until.day, until.precision)
        if over and until.day > self._map.as_of:
            yield Why("until", Message("it is said to have ended, and to end on {day}", day=day))
        elif not over and last_possible(until.day, until.precision) <= self._map.as_of:
            says = Message("it is said to be {state}, and to have ended on {day}", state=State(state).message, day=day)
            yield Why("until", says)

    def _day(self, cells: Mapping[str, Cell], field: str, wrong: list[Why]) -> Listed | None:
        head = getattr(self._map.columns, field)
        cell = cells.get(head, "") if head else ""
        if isinstance(cell, str) and folded(cell) in self._undated:
            return None
        try:
            found = read_day(cell, self._map.dates)
        except InvalidInput as error:
            wrong += [Why(field, one.says) for one in error.problems]
            return None
        if field == "since" and found.day > self._map.as_of:
            says = Message("{day} lies behind the day of the list", day=dated(found.day, found.precision))
            wrong.append(Why(field, says))
        return found


def _impossible(since: Listed | None, until: Listed | None) -> Iterator[Why]:
    if since and until and last_possible(until.day, until.precision) < since.day:
        yield Why(
            "until",
            Message(
                "it cannot have ended on {until}, before it began on {since}",
                until=dated(until.day, until.precision),
                since=dated(since.day, since.precision),
            ),
        )


def _days(field: str, listed: Listed) -> Mapping[str, Any]:
    """Give the fields of a day, its precision where that is not the whole day."""
    day: tuple[date, Precision] = listed
    known = {} if day[1] == "day" else {"precision" if field == "on" else "until_precision": day[1]}
    return {field: day[0].isoformat(), **known}


def _unfit(field: str, text: str) -> Iterator[Why]:
    """Say what in a text cannot be recorded."""
    if len(text) > MOST and field != "note":
        yield Why(field, Message("a text has at most {most} characters, not {n}", most=MOST, n=len(text)))
    if says := refusal(text):
        yield Why(field, says)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")[:80].strip("-")
