"""The page of `timeline`: the life of an agreement in lanes, as a table."""

from __future__ import annotations

from lifecycle.messages import Message, Value
from projections.answers.drawn.timeline import Life
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.words.parts import Part, known_day, short, state_word
from projections.words.phrases import on_both_axes
from projections.words.spans import SPANS


def draw(paper: Paper, answer: Life, known: Known) -> None:
    """Write the lanes, and what stands beside them."""
    paper.title(answer.heading, answer.agreement)
    paper.line()
    rows: list[tuple[Part, ...]] = [(Message("whose"), Message("state"), Message("from"), Message("until"))]
    for lane in answer.lanes:
        whose: Value = lane.party or Message("agreement")
        for stretch in lane.stretches:
            rows.append(
                (whose, state_word(stretch.state), known_day(stretch.since, stretch.precision), short(stretch.until))
            )
            whose = ""
    paper.table(rows)
    if answer.spans:
        rows = [(Message("beside it"), "ID", Message("party"), Message("from"), Message("until"))]
        rows += [(SPANS[one.kind], one.id, one.party, short(one.since), short(one.until)) for one in answer.spans]
        paper.line()
        paper.table(rows)
    paper.line()
    paper.line(on_both_axes(answer.as_of, known.seq, known.head))
