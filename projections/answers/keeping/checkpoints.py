"""Checkpoints: how a log stands, signed, and the keys that vouch for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from aggregates.ground.note_keys import Broken, PublicKey
from aggregates.ground.notes import Note, decoded
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.evidence import Written
from aggregates.proof.outside_copy import Outside
from aggregates.proof.rotation import rotate, rotated
from aggregates.record.log.access import reading
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message


class Signed(Struct, frozen=True, kw_only=True):
    """A checkpoint with the keys of the register."""

    origin: str
    size: int
    root: str
    """In hexadecimal digits."""
    note: str
    """The signed note, as others verify it."""
    keys: tuple[str, ...]
    """The public keys that ever signed, the newest last."""
    kept: str
    """The file of the outside copy."""


class Keyed(Struct, frozen=True, kw_only=True):
    """A public key of a register."""

    origin: str
    key: str
    signs: bool
    """Whether it is the one that signs now."""


def signed(url: str, outside: Outside, *, anew: bool = False) -> Signed:
    """Sign how a log stands, and keep it outside; `anew` gives up what is known there of another log."""
    with reading(url) as log:
        if anew:
            outside.put_aside(log.origin())
        return _signed(outside, outside.note(log))


@contextmanager
def rotation(url: str, outside: Outside) -> Iterator[Signed]:
    """Let a new key sign, and give the checkpoint that announces it: once that is out, the change is done with."""
    with reading(url) as log:
        yield _signed(outside, rotate(outside, log))
        rotated(outside, log)


def keys(url: str, outside: Outside) -> list[Keyed]:
    """Give the public keys of a register, the newest last."""
    with reading(url) as log:
        signing = outside.signing(log.origin()).public
        known = outside.keys.known(log.origin())
    return [Keyed(origin=key.name, key=str(key), signs=key == signing) for key in known]


def accept(url: str, outside: Outside, given: Written) -> dict[str, bool]:
    """Rely on keys of somebody else, a line each; tell of each whether it was unknown.

    They are given in full, as their owner shows them: a copy holds no more of a key than its name. Raises
    `InvalidInput` naming the line for what is no key of this register.
    """
    with reading(url) as log:
        origin = log.origin()
    keys = list(keys_of(given))
    for number, key in enumerate(keys, 1):
        if key.name != origin:
            says = Message("this is a key of {other}, and the register is {origin}", other=key.name, origin=origin)
            raise InvalidInput([Problem(place=f"{given.place}:{number}", says=says)])
    return {str(key): outside.keys.accept(key) for key in keys}


def keys_of(given: Written) -> Iterator[PublicKey]:
    """Read public keys, a line each; raises `InvalidInput` naming the line."""
    for number, line in enumerate(given.data.splitlines() or [b""], 1):
        try:
            yield PublicKey.read(decoded(line.strip()))
        except Broken as error:
            raise InvalidInput([Problem(place=f"{given.place}:{number}", says=error.says)]) from error


def _signed(outside: Outside, note: Note) -> Signed:
    stands = Checkpoint.read(note.text)
    return Signed(
        origin=stands.origin,
        size=stands.size,
        root=stands.root.hex(),
        note=str(note),
        keys=tuple(map(str, outside.keys.known(stands.origin))),
        kept=str(outside.file(stands.origin)),
    )
