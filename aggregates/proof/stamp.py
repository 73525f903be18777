"""Time stamps: an authority's word that a checkpoint was there at a moment (RFC 3161).

A checkpoint says how the log stands, and its signature who says so, but not when. The request holds a hash of the
checkpoint and nothing of the record. Sending it is left to the user: the record has no network.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lifecycle.errors import InvalidInput, Problem


class BadStamp(InvalidInput):
    """A reply that is no stamp of this checkpoint by this authority."""


def request(checkpoint: bytes) -> bytes:
    """Write the request for a stamp of a checkpoint, DER, by its SHA-512; raises `InvalidInput` for nothing."""
    if not checkpoint:
        raise InvalidInput("there is nothing to be stamped")
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
        raise InvalidInput([Problem(place="--root", says="these are no certificates in PEM")]) from error
    try:
        found = library.decode_timestamp_response(reply)
        builder.build().verify_message(found, checkpoint)
        moment: datetime = found.tst_info.gen_time
    except (ValueError, library.VerificationError) as error:
        raise BadStamp(str(error) or "this is no stamp") from error
    return moment.astimezone(UTC)


def _library() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise InvalidInput("time stamps need their library: pip install 'depositary[timestamps]'") from error
    return rfc3161_client
