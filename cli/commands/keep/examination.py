"""The examination of the record: replayed and verified from its first event, and compared with all that is known."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from aggregates.proof.evidence import RECEIPT
from aggregates.proof.verification import Verification
from cli.commands.keep.findings import FILE, LABELS, MIND, WELL, checks, finding, written
from cli.terminal import formats
from cli.terminal.messages import FOUND
from cli.terminal.options import KNOWN_AT, at_least, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.progress import telling
from cli.terminal.session import Session
from lifecycle.messages import Message, Value
from projections.answers.keeping.examination import Replayed, replayed, verified
from projections.words.phrases import agreements, events, sentence
from projections.words.situations import CONTRADICTION

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment

PLACES = Message("no gaps; every agreement's versions without gaps")


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
    answer = replayed(session.url, agreement, until, telling(session, Message("Replaying")))
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
    answer = verified(session.url, session.outside, handed, told, telling(session, Message("Verifying")))
    took = Message("{seconds} s", seconds=f"{perf_counter() - began:.1f}")
    formats.show(session, "verify", answer, lambda paper: _verification(paper, answer, took))
    if answer.contradiction:
        return CONTRADICTION
    return 0 if answer.intact and not answer.amiss else FOUND


def _replay(paper: Paper, answer: Replayed, took: Message) -> None:
    told, of = events(answer.events), agreements(answer.agreements)
    paper.title(Message("Replayed {events} of {agreements}", events=told, agreements=of), took)
    well: dict[str, Value] = {
        "order": Message("#1 to #{head}, {places}", head=answer.head, places=PLACES),
        "contents": Message("{n} of {events} match their hashes", n=answer.events, events=told),
        "rulings": Message(
            "{n} of {events} as today's rules ({rules}) would rule", n=answer.confirmed, events=told, rules=answer.rules
        ),
        "rules": "",
        "states": Message("of {agreements}, each step as the machine of states judges it", agreements=of),
        "read model": Message("{agreements} as replayed", agreements=of) if answer.read_models_compared else "",
    }
    checks(paper, answer.differences, well)
    finding(paper, MIND, LABELS["aside"], *(one.message for one in answer.asides))
    if not answer.read_models_compared:
        finding(paper, MIND, LABELS["read model"], Message("not compared: the log cannot be read throughout"))
    paper.line(_verdict(answer))


def _verdict(answer: Replayed) -> Message:
    """Say in one sentence what to make of it, with the next command."""
    kinds = {one.check for one in answer.differences}
    if not kinds:
        return sentence(Message("The record is intact, and so are the answers made from it"))
    if not answer.intact:
        return sentence(
            Message("The record is not as it was written: keep this file as it is, and compare it with a backup")
        )
    if "read model" in kinds:
        return Message(
            "The record is intact; the read models are not as it makes them. Next: {command}",
            command="depositary rebuild --dry-run",
        )
    return sentence(Message("The record is intact; today's rules would have ruled otherwise on the recordings named"))


def _verification(paper: Paper, answer: Verification, took: Message) -> None:
    told = events(answer.events)
    paper.title(Message("Verified {events}", events=told), took)
    well: dict[str, Value] = {
        "order": Message("#1 to #{head}, {places}", head=answer.head, places=PLACES),
        "contents": Message("{events} as hashed; root {root}", events=told, root=f"{answer.root[:16]}…"),
        "file": "",
        "beside": "",
        "outside": "",
    }
    checks(paper, answer.defects, well)
    finding(paper, MIND, LABELS["aside"], *(one.message for one in answer.asides))
    for known in answer.outside:
        if known.agrees:
            says = Message("#{seq} as {what} knows it", seq=known.size, what=known.what)
            finding(paper, WELL if known.vouched else MIND, LABELS["outside"], says)
    finding(paper, MIND, LABELS["outside"], *answer.amiss)
    if not answer.outside and not answer.contradiction and not answer.amiss:
        finding(
            paper,
            MIND,
            LABELS["outside"],
            Message("no checkpoint is kept: {command}", command="depositary audit checkpoint"),
        )
    paper.line(sentence(_judgement(answer)))


def _judgement(answer: Verification) -> Message:
    """Say in one sentence what to make of it."""
    if answer.contradiction:
        return Message("The register is not the one that was kept: keep it as it is, and compare it with a backup")
    if not answer.intact:
        return Message(
            "The record is damaged where it is said: the rest is as it was written. Restore it from a backup"
        )
    if answer.amiss:
        return Message("The record agrees with itself; what is known outside of it is not as it ought to be")
    return Message("The record is as it was written") if answer.outside else Message("The record agrees with itself")
