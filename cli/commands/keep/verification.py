"""Verifying: every event, and the log beside what is known outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec import Struct

from cli.terminal.messages import CONTRADICTION, FOUND
from cli.terminal.options import command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Styled, spaced
from cli.terminal.progress import telling
from cli.terminal.session import Session

if TYPE_CHECKING:
    from aggregates.proof.checkpoint import Checkpoint
    from aggregates.proof.outside_copy import Kept
    from aggregates.proof.verification import Defect, Verified
    from aggregates.record.log import Log

SHOWN = 20
"""Defects of one kind on a screen; machine formats give all of them."""

FILE = click.Path(path_type=Path, allow_dash=True)


def read_text(file: Path) -> str:
    """Read a file as text, byte for byte; raises `InvalidInput`."""
    from cli.terminal.files import read_all
    from lifecycle.errors import InvalidInput, Problem

    try:
        return read_all(file).decode()
    except UnicodeDecodeError as error:
        raise InvalidInput([Problem(place=str(file), says="not UTF-8 text")]) from error


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
    from aggregates.proof.verification import against, held, structure
    from aggregates.proof.verification import verify as verified
    from cli.terminal import formats
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
        notes = [(kept.says, kept.checkpoint)] if kept else []
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
    from aggregates.proof.verification import Defect

    return Defect(check="outside", seq=0, agreement=None, says=says)


def _origin(log: Log) -> str:
    try:
        return log.origin()
    except log.damage:
        return ""


def _checkpoint(session: Session, log: Log, file: Path) -> Checkpoint:
    """Read a checkpoint, signed by a key of this register; raises `InvalidInput`."""
    from aggregates.ground.notes import Broken, Note
    from aggregates.proof.checkpoint import verified
    from lifecycle.errors import InvalidInput, Problem

    text = read_text(file)
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
    content = read_text(Path(text)).encode()
    try:
        decoder = msgspec.json.Decoder()
        whole = decoder.decode_lines(content) if b"\n{" in content else decoder.decode(content)
        told = whole if isinstance(whole, list) else [whole]
        parts = [_RECEIPT.fullmatch(f"{one['seq']}:{one['leaf_hash']}") for one in told]
    except (msgspec.MsgspecError, KeyError, TypeError, RecursionError) as error:
        raise InvalidInput([Problem(place=text, says="this is no receipt of a recording")]) from error
    if not parts or not all(parts):
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
