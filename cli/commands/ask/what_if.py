"""`what-if`: acts in the words of the command line, tried on an agreement and not recorded.

The words are read by the commands themselves, in a session that only notes what they propose.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from cli.terminal.formats import show
from cli.terminal.groups import suggestion
from cli.terminal.options import agreement, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.sections import LazyCommands
from cli.terminal.session import Session
from lifecycle.errors import DepositaryError
from lifecycle.messages import Message
from projections.answers.recording.answer import told
from projections.answers.recording.impacts import Reach
from projections.words.phrases import sentence

if TYPE_CHECKING:
    from aggregates.record.decision import Proposal
    from aggregates.record.receipts import OfAgreement
    from projections.answers.recording.what_if import WhatIf
    from projections.answers.snapshot import Snapshot


@command(
    "what-if",
    example="what-if icmpd-wco 'notice --by WCO --on 2003-09-30'\n"
    "what-if wco-caricc 'withdraw-notice N1 --by CARICC --on 2011-02-01' 'notice --by WCO --on 2011-03-01'",
)
@agreement
@click.argument("acts", metavar="ACT...", nargs=-1, required=True)
@formatted
@on_register
@pass_session
def what_if(session: Session, agreement: str, acts: tuple[str, ...]) -> None:
    """Show what acts would change if they were recorded. Nothing is recorded.

    Each ACT is written as its command is, without the agreement: 'notice --by WCO --on 2027-01-31'.
    """
    from projections.answers.recording.what_if import what_if as answered

    with session.snapshot() as asked:
        proposals = [one for text in acts for one in proposed(session, asked, agreement, text)]
        answer, receipts = answered(asked, proposals)
    show(session, "impact", answer, lambda paper: draw(paper, answer, receipts))


def proposed(session: Session, asked: Snapshot, agreement: str, text: str) -> list[Proposal]:
    """Read an act in the words of the command line; whatever goes wrong is placed at those words."""
    trying = Session(session.environ, session.folder)
    trying.given, trying.trying, trying.asked = dict(session.given), [], asked
    try:
        name, act, words = _command(agreement, text)
        with act.make_context(name, words, obj=trying) as context:
            act.invoke(context)
    except (click.ClickException, DepositaryError) as error:
        error.add_note(repr(text))
        raise
    return [replace(one, accept_impact=True, place=repr(text)) for one in trying.trying]


def _command(agreement: str, text: str) -> tuple[str, click.Command, list[str]]:
    """Find the command of an act and give its words, the agreement put in its place."""
    group: click.Command = click.get_current_context().find_root().command
    assert isinstance(group, LazyCommands)
    known = [row.name for row in group.table.values() if row.records]
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise click.UsageError(f"The quotes in {text!r} do not match.") from error
    if words[:1] == ["depositary"]:
        del words[0]
    path: list[str] = []
    while True:
        name = words.pop(0) if words else ""
        path.append(name)
        context = click.Context(group, info_name=" ".join(["depositary", *path[:-1]]))
        found = group.get_command(context, name) if name in known else None
        if found is None:
            raise click.UsageError(f"{' '.join(path)!r} is no act.{suggestion(name, known)}", context)
        if not isinstance(found, click.Group):
            break
        group, known = found, found.list_commands(context)
    if not any(param.name == "agreement" for param in found.params):
        raise click.UsageError(f"{' '.join(path)!r} is not about one agreement.")
    return " ".join(path), found, words if words[:1] == [agreement] else [agreement, *words]


def draw(paper: Paper, answer: WhatIf, receipts: Sequence[OfAgreement]) -> None:
    """Write what would be so."""
    for one in map(told, receipts):
        paper.line(Message("If recorded: {act}", act=one.says))
        paper.line("  ", one.state)
        paper.fields(one.effects)
    found = Reach(receipts, answer.impact)
    if found.back or len(receipts) > 1:
        paper.line(found.opening)
        paper.fields(found.lines)
    paper.line(sentence(Message("Nothing was recorded: a what-if")))
