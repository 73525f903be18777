"""In what two statuses differ, in words: each part with what it was and what it is.

To add a part of a status: its line in `MEMBERS` where it has several members, and a line for each field in `FIELDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from lifecycle.acts.suspension import because
from lifecycle.answers.difference import Turn
from lifecycle.course.machine import State
from lifecycle.messages import Message, Quoted, Row, Value
from projections.words.phrases import article, convention

NOTHING = "–"
SOURCES = ("article", "source", "convention", "value")
"""What a member rests on."""


class Difference(NamedTuple):
    """A part of a status, as it was and as it is."""

    part: Value
    before: Value
    after: Value


class _Place(NamedTuple):
    """The place of a turn: a field of a member of a group, or of the status itself."""

    group: str
    name: str
    field: str


def differences(turns: Sequence[Turn]) -> Iterator[Difference]:
    """Say turns; a member that comes or goes as a whole, such as a notice, is told at once."""
    for (group, name), found in groupby(turns, lambda turn: _place(turn)[:2]):
        fields = {_place(turn).field: turn for turn in found}
        came = all(turn.before is None for turn in fields.values())
        if group and len(fields) > 1 and (came or all(turn.after is None for turn in fields.values())):
            member = Row(_member(name, fields))
            yield Difference(MEMBERS[group](name), *((NOTHING, member) if came else (member, NOTHING)))
            continue
        for field, turn in fields.items():
            what, say = FIELDS[field]
            part = Message("{member}, {field}", member=MEMBERS[group](name), field=what) if group else what
            yield Difference(part, _said(say, turn.before), _said(say, turn.after))


def _place(turn: Turn) -> _Place:
    for group in MEMBERS:
        if turn.what.startswith(f"{group}."):
            name, _, field = turn.what[len(group) + 1 :].rpartition(".")
            return _Place(group, name, field)
    return _Place("", "", turn.what)


def _member(name: str, fields: Mapping[str, Turn]) -> Iterator[Value]:
    """Say what a member holds, but for its name, what is not so, and what it rests on."""
    for field, turn in fields.items():
        value = turn.before or turn.after
        what, say = FIELDS[field]
        if value and value != name and field not in SOURCES:
            yield Message("{field}: {value}", field=what, value=say(value))


def _said(say: Callable[[Any], Value], value: Any) -> Value:
    return NOTHING if value is None else say(value)


MEMBERS: Mapping[str, Callable[[str], Value]] = {
    "parties": str,
    "notices": lambda id: Message("notice {id}", id=id),
    "suspensions": lambda id: Message("suspension {id}", id=id),
    "disputes": lambda id: Message("dispute {id}", id=id),
    "open.activities": lambda id: Message("activity {id}", id=id),
    "open.accounts": lambda id: Message("account {id}", id=id),
    "open.lapsed": lambda id: Message("{id}, lapsed", id=id),
    "next": lambda what: Message("next: {what}", what=what),
    "disputed": lambda what: Message("disputed: {what}", what=what),
    "terms_kept": lambda number: Message("earlier terms {number}", number=number),
}
"""The parts of a status that have members, and how a member is named."""


_DAY, _names = date.fromisoformat, Row
_YES = {True: Message("yes"), False: Message("no")}

FIELDS: Mapping[str, tuple[Message, Callable[[Any], Value]]] = {
    "activity": (Message("of activity"), str),
    "amendment": (Message("amendment"), str),
    "amount": (Message("amount"), str),
    "article": (Message("article"), article),
    "awaiting": (Message("waiting for"), _names),
    "binds": (Message("binds"), str),
    "by": (Message("by"), str),
    "convention": (Message("convention"), convention),
    "currency": (Message("currency"), str),
    "day": (Message("on"), _DAY),
    "dispute": (Message("dispute"), str),
    "ended_by": (Message("ended by"), str),
    "entered_into_force": (Message("in force since"), _DAY),
    "failed": (Message("failed"), _DAY),
    "ground": (Message("ground"), because),
    "ground_gone": (Message("its ground is gone"), _YES.__getitem__),
    "id": (Message("name"), str),
    "notice": (Message("notice"), str),
    "on": (Message("on"), _DAY),
    "other": (Message("read otherwise"), _DAY),
    "owed_by": (Message("owed by"), str),
    "owed_to": (Message("owed to"), str),
    "party": (Message("party"), str),
    "provisional": (Message("applied provisionally by"), _names),
    "received": (Message("received"), _DAY),
    "since": (Message("since"), _DAY),
    "source": (Message("source"), article),
    "state": (Message("state"), State),
    "subject": (Message("subject"), Quoted),
    "suspension": (Message("suspension"), str),
    "takes_effect": (Message("takes effect"), _DAY),
    "terminated_on": (Message("terminated on"), _DAY),
    "terminates": (Message("terminates"), _DAY),
    "terms_version": (Message("version of the terms"), str),
    "undetermined": (Message("undetermined"), _names),
    "until": (Message("until"), _DAY),
    "value": (Message("reading"), str),
    "waits_for": (Message("waits for"), _names),
    "what": (Message("what"), str),
}
"""What each field of a status, or of a member, is called, and how its plain value is said."""
