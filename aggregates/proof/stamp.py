"""Time stamps: an authority's word that a checkpoint was there at a moment (RFC 3161).

A checkpoint says how the log stands, and its signature who says so, but not when. The request holds a hash of the
checkpoint and nothing of the record. Sending it is left to the user: the record has no network.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from aggregates.proof.evidence import Written
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message


class Stamped(Struct, frozen=True, kw_only=True):
    """A request for a time stamp, or what was found of a reply."""

    checkpoint: str
    file: str
    valid: bool | None
    """Whether the reply is a stamp of the checkpoint; null of a request."""
    at: datetime | None
    """The moment at which the authority saw it."""
    says: Message


class BadStamp(InvalidInput):
    """A reply that is no stamp of this checkpoint by this authority."""


def request(checkpoint: bytes) -> bytes:
    """Write the request for a stamp of a checkpoint, DER, by its SHA-512; raises `InvalidInput` for nothing."""
    if not checkpoint:
        raise InvalidInput(Message("there is nothing to be stamped"))
    return bytes(_library().TimestampRequestBuilder().data(checkpoint).nonce(nonce=False).build().as_bytes())


def verified(checkpoint: bytes, reply: bytes, roots: bytes) -> datetime:
    """Verify a reply with the root certificates that are trusted, PEM, and give its moment, UTC.

    Raises `BadStamp`, and `InvalidInput` for what are no certificates.
    """
    from cryptography.x509 import load_pem_x509_certificates

    library = _library()
    builder = library.VerifierBuilder()
    try:
        for certificate in load_pem_x509_certificates(roots):
            builder = builder.add_root_certificate(certificate)
    except ValueError as error:
        raise InvalidInput([Problem(place="--root", says=Message("these are no certificates in PEM"))]) from error
    try:
        found = library.decode_timestamp_response(reply)
        builder.build().verify_message(found, checkpoint)
        moment: datetime = found.tst_info.gen_time
    except (ValueError, library.VerificationError) as error:
        raise BadStamp(str(error) or Message("this is no stamp")) from error
    return moment.astimezone(UTC)


def asked(checkpoint: Written, file: str) -> Stamped:
    """Say what is to be done with a request that was written to a file."""
    return Stamped(
        checkpoint=checkpoint.place, file=file, valid=None, at=None, says=Message("to be sent to an authority")
    )


def judged(checkpoint: Written, reply: Written, roots: Written) -> Stamped:
    """Say what a reply is worth; raises `InvalidInput` for what are no certificates."""
    at, says = None, Message("the checkpoint was there at this moment")
    try:
        at = verified(checkpoint.data, reply.data, roots.data)
    except BadStamp as error:
        says = Message("{why}", why=error.says)
    return Stamped(checkpoint=checkpoint.place, file=reply.place, valid=at is not None, at=at, says=says)


def _library() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        command = "pip install 'depositary[timestamps]'"
        raise InvalidInput(Message("time stamps need their library: {command}", command=command)) from error
    return rfc3161_client
