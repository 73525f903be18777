"""The audit: the record replayed from its first event, and compared with all that was said from it."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from cli.commands.keep.checkpoints import checkpoint, public_key, rotate_key
from cli.commands.keep.documents import documents
from cli.commands.keep.proofs import prove, verify_proof
from cli.commands.keep.stamps import stamp_request, verify_stamp
from cli.commands.keep.transfer import export
from cli.commands.keep.verification import verify
from cli.terminal.messages import FOUND
from cli.terminal.options import KNOWN_AT, formatted, group, on_register, pass_session
from cli.terminal.page import Paper, Styled, spaced
from cli.terminal.progress import telling
from cli.terminal.session import Session
from lifecycle.messages import Message

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from aggregates.proof.replay import Check, Difference, Replay

SHOWN = 20
"""Differences of one kind on a screen; machine formats give all of them."""


class Found(Struct, frozen=True, kw_only=True):
    """A difference: `check` is `order`, `contents`, `rulings`, `rules` or `read model`."""

    check: str
    seq: int
    agreement: str | None
    says: Message
    rules: str | None = None
    """Of a ruling that differs, the version of the rules that it was made by."""


class Replayed(Struct, frozen=True, kw_only=True):
    """What a replay found, as data."""

    rules: str
    events: int
    agreements: int
    head: int
    intact: bool
    """Whether the record itself is whole: its order, its contents and its rulings."""
    read_models_compared: bool
    differences: tuple[Found, ...]


@group("audit", example="audit replay\naudit replay --agreement wco-caricc --until '#6'")
def audit() -> None:
    """Examine the record, and prove it to others."""


for further in (
    *(verify, checkpoint, prove, verify_proof, public_key, rotate_key),
    *(stamp_request, verify_stamp, documents, export),
):
    audit.add_command(further)


@audit.command("replay", example="audit replay\naudit replay --agreement wco-caricc --until '#6'")
@click.option("--agreement", metavar="ID", help="Only this agreement.")
@click.option("--until", type=KNOWN_AT, metavar="DATE|TIME|#SEQ", help="Only what was recorded by then.")
@on_register
@formatted
@pass_session
def replay(session: Session, /, agreement: str | None, until: Moment | None) -> int:
    """Replay every event, and compare hashes, rulings and read models with it."""
    from aggregates.proof.replay import replay as replayed
    from cli.terminal import formats
    from lifecycle.errors import NotFound

    began = perf_counter()
    with session.log() as log:
        seq = None if until is None else log.resolve(until)
        if agreement is not None and agreement not in (names := log.agreements()):
            raise NotFound("agreement", agreement, names)
        found = replayed(log, agreement=agreement, until=seq, progress=telling(session, "Replaying"))
    broken = [one for one in found.differences if one.check in ("order", "contents", "rulings")]
    models = _read_models(session, agreement, seq)
    differences = tuple(
        Found(check=one.check, seq=one.seq, agreement=one.agreement, says=one.says, rules=one.rules)
        for one in found.differences
    )
    answer = Replayed(
        rules=found.rules,
        events=found.events,
        agreements=found.agreements,
        head=found.head,
        intact=not broken,
        read_models_compared=models is not None,
        differences=(*differences, *(models or ())),
    )
    took = perf_counter() - began

    def screen(paper: Paper) -> None:
        paper.title(
            f"Replayed {spaced(found.events, 'event')} of {spaced(found.agreements, 'agreement')}", f"{took:.1f} s"
        )
        _record(paper, found)
        _models(paper, models, found.agreements)
        paper.line(_verdict(answer))

    formats.show(session, "replay", answer, screen)
    return FOUND if answer.differences else 0


def _read_models(session: Session, agreement: str | None, until: int | None) -> list[Found] | None:
    """Compare the read models, or give nothing where the log is too damaged for it."""
    from lifecycle.errors import DepositaryError
    from projections.models.rebuild import differences

    try:
        found = differences(session.url)
    except DepositaryError:
        return None
    return [
        Found(check="read model", seq=one.seq, agreement=one.agreement, says=one.says)
        for one in found
        if agreement in (None, one.agreement) and (until is None or one.seq <= until)
    ]


def _record(paper: Paper, found: Replay) -> None:
    """Write what became of the record: its order, its contents, its rulings."""
    from aggregates.proof.replay import tally

    wrong = tally(found.differences)
    events = spaced(found.events, "event")
    ruled = found.events - wrong["rulings"] - wrong["rules"]
    well: dict[Check, str] = {
        "order": f"#1 to #{found.head}, no gaps; every agreement's versions without gaps",
        "contents": f"{events} of {events} match their hashes".replace(" events of", " of"),
        "rulings": f"{ruled} of {events} as today's rules ({found.rules}) would rule",
    }
    for check, says in well.items():
        if not wrong[check]:
            paper.line("  ", Styled("✓", "green"), f" {check:<14} {says}")
        else:
            _wrong(paper, check, ("✗", "red"), [one for one in found.differences if one.check == check])
    if wrong["rules"]:
        changed = [one for one in found.differences if one.check == "rules"]
        _wrong(paper, "rules changed", ("!", "yellow"), changed)


def _models(paper: Paper, models: Sequence[Found] | None, agreements: int) -> None:
    """Write what became of the read models."""
    if models is None:
        paper.line("  ", Styled("!", "yellow"), " read model     not compared: the log cannot be read throughout")
    elif models:
        _wrong(paper, "read model", ("✗", "red"), models)
    else:
        says = f"{spaced(agreements, 'agreement')} as replayed"
        paper.line("  ", Styled("✓", "green"), f" {'read model':<14} {says}")


def _wrong(paper: Paper, label: str, mark: tuple[str, str], found: Sequence[Found | Difference]) -> None:
    """Write what is wrong, line by line, the label once."""
    for number, one in enumerate(found[:SHOWN]):
        shown = Styled(*mark) if number == 0 else " "
        where = f"#{one.seq}" + (f" {one.agreement}" if one.agreement else "")
        paper.line("  ", shown, f" {label if number == 0 else '':<14} {where}: ", one.says)
    if len(found) > SHOWN:
        paper.line(f"{'':<19}… and {len(found) - SHOWN} more: --format jsonl gives all of them")


def _verdict(answer: Replayed) -> str:
    """Say in one sentence what to make of it, with the next command."""
    kinds = {one.check for one in answer.differences}
    if not kinds:
        return "The record is intact, and so are the answers made from it."
    if not answer.intact:
        return "The record is not as it was written: keep this file as it is, and compare it with a backup."
    if "read model" in kinds:
        return "The record is intact; the read models are not as it makes them. Next: depositary rebuild --dry-run"
    return "The record is intact; today's rules would have ruled otherwise on the recordings named."
