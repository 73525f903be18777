"""The arrangements of an office for what falls due, read from its YAML file: when to tell whom, and where it works.

They are the office's own, and no part of any text: they change no date, and nothing of them is on record.

To add what an office arranges: a field of `Arrangement`, and where a deadline takes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from lifecycle.calendar.days import Span
from lifecycle.calendar.periods import read_span
from lifecycle.course.dues import DUES
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted, Row
from lifecycle.suggestions import suggesting
from lifecycle.terms.fields import Name, Slug, Text
from lifecycle.terms.files import read_yaml
from lifecycle.terms.shapes import shaped

KINDS = tuple(dict.fromkeys(kind for kind, _ in DUES))
"""The kinds of what falls due."""


class Arrangement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for one agreement, or for all that say nothing else."""

    notify: Text = ""
    """How long before its day something is to be told, such as `90 days`."""
    kinds: Mapping[str, Text] = {}
    """The same by kind, such as `withdrawal` or `last_safe_day`."""
    owner: Text = ""
    """Who looks after it."""
    seat: Text = ""
    """The seat whose days off count."""


class Seat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an office works: its official holidays, from a calendar file or by its country."""

    calendar: Text = ""
    """An iCalendar file of its holidays, beside the file of the office."""
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None = None
    """The code of the country, whose holidays the library `holidays` knows (ISO 3166-1)."""
    part: Text = ""
    """A part of the country with holidays of its own (ISO 3166-2)."""


class Arrangements(Arrangement, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an office arranged: for all agreements, for some, and where it works."""

    agreements: Mapping[Slug, Arrangement] = {}
    seats: Mapping[Name, Seat] = {}

    def lead(self, agreement: str, kind: str) -> Span | None:
        """Give the lead time of a date: by agreement and kind, by agreement, by kind, or for all."""
        own = self.agreements.get(agreement, Arrangement())
        said = own.kinds.get(kind) or own.notify or self.kinds.get(kind) or self.notify
        return read_span(said) if said else None

    def owner_of(self, agreement: str) -> str:
        """Name who looks after an agreement."""
        return self.agreements.get(agreement, Arrangement()).owner or self.owner

    def seat_of(self, agreement: str) -> str:
        """Name the seat whose days off count for an agreement."""
        return self.agreements.get(agreement, Arrangement()).seat or self.seat


def read_arrangements(text: bytes, name: str) -> Arrangements:
    """Read the file of an office; raises `InvalidInput` with the line of each mistake."""
    data, lines = read_yaml(text, name)
    try:
        found = shaped(data, Arrangements)
        if problems := _wrong(found):
            raise InvalidInput(problems)
    except InvalidInput as error:
        raise InvalidInput(_placed(problem, name, lines) for problem in error.problems) from None
    return found


def _placed(problem: Problem, name: str, lines: Mapping[str, int]) -> Problem:
    field = problem.place.removeprefix("$").removeprefix(".")
    line = next((lines[path] for path in _within(problem.place) if path in lines), 1)
    place = f"{name}:{line}"
    return Problem(place=f"{place}: {field}" if field else place, says=problem.says)


def _within(path: str) -> list[str]:
    """Give a path and those that it lies within, the innermost first."""
    found = [path]
    while "." in found[-1]:
        found.append(found[-1].rpartition(".")[0])
    return found


def _wrong(found: Arrangements) -> list[Problem]:
    problems: list[Problem] = []
    for place, one in [("$", found), *((f"$.agreements.{id}", own) for id, own in found.agreements.items())]:
        for field, said in [("notify", one.notify), *((f"kinds.{kind}", said) for kind, said in one.kinds.items())]:
            if said and read_span(said) is None:
                says = Message("{text} is no period, such as {such}", text=Quoted(said), such=Quoted("90 days"))
                problems.append(Problem(place=f"{place}.{field}", says=says))
        for kind in one.kinds:
            if kind not in KINDS:
                says = Message("{kind} is no kind of what falls due: {known}", kind=Quoted(kind), known=Row(KINDS))
                told = Message("{says}", says=suggesting(says, kind, KINDS))
                problems.append(Problem(place=f"{place}.kinds.{kind}", says=told))
        if one.seat and one.seat not in found.seats:
            says = Message("there is no seat {name} among the seats", name=Quoted(one.seat))
            problems.append(Problem(place=f"{place}.seat", says=says))
    for name, seat in found.seats.items():
        if bool(seat.calendar) == bool(seat.country):
            says = Message("a seat has the file of a calendar, or a country: one of the two")
            problems.append(Problem(place=f"$.seats.{name}", says=says))
    return problems
