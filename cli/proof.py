"""Proof: the log verified beside what is known outside, checkpoints, and proofs for those who have no register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec import Struct

from cli.commands import Command
from cli.messages import FOUND
from cli.options import command, formatted, on_register, pass_session
from cli.paper import Paper, Styled, spaced
from cli.progress import telling
from cli.session import Session

if TYPE_CHECKING:
    from aggregates.checkpoint import Checkpoint, Proof
    from aggregates.log import Log
    from aggregates.notes import Note, PublicKey
    from aggregates.outside import Kept
    from aggregates.verification import Defect, Verified

SHOWN = 20
"""Defects of one kind on a screen; machine formats give all of them."""

CONTRADICTION = 13

FILE = click.Path(path_type=Path, allow_dash=True)


def _read(file: Path) -> str:
    """Read a file as text, byte for byte; raises `InvalidInput`."""
    from cli.jsonl import read_all
    from lifecycle.errors import InvalidInput, Problem

    try:
        return read_all(file).decode()
    except UnicodeDecodeError as error:
        raise InvalidInput([Problem(place=str(file), says="not UTF-8 text")]) from error


# Verify


class Flaw(Struct, frozen=True, kw_only=True):
    """A defect: `check` is `order`, `contents`, `file` or `outside`."""

    check: str
    seq: int
    agreement: str | None
    says: str


class Compared(Struct, frozen=True, kw_only=True):
    """Something known outside that the log was compared with."""

    what: str
    size: int
    agrees: bool


class Verification(Struct, frozen=True, kw_only=True):
    """What `audit verify` found, as data."""

    origin: str
    events: int
    head: int
    root: str
    """The root of the tree over the content, in hexadecimal digits."""
    intact: bool
    outside: tuple[Compared, ...]
    """Checkpoints and receipts, the outside copy first; none where nothing is known outside."""
    defects: tuple[Flaw, ...]


@command("verify", example="audit verify\naudit verify --format json")
@click.option(
    "--checkpoint", "checkpoints", type=FILE, multiple=True, metavar="FILE", help="Compare with this checkpoint, too."
)
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    metavar="FILE|SEQ:HASH",
    help="Compare with a receipt, too: its number and leaf hash, or the JSON that a recording gave.",
)
@on_register
@formatted
@pass_session
def verify(session: Session, /, checkpoints: Sequence[Path], receipts: Sequence[str]) -> int:
    """Verify every event, and compare the log with what is known outside of it.

    Exit 3 tells of damage inside, which is named; exit 13 of another history than a checkpoint or a receipt knows.
    """
    from aggregates.verification import against, held, structure
    from aggregates.verification import verify as verified
    from cli import formats
    from lifecycle.errors import ContradictsCheckpoint

    began = perf_counter()
    told = [receipt for text in receipts for receipt in _receipts(text)]
    with session.log() as log:
        found: list[Defect] = []
        kept: Kept | None = None
        try:
            kept = session.outside.known(log)
        except ContradictsCheckpoint as error:
            found.append(_contradiction(str(error)))
        notes = [(f"the outside copy {kept.file}", kept.checkpoint)] if kept else []
        notes += [(f"the checkpoint {file}", _checkpoint(session, log, file)) for file in checkpoints]
        sizes, seqs = {note.size for _, note in notes}, {seq for seq, _ in told}
        answer = verified(log, sizes, seqs, telling(session, "Verifying"))
        found += [*answer.defects, *filter(None, [structure(log)])]
        origin = _origin(log)
    compared = [(what, note.size, against(answer, note, what)) for what, note in notes]
    compared += [(f"the receipt {seq}:{leaf[:8]}", seq, held(answer, seq, leaf)) for seq, leaf in told]
    found += [defect for _, _, defect in compared if defect]
    said = Verification(
        origin=origin,
        events=answer.events,
        head=answer.head,
        root=answer.root.hex(),
        intact=not found,
        outside=tuple(Compared(what=what, size=size, agrees=not defect) for what, size, defect in compared),
        defects=tuple(Flaw(check=one.check, seq=one.seq, agreement=one.agreement, says=one.says) for one in found),
    )
    took = perf_counter() - began
    formats.show(session, "verify", said, lambda paper: _verification(paper, said, answer, took))
    if any(one.check == "outside" for one in found):
        return CONTRADICTION
    return FOUND if found else 0


def _contradiction(says: str) -> Defect:
    from aggregates.verification import Defect

    return Defect(check="outside", seq=0, agreement=None, says=says)


def _origin(log: Log) -> str:
    try:
        return log.origin()
    except log.damage:
        return ""


def _checkpoint(session: Session, log: Log, file: Path) -> Checkpoint:
    """Read a checkpoint, signed by a key of this register; raises `InvalidInput`."""
    from aggregates.checkpoint import verified
    from aggregates.notes import Broken, Note
    from lifecycle.errors import InvalidInput, Problem

    text = _read(file)
    try:
        return verified(Note.read(text), session.outside.keys.known(_origin(log)))
    except Broken as error:
        raise InvalidInput([Problem(place=str(file), says=str(error))]) from error


_RECEIPT = re.compile(r"#?([0-9]{1,15})\s*[:·]\s*([0-9a-f]{8,64})", re.ASCII)


def _receipts(text: str) -> Iterable[tuple[int, str]]:
    """Read a receipt as it is printed, or the file of a recording's answer as JSON or JSON Lines."""
    from lifecycle.errors import InvalidInput, Problem

    if found := _RECEIPT.fullmatch(text):
        return [(int(found[1]), found[2])]
    content = _read(Path(text)).encode()
    try:
        decoder = msgspec.json.Decoder()
        whole = decoder.decode_lines(content) if b"\n{" in content else decoder.decode(content)
        told = whole if isinstance(whole, list) else [whole]
        parts = [_RECEIPT.fullmatch(f"{one['seq']}:{one['leaf_hash']}") for one in told]
    except (msgspec.MsgspecError, KeyError, TypeError) as error:
        raise InvalidInput([Problem(place=text, says="this is no receipt of a recording")]) from error
    if not all(parts):
        raise InvalidInput([Problem(place=text, says="a receipt has a seq and a leaf_hash")])
    return [(int(found[1]), found[2]) for found in parts if found]


def _verification(paper: Paper, said: Verification, answer: Verified, took: float) -> None:
    events = spaced(said.events, "event")
    paper.title(f"Verified {events}", f"{took:.1f} s")
    well = {
        "order": f"#1 to #{said.head}, no gaps; every agreement's versions without gaps",
        "contents": f"{events} as hashed; root {said.root[:16]}…",
        "file": "",
        "outside": "",
    }
    for check, says in well.items():
        wrong = [one for one in said.defects if one.check == check]
        for number, one in enumerate(wrong[:SHOWN]):
            where = f"#{one.seq}" + (f" {one.agreement}" if one.agreement else "") if one.seq else "all of it"
            shown = Styled("✗", "red") if number == 0 else " "
            paper.line("  ", shown, f" {check if number == 0 else '':<10} {where}: {one.says}")
        if len(wrong) > SHOWN:
            paper.line(f"{'':<15}… and {len(wrong) - SHOWN} more: --format json gives all of them")
        if says and not wrong:
            paper.line("  ", Styled("✓", "green"), f" {check:<10} {says}")
    for known in said.outside:
        if known.agrees:
            paper.line("  ", Styled("✓", "green"), f" {'outside':<10} #{known.size} as {known.what} knows it")
    if not said.outside and not any(one.check == "outside" for one in said.defects):
        paper.line("  ", Styled("!", "yellow"), f" {'outside':<10} no checkpoint is kept: depositary audit checkpoint")
    paper.line(_judgement(said))


def _judgement(said: Verification) -> str:
    """Say in one sentence what to make of it."""
    kinds = {one.check for one in said.defects}
    if "outside" in kinds:
        return "The register is not the one that was kept: keep it as it is, and compare it with a backup."
    if kinds:
        return "The record is damaged where it is said: the rest is as it was written. Restore it from a backup."
    return "The record is as it was written." if said.outside else "The record agrees with itself."


# Checkpoints and keys


class Signed(Struct, frozen=True, kw_only=True):
    """A checkpoint with the keys of the register, as data."""

    origin: str
    size: int
    root: str
    """In hexadecimal digits."""
    note: str
    """The signed note, as others verify it."""
    keys: tuple[str, ...]
    """The public keys that ever signed, the newest last."""
    kept: str
    """The file of the outside copy."""


@command("checkpoint", example="audit checkpoint\naudit checkpoint --format json")
@click.option(
    "--anew",
    is_flag=True,
    help="Take the register as it stands for the true one, although a checkpoint outside knows another.",
)
@click.option("-y", "--yes", is_flag=True, help="Do it without asking.")
@on_register
@formatted
@pass_session
def checkpoint(session: Session, /, anew: bool, yes: bool) -> None:
    """Sign how the log stands, keep it outside, and print it: hand it to those who are to rely on it."""
    with session.log() as log:
        if anew:
            if not yes:
                click.confirm("Give up what is known outside of this register?", abort=True, err=True)
            session.outside.put_aside(log.origin())
        _show(session, session.outside.note(log))


@command("rotate-key", example="audit rotate-key")
@on_register
@formatted
@pass_session
def rotate_key(session: Session) -> None:
    """Let a new key sign from now on, and print the checkpoint that announces it, signed by both."""
    with session.log() as log:
        note = session.outside.rotate(log)
        key = session.outside.keys.known(log.origin())[-1]
        _show(session, note)
    session.say(f"✓ From now on {key.name} signs with {key}", "  Next: depositary audit checkpoint")


@command("public-key", example="audit public-key")
@on_register
@formatted
@pass_session
def public_key(session: Session) -> None:
    """Print the public keys of the register, the newest last: who has one can verify without the register."""
    from cli import formats

    with session.log() as log:
        session.outside.keys.signing(log.origin())
        keys = session.outside.keys.known(log.origin())
    told = [Keyed(origin=key.name, key=str(key), signs=key == keys[-1]) for key in keys]

    def screen(paper: Paper) -> None:
        for key in keys:
            paper.line(str(key))

    formats.show(session, "key", told, screen, kind=Keyed)


class Keyed(Struct, frozen=True, kw_only=True):
    """A public key of the register, as data."""

    origin: str
    key: str
    signs: bool
    """Whether it is the one that signs now."""


def _show(session: Session, note: Note) -> None:
    from aggregates.checkpoint import Checkpoint
    from cli import formats

    stands, outside = Checkpoint.read(note.text), session.outside
    answer = Signed(
        origin=stands.origin,
        size=stands.size,
        root=stands.root.hex(),
        note=str(note),
        keys=tuple(map(str, outside.keys.known(stands.origin))),
        kept=str(outside.file(stands.origin)),
    )

    def screen(paper: Paper) -> None:
        for line in str(note).removesuffix("\n").split("\n"):
            paper.line(line)

    formats.show(session, "checkpoint", answer, screen)


# Proofs


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
@click.argument("seq", metavar="SEQ")
@click.option("--out", type=FILE, metavar="FILE", help="Where to write it (default: SEQ.tlog-proof; - for stdout).")
@on_register
@formatted
@pass_session
def prove(session: Session, /, seq: str, out: Path | None) -> None:
    """Write a proof that a recording is in the log: a stranger verifies it with the public key alone."""
    from cli import formats
    from cli.options import KNOWN_AT
    from lifecycle.errors import NotFound

    number = KNOWN_AT.convert(seq, None, None)
    with session.log() as log:
        head = log.last()[0]
        if not isinstance(number, int) or not 0 < number <= head:
            raise NotFound("recording", seq, [f"#{head}"])
        proof = _proof(session, log, number)
    if str(out) == "-":
        formats.write(str(proof))
        return
    file = out or Path(f"{number}.tlog-proof")
    file.write_text(str(proof), encoding="utf-8")
    answer = _told(proof, file)

    def screen(paper: Paper) -> None:
        paper.title(f"✓ Written: {file} proves #{number} of {answer.agreement}", f"#{number} · {proof.leaf.hex()[:8]}")
        paper.line(f"  Next: depositary audit verify-proof {file} --key {key}")

    key = session.outside.keys.known(answer.origin or "")[-1]
    formats.show(session, "proof", answer, screen)


def _proof(session: Session, log: Log, seq: int) -> Proof:
    """Prove a recording under the checkpoint of the log as it stands; raises `ContradictsCheckpoint`."""
    from aggregates.checkpoint import Checkpoint, Proof
    from aggregates.log import entry_of
    from aggregates.merkle import inclusion_proof, leaf_hash, root
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
    from aggregates.checkpoint import Proof
    from aggregates.notes import Broken
    from cli import formats

    known = _trusted(keys, announcements)
    try:
        proof = Proof.read(_read(file))
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
    from aggregates.checkpoint import announced
    from aggregates.notes import Broken, Note, PublicKey
    from lifecycle.errors import InvalidInput, Problem

    known = []
    for text in keys:
        lines = [text] if text.count("+") >= 2 else _read(Path(text)).splitlines()
        try:
            known += [PublicKey.read(line) for line in lines if line.strip()]
        except Broken as error:
            raise InvalidInput([Problem(place=text, says=str(error))]) from error
    for file in announcements:
        try:
            key = announced(Note.read(_read(file)), known)
        except Broken as error:
            raise InvalidInput([Problem(place=str(file), says=str(error))]) from error
        if key is None:
            raise InvalidInput([Problem(place=str(file), says="this checkpoint announces no key")])
        known.append(key)
    return known


def _told(proof: Proof, file: Path) -> Proven:
    """Say what a verified proof proves; raises `Broken` if that is no recording."""
    from aggregates.checkpoint import Checkpoint, recording_of

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


PROOF: tuple[Command | Any, ...] = (verify, checkpoint, prove, verify_proof, public_key, rotate_key)
"""Further commands of `audit`."""
