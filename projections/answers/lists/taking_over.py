"""Taking over a list: its rows read and compared with what is on record, and the report of rows in, out and why.

A row whose agreement was opened from the same take-over is known by its number: what it says already is not recorded
again, what it says otherwise is put aside, and where it was taken back it is taken over anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.acts.approval import waiting
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.evidence.taken_over import TakenOver
from lifecycle.acts.kinds import act_from
from lifecycle.acts.personal import ERASED, SEALED
from lifecycle.answers.taken import contradictions, unheeded
from lifecycle.calendar.days import LATEST
from lifecycle.codec import to_plain
from lifecycle.errors import NotFound
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message
from projections.answers.lists.asides import Aside, Why
from projections.answers.lists.parties import Party
from projections.answers.lists.rows import Read
from projections.answers.parties import key_of, partners
from projections.answers.snapshot import Snapshot
from projections.models.values import TAKEN


class PutAside(Struct, frozen=True, kw_only=True):
    """A row that was not taken over."""

    row: int
    why: tuple[Message, ...]
    fields: tuple[str, ...]
    """The fields of the map that each reason is about."""


class Reason(Struct, frozen=True, kw_only=True):
    """How many rows were put aside for what is wrong in one column."""

    field: str
    rows: int


class TakeOver(Struct, frozen=True, kw_only=True):
    """The report of a take-over: rows in, rows out, and why."""

    take_over: str
    source: str
    file: str
    sheet: str
    encoding: str
    """As it was recognised, or stated; empty for a spreadsheet."""
    separator: str
    rows: int
    """Those of the list that say something."""
    taken: int
    """Those that were taken over now; in a dry run those that would be."""
    submitted: int
    """Of these, those that wait for a second officer's approval."""
    earlier: int
    """Those that were on record before."""
    aside: tuple[PutAside, ...]
    reasons: tuple[Reason, ...]
    rejects: str | None
    """The file that holds them."""
    first: int | None = None
    """The first recording made now."""
    last: int | None = None
    dry_run: bool = False


def reasons(aside: Sequence[PutAside]) -> tuple[Reason, ...]:
    """Count the rows put aside by the columns that they were put aside for."""
    counted = Counter(field for one in aside for field in dict.fromkeys(one.fields))
    return tuple(Reason(field=field, rows=n) for field, n in sorted(counted.items()))


def put_aside(one: Aside) -> PutAside:
    """Give a row that cannot be read, as the report has it."""
    why = tuple(Message("{says}", says=each.says) for each in one.why)
    return PutAside(row=one.row, why=why, fields=tuple(each.field for each in one.why))


def known_party(asked: Snapshot, name: str) -> Party:
    """Find a party of the register, by its code, a name or an alias; raises as `key_of` does."""
    code = key_of(asked, name)
    one = next(iter(partners(asked, LATEST, code)), None)
    if one is None:
        raise NotFound("party", name)
    return Party(code, one.name, one.type or "organisation")


def compared(asked: Snapshot, read: Read) -> Sequence[Mapping[str, Any]] | Aside | None:
    """Give what of a row is to be recorded, nothing where all is on record, or why it cannot be."""
    try:
        line = asked.line(read.agreement)
    except NotFound:
        return [read.draft, read.act]
    wanted = act_from({name: value for name, value in read.act.items() if name != "agreement"})
    draft = line.entries[0].act
    assert isinstance(wanted, TakenOver)
    if not isinstance(draft, Drafted) or not draft.source or not _of(line, wanted):
        says = Message("{agreement} is on file already, and not from this list", agreement=read.agreement)
        return Aside(read.row, (Why("id", says),))
    standing = [act for _, act in _taken(line) if act.take_over == wanted.take_over]
    text = act_from({name: value for name, value in read.draft.items() if name != "agreement"})
    assert isinstance(text, Drafted)
    if to_plain(draft.terms.drafted_now) != to_plain(text.terms.drafted_now):
        says = Message(
            "{agreement} was opened with another title or other parties: give the take-over another name",
            agreement=read.agreement,
        )
        return Aside(read.row, (Why("title", says),))
    if not standing:
        return [read.act]
    if any(_says(act, wanted) for act in standing):
        return None
    says = Message("{agreement} is on record otherwise: correct it, or take it back first", agreement=read.agreement)
    return Aside(read.row, (Why("state", says),))


def _taken(line: Timeline) -> Iterator[tuple[int, TakenOver]]:
    """Give what was taken over of an agreement and stands, or waits for approval."""
    for entry in line.standing:
        if isinstance(entry.act, TakenOver):
            yield entry.seq, entry.act
    for seq, submitted in waiting(line.entries).items():
        act = act_from(submitted.submits) if submitted.submits.get("act") == "taken_over" else None
        if isinstance(act, TakenOver):
            yield seq, act


def _says(known: TakenOver, wanted: TakenOver) -> bool:
    """Tell whether an act on record says what a row says, as far as its note can be read."""
    return known == (replace(wanted, note=known.note) if known.note in (SEALED, ERASED) else wanted)


def _of(line: Timeline, wanted: TakenOver) -> bool:
    """Tell whether all that was ever taken over of an agreement is of one row of one take-over."""
    found = [entry.act for entry in line.entries if isinstance(entry.act, TakenOver)]
    found += [act for _, act in _taken(line)]
    return all((act.take_over, act.row) == (wanted.take_over, wanted.row) for act in found)


class Taken(Struct, frozen=True, kw_only=True):
    """An entry of a take-over: its agreement and number, and whether it waits for approval."""

    agreement: str
    seq: int
    row: int | None
    waits: bool


def of_take_over(asked: Snapshot, take_over: str) -> list[Taken]:
    """List what stands, or waits, of a take-over; raises `NotFound` where there never was one of that id."""
    found: list[Taken] = []
    known: dict[str, None] = {}
    names = dict.fromkeys(name for name, _ in asked.models.ask("entries", kind=TAKEN, at=asked.at) if name)
    for line in asked.lines(names):
        of = {entry.seq: name for entry in line.entries if (name := _name(entry.act))}
        known |= dict.fromkeys(of.values())
        waits = waiting(line.entries)
        for seq, act in _taken(line):
            if of.get(seq) == take_over or act.take_over == take_over:
                found.append(Taken(agreement=line.id, seq=seq, row=act.row, waits=seq in waits))
        for seq, submitted in waits.items():
            if submitted.submits.get("act") == "struck" and of.get(int(submitted.submits["target"])) == take_over:
                found.append(Taken(agreement=line.id, seq=seq, row=None, waits=True))
    if take_over not in known:
        raise NotFound("take-over", take_over, known)
    return found


def contradicted(asked: Snapshot) -> Iterator[tuple[str, Message]]:
    """Give what on record contradicts what was taken over, and what has no effect for that, by agreement."""
    names = dict.fromkeys(name for name, _ in asked.models.ask("entries", kind=TAKEN, at=asked.at) if name)
    for line in asked.lines(names):
        for taken in line.taken:
            yield from ((line.id, says) for says in contradictions(line, taken))
        for seq, says in unheeded(line):
            yield line.id, Message("#{seq} has no effect: {why}", seq=seq, why=says)


def _name(act: Any) -> str | None:
    """Give the take-over that an act, or what it submits, belongs to."""
    if isinstance(act, TakenOver):
        return act.take_over
    submits = getattr(act, "submits", {})
    return submits.get("take_over") if submits.get("act") == "taken_over" else None
