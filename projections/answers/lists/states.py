"""The state of a row, since when and until when, as far as its list says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lifecycle.calendar.partial import Precision, dated, last_possible
from lifecycle.course.machine import State
from lifecycle.errors import InvalidInput
from lifecycle.messages import Message, Quoted
from lifecycle.terms.naming import folded
from projections.answers.lists.asides import Why
from projections.answers.lists.days import Listed, read_day
from projections.answers.lists.mapping import Map
from projections.answers.lists.sheets import Cell


class States:
    """Reads the states of rows by the words of the map."""

    def __init__(self, found: Map) -> None:
        self._map = found
        self._states = {folded(word): state for state, words in found.states.items() for word in words}
        self._undated = {folded(word) for word in found.no_date} | {""}

    def read(self, cells: Mapping[str, Cell], wrong: list[Why]) -> Mapping[str, Any] | None:
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
