"""Proofs: that a recording is in the log, for those who have the public key and no register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from cli.commands.keep.verification import FILE, read_text
from cli.terminal.messages import FOUND
from cli.terminal.options import SEQ, command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Styled
from cli.terminal.session import Session

if TYPE_CHECKING:
    from aggregates.ground.notes import PublicKey
    from aggregates.proof.checkpoint import Proof
    from aggregates.record.log import Log


class Proven(Struct, frozen=True, kw_only=True):
    """A proof, made or verified, as data."""

    valid: bool
    says: str
    file: str
    origin: str | None = None
    size: int | None = None
    """Recordings that the checkpoint of the proof covers."""
    root: str | None = None
    seq: int | None = None
    leaf_hash: str | None = None
    recorded_at: datetime | None = None
    agreement: str | None = None
    act: str | None = None
    on: date | None = None
    by: str | None = None
    entry: str | None = None
    """The recording itself, as it was hashed."""


@command("prove", example="audit prove 3\naudit prove '#3' --out third.tlog-proof")
@SEQ
@click.option("--out", type=FILE, metavar="FILE", help="Where to write it (default: SEQ.tlog-proof; - for stdout).")
@on_register
@formatted
@pass_session
def prove(session: Session, /, seq: int, out: Path | None) -> None:
    """Write a proof that a recording is in the log: a stranger verifies it with the public key alone."""
    from cli.terminal import formats
    from lifecycle.errors import NotFound

    with session.log() as log:
        head = log.last()[0]
        if seq > head:
            raise NotFound("recording", f"#{seq}", [f"#{head}"])
        proof = _proof(session, log, seq)
    if str(out) == "-":
        formats.write(str(proof))
        return
    file = out or Path(f"{seq}.tlog-proof")
    file.write_text(str(proof), encoding="utf-8")
    answer = _told(proof, file)

    def screen(paper: Paper) -> None:
        paper.title(f"✓ Written: {file} proves #{seq} of {answer.agreement}", f"#{seq} · {proof.leaf.hex()[:8]}")
        paper.line(f"  Next: depositary audit verify-proof {file} --key {key}")

    key = session.outside.keys.signing(answer.origin or "").public
    formats.show(session, "proof", answer, screen)


def _proof(session: Session, log: Log, seq: int) -> Proof:
    """Prove a recording under the checkpoint of the log as it stands; raises `ContradictsCheckpoint`."""
    from aggregates.ground.merkle import inclusion_proof, leaf_hash, root
    from aggregates.proof.checkpoint import Checkpoint, Proof
    from aggregates.record.recording import entry_of
    from lifecycle.errors import ContradictsCheckpoint

    note = session.outside.note(log)
    stands = Checkpoint.read(note.text)
    entries = [(row.seq, entry_of(row)) for row in log.rows(seq - 1, seq)]
    leaves = [leaf_hash(entry_of(row)) for row in log.rows(0, stands.size)]
    if root(leaves) != stands.root:
        raise ContradictsCheckpoint("the content of the log does not give the root of its checkpoint")
    return Proof(seq - 1, tuple(inclusion_proof(leaves, seq - 1)), note, entries[0][1])


@command("verify-proof", example="audit verify-proof demo/signature.tlog-proof --key demo/key.pub")
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "--key",
    "keys",
    required=True,
    multiple=True,
    metavar="KEY|FILE",
    help="The public key that is trusted, or a file with such keys.",
)
@click.option(
    "--announcement",
    "announcements",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="A checkpoint that announces a newer key, signed by a trusted one.",
)
@formatted
@pass_session
def verify_proof(session: Session, /, file: Path, keys: Sequence[str], announcements: Sequence[Path]) -> int:
    """Verify a proof with the public key alone: no register is needed."""
    from aggregates.ground.notes import Broken
    from aggregates.proof.checkpoint import Proof
    from cli.terminal import formats

    known = _trusted(keys, announcements)
    try:
        proof = Proof.read(read_text(file))
        proof.verified(known)
        answer = _told(proof, file)
    except Broken as error:
        answer = Proven(valid=False, says=str(error), file=str(file))

    def screen(paper: Paper) -> None:
        if not answer.valid:
            paper.line(Styled("✗", "red"), f" {file} proves nothing: {answer.says}")
            return
        paper.title(f"✓ {answer.says}", f"#{answer.seq} · {(answer.leaf_hash or '')[:8]}")
        paper.field("Recorded", f"{answer.recorded_at:%Y-%m-%d %H:%M:%S} UTC")
        paper.field("Log", f"{answer.origin}, {answer.size} recordings at the time of the proof")
        paper.field("Entry", answer.entry or "")

    formats.show(session, "proof", answer, screen)
    return 0 if answer.valid else FOUND


def _trusted(keys: Iterable[str], announcements: Iterable[Path]) -> list[PublicKey]:
    """Read the keys that are trusted, and those that they announce; raises `InvalidInput`."""
    from aggregates.ground.notes import Broken, Note, PublicKey
    from aggregates.proof.checkpoint import announced
    from lifecycle.errors import InvalidInput, Problem

    known = []
    for text in keys:
        lines = [text] if text.count("+") >= 2 else read_text(Path(text)).splitlines()
        try:
            known += [PublicKey.read(line) for line in lines if line.strip()]
        except Broken as error:
            raise InvalidInput([Problem(place=text, says=str(error))]) from error
    for file in announcements:
        try:
            key = announced(Note.read(read_text(file)), known)
        except Broken as error:
            raise InvalidInput([Problem(place=str(file), says=str(error))]) from error
        if key is None:
            raise InvalidInput([Problem(place=str(file), says="this checkpoint announces no key")])
        known.append(key)
    return known


def _told(proof: Proof, file: Path) -> Proven:
    """Say what a verified proof proves; raises `Broken` if that is no recording."""
    from aggregates.proof.checkpoint import Checkpoint, recording_of

    stands = Checkpoint.read(proof.note.text)
    row = recording_of(proof)
    by = f" by {row.act.by}" if row.act.by else ""
    return Proven(
        valid=True,
        says=f"{row.agreement}: {row.act.tag.replace('_', ' ')}{by} on {row.act.on} is recording #{row.seq}",
        file=str(file),
        origin=stands.origin,
        size=stands.size,
        root=stands.root.hex(),
        seq=row.seq,
        leaf_hash=proof.leaf.hex(),
        recorded_at=row.recorded_at,
        agreement=row.agreement,
        act=row.act.tag,
        on=row.act.on,
        by=row.act.by,
        entry=proof.extra.decode(),
    )
