"""The page of `waiting`: what waits for a second officer's approval, over all agreements."""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.messages import Message, Plural
from projections.answers.waiting import Waiting
from projections.forms.reports.page import Paper
from projections.words.parts import Part, short
from projections.words.phrases import sentence


def draw(paper: Paper, found: Sequence[Waiting]) -> None:
    """Write what waits for a second officer's approval."""
    heads = (Message("agreement"), Message("act"), Message("on"), Message("by"), Message("submitted by"))
    rows: list[tuple[Part, ...]] = [("#", *heads), *map(_waits, found)]
    if found:
        paper.table(rows)
        paper.line()
    waits = sentence(Plural("{n} act waiting", "{n} acts waiting", n=len(found)))
    hint = Message("To approve one, as another officer: {command}", command="depositary approve ID SEQ")
    paper.sentences(waits, typed=hint)


def _waits(one: Waiting) -> tuple[Part, ...]:
    from projections.words.acts import called  # brings all kinds of acts along, where something waits

    officer = one.login or one.actor or "–"
    return one.seq, one.agreement, called(one.act), short(one.on), one.by or "–", officer
