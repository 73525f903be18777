"""Checkpoints: how a log stands, signed, and the keys that vouch for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from aggregates.ground.notes import Broken, Note, PublicKey
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.outside_copy import Outside
from aggregates.record.log import reading
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
        yield _signed(outside, outside.rotate(log))
        outside.rotated(log)


def keys(url: str, outside: Outside) -> list[Keyed]:
    """Give the public keys of a register, the newest last."""
    with reading(url) as log:
        signing = outside.signing(log.origin()).public
        known = outside.keys.known(log.origin())
    return [Keyed(origin=key.name, key=str(key), signs=key == signing) for key in known]


def accept(url: str, outside: Outside, line: str) -> bool:
    """Rely on the key of somebody else; tell whether it was unknown. Raises `InvalidInput` for no key of the register.

    It is given in full, as its owner shows it: a copy holds no more of it than its name.
    """
    with reading(url) as log:
        origin = log.origin()
    try:
        key = PublicKey.read(line.strip())
    except Broken as error:
        raise InvalidInput([Problem(place="KEY", says=error.says)]) from error
    if key.name != origin:
        says = Message("this is a key of {other}, and the register is {origin}", other=key.name, origin=origin)
        raise InvalidInput([Problem(place="KEY", says=says)])
    return outside.keys.accept(key)


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
