"""Certificates: answers that were given out, and which of them a later recording has made untrue.

A certificate says what the register answered for a day, as known at a recording. It is true as long as the register,
knowing more, says the same; what falsifies it is the recording with which the answers began to differ. A certificate
whose answer comes back, because that recording is struck, is true again.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lifecycle.acts.keeping.entries import Certified
from lifecycle.answers.attestation import FORM, WHOLE, Attestation, attest, digest
from lifecycle.answers.difference import Turn, answer, content, turns
from lifecycle.answers.status import status
from lifecycle.fold.timeline import Timeline


class Certificate(Struct, frozen=True, kw_only=True):
    """An answer given out."""

    certificate: str
    seq: int
    on: date
    """The day on which it was issued."""
    as_of: date
    known_at: int
    state: str
    """The state as certified."""
    to: str
    digest: str
    """SHA-256 of the line that was certified."""
    form: str
    """The form of that line."""
    attests: Attestation | None
    """What it attests; nothing where it is of a form that is no longer written."""
    reproduced: bool
    """Whether the line that is written of it today has the same digest."""
    superseded_by: int | None = None
    """The recording since which the answer is another."""
    turns: tuple[Turn, ...] = ()
    """What the register says instead."""
    struck_by: int | None = None
    """The strike that took the certificate itself back."""


def certificates(line: Timeline) -> tuple[Certificate, ...]:
    """Give the certificates on record of an agreement, in the order of their recording."""
    return tuple(_certificate(line, entry.seq, entry.act) for entry in line.entries if isinstance(entry.act, Certified))


def _certificate(line: Timeline, seq: int, act: Certified) -> Certificate:
    by, found = _superseded(line, act)
    attests = _attests(line, act)
    return Certificate(
        certificate=act.certificate or "",
        seq=seq,
        on=act.on,
        as_of=act.as_of,
        known_at=act.known_at,
        state=act.state,
        to=act.to,
        digest=act.digest,
        form=act.form or WHOLE,
        attests=attests,
        reproduced=attests is not None and digest(attests) == act.digest,
        superseded_by=by,
        turns=found,
        struck_by=next(iter(line.struck_by(seq)), None),
    )


def _attests(line: Timeline, act: Certified) -> Attestation | None:
    known = line.known(act.known_at)
    if act.form != FORM or known is None or act.as_of < known.drafted:
        return None
    return attest(known, act.as_of, act.known_at)


def _superseded(line: Timeline, act: Certified) -> tuple[int | None, tuple[Turn, ...]]:
    """Find the recording with which the answer became another and stayed so, and what differs now."""
    told = answer(line, act.as_of, act.known_at)
    by, found = None, turns(told, told)
    for seq, (_, recorded) in line.recorded().items():
        if seq <= act.known_at or isinstance(recorded, Certified):
            continue  # an act of a later day can change it: a confirmation casts doubt on the days before
        found = turns(told, answer(line, act.as_of, seq))
        by = (by or seq) if found else None
    return by, found


class Falsified(Struct, frozen=True, kw_only=True):
    """A certificate that would no longer be true, or would be true again."""

    certificate: str
    seq: int
    on: date
    as_of: date
    state: str
    to: str


def falsified(before: Timeline, after: Timeline) -> tuple[Falsified, ...]:
    """Give the certificates that are true by the one timeline and not by the other."""
    return tuple(
        Falsified(
            certificate=act.certificate or "", seq=entry.seq, on=act.on, as_of=act.as_of, state=act.state, to=act.to
        )
        for entry in before.entries
        if isinstance(act := entry.act, Certified)
        and _true(act, before, before)
        and not _true(act, before, after)
        and not any(before.struck_by(entry.seq))
    )


def _true(act: Certified, known: Timeline, line: Timeline) -> bool:
    told = answer(known, act.as_of, act.known_at)
    said = status(line, act.as_of) if act.as_of >= line.drafted else None
    return content(told) == content(said)
