"""Recording on PostgreSQL, each commit on disk: beside others, and four writers at once beside one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from aggregates.record.register import Register
from benchmarks import peers_postgresql as peers
from benchmarks.measure import Measured, rate, waited
from benchmarks.stories import proposals
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import postgresql  # the server of the tests

AGREEMENTS = 60
"""Memoranda that are recorded, act by act."""

WRITERS = 4
OWN = 15
"""Memoranda of each writer in a round, act by act."""
ROUNDS = 5

BEFORE = 1.0
"""Seconds in which all writers are ready: processes are started, agreements opened, statements prepared."""


def made() -> str:
    """Make an empty register with its read models in a schema of its own, and give its URL."""
    url = postgresql.place()
    Register.create(url, create_statements("postgresql"), follower=FOLLOWER).close()
    return url


def on_postgresql(folder: Path) -> Iterator[Measured]:
    yield from _appended()
    yield _together()


def _appended() -> Iterator[Measured]:
    server = postgresql.server().url
    hand = peers.by_hand(peers.database(server, "by_hand"))
    call = peers.in_one_call(peers.database(server, "one_call"))
    library = peers.of_the_library(peers.database(server, "library"))
    acts = [act for number in range(AGREEMENTS) for act in proposals(number)]
    taken = dict.fromkeys(("ours", "hand", "call", "library"), 0.0)
    with closing(Register.open(made(), follower=FOLLOWER)) as register:
        for at, act in enumerate(acts):  # in turn, so that a slow moment of the disk falls on all
            taken["ours"] += waited(partial(register.record, [act]))
            taken["hand"] += waited(partial(hand, at))
            taken["call"] += waited(partial(call, at))
            taken["library"] += waited(partial(library, at))
    what, count, ours = "append, PostgreSQL", len(acts), taken["ours"]
    own = rate(count, ours)
    for beside, told, bound in (
        ("call", "one call of a server function, a toy law", 0.7),
        ("hand", "by hand, a toy law", None),
        ("library", "the library's bare append", None),
    ):
        also = f"{told} {rate(count, taken[beside])}"
        yield Measured(what, own, also, taken[beside] / ours, bound, at_most=False)
    emmett = peers.of_emmett(peers.database(server, "emmett"), count)
    if isinstance(emmett, str):
        yield Measured(what, own, f"Emmett's bare append: {emmett}", 0, None)
    else:
        beside = f"Emmett's bare append {rate(count, emmett)}"
        yield Measured(what, own, beside, emmett / ours, 1.3, at_most=False)


def _together() -> Measured:
    """Compare four processes with one, in turn, each with memoranda of its own in one register."""
    url = made()
    with ProcessPoolExecutor(WRITERS, get_context("spawn")) as pool:
        _rate(pool, url, WRITERS, 0)  # which starts them
        rounds = [(_rate(pool, url, 1, at), _rate(pool, url, WRITERS, at)) for at in range(1, ROUNDS + 1)]
    alone, four = (median(side) for side in zip(*rounds, strict=True))
    ratio = median(together / one for one, together in rounds)
    what = f"{WRITERS} writers at once in one register, PostgreSQL"
    return Measured(what, f"{four:,.0f}/s", f"one alone {alone:,.0f}/s", ratio, 1, at_most=False)


def _rate(pool: ProcessPoolExecutor, url: str, writers: int, turn: int) -> float:
    at, first = perf_counter() + BEFORE, (turn * 2 + (writers > 1)) * WRITERS * (OWN + 1)
    ended = [pool.submit(_write, url, first + writer * (OWN + 1), at) for writer in range(writers)]
    done = [one.result() for one in ended]
    return sum(count for count, _ in done) / (max(moment for _, moment in done) - at)


def _write(url: str, first: int, at: float) -> tuple[int, float]:
    """Record memoranda from a moment on, each act its own transaction; give their number and the moment of the end.

    Some are tried before, so that the connection is there, and its statements are prepared.
    """
    with closing(Register.open(url, follower=FOLLOWER)) as register:
        for _ in range(3):
            register.record(proposals(first), dry_run=True)
        acts = [act for number in range(first, first + OWN) for act in proposals(number)]
        sleep(max(0, at - perf_counter()))
        for act in acts:
            register.record([act])
    return len(acts), perf_counter()
