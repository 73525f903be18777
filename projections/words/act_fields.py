"""The words of the fields of acts: how each is said of which its sort does not tell enough, and what it is called.

To add a field that its sort does not tell: its line in `FIELDS`, or its noun in `HEADED`; where it means another thing
in acts of one kind, a line with the kind before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lifecycle.acts.suspension.grounds import because
from lifecycle.calendar.periods import read_span
from lifecycle.course.machine import State
from lifecycle.messages import Message, Quoted, Row, Value
from lifecycle.terms.declarations import DECLARATIONS
from lifecycle.terms.fields import MANNERS, PARTY_TYPES
from lifecycle.terms.languages import language
from projections.words.phrases import article

_day = date.fromisoformat


def _cost(cost: Mapping[str, str]) -> Message:
    if "to" in cost:
        return Message(
            "{party} owes {amount} to {creditor}", party=cost["party"], amount=cost["amount"], creditor=cost["to"]
        )
    return Message("{party} pays {amount}", party=cost["party"], amount=cost["amount"])


def set_to(name: str, value: str) -> Message:
    """Say what a field of an entry is corrected to."""
    if value:
        return Message("{field}: {value}", field=LABELS.get(name, Quoted(name)), value=Quoted(value))
    return Message("{field} taken away", field=LABELS.get(name, Quoted(name)))


def _state(state: str) -> Value:
    return State(state) if state in set(State) else Quoted(state)


ASKED = {
    "information": Message("for information"),
    "assistance": Message("for assistance"),
    "expertise": Message("for expertise"),
    "review": Message("for a review"),
}
PRECISION = {
    "day": Message("to the day"),
    "month": Message("to the month"),
    "year": Message("to the year"),
    "unknown": Message("by that day"),
}
"""How much of a day is known."""
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
    "name": Message("name"),
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

SORTS: Mapping[str, Callable[[Any], Value]] = {
    "date": _day,
    **dict.fromkeys(("digest", "id", "name", "party", "person", "place"), str),
    "money": str,
    **dict.fromkeys(("terms", "text"), Quoted),
}
"""How a field is said of which its sort tells enough."""

HEADED: Mapping[str, Message] = {
    "answer": Message("answer"),
    "authority": Message("authority"),
    "basis": Message("basis"),
    "comments": Message("comments"),
    "evaluation": Message("evaluation"),
    "level": Message("level"),
    "observations": Message("observations"),
    "office": Message("office"),
    "participation": Message("participation"),
    "procedures": Message("procedures"),
    "purpose": Message("purpose"),
    "reservation": Message("reservation"),
    "resources": Message("resources"),
    "territory": Message("territory"),
}
"""What stands before a text that does not tell what it is."""

FIELDS: Mapping[str, Callable[[Any], Value]] = {
    **dict.fromkeys(("amendment", "dispute", "notice", "suspension"), str),  # the letter tells what it is
    "about": lambda id: Message("about {id}", id=id),
    "agreed": lambda so: Message("agreed to by the others") if so else Message("not agreed to by the others"),
    "articles": lambda names: Row(map(article, names)),
    "as_of": lambda day: Message("status on {day}", day=_day(day)),
    "asks_for": ASKED.__getitem__,
    "certificate": lambda id: Message("certificate {id}", id=id),
    "considered": lambda so: Message("taken into consideration") if so else Message("not taken into consideration"),
    "confirms": lambda id: Message("confirms declaration {id}", id=id),
    "contact": lambda name: Message("contact point: {name}", name=name),
    "counts_from": lambda day: Message("to count from {day}", day=_day(day)),
    "costs": lambda costs: tuple(map(_cost, costs)),
    "duty": lambda name: Message("duty {name}", name=name),
    "effective": lambda day: Message("with effect from {day}", day=_day(day)),
    "every": lambda period: Message("every {period}", period=read_span(period)),
    "for_day": lambda day: Message("for {day}", day=_day(day)),
    "form": lambda name: Message("form {name}", name=name),
    "function": lambda text: Message("for {function}", function=Quoted(text)),
    "assistance_refused ground": Quoted,
    "ground": because,
    "between": lambda names: Message("between {names}", names=tuple(names)),
    "hosts": lambda names: Message("hosted by {names}", names=tuple(names)),
    "instrument": lambda day: Message("instrument of {day}", day=_day(day)),
    "item": lambda id: Message("item {id}", id=id),
    "kind": DECLARATIONS.__getitem__,
    "known_at": lambda seq: Message("as known at #{seq}", seq=seq),
    "languages": Row,
    "last": lambda so: Message("for the last time") if so else Message("not for the last time"),
    "manner": MANNERS.__getitem__,
    "measure": MEASURES.__getitem__,
    "notification": lambda id: Message("measure {id}", id=id),
    "number": lambda text: Message("number {number}", number=text),
    "objections_by": lambda day: Message("objections by {day}", day=_day(day)),
    "language": lambda code: Message("in {language}", language=language(code)),
    "observer": lambda name: Message("observer {name}", name=name),
    "opposes_entry": lambda so: (
        Message("opposes entry into force between the two")
        if so
        else Message("does not oppose entry into force between the two")
    ),
    "organisation": lambda name: Message("of {organisation}", organisation=name),
    "organ": lambda name: Message("decided by {organ}", organ=name),
    "owed_by": lambda party: Message("owed by {party}", party=party),
    "owed_to": lambda party: Message("owed to {party}", party=party),
    "party": lambda name: Message("for {party}", party=name),
    "precision": PRECISION.__getitem__,
    "until_precision": lambda known: Message("the end {precision}", precision=PRECISION[known]),
    "row": lambda n: Message("row {n}", n=n),
    "source": lambda text: Message("from {source}", source=Quoted(text)),
    "take_over": lambda id: Message("take-over {id}", id=id),
    "platform": lambda name: Message("platform {name}", name=name),
    "reach": lambda text: Message("reached by {address}", address=text),
    "received": lambda day: Message("received on {day}", day=_day(day)),
    "rectification": lambda id: Message("rectification {id}", id=id),
    "representative": lambda name: Message("represented by {name}", name=name),
    "restrictions": lambda texts: Message("restricted: {texts}", texts=Row(map(Quoted, texts))),
    "set": lambda changes: Row(set_to(name, value) for name, value in changes.items()),
    "state": _state,
    "subject_to": lambda manner: Message("subject to {manner}", manner=MANNERS[manner]),
    "successors": lambda names: Message("successors {names}", names=tuple(names)),
    "successor": lambda name: Message("successor {name}", name=name),
    "register_resumed former": lambda origin: Message("of {origin}", origin=origin),
    "register_resumed kept": lambda seq: Message("kept up to #{seq}", seq=seq),
    "register_resumed lost": lambda seq: Message("lost up to #{seq}", seq=seq),
    "clock_mended since": lambda seq: Message("moments since #{seq}", seq=seq),
    "target": lambda seq: Message("concerns #{seq}", seq=seq),
    "technical": lambda so: Message("technical") if so else Message("not technical"),
    "through": lambda name: Message("through {name}", name=name),
    "to": lambda name: Message("to {party}", party=name),
    "transmitted": lambda day: Message("transmitted by the depositary on {day}", day=_day(day)),
    "type": PARTY_TYPES.__getitem__,
    "under": UNDER.__getitem__,
    "until": lambda day: Message("until {day}", day=_day(day)),
    "urgent": lambda so: Message("urgent") if so else Message("not urgent"),
    "withdraws": WITHDRAWS.__getitem__,
    "wanted_by": lambda day: Message("wanted by {day}", day=_day(day)),
}
"""How a field is said, from its plain value, of which its sort does not tell enough."""
