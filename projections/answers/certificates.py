"""The certificates that were given out: by which form, whether what they say is still so, and the line of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct

from aggregates.record.log.recording import Recorded
from lifecycle.answers.attestation import Attestation, attest, written
from lifecycle.answers.certificates import Certificate
from lifecycle.answers.certificates import certificates as certified
from lifecycle.answers.difference import Turn
from lifecycle.errors import InvalidInput, NotFound, Problem
from lifecycle.fold.others import ALONE
from lifecycle.fold.timeline import fold
from lifecycle.messages import Message
from projections.answers.snapshot import Snapshot
from projections.models.values import CERTIFIED


class Issued(Struct, frozen=True, kw_only=True):
    """A certificate, and whether what it says is still so."""

    agreement: str
    certificate: str
    seq: int
    recorded_at: datetime
    on: date
    to: str
    as_of: date
    known_at: int
    """The recording up to which the answer knew the log."""
    state: str
    digest: str
    """SHA-256 of the line that was certified, as it was recorded."""
    superseded_by: int | None
    """The recording since which the answer is another."""
    superseded_act: Message | None
    superseded_at: datetime | None
    differs: tuple[Turn, ...]
    """In what the answer is another."""
    struck_by: int | None
    """The strike that took the certificate back."""
    form: str
    """The form of that line: from `depositary/certified/2` on it has a schema, and `certificates --line` writes it."""
    reproduced: bool
    """Whether this program still writes a line of that digest; of the first form it writes none."""


def certificates(asked: Snapshot, agreement: str | None = None) -> list[Issued]:
    """List the certificates of an agreement, or of all, in the order of their recording; raises `NotFound`."""
    if agreement is not None:
        return list(issued(asked.recordings(agreement), asked))
    names = dict.fromkeys(name for name, _ in asked.models.ask("entries", kind=CERTIFIED, at=asked.at))
    return [one for name in names for one in issued(asked.legible(name), asked)]


LEAST = 8
"""Characters of a digest by which a certificate is still found."""


def of_digest(found: Sequence[Issued], digest: str) -> list[Issued]:
    """Give those of a digest, or of its beginning; raises `InvalidInput` for what is none, or `NotFound`."""
    wanted = digest.casefold()
    if not LEAST <= len(wanted) <= 64 or set(wanted) - set("0123456789abcdef"):
        says = Message("a digest is of {n} hexadecimal digits, of which at least {least} are given", n=64, least=LEAST)
        raise InvalidInput([Problem(place="--digest", says=says)])
    if them := [one for one in found if one.digest.startswith(wanted)]:
        return them
    raise NotFound("certificate", digest)


def attested(asked: Snapshot, agreement: str, as_of: date) -> Attestation:
    """Give what a certificate for a day would attest; raises `NotFound`, or `NotYet` for a day before the draft.

    As known at the last recording that can matter, so that asking again gives the same certificate.
    """
    last = max(seq for seq, (_, act) in asked.line(agreement).recorded().items() if act.tag != "certified")
    return attest(asked.line_on(agreement, as_of), as_of, last)


def line(stream: Sequence[Recorded], certificate: str, asked: Snapshot | None = None) -> str:
    """Write the line that was certified again; the snapshot knows the other agreements that it asks about.

    Raises `NotFound`, or `InvalidInput` for a form no longer written.
    """
    found = {one.certificate: one for one in _found(stream, asked)}
    if certificate not in found:
        raise NotFound("certificate", certificate, found, of=stream[0].agreement)
    if (attests := found[certificate].attests) is None:
        raise InvalidInput(
            Message("no line of certificate {no} is written any more: its digest stands as recorded", no=certificate)
        )
    return written(attests)


def _found(stream: Sequence[Recorded], asked: Snapshot | None) -> Sequence[Certificate]:
    if all(row.act.tag != "certified" for row in stream):
        return ()
    entries = [row.entry for row in stream]
    return certified(fold(entries, others=asked.others.others(stream[0].agreement, entries) if asked else ALONE))


def issued(stream: Sequence[Recorded], asked: Snapshot | None = None) -> Iterator[Issued]:
    """Give the certificates of an agreement, from its recordings and those of others that the snapshot knows."""
    rows = {row.seq: row for row in stream}
    for one in _found(stream, asked):
        by = rows.get(one.superseded_by or 0)
        if by is None and one.superseded_by and asked is not None:
            by = asked.log.recording(one.superseded_by)
        yield Issued(
            agreement=stream[0].agreement,
            certificate=one.certificate,
            seq=one.seq,
            recorded_at=rows[one.seq].recorded_at,
            on=one.on,
            to=one.to,
            as_of=one.as_of,
            known_at=one.known_at,
            state=one.state,
            digest=one.digest,
            superseded_by=one.superseded_by,
            superseded_act=by.act.NAME if by else None,
            superseded_at=by.recorded_at if by else None,
            differs=one.turns,
            struck_by=one.struck_by,
            form=one.form,
            reproduced=one.reproduced,
        )
