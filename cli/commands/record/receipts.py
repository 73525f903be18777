"""The page of a recording: a receipt for each act with the next step, or a table of many; and what is said before."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.terminal import formats
from cli.terminal.layout import columns
from cli.terminal.page import Paper
from lifecycle.messages import Capitals, Message, Plural, Short, Value
from projections.answers.recording.answer import Recording, Step, Told, recording, told
from projections.answers.recording.impacts import also_lines, reaching_back, state_or_nothing
from projections.words.parts import Part
from projections.words.phrases import sentence

if TYPE_CHECKING:
    from aggregates.record.receipts import Receipt
    from cli.terminal.session import Session

SHORTENED = 40
"""Lines of a table of receipts on a terminal; a pipe gets all of them."""


def show(
    session: Session, receipts: Sequence[Receipt], *, many: bool, dry_run: bool = False, previewed: bool = False
) -> None:
    """Say what was recorded; `many` asks for a list, whatever its length. What reaches back was shown before."""
    answers = [recording(receipt, dry_run=dry_run) for receipt in receipts]

    def screen(paper: Paper) -> None:
        if len(answers) > 1:
            _table(paper, answers, [receipt.act.NAME for receipt in receipts])
            paper.fields(tuple(also_lines(receipts)))
        else:
            for receipt, answer in zip(receipts, answers, strict=True):
                _block(paper, told(receipt), answer, effects=not previewed and not answer.repeated)
        if dry_run:
            _changes(paper, receipts)
            paper.line(sentence(Message("Nothing was recorded: a dry run")))

    formats.show(session, "recording", answers if many else answers[0], screen)


def announce(session: Session, receipts: Sequence[Receipt], *, effects: bool = True) -> None:
    """Show on stderr what would change in answers already given, and before that what would follow from each act."""
    paper = Paper(columns(sys.stderr), language=session.language, stream=sys.stderr)
    for one in map(told, receipts if effects else ()):
        paper.line(Message("To be recorded: {act}", act=one.says))
        paper.fields(one.effects)
    _changes(paper, receipts)
    session.say(*paper.lines)


def _changes(paper: Paper, receipts: Sequence[Receipt]) -> None:
    for found in reaching_back(receipts):
        paper.line(found.opening)
        paper.fields(found.lines)


def _block(paper: Paper, one: Told, answer: Recording, *, effects: bool) -> None:
    paper.title(_done(answer, one.says), _place(answer, f"#{answer.seq}"))
    if answer.repeated:
        says = Message(
            "by the same command as #{seq}; nothing was added. To record it once more: {option}",
            seq=answer.seq,
            option="--again",
        )
        paper.line("  ", says)
    paper.line("  ", one.state)
    if effects:
        paper.fields(one.effects)
    if one.struck_by is not None:
        paper.line("  ", Message("#{seq} has struck it since: it has no effect", seq=one.struck_by))
        paper.line("  ", Message("Next: the same command with {option}", option="--again"))
    elif one.next.another:
        paper.line("  ", Message("Next: {command} (another officer)", command=_typed(one.next)))
    else:
        paper.line("  ", Message("Next: {command}", command=_typed(one.next)))


def _done(answer: Recording, what: Value) -> Message:
    if answer.repeated:
        return Message("Already recorded: {what}", what=what)
    if answer.dry_run:
        return Message("Would be recorded: {what}", what=what)
    return Message("✓ Recorded: {what}", what=what)


def _place(answer: Recording, numbers: Value) -> Value:
    """Say where it lies in the log, and by what its receipt begins once it does."""
    return numbers if answer.dry_run else Message("{numbers} · {leaf}", numbers=numbers, leaf=answer.leaf_hash[:8])


def _typed(step: Step) -> str:
    """Write a command as it is typed."""
    options = (f"--{name} {value or 'DATE'}" for name, value in step.options.items())
    return " ".join(("depositary", step.command, *step.about, *options))


def _table(paper: Paper, answers: Sequence[Recording], acts: Sequence[Value]) -> None:
    shown = answers if paper.columns is None else answers[:SHORTENED]
    heads = ("#", Message("on"), Message("agreement"), Message("act"), Message("by"), Message("state"))
    paper.table([heads, *map(_row, shown, acts)])
    if more := len(answers) - len(shown):
        says = Plural(
            "… and {n} more act: {option} lists all of them",
            "… and {n} more acts: {option} lists all of them",
            n=more,
            option="--format jsonl",
        )
        paper.line("  ", says)
    names = {answer.agreement for answer in answers}
    what = Message(
        "{acts} on {agreements}",
        acts=Plural("{n} act", "{n} acts", n=len(answers)),
        agreements=Plural("{n} agreement", "{n} agreements", n=len(names)),
    )
    last = answers[-1]
    numbers = Message("#{first} to #{last}", first=answers[0].seq, last=last.seq)
    paper.title(_done(last, what), _place(last, numbers))
    for answer in answers:
        for one in answer.unheard:
            paper.line("  ", Message("#{seq}, unheard: {says}", seq=answer.seq, says=one.says))
    step = Step("list", ()) if len(names) > 1 else Step("status", (last.agreement,))
    paper.line("  ", Message("Next: {command}", command=_typed(step)))


def _row(answer: Recording, act: Value) -> Sequence[Part]:
    then, now = answer.state_before, answer.state_after
    state: Value = state_or_nothing(now)
    if then and then != now:
        state = Message("{before} → {after}", before=then, after=Capitals(state))
    if answer.irregular is not None:
        act = Message("{act} (no effect)", act=act)
    return (answer.seq, Short(answer.on), answer.agreement, act, answer.by or "–", state)
