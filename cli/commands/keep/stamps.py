"""Time stamps of checkpoints by an authority: the request, and what a reply is worth."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from msgspec import Struct

from cli.commands.keep.verification import FILE
from cli.terminal.messages import FOUND
from cli.terminal.options import command, formatted, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session

MOST_BYTES = 1 << 20

CHECKPOINT = click.argument("checkpoint", metavar="CHECKPOINT", type=FILE)


class Stamped(Struct, frozen=True, kw_only=True):
    """A request for a time stamp, or what was found of a reply, as data."""

    checkpoint: str
    file: str
    valid: bool | None
    """Whether the reply is a stamp of the checkpoint; null of a request."""
    at: datetime | None
    """The moment at which the authority saw it."""
    says: str


@command("stamp-request", example="audit stamp-request demo/stamp/checkpoint --out checkpoint.tsq")
@CHECKPOINT
@click.option("--out", type=FILE, metavar="FILE", help="Where to write it (default: CHECKPOINT.tsq).")
@formatted
@pass_session
def stamp_request(session: Session, /, checkpoint: Path, out: Path | None) -> None:
    """Write the request for a time stamp of a checkpoint (RFC 3161). It holds a hash and nothing of the record.

    Send it to an authority that you trust, and keep its reply: curl -H 'Content-Type: application/timestamp-query'
    --data-binary @CHECKPOINT.tsq URL > CHECKPOINT.tsr
    """
    from aggregates.proof.stamp import request
    from cli.terminal import formats
    from cli.terminal.files import read_all

    file = out or checkpoint.with_name(f"{checkpoint.name}.tsq")
    file.write_bytes(request(read_all(checkpoint, MOST_BYTES)))
    answer = Stamped(checkpoint=str(checkpoint), file=str(file), valid=None, at=None, says="to be sent to an authority")

    def screen(paper: Paper) -> None:
        paper.line(f"✓ Written: {file}")
        paper.line(f"  Next: send it; then depositary audit verify-stamp {checkpoint} --reply FILE --root CA.pem")

    formats.show(session, "stamp", answer, screen)


@command(
    "verify-stamp",
    example="audit verify-stamp demo/stamp/checkpoint --reply demo/stamp/reply.tsr --root demo/stamp/root.pem",
)
@CHECKPOINT
@click.option("--reply", type=FILE, metavar="FILE", required=True, help="What the authority answered.")
@click.option("--root", type=FILE, metavar="FILE", required=True, help="The root certificates that are trusted, PEM.")
@formatted
@pass_session
def verify_stamp(session: Session, /, checkpoint: Path, reply: Path, root: Path) -> int:
    """Verify a time stamp of a checkpoint with the authority's root certificate, and say its moment."""
    from aggregates.proof.stamp import BadStamp, verified
    from cli.terminal import formats
    from cli.terminal.files import read_all

    told = [read_all(file, MOST_BYTES) for file in (checkpoint, reply, root)]
    try:
        at, says = verified(*told), "the checkpoint was there at this moment"
    except BadStamp as error:
        at, says = None, str(error)
    answer = Stamped(checkpoint=str(checkpoint), file=str(reply), valid=at is not None, at=at, says=says)

    def screen(paper: Paper) -> None:
        if at is None:
            paper.line(f"✗ {reply} is no stamp of {checkpoint}: {says}")
        else:
            paper.line(f"✓ {checkpoint} was there on {at:%Y-%m-%d %H:%M:%S} UTC")

    formats.show(session, "stamp", answer, screen)
    return 0 if at is not None else FOUND
