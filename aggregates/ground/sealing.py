"""Sealing: a text under a person's key, bound to the one place where it may stand (ADR 0010).

AES-256-GCM (NIST SP 800-38D) with a fresh nonce each time. The stream, the version and the field are associated data,
so that no value opens anywhere else. Cryptography is imported when something is sealed or opened, and not before.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

KEY_BYTES = 32
NONCE_BYTES = 12


def new_key() -> bytes:
    """Make up a key."""
    return os.urandom(KEY_BYTES)


def joined(keys: Sequence[bytes]) -> bytes:
    """Give the key of what is about several people: without any one of theirs it cannot be made again."""
    return keys[0] if len(keys) == 1 else sha256(b"".join(keys)).digest()


def seal(key: bytes, text: str, stream: UUID, version: int, field: str) -> bytes:
    """Seal a text for its place: nonce, then ciphertext and tag."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), _place(stream, version, field))


def unseal(key: bytes, data: bytes, stream: UUID, version: int, field: str) -> str:
    """Open what was sealed for this place; raises `ValueError` if it was not, or was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _place(stream, version, field)).decode()
    except InvalidTag as error:
        raise ValueError("what is sealed does not open under its key, or not at this place") from error


def _place(stream: UUID, version: int, field: str) -> bytes:
    return f"{stream} {version} {field}".encode()
