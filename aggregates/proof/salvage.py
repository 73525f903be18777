"""Reads a damaged log: every event that can be read, and the place of each that cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from aggregates.proof.defects import Defect
from aggregates.record.log.log import Log
from aggregates.record.log.rows import COLUMNS, LoggedRow
from aggregates.record.log.table import PAGE
from lifecycle.messages import Message, Row


class Unreadable(NamedTuple):
    """A place from which no event can be read, with what else is known of it."""

    seq: int
    stream: str | None
    says: Message


def read(log: Log, after: int, upto: int) -> Iterator[LoggedRow | Unreadable]:
    """Give the events behind one `seq`, up to and with another, in their order, going round those that cannot be read.

    Behind one that cannot be read, all that the index knows.
    """
    last = after
    try:
        for row in log.rows(after, upto):
            yield _sound(row, row.originator_id)
            last = row.seq
    except log.damage as error:
        yield from _around(log, last, str(error))


def page(log: Log, after: int, upto: int) -> list[LoggedRow | Unreadable] | None:
    """Give them as a list where they are all there and can be read, each from its place; else nothing."""
    with suppress(*log.damage):
        rows = [_sound(row, row.originator_id) for row in log.rows(after, upto)]
        return rows if len(rows) == upto - after else None
    return None


def _around(log: Log, last: int, why: str) -> Iterator[LoggedRow | Unreadable]:
    """Read the rest one by one, as far as the index knows of events."""
    places = log.places()
    near = last + len(places) + PAGE  # a number far beyond may be the damage itself, and is not counted up to
    head = max((seq for seq in places if seq <= near), default=last + 1)
    for seq in (*range(last + 1, head + 1), *sorted(seq for seq in places if seq > near)):
        try:
            found = log.query(f"SELECT {COLUMNS} FROM events WHERE seq = ?", seq).fetchone()
        except log.damage as error:
            yield Unreadable(seq, places.get(seq), Message("cannot be read: {why}", why=str(error)))
            continue
        if found is None:
            if seq in places:
                yield Unreadable(seq, places[seq], Message("cannot be found: {why}", why=why))
        else:
            yield _sound(LoggedRow._make(found), places.get(seq))


KINDS = (int, int, str, int, str, bytes, bytes)


def _sound(row: LoggedRow, stream: object) -> LoggedRow | Unreadable:
    """Give a row if every column is of its type: not so after a damage that the database does not see."""
    if tuple(map(type, row)) == KINDS:
        return row
    cells = zip(LoggedRow._fields, row, KINDS, strict=True)
    if wrong := [name for name, value, kind in cells if not isinstance(value, kind)]:
        return Unreadable(
            row.seq, stream if isinstance(stream, str) else None, Message("damaged in {fields}", fields=Row(wrong))
        )
    return row


def structure(log: Log) -> list[Defect]:
    """Let SQLite examine its file: an index that lacks an event would hide it from the answers."""
    if log.case.dialect != "sqlite":
        return []
    try:
        wrong = [line for (line,) in log.query("PRAGMA integrity_check(5)") if line != "ok"]
    except log.damage as error:
        wrong = [str(error)]
    return [Defect(check="file", seq=0, agreement=None, says=Message("{wrong}", wrong=Row(wrong)))] if wrong else []
