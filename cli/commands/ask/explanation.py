"""`explain`: the answer of `status` with its derivation, in steps that a hand can check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cli.commands.ask.status_page import without_effect
from cli.terminal.formats import show
from cli.terminal.options import agreement, axes, command, formatted, on_register, pass_session
from cli.terminal.page import PAGE, Paper, Part, Styled, loud_word, minute, short
from cli.terminal.session import Session
from lifecycle.messages import Message, Row, Value
from projections.answers import explanation
from projections.answers.explanation import Cited, Explained
from projections.answers.snapshot import Known
from projections.forms.text import width
from projections.words.phrases import number, sentence

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command("explain", example="explain wco-caricc --as-of 2011-02-28\nexplain icmpd-wco --as-of 2004-02-29")
@agreement
@axes
@formatted
@on_register
@pass_session
def explain(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Derive the status of an agreement on a day, step by step, each with its source."""
    with session.snapshot(known_at) as asked:
        answer = explanation.explain(asked, agreement, as_of)
    show(session, "explain", answer, lambda paper: draw(paper, answer, asked.known), known=asked.known)


def draw(paper: Paper, answer: Explained, known: Known) -> None:
    """Write the page: what is so, then the steps with their sources in a column of their own."""
    state = loud_word(answer.state)
    says = Message(
        "{agreement} is {state} on {day}, since {since}, as known at #{seq}",
        agreement=answer.agreement,
        state=state.says,
        day=answer.as_of,
        since=answer.since,
        seq=known.seq,
    )
    paper.line(Styled(sentence(says), state.style))
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


def _act(one: Cited) -> Value:
    if not one.concerned_by:
        return one.says
    return Message("{act} [see {entries}]", act=one.says, entries=Row(map(number, one.concerned_by)))
