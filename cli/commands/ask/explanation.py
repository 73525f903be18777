"""`explain`: the answer of `status` with its derivation, in steps that a hand can check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal.completion import parties
from cli.terminal.formats import show
from cli.terminal.layout import width
from cli.terminal.options import agreement, axes, command, formatted, on_register, pass_session
from cli.terminal.page import PAGE, Paper
from cli.terminal.session import Session
from lifecycle.course.machine import State
from lifecycle.messages import Capitals, Message, Row, Value
from projections.answers import explanation
from projections.answers.explanation import Cited, Explained
from projections.answers.snapshot import Known
from projections.forms.reports.status import without_effect
from projections.words.parts import COLORS, Part, Styled, minute, short
from projections.words.phrases import number, sentence

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command(
    "explain",
    example="explain wco-caricc --as-of 2011-02-28\nexplain wco-caricc --party CARICC --as-of 2011-01-10",
)
@agreement
@click.option(
    "--party", metavar="PARTY", shell_complete=parties, help="Derive the state of this party, by its key or its name."
)
@axes
@formatted
@on_register
@pass_session
def explain(session: Session, agreement: str, *, party: str | None, as_of: date, known_at: Moment | None) -> None:
    """Derive the status of an agreement on a day, or of one party, step by step, each with its source."""
    with session.snapshot(known_at) as asked:
        answer = explanation.explain(asked, agreement, as_of, party)
    show(session, "explain", answer, lambda paper: draw(paper, answer, asked.known), known=asked.known)


def draw(paper: Paper, answer: Explained, known: Known) -> None:
    """Write the page: what is so, then the steps with their sources in a column of their own."""
    paper.line(Styled(sentence(_headline(answer, known)), COLORS[answer.state]))
    paper.line()
    right = max((width(paper.text_of(step.source)) for step in answer.lines), default=0)
    for step in answer.lines:
        paper.columns_of(f"{step.n:>4}  ", step.says, step.source, min(right, PAGE // 3))
    paper.line()
    for reading in answer.readings:
        paper.line(Message("Another reading: {reading}", reading=reading))
    for act in answer.irregular:
        paper.line(Message("Without effect: {act}", act=without_effect(act)))
    rows: list[tuple[Part, ...]] = [("#", Message("on"), Message("recorded (UTC)"), Message("act"))]
    rows += [(one.seq, short(one.on), minute(one.recorded_at), _act(one)) for one in answer.acts]
    paper.table(rows)
    paper.line()
    acts = Row(map(number, answer.rests_on))
    paper.line(sentence(Message("It rests on {acts}: without any of them the answer would be another", acts=acts)))
    paper.line(Message("Rules: {command}", command=f"depositary rule {' '.join(answer.rules)}"))


def _headline(answer: Explained, known: Known) -> Message:
    """Say what is so; one party has its state in an agreement that may have another."""
    if answer.party is None:
        return Message(
            "{agreement} is {state} on {day}, since {since}, as known at #{seq}",
            agreement=answer.agreement,
            state=Capitals(answer.state),
            day=answer.as_of,
            since=answer.since,
            seq=known.seq,
        )
    return Message(
        "{party} is {state} in {agreement} on {day}, since {since}, as known at #{seq}",
        party=answer.party,
        state=OF_A_PARTY.get(answer.state) or Capitals(answer.state),
        agreement=answer.agreement,
        day=answer.as_of,
        since=answer.since,
        seq=known.seq,
    )


OF_A_PARTY = {State.NOTICE_GIVEN: Message("IN FORCE, under notice,")}
"""States of a party that are said at greater length: a notice ends nothing yet (VCLT-IO 54)."""


def _act(one: Cited) -> Value:
    if not one.concerned_by:
        return one.says
    return Message("{act} [see {entries}]", act=one.says, entries=Row(map(number, one.concerned_by)))
