"""Let everything go wrong that an office has a command for, many times, on one register: part of `make torture`.

In each round something happens (a row that is no event is written by a hand, a clock stands ahead, somebody holds the
lock, the disk is lost with a backup of before and a newer copy outside, somebody asks to be erased, the disk is full),
and the command that mends it is killed with SIGKILL at random moments until it has come through. Then the register is
held to its promises: every acknowledged recording is there but those that a loss was said to take, `seq` has no gap,
every leaf is that of its bytes, the audit finds nothing, and the read models equal a replay.

    python tools/disasters.py [ROUNDS]

Prints a line of docs/reliability.md for each, on both databases, and exits 1 if anything was lost.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

import click

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]

import postgresql
from badrows import KINDS, put
from clocks import at
from commandline import run
from office import HARBOUR
from stores import STORES, File, Place, Schema

from aggregates.ground.clock import now
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.rows import leaf_of
from lifecycle.acts.kinds import act_from
from lifecycle.errors import DepositaryError

EVERY = 10
"""Rounds between two comparisons of the read models with a replay; the last of each fault has one, too."""

PATIENCE = 1.6
"""By so much longer each attempt may take, beginning with the time of a question; after the last nobody kills it."""

ATTEMPTS = 8

SIZES = (3_000, 60_000, 300_000)
"""Bytes behind which a file does not grow: a proof, a journal, and the register are about as long."""


class Done(NamedTuple):
    """How a command ended: its exit code, none where it was killed, and what it said."""

    code: int | None
    out: str
    err: str


class Office:
    """A register in a place, its keeper, and what was acknowledged."""

    def __init__(self, place: Place, folder: Path, chance: random.Random) -> None:
        self.place, self.folder, self.chance = place, folder, chance
        self.number = 0
        self.kept: set[int] = set()
        self.broken: list[str] = []
        self.kills = 0

    def started(self, words: tuple[str, ...], limit: int | None) -> tuple[int, Path]:
        """Start a command in a process of its own, which may write files up to a size."""
        said = self.folder / "said"
        child = os.fork()
        if child:
            return child, said
        code = 70
        try:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            ran = run(*words)
            code = ran.code
            with (self.folder / "said.part").open("w", encoding="utf-8") as file:
                json.dump([ran.out[:4000], ran.err[:2000]], file)
            (self.folder / "said.part").rename(said)
        finally:
            os._exit(code)

    def call(self, *words: str, wait: float | None = None, limit: int | None = None) -> Done:
        """Run a command, killed after a time where one is given, and keep what it acknowledges."""
        (self.folder / "said").unlink(missing_ok=True)
        child, said = self.started(words, limit)
        until = monotonic() + wait if wait is not None else None
        code = None
        while code is None:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                code = os.waitstatus_to_exitcode(status)
            elif until is not None and monotonic() > until:
                os.kill(child, signal.SIGKILL)
                until = None
            else:
                sleep(0.002)
        out, err = json.loads(said.read_text("utf-8")) if said.exists() else ("", "")
        self.kills += code < 0
        return Done(code if code >= 0 else None, out, err)

    def done(self, *words: str, well: Sequence[int] = (0,)) -> Done:
        """Run a command that has to come through."""
        ran = self.call(*words)
        if ran.code not in well:
            self.broken.append(f"{' '.join(words)}: exit {ran.code}: {ran.err}")
        return ran

    def through(self, *words: str, well: Sequence[int] = (0,)) -> Done:
        """Run a command again and again, killed at random moments, until it has come through."""
        began = monotonic()
        self.call("status", "port")
        usual = max(monotonic() - began, 0.05)
        for attempt in range(ATTEMPTS):
            ran = self.call(*words, wait=self.chance.uniform(0, usual * PATIENCE**attempt))
            if ran.code in well:
                return ran
            if ran.code is not None:
                break
        return self.done(*words, well=well)

    def record(self, *, wait: float | None = None, limit: int | None = None) -> Done:
        """Record an activity on port; what is acknowledged is kept."""
        self.number += 1
        words = ("activity", "begin", "port", f"A{self.number}", "--on", "2024-03-01", "--format", "json")
        ran = self.call(*words, wait=wait, limit=limit)
        if ran.code in (0, 8) and ran.out.strip():
            self.kept.add(json.loads(ran.out)["seq"])
        return ran

    def examine(self, *, whole: bool) -> None:
        """Hold the register to its promises."""
        try:
            with reading(self.place.url) as log:
                rows = list(log.rows())
        except DepositaryError as error:
            self.broken += [f"{error}"] * 4
            return
        there = {row.seq for row in rows}
        if lost := self.kept - there:
            self.broken.append(f"acknowledged and lost: {sorted(lost)}")
        if sorted(there) != list(range(1, len(rows) + 1)):
            self.broken.append("seq has gaps")
        self.broken += [f"#{row.seq} has another leaf" for row in rows if bytes(row.leaf_hash) != leaf_of(row)]
        for line in (("audit", "verify"), ("doctor", "--quick"), *([("rebuild", "--dry-run")] if whole else [])):
            self.done(*line)


# What happens


def bad_row(office: Office) -> None:
    """A row that is no event is written, recorded behind, and set aside."""
    kinds = [name for name in KINDS if "envelope" not in name and "opening" not in name]
    office.number += 1
    office.done("activity", "begin", "harbour", f"A{office.number}", "--on", "2024-03-01")
    seq = put(office.place, KINDS[office.chance.choice(kinds)])
    office.record()
    office.through("set-aside", "port", str(seq), "--reason", "by a client of its own", "--yes")
    office.done("status", "harbour")


def clock(office: Office) -> None:
    """A machine records months ahead; the others refuse, until the clock is mended."""
    ahead = now() + timedelta(days=office.chance.randint(3, 360))
    office.number += 1
    act = act_from({"act": "activity_begun", "activity": f"A{office.number}", "on": "2024-03-01"})
    with at(office.place, ahead) as register:
        seq = register.record([Proposal(agreement="port", act=act)])[0].seq
    office.kept.add(seq)
    if office.record().code == 0:
        office.broken.append(f"recorded behind #{seq} of {ahead}")
    office.through("mend-clock", "port", str(seq), "--reason", "it stood ahead", "--yes")
    office.record()


def held(office: Office) -> None:
    """Somebody holds the lock for a while; who records waits, and some of them are killed."""
    ready, told = os.pipe()
    holder, pause = os.fork(), office.chance.uniform(0, 1.0)
    if not holder:
        try:
            lock = office.place.hold()
            os.write(told, b"!")
            sleep(pause)
            lock.close()
        finally:
            os._exit(0)
    os.close(told)
    os.read(ready, 1)
    os.close(ready)
    if office.record(wait=office.chance.choice([None, 0.3])).code not in (0, None):
        office.broken.append("a lock that was given back stopped a recording")
    os.waitpid(holder, 0)


def loss(office: Office) -> None:
    """The disk is lost with all that came after the backup; the register goes on from it."""
    backup = office.folder / f"backup-{office.number}"
    office.done("backup", str(backup))
    with reading(office.place.url) as log:
        size = log.head().seq
    for _ in range(office.chance.randint(1, 3)):
        office.record()
    if isinstance(office.place, File):
        for file in office.place.file.parent.glob("register.db*"):
            file.unlink()
    elif isinstance(office.place, Schema):
        office.place.admin.execute(f"DROP SCHEMA {office.place.name} CASCADE")
    office.through("restore", str(backup), "--after-loss", "--yes")
    office.kept = {seq for seq in office.kept if seq <= size}
    backup.unlink(missing_ok=True)
    office.record()


def erasure(office: Office) -> None:
    """Somebody is named, and asks to be erased."""
    name = f"Ada {office.chance.getrandbits(64):x}"
    office.done("contact", "designate", "harbour", "--by", "NORTH", "--contact", name, "--on", "2024-03-01")
    office.through("erase", name, "--yes", well=(0, 4))  # 4 where it was killed behind its commit
    ran = office.call("erase", name, "--yes")
    there = [file.name for file in office.folder.glob("register.db*") if name.encode() in file.read_bytes()]
    if ran.code != 4 or there:
        office.broken.append(f"somebody who was erased is there: {ran.out}{ran.err}{there}")


def full(office: Office) -> None:
    """The disk is full from some byte on, of whichever file; what it stops is counted like a kill."""
    ran = office.record(limit=office.chance.randint(0, office.chance.choice(SIZES)))
    office.kills += ran.code != 0
    if ran.code not in (0, 8, 74):
        office.broken.append(f"a full disk: exit {ran.code}: {ran.err}")
    office.record()


FAULTS: dict[str, Callable[[Office], None]] = {
    "a row that is no event, set aside under kills": bad_row,
    "a clock months ahead, mended under kills": clock,
    "a lock held for a while": held,
    "a lost disk, resumed from the backup under kills": loss,
    "somebody erased under kills": erasure,
    "a disk full from a byte on": full,
}


def main(rounds: int) -> int:
    """Run all rounds on both databases and print the table."""
    click.echo("| fault | rounds | killed or stopped | acknowledged | broken promises |\n|---|---|---|---|---|")
    broken: list[str] = []
    chance = random.Random(2010)
    for kind, place in STORES.items():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if kind == "postgresql" and postgresql.NAMED is None:
                os.environ["PATH"] = f"{postgresql.server()._programs}:{os.environ['PATH']}"
            os.environ |= {f"XDG_{one}_HOME": str(folder / one.lower()) for one in ("CONFIG", "STATE", "DATA", "CACHE")}
            office = Office(place(folder), folder, chance)
            os.environ |= {"DEPOSITARY_DB": office.place.url, "DEPOSITARY_ACTOR": "keeper", "HOME": name}
            port = folder / "port.yaml"
            port.write_text(HARBOUR.read_text("utf-8").replace("agreement: harbour", "agreement: port"), "utf-8")
            for line in ("init", f"draft {HARBOUR} --on 2024-01-10", f"draft {port} --on 2024-01-10"):
                assert run(line).code == 0, line
            for party, day in (("NORTH", "2024-02-01"), ("SOUTH", "2024-02-15")):
                for agreement in ("harbour", "port"):
                    assert run(f"sign {agreement} --by {party} --on {day}").code == 0
            for fault, happens in FAULTS.items():
                if len(sys.argv) > 2 and sys.argv[2] not in fault:
                    continue
                office.kills, before = 0, len(office.broken)
                acknowledged = len(office.kept)
                for at in range(1, rounds + 1):
                    happens(office)
                    office.examine(whole=at % EVERY == 0 or at == rounds)
                    if len(office.broken) > before + 3:
                        break
                found = len(office.broken) - before
                kept = max(len(office.kept) - acknowledged, 0)
                click.echo(f"| {fault} ({kind}) | {rounds} | {office.kills} | {kept} | {found} |")
                for one in office.broken[before:]:
                    click.echo(one)
            broken += [f"{kind}: {one}" for one in office.broken]
            office.place.remove()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
