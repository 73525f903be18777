"""`timeline`: the life of an agreement in lanes, as a page or as a picture."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cli.terminal.formats import show
from cli.terminal.options import agreement, axes, command, formatted_as, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.messages import Message, Value
from projections.answers.snapshot import Known
from projections.words.parts import Part, short, state_word
from projections.words.phrases import on_both_axes

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.drawn.timeline import Life


@command("timeline", example="timeline icmpd-wco --as-of 2004-01-15\ntimeline wco-caricc --format svg -o life.svg")
@agreement
@axes
@formatted_as("svg")
@on_register
@pass_session
def timeline(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show the life of an agreement and of its parties, as it stands on a day."""
    from projections.answers.drawn.timeline import timeline as life_of

    with session.snapshot(known_at) as asked:
        answer, known = life_of(asked, agreement, as_of), asked.known
    show(session, "timeline", answer, lambda paper: _page(paper, answer, known), known=known)


def _page(paper: Paper, answer: Life, known: Known) -> None:
    paper.title(answer.title, answer.agreement)
    paper.line()
    rows: list[tuple[Part, ...]] = [(Message("whose"), Message("state"), Message("from"), Message("until"))]
    for lane in answer.lanes:
        whose: Value = lane.party or Message("agreement")
        for stretch in lane.stretches:
            rows.append((whose, state_word(stretch.state), short(stretch.since), short(stretch.until)))
            whose = ""
    paper.table(rows)
    if answer.spans:
        rows = [(Message("beside it"), "ID", Message("party"), Message("from"), Message("until"))]
        rows += [(SPANS[one.kind], one.id, one.party, short(one.since), short(one.until)) for one in answer.spans]
        paper.line()
        paper.table(rows)
    paper.line()
    paper.line(on_both_axes(answer.as_of, known.seq, known.head))


SPANS = {
    "notice": Message("notice"),
    "suspension": Message("suspension"),
    "provisional": Message("provisional application"),
    "dispute": Message("dispute"),
    "activity": Message("activity"),
    "account": Message("account"),
}
