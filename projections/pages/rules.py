"""The page of `rule`: what the rules say that are cited by number, and what each rests on."""

from __future__ import annotations

from collections.abc import Iterable

from projections.answers.rules import Rule
from projections.forms.reports.page import Paper
from projections.words.phrases import sentence


def draw(paper: Paper, found: Iterable[Rule]) -> None:
    """Write the rules."""
    for one in found:
        paper.field(one.number, sentence(one.says), one.rests_on, indent=8)
