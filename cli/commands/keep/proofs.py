"""Proofs of a recording, and time stamps of a checkpoint: made for strangers, and verified without the register."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from aggregates.proof.stamp import asked, judged, request
from cli.commands.keep.findings import FILE, written
from cli.terminal import formats
from cli.terminal.files import Output
from cli.terminal.messages import FOUND
from cli.terminal.options import SEQ, answered, command, formatted, on_register, pass_session
from cli.terminal.output import made
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.messages import Message, Plural, Row
from projections.answers.keeping.proofs import proved, verified
from projections.pages.examination import ILL

MOST_BYTES = 1 << 20
"""Of what a time stamp is made of."""

CHECKPOINT = click.argument("checkpoint", metavar="CHECKPOINT", type=FILE)


@command("prove", example="audit prove 3\naudit prove '#3' -o third.tlog-proof")
@SEQ
@made("Where to write it (default: SEQ.tlog-proof; - for stdout).")
@on_register
@answered
@pass_session
def prove(session: Session, /, seq: int, output: Output | None) -> None:
    """Write a proof that a recording is in the log: a stranger verifies it with the public key alone."""
    output = output or Output(Path(f"{seq}.tlog-proof"), session.force).examine()
    file = output.file
    proof = proved(session.url, session.outside, seq, str(file))
    answer = proof.proves
    output.write(proof.text.encode())
    if output.is_stdout:
        return

    def screen(paper: Paper) -> None:
        paper.title(
            Message(
                "✓ Written: {file} proves #{seq} of {agreement}", file=answer.file, seq=seq, agreement=answer.agreement
            ),
            answer.receipt,
        )
        command = f"depositary audit verify-proof {file} --key {proof.key}"
        paper.line("  ", Message("Next: {command}", command=command))

    formats.show(session, "proof", answer, screen)


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
def verify_proof(session: Session, /, file: Path, keys: Iterable[str], announcements: Iterable[Path]) -> int:
    """Verify a proof with the public key alone: no register is needed."""
    known = [written(key, inline=key.count("+") >= 2) for key in keys]
    answer = verified(written(file), known, map(written, announcements))

    def screen(paper: Paper) -> None:
        if not answer.valid:
            paper.line(ILL, " ", Message("{file} proves nothing: {why}", file=answer.file, why=answer.says))
            return
        paper.title(Message("✓ {says}", says=answer.says), answer.receipt)
        paper.field(Message("Recorded"), f"{answer.recorded_at:%Y-%m-%d %H:%M:%S} UTC")
        size = Plural(
            "{n} recording at the time of the proof", "{n} recordings at the time of the proof", n=answer.size or 0
        )
        paper.field(Message("Log"), Row((answer.origin, size)))
        paper.field(Message("Entry"), answer.entry or "")

    formats.show(session, "proof", answer, screen)
    return 0 if answer.valid else FOUND


@command("stamp-request", example="audit stamp-request demo/stamp/checkpoint -o checkpoint.tsq")
@CHECKPOINT
@made("Where to write it (default: CHECKPOINT.tsq; - for stdout).")
@answered
@pass_session
def stamp_request(session: Session, /, checkpoint: Path, output: Output | None) -> None:
    """Write the request for a time stamp of a checkpoint (RFC 3161). It holds a hash and nothing of the record.

    Send it to an authority that you trust, and keep its reply: curl -H 'Content-Type: application/timestamp-query'
    --data-binary @CHECKPOINT.tsq URL > CHECKPOINT.tsr
    """
    stamped = written(checkpoint, MOST_BYTES)
    output = output or Output(checkpoint.with_name(f"{checkpoint.name}.tsq"), session.force).examine()
    output.write(request(stamped.data))
    if output.is_stdout:
        return
    answer = asked(stamped, str(output.file))

    def screen(paper: Paper) -> None:
        command = f"depositary audit verify-stamp {checkpoint} --reply FILE --root CA.pem"
        paper.line(Message("✓ Written: {file}", file=answer.file))
        paper.line("  ", Message("Next: send it; then {command}", command=command))

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
    answer = judged(*(written(file, MOST_BYTES) for file in (checkpoint, reply, root)))

    def screen(paper: Paper) -> None:
        if answer.at is None:
            none = Message(
                "{reply} is no stamp of {checkpoint}: {why}",
                reply=answer.file,
                checkpoint=answer.checkpoint,
                why=answer.says,
            )
            paper.line("✗ ", none)
            return
        moment = f"{answer.at:%Y-%m-%d %H:%M:%S} UTC"
        paper.line("✓ ", Message("{checkpoint} was there on {moment}", checkpoint=answer.checkpoint, moment=moment))

    formats.show(session, "stamp", answer, screen)
    return 0 if answer.valid else FOUND
