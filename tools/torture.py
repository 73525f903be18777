"""Kill a recording process at random moments, many times, on one register: `make torture`.

Each round starts a process that records without end and says the `seq` of each recording that was acknowledged; it is
killed with SIGKILL after a random time. Then the register is held to its promises: every acknowledged recording is
there, `seq` has no gap, every leaf is that of its bytes, and the read models equal a replay; the outside copy is whole,
is of this log, and nothing that ought to be known outside is missing. Where `strace` is on the machine, further rounds
kill the process at its n-th write to disk, or let that write fail with EIO or ENOSPC.

    python tools/torture.py [ROUNDS]

Prints a table of rounds and losses, and exits 1 if anything was lost.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from time import sleep
from typing import NamedTuple

import click

from aggregates.ground.keys import Keyring
from aggregates.proof.outside_copy import Outside
from aggregates.record.log.access import reading
from aggregates.record.log.rows import leaf_of
from aggregates.record.register import Register
from benchmarks.stories import activity, opening
from lifecycle.errors import CheckpointNotKept, ContradictsCheckpoint
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

AGREEMENTS = 4
EVERY = 25
"""Rounds between two full comparisons of the read models with a replay, which is slow; the last round has one too."""

LONGEST = 0.25
"""Longest time in seconds that a process records before it is killed."""


class Round(NamedTuple):
    """What a killed process had acknowledged, and how it ended."""

    acknowledged: list[int]
    code: int


def outside_of(url: str) -> Outside:
    """Give what is kept outside of the register, in a folder beside it."""
    folder = Path(url.removeprefix("sqlite:///")).parent
    return Outside(folder / "copies", Keyring(folder / "keys"), url)


def record_without_end(url: str, start: int) -> None:
    """Record activities on a few agreements, say each acknowledged `seq`, and keep it outside; the child's part."""
    register, outside = Register.open(url, follower=FOLLOWER), outside_of(url)
    number = start
    while True:
        number += 1
        receipt = register.record([activity(f"t{number % AGREEMENTS}", number)])[0]
        click.echo(receipt.seq)
        with suppress(CheckpointNotKept), register.reading() as log:
            outside.advance(log)


def run(url: str, start: int, wait: float | None, *before: str) -> Round:
    """Start a recording process, under `before` where given, kill it after a time, and read what it acknowledged."""
    words = [*before, sys.executable, __file__, "--child", url, str(start)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        if wait is not None:
            sleep(wait)
            child.send_signal(signal.SIGKILL)
        said = first + child.stdout.read()
    whole = [line for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return Round([int(line) for line in whole], child.returncode)


def losses(url: str, acknowledged: set[int]) -> list[str]:
    """Say what the register does not keep of its promises."""
    with reading(url) as log:
        rows = list(log.rows())
    found = []
    there = {row.seq for row in rows}
    if lost := acknowledged - there:
        found.append(f"acknowledged and lost: {sorted(lost)}")
    if sorted(there) != list(range(1, len(rows) + 1)):
        found.append("seq has gaps")
    found += [f"#{row.seq} has another leaf" for row in rows if bytes(row.leaf_hash) != leaf_of(row)]
    return [*found, *_outside(url)]


def _outside(url: str) -> list[str]:
    """Say what is wrong with what is known outside of the register."""
    outside = outside_of(url)
    try:
        with reading(url) as log:
            outside.examine(log)
            return [f"outside: {one}" for one in outside.findings(log)]
    except ContradictsCheckpoint as error:
        return [f"outside: {error}"]


def drift(url: str) -> list[str]:
    """Say which rows of the read models are not as a replay makes them."""
    return [str(difference.says) for difference in differences(url)]


def injections() -> list[tuple[str, tuple[str, ...]]]:
    """Give the faults at the n-th system call, where the machine can make them."""
    if shutil.which("strace") is None:
        return []
    calls = "pwrite64,fdatasync,fsync"
    kinds = {"kill": "signal=KILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
    return [
        (f"{name} at call {n}", ("strace", "-f", "-o", "/dev/null", "-e", f"inject={calls}:{what}:when={n}"))
        for name, what in kinds.items()
        for n in range(1, 21)
    ]


def main(rounds: int) -> int:
    """Run all rounds and print the table."""
    chance = random.Random(2010)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'register.db'}"
        with closing(Register.create(url, create_statements(), follower=FOLLOWER)) as register:
            with register.reading() as log:
                outside_of(url).begin(log)
            for at in range(AGREEMENTS):
                register.record(opening(f"t{at}"))
        acknowledged: set[int] = set()
        bad: list[str] = []
        drifted: list[str] = []
        for at in range(1, rounds + 1):
            done = run(url, at * 10_000, chance.uniform(0, LONGEST))
            acknowledged |= set(done.acknowledged)
            bad += losses(url, acknowledged)
            drifted += drift(url) if at % EVERY == 0 else []
        injected = injections()
        for at, (name, words) in enumerate(injected, rounds + 1):
            done = run(url, at * 10_000, LONGEST, *words)
            acknowledged |= set(done.acknowledged)
            bad += [f"{name}: {loss}" for loss in losses(url, acknowledged)]
        drifted += drift(url)
        with reading(url) as log:
            events = log.head().seq
    click.echo("| fault | points injected | acknowledged | losses | drift |\n|---|---|---|---|---|")
    click.echo(f"| kill -9 at a random moment | {rounds} | {len(acknowledged):,} | {len(bad)} | {len(drifted)} |")
    click.echo(f"| kill, EIO, ENOSPC at the n-th write or sync | {len(injected) or 'none: no strace here'} | | | |")
    click.echo("\n".join([f"{events} events in the end", *bad, *drifted]))
    return 1 if bad or drifted else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        record_without_end(sys.argv[2], int(sys.argv[3]))
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
