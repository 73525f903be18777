"""What stays flat while a register grows: each question, and one recording, in registers of several sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

from aggregates.record.register import Register
from benchmarks.asking import DAY, mistyped, questions
from benchmarks.measure import DEPOSITARY, Measured, ran, seconds
from benchmarks.registers import environ, filled
from benchmarks.stories import activity
from projections.answers.agreements import listing
from projections.answers.snapshot import Snapshot, snapshot
from projections.answers.status import status
from projections.answers.waiting import waiting
from projections.models.follower import FOLLOWER

Curves = Mapping[str, Mapping[int, float]]
"""Seconds by the number of agreements, of each question."""


def curves(folder: Path, sizes: tuple[int, ...]) -> Curves:
    """Ask every question in a register of every size."""
    found: dict[str, dict[int, float]] = {}
    for size in sizes:
        for what, took in _taken(folder / f"of-{size}", size):
            found.setdefault(what, {})[size] = took
    return found


def _taken(folder: Path, size: int) -> Iterator[tuple[str, float]]:
    url, numbers = filled(folder, size), count()
    with snapshot(url) as asked:
        for what, ask in questions().values():
            yield what, seconds(partial(ask, asked), 5)
        yield "`status`", seconds(lambda: status(Snapshot(asked.log), "m7", DAY), 5)
        yield "`waiting`", seconds(lambda: waiting(asked), 5)
        yield "page of 50 by title", seconds(lambda: listing(asked, DAY, sort="title", limit=50), 5)
        yield "a mistyped party", seconds(lambda: mistyped(asked), 5)
        yield "the list of all", seconds(lambda: listing(asked, DAY), 1)
    with closing(Register.open(url, follower=FOLLOWER)) as register:
        yield "one recording", seconds(lambda: register.record([activity("m7", next(numbers))]), 20)
    yield (
        "`doctor --quick`",
        median(ran([str(DEPOSITARY), "doctor", "--quick"], environ(folder)).seconds for _ in "123"),
    )


FLAT = ("page of 50", "page of 50 by title", "`status`", "`waiting`", "a mistyped party", "one recording")
"""What is to take as long in the largest register as in the smallest."""


def flat(found: Curves) -> Iterator[Measured]:
    """Say how much longer the largest register takes than the smallest."""
    for what, taken in found.items():
        small, large = min(taken), max(taken)
        ours, beside = f"{taken[large] * 1000:.3g} ms", f"{taken[small] * 1000:.3g} ms of {small:,}"
        bound = 2 if what in FLAT else None
        yield Measured(f"{what}, {large:,} agreements", ours, beside, taken[large] / taken[small], bound)
