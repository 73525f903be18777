"""Measure what the fold costs where a record grows, is read again and is asked about: `python -m benchmarks.folding`.

Times are those of the processor, so that neighbours on the machine count for less; a disk is not in them.
"""

from __future__ import annotations

import gc
import platform
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any

from aggregates.proof.replay import replay
from aggregates.proof.verification import verify
from aggregates.record.agreement import Proposal
from aggregates.record.log import reading
from aggregates.record.register import Register
from benchmarks.measure import Measured
from benchmarks.stories import FIRST, opening, terms, thousand_acts
from cli.main import GARBAGE
from lifecycle.acts.act import Entry
from lifecycle.acts.kinds import act_from
from lifecycle.answers.explanation.party import explain_party
from lifecycle.fold.timeline import fold
from projections.answers.snapshot import Snapshot
from projections.answers.status import status
from projections.models.follower import follow
from projections.models.rebuild import rebuild
from projections.models.statements import create_statements

AGREEMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
"""Agreements of ten acts each, of which one in five is back-dated."""
TIMES = 9


def seconds(action: Callable[[], object]) -> float:
    """Give the median time of three runs, in seconds."""
    taken = []
    for _ in range(3):
        start = process_time()
        action()
        taken.append(process_time() - start)
    return median(taken)


def ten(agreement: str, late: int) -> list[Proposal]:
    """Give the life of a memorandum in ten acts, so many days late."""

    def on(days: int) -> str:
        return (FIRST + timedelta(days=30 + days + late)).isoformat()

    acts: list[dict[str, Any]] = [
        {"act": "activity_begun", "activity": "a1", "on": on(30)},
        {"act": "account_opened", "account": "c1", "activity": "a1", "on": on(60)},
        {"act": "activity_begun", "activity": "a2", "on": on(200)},
        {"act": "account_settled", "account": "c1", "on": on(150)},
        {"act": "notice_given", "notice": "n1", "by": "WCO", "on": on(400)},
        {"act": "activity_completed", "activity": "a1", "on": on(300)},
        {"act": "activity_completed", "activity": "a2", "on": on(650)},
    ]
    return [*opening(agreement), *(Proposal(agreement=agreement, act=act_from(act)) for act in acts)]


def register_at(folder: Path, name: str) -> tuple[Register, str]:
    """Make an empty register with its read models."""
    url = f"sqlite:///{folder / name}.db"
    return Register.create(url, create_statements(), follow=(follow,)), url


def growing(folder: Path) -> Iterator[Measured]:
    """Measure the next act of a long record, last in legal order or dated in its middle, with read models."""
    story = [entry.act for entry in thousand_acts()]
    for many, bounds in ((100, {"back-dated": 1}), (1000, {"in order": 1, "back-dated": 8})):
        last = max(act.dated() for act in story[:many])
        days = {"in order": last, "back-dated": FIRST + (last - FIRST) / 2}
        with closing(register_at(folder, f"n{many}")[0]) as register:
            register.record([Proposal(agreement="measured", act=act) for act in story[:many]])
            for where, bound in bounds.items():
                taken = []
                for at in range(TIMES):
                    on = days[where] + timedelta(days=1 + at)
                    act = act_from({"act": "activity_begun", "activity": f"{where[:2]}{at}", "on": on})
                    start = process_time()
                    register.record([Proposal(agreement="measured", act=act)])
                    taken.append(process_time() - start)
                ms = median(taken[1:]) * 1000
                yield Measured(f"act {many:,} of one agreement, {where}", f"{ms:.2f} ms", "", ms, bound, unit="ms")


def reading_again(url: str) -> Iterator[Measured]:
    """Measure what goes through a whole log."""
    events = AGREEMENTS * 10

    def timelines() -> None:
        entries = defaultdict[str, list[Entry]](list)
        for one in log.recordings():
            entries[one.agreement].append(one.entry)
        for record in entries.values():
            fold(record)

    with reading(url) as log:
        for what, action, bound in (
            ("replay to timelines", timelines, 40_000),
            ("`audit verify`", lambda: verify(log), 130_000),
            ("`audit replay`", lambda: replay(log), 9_000),
            ("`rebuild`", lambda: rebuild(url), 12_000),
        ):
            rate = events / seconds(action)
            yield Measured(what, f"{rate:,.0f}/s", "", rate, bound, at_most=False, unit="/s")


def asking(url: str) -> Iterator[Measured]:
    """Measure a status of any day beside the reading of its rows, and the explanation of one of many parties."""
    draw, ours, raw = Random(1), list[float](), list[float]()
    with reading(url) as log:
        for at in range(1000):
            name, day = f"m{at % AGREEMENTS}", FIRST + timedelta(days=draw.randrange(40, 2000))
            start = process_time()
            status(Snapshot(log), name, day)
            middle = process_time()
            list(log.stream(name))
            ours.append(middle - start)
            raw.append(process_time() - middle)
    one, beside = sorted(ours)[990], sorted(raw)[990]
    shown = f"{one * 1e6:,.0f} µs", f"read and decoded {beside * 1e6:,.0f} µs"
    yield Measured("as-of of one agreement, p99", *shown, one / beside, 5)
    parties = {f"P{at}": {"name": f"Party {at}"} for at in range(399)}
    text = terms("many") | {"parties": parties}
    text["clauses"]["entry_into_force"]["upon"] = {"signed": 30}
    acts = [{"act": "drafted", "on": FIRST, "terms": text}]
    acts += [{"act": "signed", "by": name, "on": FIRST + timedelta(days=at)} for at, name in enumerate(parties)]
    line = fold([Entry(seq, act_from(act)) for seq, act in enumerate(acts, 1)])
    took = seconds(lambda: explain_party(line, "P0", date(2012, 1, 1)))
    yield Measured("`explain --party` at 400 acts", f"{took:.2f} s", "", took, 0.3, unit="s")


def weighing(folder: Path) -> Iterator[Measured]:
    """Weigh the register."""
    (size,) = (file.stat().st_size for file in folder.glob("all.db"))
    per_event = size / (AGREEMENTS * 10)
    yield Measured("disk for 100,000 events", f"{per_event / 10:.1f} MB", "", per_event / 10, 70, unit="MB")


def main() -> int:
    """Measure all of it and print the table."""
    gc.set_threshold(GARBAGE)  # as in a process of the command line
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured = [*growing(folder)]
        register, url = register_at(folder, "all")
        for start in range(0, AGREEMENTS, 50):
            register.record([act for at in range(start, start + 50) for act in ten(f"m{at}", at % 300)])
        register.close()
        measured += [*weighing(folder), *reading_again(url), *asking(url)]
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {AGREEMENTS * 10:,} events\n")
    print("| what | ours | beside | measured | promised | kept |\n|---|---|---|---|---|---|")
    for line in measured:
        print(line.row())
    return 0 if all(line.kept for line in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
