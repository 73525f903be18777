"""What stands under an answer: how much was found, for which day, and how much of the log is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lifecycle.messages import Message, Value
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.words.parts import Part
from projections.words.phrases import as_known, sentence


def listed(paper: Paper, rows: Sequence[Sequence[Part]], found: Value, as_of: date, known: Known) -> None:
    """Write a table, unless it has heads alone, and under it how much was found."""
    if len(rows) > 1:
        paper.table(rows, indent=0)
        paper.line()
    axes = as_known(known.seq, known.head)
    paper.line(sentence(Message("{found}, as of {day}, {known}", found=found, day=as_of, known=axes)))
