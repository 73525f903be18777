"""The examination of the record: replayed and verified from its first event, and compared with all that is known."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from aggregates.ground.processes import cores
from aggregates.proof.evidence import RECEIPT
from aggregates.proof.verification import Verification
from cli.commands.keep.findings import FILE, findings, written
from cli.terminal import formats
from cli.terminal.messages import FOUND
from cli.terminal.options import at_least, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.progress import telling
from cli.terminal.session import Session
from cli.terminal.types import KNOWN_AT
from lifecycle.messages import Message
from projections.answers.keeping.examination import Replayed, replayed, verified
from projections.pages.examination import replay_found, replay_verdict, verification_found, verification_verdict
from projections.words.phrases import agreements, events
from projections.words.situations import CONTRADICTION

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command("replay", example="audit replay\naudit replay --agreement wco-caricc --until '#6'")
@click.option("--agreement", metavar="ID", help="Only this agreement.")
@click.option("--until", type=KNOWN_AT, metavar="DATE|TIME|#SEQ", help="Only what was recorded by then.")
@at_least
@on_register
@formatted
@pass_session
def replay(session: Session, /, agreement: str | None, until: Moment | None) -> int:
    """Replay every event, and compare hashes, rulings and read models with it."""
    began = perf_counter()
    with telling(session, Message("Replaying")) as tell:
        answer = replayed(session.url, agreement, until, tell, cores())
    took = Message("{seconds} s", seconds=f"{perf_counter() - began:.1f}")
    formats.show(session, "replay", answer, lambda paper: _replay(paper, answer, took))
    return FOUND if answer.differences else 0


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
@at_least
@on_register
@formatted
@pass_session
def verify(session: Session, /, checkpoints: Iterable[Path], receipts: Iterable[str]) -> int:
    """Verify every event, and compare the log with what is known outside of it.

    Exit 3 tells of damage inside, which is named; exit 13 of another history than a checkpoint or a receipt knows.
    """
    began = perf_counter()
    told = [written(text, inline=bool(RECEIPT.fullmatch(text))) for text in receipts]
    handed = [written(file) for file in checkpoints]
    with telling(session, Message("Verifying")) as tell:
        answer = verified(session.url, session.outside, handed, told, tell, processes=cores())
    took = Message("{seconds} s", seconds=f"{perf_counter() - began:.1f}")
    formats.show(session, "verify", answer, lambda paper: _verification(paper, answer, took))
    if answer.contradiction:
        return CONTRADICTION
    return 0 if answer.intact and not answer.amiss else FOUND


def _replay(paper: Paper, answer: Replayed, took: Message) -> None:
    told, of = events(answer.events), agreements(answer.agreements)
    paper.title(Message("Replayed {events} of {agreements}", events=told, agreements=of), took)
    findings(paper, replay_found(answer))
    paper.line(replay_verdict(answer))


def _verification(paper: Paper, answer: Verification, took: Message) -> None:
    paper.title(Message("Verified {events}", events=events(answer.events)), took)
    findings(paper, verification_found(answer))
    paper.line(verification_verdict(answer))
