"""`explain`: the answer of `status` with its derivation, in steps that a hand can check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cli.formats import show
from cli.options import agreement, axes, command, formatted, on_register, pass_session
from cli.paper import PAGE, Paper, Styled, loud, state_word
from cli.queries import lookup, on_file
from cli.session import Known, Session
from cli.status_page import without_effect
from cli.text import clean, width
from lifecycle.dates import words
from lifecycle.explanation import Explanation
from lifecycle.explanation import explain as explained

if TYPE_CHECKING:
    from aggregates.log import Moment


@command("explain", example="explain wco-caricc --as-of 2011-02-28\nexplain icmpd-wco --as-of 2004-02-29")
@agreement
@axes
@formatted
@on_register
@pass_session
def explain(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Derive the status of an agreement on a day, step by step, each with its source."""
    with session.log() as log:
        line, known = lookup(session, log, agreement, known_at)
    on_file(line, as_of)
    answer = explained(line, as_of)
    show(session, "explain", answer, lambda paper: draw(paper, answer, known), known=known)


def draw(paper: Paper, answer: Explanation, known: Known) -> None:
    """Write the page: what is so, then the steps with their sources in a column of their own."""
    word = Styled(loud(answer.state), state_word(answer.state).style)
    paper.line(
        f"{answer.agreement} is ",
        word,
        f" on {words(answer.as_of)}, since {words(answer.since)}, as known at #{known.seq}.",
    )
    paper.line()
    right = max((width(clean(step.source)) for step in answer.lines), default=0)
    for step in answer.lines:
        paper.columns_of(f"{step.n:>4}  ", step.says, step.source, min(right, PAGE // 3))
    paper.line()
    for reading in answer.readings:
        paper.line(f"Another admissible reading: {reading}")
    for act in answer.irregular:
        paper.line(f"Without effect: {without_effect(act)}")
    acts = ", ".join(f"#{seq}" for seq in answer.rests_on)
    paper.line(f"It rests on {acts}: without any of them the answer would be another.")
