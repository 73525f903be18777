"""What measurements share: repeating, the median, and the line of the table."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

DEPOSITARY = Path(sys.executable).with_name("depositary")


class Measured(NamedTuple):
    """One promise and what was measured; `value` and `bound` are in the same unit."""

    what: str
    ours: str
    beside: str
    value: float
    bound: float
    at_most: bool = True
    unit: str = "×"

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def row(self) -> str:
        """Write it as a line of a Markdown table."""
        sign = "≤" if self.at_most else "≥"
        mark = "yes" if self.kept else "NO"
        return (
            f"| {self.what} | {self.ours} | {self.beside} | {self.value:.2f} {self.unit} "
            f"| {sign} {self.bound:g} {self.unit} | {mark} |"
        )


def seconds(action: Callable[[], object], times: int) -> float:
    """Give the median time of an action, in seconds."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        action()
        taken.append(perf_counter() - start)
    return median(taken)


def command(*words: str, environ: Mapping[str, str] | None = None) -> Callable[[], None]:
    """Give the running of a command, its output thrown away."""

    def run() -> None:
        subprocess.run(words, check=True, capture_output=True, env={**os.environ, **(environ or {})})

    return run


def ms(taken: float) -> str:
    """Write a time in milliseconds."""
    return f"{taken * 1000:.1f} ms"


def alternating(first: Callable[[], object], second: Callable[[], object], times: int) -> tuple[float, float]:
    """Give the medians of two actions taken in turn, so that a slow moment of the machine falls on both."""
    ours, beside = [], []
    for _ in range(times):
        ours.append(seconds(first, 1))
        beside.append(seconds(second, 1))
    return median(ours), median(beside)
