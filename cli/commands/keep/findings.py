"""What several of these commands share: files that are handed in, and findings, each with its mark and its label."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from aggregates.proof.evidence import Written
from cli.terminal.files import MOST_BYTES, read_all
from cli.terminal.layout import pad
from cli.terminal.page import Paper
from lifecycle.messages import Message, Value
from projections.pages.examination import Found
from projections.words.parts import Styled

FILE = click.Path(path_type=Path, allow_dash=True)

BESIDE = 19
"""The column at which the text of a finding begins."""

SHOWN = 20
"""Lines of one finding on a screen; machine formats give all of them."""


def written(given: Path | str, most: int = MOST_BYTES, *, inline: bool = False) -> Written:
    """Read a file, or take what is given in its place for what would be in it; raises `InvalidInput`."""
    return Written(str(given), str(given).encode() if inline else read_all(Path(given), most))


def finding(paper: Paper, mark: Styled, label: Value, *says: Value) -> None:
    """Write a finding, its mark and label once."""
    for number, one in enumerate(says[:SHOWN]):
        start = pad(paper.text_of("" if number else label), 14)
        paper.line("  ", " " if number else mark, f" {start} ", one, hang=BESIDE)
    if len(says) > SHOWN:
        more = Message("… and {n} more: {option} gives all of them", n=len(says) - SHOWN, option="--format json")
        paper.line(" " * BESIDE, more)


def findings(paper: Paper, found: Iterable[Found]) -> None:
    """Write findings."""
    for one in found:
        finding(paper, one.mark, one.label, *one.says)
