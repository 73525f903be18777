"""The start of a process: what a command takes beside the import of click."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.measure import DEPOSITARY, Measured, alternating, ms, ran
from benchmarks.registers import environ, filled

AGREEMENTS = 1_000
TIMES = 11


def starting(folder: Path) -> Iterator[Measured]:
    place = folder / "starting"
    filled(place, AGREEMENTS)
    own, days = environ(place), count(1)
    completing = {**own, "_DEPOSITARY_COMPLETE": "bash_complete", "COMP_WORDS": "depositary st", "COMP_CWORD": "1"}
    act = "activity begin m500 --on 2001-01-01 --title"
    for what, bound, words, settings in (
        ("`--help`", 3, "--help", own),
        ("completion", 3, "", completing),
        ("`status`", 4, "status m500", own),
        ("`list --limit 50`", 3, "list --limit 50", own),
        ("`deadlines --within 30d`", 3, "deadlines --within 30d", own),
        ("`party P7`", 3, "party P7", own),
        ("one recording", 4, act, own),
    ):

        def ours() -> float:
            title = [f"t{next(days)}"] if words == act else []  # noqa: B023
            return ran([str(DEPOSITARY), *words.split(), *title], settings).seconds  # noqa: B023

        took, beside, ratio = alternating(ours, lambda: ran([sys.executable, "-c", "import click"]).seconds, TIMES)
        yield Measured(f"process: {what}", ms(took), f"`import click` {ms(beside)}", ratio, bound)
