"""What a recording answers: a receipt for each act, in words with the next step, or as data."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cli.terminal import effects, formats, impacts
from cli.terminal.impacts import quiet, reach, reaching_back
from cli.terminal.page import Paper, Styled, count, loud, short
from cli.terminal.phrases import fields, said
from lifecycle.answers.impact import Impact
from lifecycle.course.machine import State

if TYPE_CHECKING:
    from aggregates.record.receipts import Receipt
    from cli.terminal.session import Session

SHORTENED = 40
"""Lines of a table of receipts on a terminal; a pipe gets all of them."""


class Recording(Struct, frozen=True, kw_only=True):
    """A receipt, as data."""

    agreement: str
    seq: int
    recorded_at: datetime
    act: str
    on: date
    by: str | None
    state_before: State | None
    state_after: State | None
    dates: Mapping[str, date]
    irregular: str | None
    lost: tuple[int, ...]
    """Acts on record that lost their effect by it."""
    actor: str | None
    document: str | None
    """The digest of the document that it rests on."""
    leaf_hash: str
    repeated: bool
    """Whether the same command had been recorded earlier; nothing was added then."""
    dry_run: bool
    """Whether all of it was undone at the end; then `seq` is what it would have been."""
    fields: Mapping[str, Any] = {}
    """What else the act says, its id as it was numbered among it; of terms only their title."""
    impact: Impact | None = None
    """What it changes in the answers: of a dry run, and of an act that reaches behind what was on record."""


def recorded(receipt: Receipt, *, dry_run: bool) -> Recording:
    """Give a receipt as data."""
    found = reach([receipt])
    return Recording(
        agreement=receipt.agreement,
        seq=receipt.seq,
        recorded_at=receipt.recorded_at,
        act=receipt.act.tag,
        on=receipt.act.on,
        by=receipt.act.by,
        state_before=receipt.ruling.state_before,
        state_after=receipt.ruling.state_after,
        dates=receipt.ruling.dates,
        irregular=receipt.irregular if receipt.ruling.objection else None,
        lost=receipt.accepted,
        actor=receipt.actor,
        document=receipt.document,
        leaf_hash=receipt.leaf_hash.hex(),
        repeated=receipt.repeated,
        dry_run=dry_run,
        fields=fields(receipt.act),
        impact=found.impact if dry_run or found.back else None,
    )


def show(
    session: Session, receipts: Sequence[Receipt], *, many: bool, dry_run: bool = False, previewed: bool = False
) -> None:
    """Say what was recorded; `many` asks for a list, whatever its length. What reaches back was shown before."""
    answers = [recorded(receipt, dry_run=dry_run) for receipt in receipts]

    def screen(paper: Paper) -> None:
        if many and len(receipts) > 1:
            _table(paper, receipts, dry_run=dry_run)
        else:
            for receipt in receipts:
                _block(paper, receipt, dry_run=dry_run, previewed=previewed)
        for found in reaching_back(receipts) if dry_run else ():
            impacts.draw(paper, found)
        if dry_run:
            paper.line("Nothing was recorded: a dry run.")

    formats.show(session, "recording", answers if many else answers[0], screen, kind=Recording)


def show_effects(session: Session, receipts: Sequence[Receipt]) -> None:
    """Show on stderr what would follow from what is proposed."""
    paper = Paper(get_terminal_size((100, 24)).columns if sys.stderr.isatty() else None)
    for receipt in receipts:
        paper.line(f"To be recorded: {said(receipt)}")
        _effects(paper, receipt)
    for found in reaching_back(receipts):
        impacts.draw(paper, found)
    session.say(*paper.lines)


def show_impact(session: Session, receipts: Sequence[Receipt]) -> None:
    """Show on stderr what would change in answers already given."""
    paper = Paper(get_terminal_size((100, 24)).columns if sys.stderr.isatty() else None)
    for found in reaching_back(receipts):
        impacts.draw(paper, found)
    session.say(*paper.lines)


def _block(paper: Paper, receipt: Receipt, *, dry_run: bool, previewed: bool) -> None:
    done = "Already recorded" if receipt.repeated else "Would be recorded" if dry_run else "✓ Recorded"
    place = f"#{receipt.seq}" if dry_run else f"#{receipt.seq} · {receipt.leaf_hash.hex()[:8]}"
    paper.title(f"{done}: {said(receipt)}", place)
    if receipt.repeated:
        paper.line(f"  by the same command as #{receipt.seq}; nothing was added. To record it once more: --again")
    paper.line("  ", effects.state_line(receipt))
    if not previewed and not receipt.repeated:
        _effects(paper, receipt)
    if receipt.struck_by is not None:
        paper.line(f"  #{receipt.struck_by} has struck it since: it has no effect")
        paper.line("  Next: the same command with --again")
        return
    paper.line(f"  Next: depositary {effects.next_step(receipt)}")


def _effects(paper: Paper, receipt: Receipt) -> None:
    last = ""
    for label, says in effects.effects(receipt):
        paper.field(label if label != last else "", says)
        last = label


def _table(paper: Paper, receipts: Sequence[Receipt], *, dry_run: bool) -> None:
    shown = receipts if paper.columns is None else receipts[:SHORTENED]
    rows: list[list[str | Styled]] = [["#", "ON", "AGREEMENT", "ACT", "BY", "STATE"]]
    for receipt in shown:
        then, now = receipt.ruling.state_before, receipt.ruling.state_after
        state = quiet(now) if then == now or not then else f"{quiet(then)} → {loud(now or 'nothing')}"
        act, note = receipt.act, " (no effect)" if receipt.ruling.objection else ""
        rows.append(
            [
                str(receipt.seq),
                short(act.on),
                receipt.agreement,
                act.tag.replace("_", " ") + note,
                act.by or "–",
                state,
            ]
        )
    paper.table(rows, right="#", gives=5)
    if len(shown) < len(receipts):
        paper.line(f"  … and {count(len(receipts) - len(shown), 'more act')}: --format jsonl lists all of them")
    names = len({receipt.agreement for receipt in receipts})
    done = "Already recorded" if receipts[0].repeated else "Would be recorded" if dry_run else "✓ Recorded"
    last = receipts[-1]
    place = f"#{receipts[0].seq} to #{last.seq}" + ("" if dry_run else f" · {last.leaf_hash.hex()[:8]}")
    paper.title(f"{done}: {count(len(receipts), 'act')} on {count(names, 'agreement')}", place)
    paper.line("  Next: depositary list" if names > 1 else f"  Next: depositary status {last.agreement}")
