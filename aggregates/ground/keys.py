"""The keys that sign the checkpoints of a register: each in a file of its owner, never in the database.

For a register there are two files: `ORIGIN.key`, which only its owner can read, and `ORIGIN.pub` with every public key
that ever signed, the newest last. Keys that have been replaced stay there, so that what they signed can be verified.
While a key is replaced, the one that is to follow it lies in `ORIGIN.next`, so that a change that was broken off is
taken up with the same key.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from aggregates.ground.files import fresh, put_in_place
from aggregates.ground.note_keys import Broken, PublicKey, SecretKey
from aggregates.ground.notes import decoded
from lifecycle.errors import Problem, StorageFailure
from lifecycle.messages import Message, Quoted

ORIGIN = "depositary/"
"""Begins the origin of every register, and so the name of its keys."""

_ORIGIN = re.compile(rf"{ORIGIN}([0-9a-f]{{32}})", re.ASCII)

_MEND = Message(
    "put it back as it was, or move it away, and let a new one begin with {command}",
    command="depositary audit checkpoint --anew",
)


def stem(origin: str) -> str:
    """Give the name of a register's files; raises `StorageFailure` for an origin that was never given out."""
    found = _ORIGIN.fullmatch(origin)
    if found is None:
        raise StorageFailure(
            Message("the register calls itself {origin}, which is no origin of a register", origin=Quoted(origin))
        )
    return found[1]


class Keyring:
    """The keys of one user, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, origin: str) -> Path:
        """Name the file of the key that signs."""
        return self.folder / f"{stem(origin)}.key"

    def holds(self, origin: str) -> bool:
        """Tell whether there is a key that signs."""
        return self.file(origin).exists()

    def known(self, origin: str) -> list[PublicKey]:
        """Give every public key of a register that is known here, the newest last; raises `Broken` naming the line."""
        file, found = self._public(origin), []
        for number, line in enumerate(file.read_bytes().splitlines() if file.exists() else (), 1):
            try:
                found.append(PublicKey.read(decoded(line)))
            except Broken as error:
                raise Broken([Problem(place=f"{file}:{number}", says=error.says)]) from error
        return found

    def signing(self, origin: str) -> SecretKey:
        """Give the key that signs; one is made where there is none. Raises `Broken` naming a file that holds none."""
        return _secret(self.file(origin), origin) or self.replace(SecretKey.made(origin))

    def following(self, origin: str) -> SecretKey:
        """Give the key that is to follow the one that signs, and keep it until the change is `settled`."""
        file = self._next(origin)
        if (key := _secret(file, origin)) is None:
            key = SecretKey.made(origin)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(file, key.line(), 0o600)
        return key

    def settled(self, origin: str) -> None:
        """Note that the change of keys is done with."""
        self._next(origin).unlink(missing_ok=True)

    def replace(self, key: SecretKey) -> SecretKey:
        """Let a key sign from now on: known first, so that nothing is ever signed by an unknown one."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = dict.fromkeys([*self.known(key.name), key.public])
        write_whole(self._public(key.name), "".join(f"{one}\n" for one in known), 0o644)
        write_whole(self.file(key.name), key.line(), 0o600)
        return key

    def accept(self, key: PublicKey) -> bool:
        """Take the key of somebody else for one that signs for this register; tell whether it was unknown."""
        known = self.known(key.name)
        if key in known:
            return False
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._public(key.name), "".join(f"{one}\n" for one in (key, *known)), 0o644)  # the own is the last
        return True

    def _public(self, origin: str) -> Path:
        return self.folder / f"{stem(origin)}.pub"

    def _next(self, origin: str) -> Path:
        return self.folder / f"{stem(origin)}.next"


def _secret(file: Path, origin: str) -> SecretKey | None:
    """Read the file of a register's secret key, if it is there; raises `Broken` naming it."""
    if not file.exists():
        return None
    try:
        key = SecretKey.read(decoded(file.read_bytes()))
    except Broken as error:
        raise Broken(Message("{file} does not hold the key that signs: {mend}", file=str(file), mend=_MEND)) from error
    if key.name != origin:
        raise Broken(Message("{file} holds the key of {name}: {mend}", file=str(file), name=key.name, mend=_MEND))
    return key


def write_whole(file: Path, text: str, mode: int = 0o666) -> None:
    """Write a file so that it is there whole, or as it was."""
    with fresh(file, mode) as (opened, beside):
        opened.write(text.encode())
        opened.flush()
        os.fsync(opened.fileno())
        put_in_place(beside, file)
