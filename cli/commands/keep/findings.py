"""What several of these commands share: files that are handed in, and findings, each with its mark and its label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from aggregates.proof.defects import Defect
from aggregates.proof.evidence import Written
from cli.terminal.files import MOST_BYTES, read_all
from cli.terminal.layout import pad
from cli.terminal.page import Paper
from lifecycle.messages import Message, Value
from projections.words.parts import Styled

FILE = click.Path(path_type=Path, allow_dash=True)

WELL, ILL, MIND = Styled("✓", "green"), Styled("✗", "red"), Styled("!", "yellow")
"""The marks: as it ought to be, not so, and to be borne in mind."""

BESIDE = 19
"""The column at which the text of a finding begins."""

SHOWN = 20
"""Lines of one finding on a screen; machine formats give all of them."""

LABELS: Mapping[str, Message] = {
    "order": Message("order"),
    "contents": Message("contents"),
    "rulings": Message("rulings"),
    "rules": Message("rules changed"),
    "states": Message("states"),
    "read model": Message("read model"),
    "file": Message("file"),
    "beside": Message("beside"),
    "outside": Message("outside"),
    "aside": Message("set aside"),
}
"""What is compared, by the names that answers have for it."""


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


def checks(paper: Paper, defects: Iterable[Defect], well: Mapping[str, Value]) -> None:
    """Write check by check what is wrong, or else how well it is; nothing where nothing is said of that."""
    found = tuple(defects)
    for check, says in well.items():
        if wrong := [one for one in found if one.check == check]:
            finding(paper, MIND if check == "rules" else ILL, LABELS[check], *wrong)
        elif says:
            finding(paper, WELL, LABELS[check], says)
