"""Acts in a few words: what each kind is called, and what an act says besides, field by field.

To add a field: its line in `FIELDS`; where it means another thing in acts of one kind, a line with the kind before it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from lifecycle.acts.act import titled
from lifecycle.acts.kinds import BY_TAG
from lifecycle.acts.suspension import because
from lifecycle.calendar.periods import read_span
from lifecycle.course.machine import State
from lifecycle.messages import Message, Quoted, Row, Value
from lifecycle.terms.declarations import DECLARATIONS
from lifecycle.terms.fields import MANNERS
from projections.words.phrases import article


def called(act: str) -> Value:
    """Name a kind of act, as in `notice given`; what is no act, though it was submitted as one, is quoted."""
    return BY_TAG[act].NAME if act in BY_TAG else Quoted(act)


def details(act: str, fields: Mapping[str, Any]) -> Iterator[Value]:
    """Say what an act holds besides its day and who did it, from its plain data."""
    for name, value in fields.items():
        yield _saying(act, name)(value)


def changed(act: str, field: str, before: Any, after: Any) -> Message:
    """Say how a field of an act read and reads, as in `place Almaty → Astana`, from its plain values."""
    then, now = (NOTHING if value is None else _saying(act, field)(value) for value in (before, after))
    says = Message("{before} → {after}", before=then, after=now)
    return Message("{field} {change}", field=LABELS[field], change=says) if field in LABELS else says


def _saying(act: str, field: str) -> Callable[[Any], Value]:
    """Give how a field of acts of a kind is said."""
    return FIELDS.get(f"{act} {field}") or FIELDS[field]


NOTHING = "–"
"""Stands where an entry has no such field."""

_day = date.fromisoformat


def _cost(cost: Mapping[str, str]) -> Message:
    if "to" in cost:
        return Message(
            "{party} owes {amount} to {creditor}", party=cost["party"], amount=cost["amount"], creditor=cost["to"]
        )
    return Message("{party} pays {amount}", party=cost["party"], amount=cost["amount"])


def _set(name: str, value: str) -> Message:
    """Say what a field of an entry is corrected to."""
    if value:
        return Message("{field}: {value}", field=LABELS.get(name, Quoted(name)), value=Quoted(value))
    return Message("{field} taken away", field=LABELS.get(name, Quoted(name)))


def _submitted(fields: Mapping[str, Any]) -> Value:
    """Say what is submitted: nobody has approved it, and what is no act at all is said as plainly as it lies there."""
    kind = str(fields.get("act"))
    others = (_unheard(kind, name, value) for name, value in fields.items() if name not in ("act", "on", "by", "terms"))
    return Row((called(kind), *others))


def _unheard(kind: str, name: str, value: Any) -> Value:
    try:
        return _saying(kind, name)(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Message("{field}: {value}", field=Quoted(name), value=Quoted(json.dumps(value, ensure_ascii=False)))


def _state(state: str) -> Value:
    return State(state) if state in set(State) else Quoted(state)


ASKED = {
    "information": Message("for information"),
    "assistance": Message("for assistance"),
    "expertise": Message("for expertise"),
    "review": Message("for a review"),
}
MEASURES = {"suspension": Message("suspension"), "termination": Message("termination")}
WITHDRAWS = {"declaration": Message("its declaration"), "objection": Message("its objection")}
UNDER = {"co-operation": Message("on co-operation"), "amendment": Message("on an amendment")}

LABELS: Mapping[str, Message] = {
    "amendment": Message("amendment"),
    "amount": Message("amount"),
    "by": Message("party"),
    "digest": Message("digest"),
    "dispute": Message("dispute"),
    "fact": Message("fact"),
    "note": Message("note"),
    "notice": Message("notice"),
    "on": Message("date"),
    "place": Message("place"),
    "reason": Message("reason"),
    "signatory": Message("signatory"),
    "subject": Message("subject"),
    "suspension": Message("suspension"),
    "terms": Message("terms"),
    "text": Message("text"),
    "title": Message("title"),
}
"""What a field is called whose value does not say so itself."""

FIELDS: Mapping[str, Callable[[Any], Value]] = {
    **dict.fromkeys(("amendment", "dispute", "notice", "suspension", "place", "signatory"), str),
    **dict.fromkeys(("amount", "by", "digest"), str),
    **dict.fromkeys(("fact", "note", "reason", "subject", "terms", "text", "title"), Quoted),
    "account": lambda id: Message("account {id}", id=id),
    "activity": lambda id: Message("activity {id}", id=id),
    "answer": lambda text: Message("answer: {text}", text=Quoted(text)),
    "articles": lambda names: Row(map(article, names)),
    "as_of": lambda day: Message("status on {day}", day=_day(day)),
    "asks_for": ASKED.__getitem__,
    "authority": lambda text: Message("authority: {text}", text=Quoted(text)),
    "certificate": lambda id: Message("certificate {id}", id=id),
    "comments": lambda text: Message("comments: {text}", text=Quoted(text)),
    "considered": lambda so: Message("taken into consideration") if so else Message("not taken into consideration"),
    "consultation": lambda id: Message("consultation {id}", id=id),
    "confirms": lambda id: Message("confirms declaration {id}", id=id),
    "contact": lambda name: Message("contact point: {name}", name=name),
    "costs": lambda costs: tuple(map(_cost, costs)),
    "declaration": lambda id: Message("declaration {id}", id=id),
    "effective": lambda day: Message("with effect from {day}", day=_day(day)),
    "evaluation": lambda text: Message("evaluation: {text}", text=Quoted(text)),
    "every": lambda period: Message("every {period}", period=read_span(period)),
    "for_day": lambda day: Message("for {day}", day=_day(day)),
    "form": lambda name: Message("form {name}", name=name),
    "function": lambda text: Message("for {function}", function=Quoted(text)),
    "assistance_refused ground": Quoted,
    "ground": because,
    "hosts": lambda names: Message("hosted by {names}", names=names),
    "instrument": lambda day: Message("instrument of {day}", day=_day(day)),
    "item": lambda id: Message("item {id}", id=id),
    "kind": DECLARATIONS.__getitem__,
    "known_at": lambda seq: Message("as known at #{seq}", seq=seq),
    "languages": Row,
    "last": lambda so: Message("for the last time") if so else Message("not for the last time"),
    "level": lambda text: Message("level: {text}", text=Quoted(text)),
    "manner": MANNERS.__getitem__,
    "measure": MEASURES.__getitem__,
    "meeting": lambda id: Message("meeting {id}", id=id),
    "notification": lambda id: Message("measure {id}", id=id),
    "number": lambda text: Message("number {number}", number=text),
    "objections_by": lambda day: Message("objections by {day}", day=_day(day)),
    "observations": lambda text: Message("observations: {text}", text=Quoted(text)),
    "observer": lambda name: Message("observer {name}", name=name),
    "on": _day,
    "opposes_entry": lambda so: (
        Message("opposes entry into force between the two")
        if so
        else Message("does not oppose entry into force between the two")
    ),
    "organ": lambda name: Message("decided by {organ}", organ=name),
    "owed_by": lambda party: Message("owed by {party}", party=party),
    "owed_to": lambda party: Message("owed to {party}", party=party),
    "participation": lambda text: Message("participation: {text}", text=Quoted(text)),
    "party": lambda name: Message("for {party}", party=name),
    "platform": lambda name: Message("platform {name}", name=name),
    "procedures": lambda text: Message("procedures: {text}", text=Quoted(text)),
    "purpose": lambda text: Message("purpose: {text}", text=Quoted(text)),
    "reach": lambda text: Message("reached by {address}", address=text),
    "received": lambda day: Message("received on {day}", day=_day(day)),
    "rectification": lambda id: Message("rectification {id}", id=id),
    "representative": lambda name: Message("represented by {name}", name=name),
    "reservation": lambda text: Message("reservation: {text}", text=Quoted(text)),
    "request": lambda id: Message("request {id}", id=id),
    "resources": lambda text: Message("resources: {text}", text=Quoted(text)),
    "restriction": lambda id: Message("restriction {id}", id=id),
    "restrictions": lambda texts: Message("restricted: {texts}", texts=Row(map(Quoted, texts))),
    "set": lambda changes: Row(_set(name, value) for name, value in changes.items()),
    "state": _state,
    "submits": _submitted,
    "successor": lambda name: Message("successor {name}", name=name),
    "target": lambda seq: Message("concerns #{seq}", seq=seq),
    "technical": lambda so: Message("technical") if so else Message("not technical"),
    "territory": lambda text: Message("territory: {text}", text=Quoted(text)),
    "through": lambda name: Message("through {name}", name=name),
    "to": lambda name: Message("to {party}", party=name),
    "transmitted": lambda day: Message("transmitted by the depositary on {day}", day=_day(day)),
    "under": UNDER.__getitem__,
    "until": lambda day: Message("until {day}", day=_day(day)),
    "urgent": lambda so: Message("urgent") if so else Message("not urgent"),
    "withdraws": WITHDRAWS.__getitem__,
    "wanted_by": lambda day: Message("wanted by {day}", day=_day(day)),
}
"""How each field of an act is said, from its plain value."""

__all__ = ["FIELDS", "LABELS", "because", "called", "changed", "details", "titled"]
