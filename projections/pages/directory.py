"""What the directory knows of one party, line by line: its names, by what else it is found, who belongs with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, cast

from lifecycle.messages import Message, Quoted, Value
from lifecycle.terms.fields import PARTY_TYPES, PartyType
from lifecycle.terms.languages import language

if TYPE_CHECKING:
    from projections.answers.partner import Overview

Line = tuple[Value, Value, str]
"""A label, what stands beside it, and an article."""


def directory_lines(answer: Overview) -> Iterator[Line]:
    """Say what the directory knows; nothing where it does not speak of the party."""
    if answer.type:
        yield Message("kind"), kind_of(answer.type), ""
    for called in answer.names:
        name: Value = Quoted(called.name)
        if called.language:
            name = Message("{name} ({language})", name=name, language=language(called.language))
        yield Message("called"), _stretch(name, called.since, called.until), f"#{called.seq}"
    for alias in answer.aliases:
        yield Message("also found by"), Quoted(alias.name), f"#{alias.seq}"
    for before in answer.predecessors:
        says = Message("{party} since {on}", party=before.predecessor, on=before.on)
        yield Message("comes after"), says, _by(before.basis, before.seq)
    for after in answer.successors:
        says = Message("{parties} since {on}", parties=after.successors, on=after.on)
        yield Message("succeeded by"), says, _by(after.basis, after.seq)
    for one in answer.member_of:
        yield Message("member of"), _stretch(one.organisation, one.since, one.until), f"#{one.seq}"
    for one in answer.members:
        yield Message("members"), _stretch(one.member, one.since, one.until), f"#{one.seq}"


def kind_of(type: str) -> Value:
    """Say what kind of party somebody is, where that is known."""
    return PARTY_TYPES.get(cast("PartyType", type), type or "–")


def _stretch(what: Value, since: date, until: date | None) -> Message:
    """Say of what days a thing is; `until` is the first day on which it no longer is."""
    if until is None:
        return Message("{what} since {since}", what=what, since=since)
    return Message("{what} from {since}, no longer from {until}", what=what, since=since, until=until)


def _by(basis: str, seq: int) -> str:
    return f"{basis}, #{seq}" if basis else f"#{seq}"
