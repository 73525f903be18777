"""The whole log again: folded, made into read models, verified, replayed; and what it takes on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from aggregates.ground.processes import cores
from aggregates.record.log.access import reading
from benchmarks.measure import (
    DEPOSITARY,
    Measured,
    alternating,
    memory,
    ms,
    per_second,
    ran,
    rate,
    seconds,
    timed,
    waited,
)
from benchmarks.registers import environ, filled
from benchmarks.stories import thousand_acts
from lifecycle.answers.explanation.agreement import explain
from lifecycle.fold.timeline import fold
from lifecycle.messages import Plural

AGREEMENTS = 2_000
LONG = 10_000
"""Agreements of a log that takes longer to verify than a process to start."""


def replaying(folder: Path) -> Iterator[Measured]:
    place = folder / "whole"
    url = filled(place, AGREEMENTS)
    with reading(url) as log:
        count = log.head().seq

    def timelines() -> None:
        with reading(url) as log:
            for name in log.agreements():
                fold([one.entry for one in log.stream(name)])

    def decoded() -> None:
        with reading(url) as log:
            for row in log.rows():
                msgspec.json.decode(row.state)

    ours, beside, _ = alternating(timed(timelines), timed(decoded), 3)
    yield per_second("replay to timelines", count, ours, 40_000, f"read and decoded {rate(count, beside)}")
    for words, goal in (("rebuild", 12_000), ("audit replay", 9_000)):
        yield from _together(words, place, count, goal)
    yield from verifying(folder / "long")
    size = sum(file.stat().st_size for file in place.glob("register.db*")) / count * 100_000 / 1e6
    yield Measured("disk for 100,000 events", f"{size:.0f} MB", "", size, 70, unit="MB")


def verifying(place: Path) -> Iterator[Measured]:
    url = filled(place, LONG)
    with reading(url) as log:
        count = log.head().seq

    def chained() -> None:
        link = b""
        with reading(url) as log:
            for row in log.rows():
                msgspec.json.decode(row.state)
                link = sha256(link + row.state).digest()

    yield from _together("audit verify", place, count, 130_000, f"a chain and JSON {rate(count, waited(chained))}")


def _together(words: str, place: Path, count: int, goal: float, beside: str = "") -> Iterator[Measured]:
    """Measure by the clock, for several processes do it: those of all cores that there are."""
    took = ran([str(DEPOSITARY), *words.split()], environ(place))
    of = Plural("{n} core", "{n} cores", n=cores())
    yield per_second(f"`{words}` of {count:,} events, by the clock, {of}", count, took.clock, goal, beside)
    yield memory(f"`{words}`", took.mib, 150)


def folding(folder: Path) -> Iterator[Measured]:
    entries = thousand_acts()
    took = seconds(lambda: fold(entries), 40)
    yield Measured("fold of 1,000 acts", ms(took), "", took * 1000, 2, unit="ms")
    line = fold(entries[:400])
    day = entries[399].act.on
    took = timed(lambda: explain(line, day))()
    yield Measured("`explain` at 400 acts", ms(took), "", took, 0.3, unit="s")
