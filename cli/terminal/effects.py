"""Lays out what follows from a recording and what it changes: a label, and beside it what stands under it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from cli.terminal.page import Paper
from projections.words.phrases import cited

if TYPE_CHECKING:
    from projections.answers.recording.impacts import Line, Reach


def draw(paper: Paper, lines: Iterable[Line]) -> None:
    """Write lines, a label that several share once."""
    for label, shared in groupby(lines, key=lambda line: line.label):
        paper.field(label, *(cited(line.says, line.article) for line in shared))


def draw_reach(paper: Paper, found: Iterable[Reach]) -> None:
    """Write what recordings change, agreement by agreement."""
    for one in found:
        paper.line(one.opening)
        draw(paper, one.lines)
