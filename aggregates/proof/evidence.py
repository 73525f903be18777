"""Evidence: what a user hands in to be compared with, or to be trusted, each thing with its place.

Whatever is wrong with it is raised as `InvalidInput` that names the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec

from aggregates.ground.note_keys import Broken, PublicKey
from aggregates.ground.notes import Note, decoded
from aggregates.proof.checkpoint import Checkpoint, announced, verified
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted

RECEIPT = re.compile(r"#?([0-9]{1,15})\s*[:·]\s*([0-9a-f]{8,64})", re.ASCII)
"""A receipt as it is printed: the number of a recording and its leaf hash, or the beginning of that."""


class Written(NamedTuple):
    """What is handed in: its bytes, and the file, or whatever else, that is its place."""

    place: str
    data: bytes


class Receipt(NamedTuple):
    """What a recording was given for."""

    seq: int
    leaf: str

    @property
    def message(self) -> Message:
        """Name it."""
        return Message("the receipt {seq}:{leaf}", seq=str(self.seq), leaf=self.leaf[:8])


@contextmanager
def placed(place: str) -> Iterator[None]:
    """Name the place of what is broken."""
    try:
        yield
    except Broken as error:
        raise InvalidInput([Problem(place=place, says=error.says)]) from error


def checkpoint_of(written: Written, known: Iterable[PublicKey]) -> Checkpoint:
    """Read a checkpoint that a known key has signed."""
    with placed(written.place):
        return verified(Note.read(decoded(written.data)), known)


def trusted(keys: Iterable[Written], announcements: Iterable[Written]) -> list[PublicKey]:
    """Read the keys that are trusted, one a line, and those that they announce."""
    known: list[PublicKey] = []
    for written in keys:
        with placed(written.place):
            known += [PublicKey.read(line) for line in decoded(written.data).splitlines() if line.strip()]
    for written in announcements:
        with placed(written.place):
            if (key := announced(Note.read(decoded(written.data)), known)) is None:
                raise Broken(Message("this checkpoint announces no key"))
            known.append(key)
    return known


def receipts_of(written: Written) -> list[Receipt]:
    """Read a receipt as it is printed, or those in a recording's answer as JSON or JSON Lines."""
    decoder = msgspec.json.Decoder()
    with placed(written.place):
        if found := RECEIPT.fullmatch(decoded(written.data)):
            return [Receipt(int(found[1]), found[2])]
        try:
            whole = decoder.decode_lines(written.data) if b"\n{" in written.data else decoder.decode(written.data)
            told = whole if isinstance(whole, list) else [whole]
            parts = [RECEIPT.fullmatch(f"{one['seq']}:{one['leaf_hash']}") for one in told]
        except (msgspec.MsgspecError, KeyError, TypeError, RecursionError) as error:
            raise Broken(Message("this is no receipt of a recording")) from error
        if not parts or not all(parts):
            raise Broken(Message("a receipt has {fields}", fields=(Quoted("seq"), Quoted("leaf_hash"))))
    return [Receipt(int(part[1]), part[2]) for part in parts if part]
