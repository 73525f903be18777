"""Measure the limits of one log on PostgreSQL, and what a standby adds: `python -m benchmarks.scale`, docs/scale.md."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from aggregates.record.log.access import reading
from aggregates.record.register import Register
from benchmarks.stories import opening
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import postgresql  # the server of the tests, out of a wheel

OPENINGS = 300
ROUNDS = 3


def made() -> str:
    """Make an empty register in a schema of its own, and give its URL."""
    url = postgresql.place()
    Register.create(url, create_statements("postgresql"), follower=FOLLOWER).close()
    return url


def write(url: str, name: str) -> None:
    """Open agreements one after the other, each its own transaction."""
    with closing(Register.open(url, follower=FOLLOWER)) as register:
        for at in range(OPENINGS):
            register.record(opening(f"{name}-{at}"))


def together(pool: ProcessPoolExecutor, urls: Sequence[str]) -> float:
    """Give the transactions a second, of three recordings each, of as many writers as URLs, together."""
    start = perf_counter()
    for done in [pool.submit(write, url, f"w{at}") for at, url in enumerate(urls)]:
        done.result()
    return OPENINGS * len(urls) / (perf_counter() - start)


def writers() -> None:
    """Compare writers in one register with as many, each in a register of its own, in turn."""
    with ProcessPoolExecutor(4) as pool:
        together(pool, [made()])
        print("| writers | in one register | each in its own |\n|---|---|---|")
        for many in (1, 2, 4):
            rounds = [
                (together(pool, [made()] * many), together(pool, [made() for _ in range(many)])) for _ in range(ROUNDS)
            ]
            one, own = (median(side) for side in zip(*rounds, strict=True))
            print(f"| {many} | {one:,.0f}/s | {own:,.0f}/s |")


def registers() -> None:
    """Time the making of registers, and weigh one."""
    taken, url = [], made()
    for _ in range(10):
        start = perf_counter()
        url = made()
        taken.append(perf_counter() - start)
    size = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    with postgresql.connected(url) as admin:
        (bytes_,) = admin.execute(f"{size} AND relkind = 'r'").fetchone() or (0,)
    print(f"\nAn empty register: made in {median(taken) * 1000:.0f} ms, {int(bytes_) / 1024:,.0f} KiB.")


def standby() -> None:
    """Time a base backup, and how long a recording takes to come to a standby."""
    start = perf_counter()
    follows = postgresql.server().standby()
    backup = perf_counter() - start
    try:
        url = made()
        there = f"{follows.url}&schema={url.rpartition('schema=')[2]}"
        late = []
        with closing(Register.open(url, follower=FOLLOWER)) as register:
            for at in range(100):
                (receipt, *_) = register.record(opening(f"a{at}"))
                start = perf_counter()
                with reading(there) as log:
                    while log.last()[0] < receipt.seq:
                        pass
                late.append(perf_counter() - start)
        late.sort()
        print(
            f"\nA standby: base backup and start {backup:.1f} s; a recording is read there {late[50] * 1000:.1f} ms"
            f" after its commit (median of 100, opening a connection included; the slowest {late[-1] * 1000:.0f} ms)."
        )
    finally:
        follows.close()


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    writers()
    registers()
    standby()
