"""Setting aside: what a recorded act has set aside, or may: what cannot be read, and never was an event (ADR 0024)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from msgspec import Struct

from aggregates.record.log.recording import Recorded
from aggregates.record.log.rows import LoggedRow
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, Submitted
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.keeping.entries import Struck
from lifecycle.acts.keeping.register import EventSetAside
from lifecycle.errors import InvalidInput, Problem
from lifecycle.fold.timeline import fold
from lifecycle.messages import Message, Quoted

TAG = str(EventSetAside.__struct_config__.tag)

HOLDS = f'"act":"{TAG}"'
"""What the bytes of an entry hold, and no words of one: there a quotation mark is escaped."""


class SetAside(Struct, frozen=True, kw_only=True):
    """An event that is set aside, and the entry that says so."""

    seq: int
    by: int
    agreement: str
    on: date
    reason: str

    @property
    def message(self) -> Message:
        """Say it."""
        return Message(
            "#{seq} cannot be read; it was set aside on {on}, by #{by} of {agreement}: {reason}",
            seq=self.seq,
            on=self.on,
            by=self.by,
            agreement=self.agreement,
            reason=Quoted(self.reason),
        )


def set_aside_in(stream: Sequence[Recorded]) -> Iterator[SetAside]:
    """Give what the entries under one agreement set aside: approved where that was asked for, and not struck."""
    if not stream or not isinstance(stream[0].act, Drafted):
        return
    line = fold([one.entry for one in stream])
    for one in stream:
        act = line.approved.get(one.seq, one.act)
        if isinstance(act, EventSetAside) and not any(line.struck_by(one.seq)):
            yield SetAside(seq=act.target, by=one.seq, agreement=one.agreement, on=act.on, reason=act.reason)


class Read(Protocol):
    """What is asked of a log here."""

    def rows(self, after: int = ..., upto: int | None = ...) -> Iterator[LoggedRow]:
        """Give the rows from behind `after` up to and with `upto`."""

    def readable(self, row: LoggedRow) -> Recorded | None:
        """Give what a row records, or nothing where it cannot be read."""

    def never_was(self, seq: int) -> bool:
        """Tell whether what lies at a place cannot be read although it is as its hash says."""


def about_to_set_aside(log: Read, act: Act) -> int:
    """Give the event that an act, the approval or the strike of a submitted one is about to set aside; 0 for none."""
    if isinstance(act, Approved | Struck):
        row = next(log.rows(act.target - 1, act.target), None)
        submitted = log.readable(row) if row else None
        act = submitted.act if submitted else act
    if isinstance(act, Submitted):
        return int(act.submits["target"]) if act.submits.get("act") == TAG else 0
    return act.target if isinstance(act, EventSetAside) else 0


def may_be_set_aside(log: Read, act: Act) -> None:
    """Raise `InvalidInput` where an act sets aside what can be read, is not there, or was damaged since.

    The same is asked of the event whenever it is left out, whatever was entered about it: so nobody hides an event by
    such an entry, and one that a later program can read counts again.
    """
    if not isinstance(act, EventSetAside) or log.never_was(act.target):
        return
    row = next(log.rows(act.target - 1, act.target), None)
    if row is None:
        says = Message("#{seq} is not in the log", seq=act.target)
    elif log.readable(row):
        says = Message("#{seq} can be read: correct it, or strike it", seq=act.target)
    else:
        says = Message("#{seq} was damaged since it was recorded: restore it from a backup", seq=act.target)
    raise InvalidInput([Problem(place="$.target", says=says)])
