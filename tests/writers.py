"""Many writers on one register: processes that record on the same agreements, and what the register owes them.

Each command has its own idempotency key, and its acts carry that key as their title; a few commands are everybody's.
A writer goes on with the same command until it is acknowledged, as somebody would who got no answer.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from given import act, terms
from msgspec.structs import replace
from postgresql import Server

from aggregates.databases.cases import database
from aggregates.proof.replay import replay
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.log import Log
from aggregates.record.log.rows import leaf_of
from aggregates.record.receipts import Receipt
from aggregates.record.register import Register
from lifecycle.errors import Locked, OutcomeUnknown, StorageFailure
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

WRITERS = 8
SHARED = ("one", "two", "three")
OPENING = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")

Answer = TypeVar("Answer")

LONGEST = 60.0
"""Seconds after which a writer gives up one command."""


def proposals(agreement: str, *lines: str) -> list[Proposal]:
    text = replace(terms("wco-caricc"), agreement=agreement)
    return [Proposal(agreement=agreement, act=act(line, text)) for line in lines]


def found(url: str) -> None:
    """Make a register with the agreements that all write on."""
    tables = create_statements(database(url).dialect)
    with closing(Register.create(url, tables, follower=FOLLOWER)) as register:
        for name in SHARED:
            register.record(proposals(name, *OPENING), key=f"opening {name}")


def commands(number: int, count: int) -> Iterator[tuple[str, list[Proposal]]]:
    """Give a writer's commands: on one shared agreement, on two at once, and one that everybody gives."""
    for at in range(count):
        first, second = SHARED[(number + at) % 3], SHARED[(number + 2 * at + 1) % 3]
        own = f"{number}-{at}"
        match at % 3:
            case 0:
                yield own, proposals(first, f"2010-05-01 activity_begun title={own}")
            case 1:
                lines = [f"2010-05-01 activity_begun title={own}"]
                yield own, [*proposals(first, *lines), *proposals(second, *lines)]
            case 2:
                common = f"all-{at}"
                yield common, proposals(SHARED[at % 3], f"2010-05-02 activity_begun title={common}")


def write(url: str, number: int, count: int, losing: float, file: str) -> None:
    """Record all commands, noting in the file what was acknowledged; the connection is lost at some of the commits."""
    lose_connections(url, losing, random.Random(number))
    register = insist(lambda: Register.open(url, follower=FOLLOWER))
    with closing(register), Path(file).open("a", encoding="utf-8") as said:
        for key, asked in commands(number, count):

            def record(asked: list[Proposal] = asked, key: str = key) -> list[Receipt]:
                return register.record(asked, key=key)

            receipts = insist(record)
            said.write(json.dumps([key, [receipt.seq for receipt in receipts]]) + "\n")
            said.flush()


def insist(ask: Callable[[], Answer]) -> Answer:
    """Ask until there is an answer."""
    until = monotonic() + LONGEST
    while True:
        try:
            return ask()
        except (StorageFailure, Locked):
            if monotonic() > until:
                raise
            sleep(0.05)


def lose_connections(url: str, share: float, chance: random.Random) -> None:
    """Lose the connection at a share of the commits, half of them once the database has committed."""
    case = type(database(url))
    commit = case.commit

    def losing(self: Any, cursor: Any, *, appended: bool) -> None:
        drawn = chance.random()
        if drawn < share / 2:
            raise OutcomeUnknown("lost before the commit")
        commit(self, cursor, appended=appended)
        if drawn < share:
            raise OutcomeUnknown("lost after the commit")

    case.commit = losing  # type: ignore[method-assign]


def start(url: str, folder: Path, count: int, *, writers: int = WRITERS, losing: float = 0.0) -> list[BaseProcess]:
    """Start the writers, each with its file of acknowledgements in the folder."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["aggregates.record.register", "projections.models.follower", "projections.models.rebuild", "psycopg"]
    )
    processes: list[BaseProcess] = [
        context.Process(target=write, args=(url, number, count, losing, str(folder / f"{number}.said")))
        for number in range(writers)
    ]
    for process in processes:
        process.start()
    return processes


def crash(server: Server, processes: list[BaseProcess], *, most: int, longest: float = 1.0) -> int:
    """Shut the server down at once, time and again while the writers write; give the number of times."""
    chance, crashes = random.Random(most), 0
    while crashes < most:
        sleep(chance.uniform(0.2, longest))
        if not any(process.is_alive() for process in processes):
            break
        server.stop(signal.SIGQUIT)
        server.start()
        crashes += 1
    return crashes


def broken_promises(url: str, folder: Path, processes: list[BaseProcess], count: int) -> list[str]:
    """Wait for the writers and say what the register owes them; nothing if it kept every promise."""
    for process in processes:
        process.join()
    failed = [f"writer {number} failed" for number, process in enumerate(processes) if process.exitcode]
    said = [json.loads(line) for file in folder.glob("*.said") for line in file.read_text().splitlines()]
    with reading(url) as log:
        return [*failed, *_order(log), *_recorded(log, said, len(processes), count), *drift(url), *_replayed(log)]


def _order(log: Log) -> Iterator[str]:
    versions: Counter[str] = Counter()
    last = 0
    for seq, row in enumerate(log.rows(), 1):
        versions[row.originator_id] += 1
        if row.seq != seq:
            yield f"#{row.seq} where #{seq} is due"
        if row.originator_version != versions[row.originator_id]:
            yield f"version {row.originator_version} of #{row.seq}"
        if row.recorded_at < last:
            yield f"#{row.seq} recorded before #{seq - 1}"
        if leaf_of(row) != row.leaf_hash:
            yield f"another leaf of #{row.seq}"
        last = row.recorded_at


def _recorded(log: Log, said: list[tuple[str, list[int]]], writers: int, count: int) -> Iterator[str]:
    asked = {key: len(acts) for number in range(writers) for key, acts in commands(number, count)}
    asked |= {f"opening {name}": len(OPENING) for name in SHARED}
    keys = {key: (first, last) for key, first, last in log.query("SELECT key, first_seq, last_seq FROM idempotency")}
    titles = {row.seq: getattr(row.act, "title", None) for row in log.recordings()}
    if len(titles) != sum(asked.values()):
        yield f"{len(titles)} events, where {sum(asked.values())} were asked for"
    if keys.keys() != asked.keys():
        yield f"keys: {sorted(keys.keys() ^ asked.keys())}"
    if len(said) != writers * count:
        yield f"{len(said)} acknowledgements of {writers * count}"
    for key, seqs in said:
        if keys.get(key) != (seqs[0], seqs[-1]) or {titles.get(seq) for seq in seqs} != {key}:
            yield f"{key} was acknowledged as {seqs}, and lies at {keys.get(key)}"


def drift(url: str) -> list[str]:
    """Say which rows of the read models are not as a replay makes them."""
    return [str(one.says) for one in differences(url)]


def _replayed(log: Log) -> Iterator[str]:
    return (f"#{one.seq}: {one.says}" for one in replay(log).differences)
