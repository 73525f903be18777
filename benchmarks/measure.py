"""What measurements share: repeating, the median, a process with its time and memory, and the line of the table."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from compileall import compile_dir
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep
from typing import NamedTuple

DEPOSITARY = Path(sys.executable).with_name("depositary")
SOURCES = Path(__file__).parents[1]
PACKAGES = ("lifecycle", "aggregates", "projections", "cli", "web")


class Measured(NamedTuple):
    """One goal and what was measured; `value` and `bound` are in the same unit."""

    what: str
    ours: str
    beside: str
    value: float
    bound: float | None
    """No goal where nothing is promised: then it is only said."""
    at_most: bool = True
    unit: str = "×"

    @property
    def kept(self) -> bool:
        """Whether the goal is kept."""
        if self.bound is None:
            return True
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def row(self) -> str:
        """Write it as a line of a Markdown table."""
        if self.bound is None:
            return f"| {self.what} | {self.ours} | {self.beside} | {self.value:,.3g} {self.unit} | | |"
        sign, mark = "≤" if self.at_most else "≥", "yes" if self.kept else "NO"
        bound = f"{sign} {self.bound:,g} {self.unit}"
        return f"| {self.what} | {self.ours} | {self.beside} | {self.value:,.3g} {self.unit} | {bound} | {mark} |"


def per_second(what: str, count: int, taken: float, goal: float, beside: str = "") -> Measured:
    """Measure how many a second, where at least so many are the goal."""
    return Measured(what, f"{taken:.3g} s", beside, count / taken, goal, at_most=False, unit="/s")


def memory(what: str, mib: float, goal: float) -> Measured:
    """Measure the largest size of a process."""
    return Measured(f"{what}, memory", f"{mib:.0f} MiB", "", mib, goal, unit="MiB")


def compiled() -> None:
    """Compile all modules, as an installation has them: or else a process of changed sources measures the compiler."""
    for package in PACKAGES:
        compile_dir(SOURCES / package, quiet=1)


class Ran(NamedTuple):
    """What one process took, with those that it started."""

    seconds: float
    """Of the processor."""
    mib: float
    """Its largest size in memory, theirs included."""
    clock: float
    """Seconds of the clock."""


def seconds(action: Callable[[], object], times: int) -> float:
    """Give the median time of an action, in seconds."""
    return median(each(action, times))


def each(action: Callable[[], object], times: int, clock: Callable[[], float] = process_time) -> list[float]:
    """Give the time of every run of an action, in seconds of the processor: others share the machine."""
    taken = []
    for _ in range(times):
        start = clock()
        action()
        taken.append(clock() - start)
    return taken


def waited(action: Callable[[], object]) -> float:
    """Give the seconds of the clock for one run of an action that waits for the disk."""
    return each(action, 1, perf_counter)[0]


def ran(words: Iterable[str], environ: Mapping[str, str] | None = None, *, codes: Iterable[int] = (0,)) -> Ran:
    """Run a command to its end, its output thrown away, and give what the system says that it took."""
    start = perf_counter()
    process = subprocess.Popen(
        list(words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(environ or {})}
    )
    peak = 0.0
    while True:  # what the system says of the whole counts the process that it was forked from, too
        peak = max(peak, sum(map(_peak, _with_started(process.pid))))
        sleep(0.01)
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
    clock = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise RuntimeError(f"{' '.join(words)}: exit {process.returncode}")
    return Ran(used.ru_utime + used.ru_stime, peak, clock)


def _with_started(pid: int) -> Iterator[int]:
    """Give a process and those that it has started, as far as they are there."""
    yield pid
    try:
        started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for one in started:
        yield from _with_started(int(one))


def _peak(pid: int) -> float:
    """Give the largest size of a process so far, in MiB."""
    try:
        found = re.search(r"VmHWM:\s*([0-9]+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) / 1024 if found else 0


def alternating(first: Callable[[], float], second: Callable[[], float], times: int) -> tuple[float, float, float]:
    """Give the medians of two measurements taken in turn, and that of their ratios, pair by pair."""
    pairs = [(first(), second()) for _ in range(times)]
    ours, beside = zip(*pairs, strict=True)
    return median(ours), median(beside), median(one / other for one, other in pairs)


def timed(action: Callable[[], object]) -> Callable[[], float]:
    """Give what measures one run of an action."""
    return lambda: each(action, 1)[0]


def ms(taken: float) -> str:
    """Write a time in milliseconds."""
    return f"{taken * 1000:,.3g} ms"


def rate(count: float, taken: float) -> str:
    """Write how many a second."""
    return f"{count / taken:,.0f}/s"
