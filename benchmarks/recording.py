"""Recording: one act beside the same work by hand, a stream of many, and the n-th act of one agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

from aggregates.record.decision import Proposal
from benchmarks import peers
from benchmarks.measure import DEPOSITARY, Measured, memory, ms, per_second, ran, rate, seconds, waited
from benchmarks.registers import empty, environ, lines
from benchmarks.stories import FIRST, activity, opening
from lifecycle.acts.kinds import act_from

APPENDS = 400
STREAMED = (1_000, 5_000)
"""Agreements of two streams: memory is the same for both."""


LATE = "back-dated"
GROWN: Mapping[int, Mapping[str, float]] = {100: {LATE: 1}, 1000: {"in order": 1, LATE: 8}, 3000: {"in order": 2.5}}
"""How long the n-th act of one agreement may take, in milliseconds; one that is back-dated comes before all others."""


def recording(folder: Path) -> Iterator[Measured]:
    yield from _appended(folder)
    yield from _streamed(folder)
    yield from _grown(folder)


def _appended(folder: Path) -> Iterator[Measured]:
    register = empty(folder / "one")
    for at in range(APPENDS):
        register.record(opening(f"r{at}"))
    hand, library = peers.by_hand(folder / "hand.db"), peers.of_the_library(folder / "library.db")
    taken = dict.fromkeys(("ours", "hand", "library"), 0.0)
    for at in range(APPENDS):  # in turn, so that a slow moment of the disk falls on all
        asked = [activity(f"r{at}", at)]
        taken["ours"] += waited(partial(register.record, asked))
        taken["hand"] += waited(partial(hand, at))
        taken["library"] += waited(partial(library, at))
    register.close()
    ours, by_hand, bare = taken.values()
    what, own = "append, SQLite on disk", rate(APPENDS, ours)
    yield Measured(what, own, f"by hand, a toy law {rate(APPENDS, by_hand)}", by_hand / ours, 0.7, at_most=False)
    yield Measured(what, own, f"the library's bare append {rate(APPENDS, bare)}", bare / ours, None)
    emmett = peers.of_emmett(folder, APPENDS)
    if isinstance(emmett, str):
        yield Measured(what, own, f"Emmett's bare append: {emmett}", 0, None)
    else:
        beside = f"Emmett's bare append {rate(APPENDS, emmett)}"
        yield Measured(what, own, beside, emmett / ours, 1.5, at_most=False)


def _streamed(folder: Path) -> Iterator[Measured]:
    for agreements in STREAMED:
        place = folder / f"stream-{agreements}"
        empty(place).close()
        acts = lines(place / "acts.jsonl", agreements)
        took = ran([str(DEPOSITARY), "record", str(place / "acts.jsonl"), "--batch", "1000", "--yes"], environ(place))
        what = f"`record --batch` of {acts:,} acts"
        yield per_second(what, acts, took.seconds, 6000)
        yield memory(what, took.mib, 150)


def _grown(folder: Path) -> Iterator[Measured]:
    register = empty(folder / "long")
    register.record(opening("long"))
    numbers = count(3)

    def record(late: bool = False) -> None:
        register.record([_begun(next(numbers), late=late)])

    for n, goals in GROWN.items():
        register.record([_begun(next(numbers)) for _ in range(n - register.head().seq)])
        for how, goal in goals.items():
            took = seconds(partial(record, late=how == LATE), 20)
            yield Measured(f"act {n:,} of one agreement, {how}", ms(took), "", took * 1000, goal, unit="ms")
    register.close()


def _begun(number: int, *, late: bool = False) -> Proposal:
    on = FIRST + timedelta(days=40 if late else 60 + number)
    act = act_from({"act": "activity_begun", "activity": f"a{number}", "on": on.isoformat()})
    return Proposal(agreement="long", act=act)
