"""The events of a bundle as its file has them, one line after the other, and JSON that says nothing twice."""

from __future__ import annotations

import json
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from aggregates.record.log.rows import LoggedRow, leaf_of
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted, Value

MOST_LINE = 16 << 20
"""Bytes of one event, at most."""


class _Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of `events.jsonl`."""

    seq: int
    recorded_at: int
    originator_id: str
    originator_version: int
    topic: str
    leaf_hash: str
    state: str | None = None
    state_base64: str | None = None


class Rows:
    """The events of a bundle, read anew from its file, one after the other, whenever they are gone through.

    Each is at its place, with the hash of its bytes; raises `InvalidInput` naming file and line.
    """

    def __init__(self, source: Path, name: str) -> None:
        self._source, self._name = source, name
        self.file = f"{source}/{name}"

    def __iter__(self) -> Iterator[LoggedRow]:
        for number, line in enumerate(self._lines(), 1):
            yield _row(line.removesuffix(b"\n"), number, f"{self.file}:{number}")

    def _lines(self) -> Iterator[bytes]:
        if self._source.is_dir():
            file = self._source / self._name
            if file.is_file():
                with file.open("rb") as opened:
                    yield from opened
            return
        with zipfile.ZipFile(self._source) as zipped:
            if self._name in zipped.namelist():
                with zipped.open(self._name) as unpacked:
                    yield from unpacked


def _row(line: bytes, number: int, place: str) -> LoggedRow:
    if len(line) > MOST_LINE:
        raise refused_at(place, Message("longer than {most} MiB", most=MOST_LINE >> 20))
    read = parsed(line, _Line, place)
    try:
        state = b64decode(read.state_base64, validate=True) if read.state_base64 else (read.state or "").encode()
        leaf = bytes.fromhex(read.leaf_hash)
    except ValueError as error:
        raise refused_at(place, str(error)) from error
    _once(state, place)
    where = (read.seq, read.recorded_at, read.originator_id, read.originator_version, read.topic, state)
    if read.seq != number:
        raise refused_at(place, Message("this event is not at its place"))
    if leaf_of(where) != leaf:
        raise refused_at(place, Message("the hash is of other bytes"))
    return LoggedRow(*where, leaf)


def _once(data: bytes, place: str) -> None:
    """Refuse JSON that says a thing twice: another reader might take the other."""
    try:
        json.loads(data, object_pairs_hook=_pairs)
    except _Twice as error:
        raise refused_at(place, Message("the field {name} is given twice", name=Quoted(error.args[0]))) from error
    except (ValueError, RecursionError):
        return  # what is no JSON is judged where it is decoded


class _Twice(Exception):
    """A field that an object has twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> None:
    seen = set()
    for name, _ in pairs:
        if name in seen:
            raise _Twice(name)
        seen.add(name)


def parsed(data: bytes, kind: type[Any], place: str) -> Any:
    """Read JSON as a type; raises `InvalidInput` naming its place."""
    _once(data, place)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise refused_at(place, str(error)) from error


def refused_at(place: str, says: Value) -> InvalidInput:
    """Say what is wrong with a bundle, by file and line."""
    return InvalidInput([Problem(place=place, says=says)])
