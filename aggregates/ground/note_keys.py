"""The keys that sign notes and verify them, each written as a line of text.

The format is that of C2SP (signed-note): a key has a name, and an id of four bytes of a hash. Cryptography is imported
when something is signed or verified, and not before: it is slow to start.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import NamedTuple

from lifecycle.errors import InvalidInput
from lifecycle.messages import Message, Value

ED25519 = b"\x01"
"""The algorithm, in a key's id and in its text."""


class Broken(InvalidInput):
    """A note, or a proof made of one, that is not what it claims to be."""


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
        key = cls(checked_name(name), data[1:])
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

        return cls(checked_name(name), token_bytes(32))

    @classmethod
    def read(cls, text: str) -> SecretKey:
        """Read the line of a key's file; raises `Broken`."""
        parts = text.strip().split("+")
        if len(parts) < 5 or parts[:2] != ["PRIVATE", "KEY"]:
            raise Broken(Message("this is not the file of a signing key"))
        data = unbase64("+".join(parts[4:]), Message("the signing key"))  # base64 has plus signs of its own
        if len(data) != 33 or data[:1] != ED25519:
            raise Broken(Message("this is not the file of an Ed25519 signing key"))
        return cls(checked_name(parts[2]), data[1:])

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


def checked_name(name: str) -> str:
    """Give the name of a key; raises `Broken` where no note could hold it."""
    if not name or re.search(r"[\s+\ud800-\udfff]", name):  # half of a surrogate pair cannot be hashed, nor written
        raise Broken(Message("the name of a key has at least one character, no space and no plus sign"))
    return name


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
