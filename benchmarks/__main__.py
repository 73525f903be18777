"""Measure what is promised, print the table and write it down: `make bench`. Exits 1 where a goal is not kept.

`SIZES="1000 10000 100000" make bench` chooses the registers of the picture; a temporary folder holds them meanwhile.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.asking import asking
from benchmarks.growing import curves, flat
from benchmarks.measure import Measured, compiled
from benchmarks.on_postgresql import on_postgresql
from benchmarks.recording import recording
from benchmarks.replaying import folding, replaying
from benchmarks.report import HEADS, machine, publish, table
from benchmarks.starting import starting
from cli.main import GARBAGE

SIZES = "1000 3000 10000"

PARTS: tuple[Callable[[Path], Iterator[Measured]], ...] = (
    recording,
    on_postgresql,
    folding,
    replaying,
    asking,
    starting,
)


def main() -> int:
    """Run all measurements, print each as it is made, and write them down."""
    gc.set_threshold(GARBAGE)  # as in a process of the command line
    compiled()
    busy, measured = machine()["load"], list[Measured]()
    print(HEADS)
    with tempfile.TemporaryDirectory() as name:
        for part in PARTS:
            own = Path(name) / part.__name__
            own.mkdir()
            for one in part(own):
                print(one.row(), flush=True)
                measured.append(one)
        found = curves(Path(name), tuple(map(int, os.environ.get("SIZES", SIZES).split())))
    for one in flat(found):
        print(one.row(), flush=True)
        measured.append(one)
    on = machine()
    publish(measured, found, on, busy)
    print(f"\n{table([], on, busy).splitlines()[0]}")
    return 0 if all(one.kept for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
