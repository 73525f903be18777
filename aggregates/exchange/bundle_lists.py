"""The lists beside the events of a bundle: the keys of people, and the keys under which recordings may be repeated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from aggregates.exchange.bundle import Repeat
from aggregates.exchange.bundle_checks import Names
from aggregates.exchange.bundle_events import parsed, refused_at
from aggregates.record.people.people import Person
from lifecycle.messages import Message, Quoted


class _Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of `people.jsonl`."""

    subject: str
    name: str | None
    key: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")] | None


def people_of(data: bytes, file: str) -> Iterator[Person]:
    """Read the people of a bundle, each with a key unless it was erased; raises `InvalidInput` by the line."""
    names = Names()
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n") if data else (), 1):
        read = parsed(line, _Person, f"{file}:{number}")
        person = Person(read.subject, read.name, read.key)
        if says := names.wrong(person):
            raise refused_at(f"{file}:{number}", says)
        yield person


class _Repeat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of `repeats.jsonl`."""

    key: str
    digest: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]
    first_seq: int
    last_seq: int


def repeats_of(data: bytes, file: str, events: int) -> Iterator[Repeat]:
    """Read the keys of recordings, among so many events; raises `InvalidInput` by the line."""
    seen = set[str]()
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n") if data else (), 1):
        place = f"{file}:{number}"
        read = parsed(line, _Repeat, place)
        if not 1 <= read.first_seq <= read.last_seq <= events or read.key in seen or "\0" in read.key:
            raise refused_at(
                place, Message("the key {key} stands for no recordings of its own here", key=Quoted(read.key))
            )
        seen.add(read.key)
        yield Repeat(read.key, bytes.fromhex(read.digest), read.first_seq, read.last_seq)
