"""Signed notes: a text, and beneath it the Ed25519 signatures of those who vouch for it.

The format is that of C2SP (signed-note), in which a key is named by a name and four bytes of a hash. Reading is strict:
whatever does not look exactly as it would be written is refused, so that no two texts are the same note.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from aggregates.ground.note_keys import Broken, PublicKey, SecretKey, Signature, base64, checked_name, unbase64
from lifecycle.messages import Message, Row

MOST_CHARACTERS = 1 << 20
MOST_SIGNATURES = 32


class Unknown(Broken):
    """A note that none of the known keys signed, so that nobody known vouches for it."""


class Note(NamedTuple):
    """A text with its signatures, none of them verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def signed(cls, text: str, *keys: SecretKey) -> Note:
        """Sign a text with one key or more."""
        return cls(text, tuple(key.signature(text) for key in keys))

    @classmethod
    def read(cls, written: str) -> Note:
        """Read a note; raises `Broken` for what is not exactly one."""
        text, found, lines = written.rpartition("\n\n")
        if len(written) > MOST_CHARACTERS or not found or not lines.endswith("\n"):
            raise Broken(Message("this is not a signed note: a text, an empty line, and signatures"))
        if any(character < " " and character != "\n" for character in written):
            raise Broken(Message("a signed note holds no control characters"))
        signatures = tuple(map(_signature, lines.removesuffix("\n").split("\n")))
        if not 0 < len(signatures) <= MOST_SIGNATURES:
            raise Broken(Message("a signed note has 1 to {most} signatures", most=MOST_SIGNATURES))
        return cls(f"{text}\n", signatures)

    def __str__(self) -> str:
        return f"{self.text}\n" + "".join(f"— {name} {base64(data)}\n" for name, data in self.signatures)

    def names(self, key: PublicKey) -> bool:
        """Tell whether a signature claims to be made by a key."""
        return (key.name, key.id) in {(name, data[:4]) for name, data in self.signatures}

    def ids(self, name: str = "") -> Row:
        """Name the keys that signed, those of one name where it is given, each by its name and its id."""
        return Row(f"{by}+{data[:4].hex()}" for by, data in self.signatures if name in ("", by))

    def signers(self, known: Iterable[PublicKey]) -> list[PublicKey]:
        """Give the known keys that signed; raises `Broken` if none did, or if what claims to be of one is not."""
        keys = {(key.name, key.id): key for key in known}
        found = []
        for name, data in self.signatures:
            key = keys.get((name, data[:4]))
            if key is None:
                continue
            if not key.verifies(self.text, data[4:]):
                key_id = data[:4].hex()
                raise Broken(
                    Message("the signature of {name} with the key {id} is not of this text", name=name, id=key_id)
                )
            found.append(key)
        if not found:
            raise Unknown(Message("signed by {keys} only, and by no key that is known here", keys=self.ids()))
        return found


def _signature(line: str) -> Signature:
    mark, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    data = unbase64(encoded, Message("a signature"))
    if mark != "—" or len(data) <= 4:
        raise Broken(Message("a line beneath the note is not a signature"))
    return Signature(checked_name(name), data)


def decoded(data: bytes) -> str:
    """Read bytes as the text that they are to be, whatever ends its lines since it was copied; raises `Broken`.

    What is signed has line feeds alone, so that a text with others is the same text or none.
    """
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Broken(Message("not UTF-8 text")) from error
