"""Signed notes: a text, and beneath it the Ed25519 signatures of those who vouch for it.

The format is that of C2SP (signed-note), in which a key is named by a name and four bytes of a hash. Reading is strict:
whatever does not look exactly as it would be written is refused, so that no two texts are the same note. Cryptography
is imported when something is signed or verified, and not before: it is slow to start.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from lifecycle.errors import InvalidInput
from lifecycle.messages import Message, Row, Value

ED25519 = b"\x01"
"""The algorithm, in a key's id and in its text."""

MOST_CHARACTERS = 1 << 20
MOST_SIGNATURES = 32


class Broken(InvalidInput):
    """A note, or a proof made of one, that is not what it claims to be."""


class Unknown(Broken):
    """A note that none of the known keys signed, so that nobody known vouches for it."""


class PublicKey(NamedTuple):
    """Who may sign: its text is `name+id+base64`, as verifiers of transparency logs take it."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that name the key beside its name."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64(ED25519 + self.key)}"

    @classmethod
    def read(cls, text: str) -> PublicKey:
        """Read the text of a key; raises `Broken`."""
        name, _, rest = text.strip().partition("+")
        _, _, encoded = rest.partition("+")
        data = unbase64(encoded, Message("the public key"))
        key = cls(_name(name), data[1:])
        if data[:1] != ED25519 or len(data) != 33 or str(key) != text.strip():
            form = "NAME+ID+BASE64"
            raise Broken(Message("this is not the public key of an Ed25519 signature: {form}", form=form))
        return key

    def verifies(self, text: str, signature: bytes) -> bool:
        """Tell whether a signature of a text is made by this key."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class SecretKey(NamedTuple):
    """The key that signs: its text is the one line of its file."""

    name: str
    seed: bytes

    @classmethod
    def made(cls, name: str) -> SecretKey:
        """Make a new key, from the system's source of chance."""
        from secrets import token_bytes

        return cls(_name(name), token_bytes(32))

    @classmethod
    def read(cls, text: str) -> SecretKey:
        """Read the line of a key's file; raises `Broken`."""
        parts = text.strip().split("+")
        if len(parts) < 5 or parts[:2] != ["PRIVATE", "KEY"]:
            raise Broken(Message("this is not the file of a signing key"))
        data = unbase64("+".join(parts[4:]), Message("the signing key"))  # base64 has plus signs of its own
        if len(data) != 33 or data[:1] != ED25519:
            raise Broken(Message("this is not the file of an Ed25519 signing key"))
        return cls(_name(parts[2]), data[1:])

    def line(self) -> str:
        """Write the line of the key's file."""
        return f"PRIVATE+KEY+{self.name}+{self.public.id.hex()}+{base64(ED25519 + self.seed)}\n"

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this one signs."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return PublicKey(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def signature(self, text: str) -> Signature:
        """Sign a text."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        signed = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return Signature(self.name, self.public.id + signed)


class Signature(NamedTuple):
    """A line beneath a note: who signed, and the id of the key with what it made."""

    name: str
    data: bytes


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
    return Signature(_name(name), data)


def _name(name: str) -> str:
    if not name or re.search(r"[\s+\ud800-\udfff]", name):  # half of a surrogate pair cannot be hashed, nor written
        raise Broken(Message("the name of a key has at least one character, no space and no plus sign"))
    return name


def decoded(data: bytes) -> str:
    """Read bytes as the text that they are to be, whatever ends its lines since it was copied; raises `Broken`.

    What is signed has line feeds alone, so that a text with others is the same text or none.
    """
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Broken(Message("not UTF-8 text")) from error


def base64(data: bytes) -> str:
    """Write bytes as base64 (RFC 4648, section 4)."""
    return b64encode(data).decode()


def unbase64(text: str, what: Value) -> bytes:
    """Read base64, and only as it would be written; raises `Broken`."""
    try:
        data = b64decode(text, validate=True)
    except ValueError as error:
        raise Broken(Message("{what} is not base64", what=what)) from error
    if base64(data) != text:
        raise Broken(Message("{what} is not base64 as it is written", what=what))
    return data
