"""Evidence: what a user hands in, or a copy keeps, to be compared with, or to be trusted, each thing with its place.

Whatever is wrong with it is raised as `InvalidInput` that names the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec

from aggregates.ground.merkle import Edge, Hash
from aggregates.ground.note_keys import Broken, PublicKey
from aggregates.ground.notes import Note, decoded
from aggregates.proof.checkpoint import Checkpoint, announced, verified
from aggregates.proof.defects import Defect
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Plural, Quoted

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


class Known:
    """Checkpoints, each with its name, and receipts; whoever walks through the log notes what is at their places."""

    def __init__(self, checkpoints: Iterable[tuple[Message, Checkpoint]], receipts: Iterable[Receipt]) -> None:
        self._checkpoints, self._receipts = tuple(checkpoints), tuple(receipts)
        self.sizes = frozenset(checkpoint.size for _, checkpoint in self._checkpoints)
        self.seqs = frozenset(receipt.seq for receipt in self._receipts)
        self.roots = {0: Edge().root()}
        """Of the log, by size."""
        self.leaves: dict[int, Hash] = {}
        """Of the log, by number."""
        self.broken = False
        """Whether an event cannot be read, behind which no size of the tree is known."""

    def compared(self, events: int, head: int) -> Iterator[tuple[Message, int, Defect | None]]:
        """Give each with its place, and how a log of so many events contradicts it."""
        for what, checkpoint in self._checkpoints:
            yield what, checkpoint.size, self._against(what, checkpoint, events, head)
        for receipt in self._receipts:
            yield receipt.message, receipt.seq, self._held(receipt)

    def _against(self, what: Message, checkpoint: Checkpoint, events: int, head: int) -> Defect | None:
        """Compare the log with a checkpoint; what is damaged inside is left to the other checks."""
        size, root = checkpoint.size, self.roots.get(checkpoint.size)
        if root == checkpoint.root:
            return None
        if root is not None:
            return contradiction(Message("the log up to here is another one than {what} knows", what=what), size)
        if size <= events or self.broken:
            return None
        return contradiction(
            Plural(
                "the log has {n} recording, and {what} knows {known}",
                "the log has {n} recordings, and {what} knows {known}",
                n=events,
                what=what,
                known=size,
            ),
            head,
        )

    def _held(self, receipt: Receipt) -> Defect | None:
        """Compare an event with the receipt given for it: its number and its leaf hash, or the beginning of that."""
        seq, leaf = receipt.seq, receipt.leaf[:8]
        if seq not in self.leaves:
            return contradiction(Message("what the receipt {leaf} was given for is not in the log", leaf=leaf), seq)
        if self.leaves[seq].hex().startswith(receipt.leaf):
            return None
        return contradiction(
            Message("what the receipt {leaf} was given for is another recording in the log", leaf=leaf), seq
        )


def contradiction(says: Message, seq: int = 0) -> Defect:
    """Make a defect of what contradicts something known outside."""
    return Defect(check="outside", seq=seq, agreement=None, says=says)
