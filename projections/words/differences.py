"""In what two statuses differ, in words: each part with what it was and what it is.

To add a part of a status: its line in `MEMBERS` where it has several members, and its word in `FIELDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from lifecycle.acts.suspension.grounds import because
from lifecycle.answers.difference import Turn
from lifecycle.answers.parts import Key
from lifecycle.messages import Message, Quoted, Row, Value
from projections.words.act_fields import PRECISION
from projections.words.phrases import article

NOTHING = "–"
SOURCES = ("article", "source", "convention", "value")
"""What a member rests on."""


class Difference(NamedTuple):
    """A part of a status, as it was and as it is."""

    part: Value
    before: Value
    after: Value


def differences(turns: Sequence[Turn]) -> Iterator[Difference]:
    """Say turns; a member that comes or goes as a whole, such as a notice, is told at once."""
    for key, found in groupby(turns, lambda turn: turn.key[:-1]):
        fields = {turn.key[-1]: turn for turn in found}
        came = all(turn.before is None for turn in fields.values())
        member = _named(key, next(iter(fields.values())))
        if member and len(fields) > 1 and (came or all(turn.after is None for turn in fields.values())):
            whole = Row(_whole(fields))
            yield Difference(member, *((NOTHING, whole) if came else (whole, NOTHING)))
            continue
        for field, turn in fields.items():
            part = Message("{member}, {field}", member=member, field=FIELDS[field]) if member else FIELDS[field]
            yield Difference(part, _said(field, turn.before), _said(field, turn.after))


def _named(key: Key, turn: Turn) -> Value:
    """Name the member that turns are of; nothing for the status itself."""
    return MEMBERS[key[-2]](turn.member) if turn.member else ""


def _whole(fields: Mapping[str, Turn]) -> Iterator[Value]:
    """Say what a member holds, but for its name, what is not so, and what it rests on."""
    for field, turn in fields.items():
        value = turn.before or turn.after
        if value and field not in NAMING and field not in SOURCES:
            yield Message("{field}: {value}", field=FIELDS[field], value=_said(field, value))


def _said(field: str, value: Any) -> Value:
    if value is None:
        return NOTHING
    return SAID[field](value) if field in SAID else value


MEMBERS: Mapping[str, Callable[[Value], Message]] = {
    "parties": lambda party: Message("{party}", party=party),
    "notices": lambda id: Message("notice {id}", id=id),
    "suspensions": lambda id: Message("suspension {id}", id=id),
    "disputes": lambda id: Message("dispute {id}", id=id),
    "activities": lambda id: Message("activity {id}", id=id),
    "accounts": lambda id: Message("account {id}", id=id),
    "lapsed": lambda id: Message("{id}, lapsed", id=id),
    "next": lambda what: Message("next: {what}", what=what),
    "disputed": lambda what: Message("another reading: {what}", what=what),
    "terms_kept": lambda party: Message("earlier terms of {party}", party=party),
    "applies": lambda what: Message("the provisions {what}", what=Quoted(what)),
    "declarations": lambda id: Message("declaration {id}", id=id),
    "objections": lambda party: Message("objection of {party}", party=party),
    "replaced": lambda successor: Message("replaced by {successor}", successor=successor),
    "taken_over": lambda source: Message("taken over from {source}", source=Quoted(source)),
}
"""The parts of a status that have members, and how a member is named."""

NAMING = ("notice", "suspension", "dispute", "declaration", "id", "party", "what", "successor")
"""The fields by which members are named."""

FIELDS: Mapping[str, Message] = {
    "accepted_by": Message("accepted by"),
    "activity": Message("of activity"),
    "amendment": Message("amendment"),
    "amount": Message("amount"),
    "article": Message("article"),
    "articles": Message("articles"),
    "awaiting": Message("waiting for"),
    "binds": Message("binds"),
    "between": Message("between"),
    "by": Message("by"),
    "closed_on": Message("over on"),
    "confirmed_by": Message("confirmed by"),
    "contradicted": Message("contradicted"),
    "convention": Message("convention"),
    "currency": Message("currency"),
    "day": Message("on"),
    "days_left": Message("days left"),
    "declaration": Message("declaration"),
    "dispute": Message("dispute"),
    "effective": Message("takes effect"),
    "ended_by": Message("ended by"),
    "entered_into_force": Message("in force since"),
    "failed": Message("failed"),
    "ground": Message("ground"),
    "ground_gone": Message("its ground is gone"),
    "id": Message("name"),
    "notice": Message("notice"),
    "objections_until": Message("objections until"),
    "on": Message("on"),
    "opposes_entry": Message("opposes the entry into force between the two"),
    "other": Message("read otherwise"),
    "owed_by": Message("owed by"),
    "owed_to": Message("owed to"),
    "party": Message("party"),
    "precision": Message("precision"),
    "provisional": Message("applied provisionally by"),
    "received": Message("received"),
    "row": Message("row"),
    "since": Message("since"),
    "source": Message("source"),
    "standing": Message("standing"),
    "state": Message("state"),
    "stopped_on": Message("its clock stands still from"),
    "subject": Message("subject"),
    "successor": Message("successor"),
    "suspension": Message("suspension"),
    "take_over": Message("take-over"),
    "takes_effect": Message("takes effect"),
    "terminated_on": Message("terminated on"),
    "terminates": Message("terminates"),
    "terms_version": Message("version of the terms"),
    "territory": Message("territory"),
    "text": Message("text"),
    "undetermined": Message("undetermined"),
    "until": Message("until"),
    "until_precision": Message("precision of the end"),
    "value": Message("reading"),
    "waits_for": Message("waits for"),
    "what": Message("what"),
    "withdrawn_on": Message("withdrawn on"),
}
"""What each field of a status, or of a member, is called."""

_YES = {True: Message("yes"), False: Message("no")}

STANDING: Mapping[str, Message] = {
    "stands": Message("stands"),
    "to_be_confirmed": Message("to be confirmed"),
    "not_confirmed": Message("not confirmed"),
    "confirmed": Message("confirmed"),
    "closed": Message("closed"),
}
"""What became of a declaration."""

SAID: Mapping[str, Callable[[Any], Value]] = {
    **dict.fromkeys(("precision", "until_precision"), lambda known: PRECISION[known]),
    **dict.fromkeys(
        ("accepted_by", "awaiting", "contradicted", "between", "provisional", "undetermined", "waits_for"), Row
    ),
    **dict.fromkeys(("article", "source"), article),
    "articles": lambda names: Row(map(article, names)),
    "ground": because,
    **dict.fromkeys(("ground_gone", "opposes_entry"), _YES.__getitem__),
    **dict.fromkeys(("subject", "territory", "text"), Quoted),
    "standing": lambda standing: STANDING[standing],
}
"""How the value of a field is said, where it does not speak for itself."""
