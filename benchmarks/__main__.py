"""Measure what is promised, and print the table: `make bench`. Exits 1 where a promise is not kept."""

from __future__ import annotations

import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import click

from aggregates.record.register import Register
from benchmarks.measure import DEPOSITARY, Measured, alternating, command, ms, seconds
from benchmarks.stories import activity, opening, thousand_acts
from lifecycle.fold.timeline import fold
from projections.models.follower import follow
from projections.models.statements import create_statements

AGREEMENTS = 1000
RECORDINGS = 400


def register_at(folder: Path) -> Register:
    """Make an empty register with its read models."""
    return Register.create(f"sqlite:///{folder / 'register.db'}", create_statements(), follow=(follow,))


def starting(folder: Path) -> Iterator[Measured]:
    """Measure the start of the command line beside the import of click."""
    bare = command(sys.executable, "-c", "import click")
    environ = {"DEPOSITARY_DB": f"sqlite:///{folder / 'register.db'}"}
    completing = {**environ, "_DEPOSITARY_COMPLETE": "bash_complete", "COMP_WORDS": "depositary st", "COMP_CWORD": "1"}
    for what, bound, ours in (
        ("`depositary --help`", 3, command(str(DEPOSITARY), "--help", environ=environ)),
        ("completion", 3, command(str(DEPOSITARY), environ=completing)),
        (f"`status` in a register of {AGREEMENTS:,}", 4, command(str(DEPOSITARY), "status", "m500", environ=environ)),
    ):
        took, beside = alternating(ours, bare, 15)
        yield Measured(what, ms(took), f"`import click` {ms(beside)}", took / beside, bound)


def folding() -> Iterator[Measured]:
    """Measure the fold of a thousand acts."""
    entries = thousand_acts()
    took = seconds(lambda: fold(entries), 40)
    yield Measured("fold of 1,000 acts", ms(took), "(absolute)", took * 1000, 2, unit="ms")


def recording(folder: Path) -> Iterator[Measured]:
    """Measure recordings, each its own transaction with read models, beside bare inserts of the same bytes."""
    register = register_at(folder)
    for at in range(RECORDINGS):
        register.record(opening(f"r{at}"))
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE e(seq INTEGER PRIMARY KEY, b)")
    with register.reading() as log:
        size = len(next(log.rows()).state)
    ours = beside = 0.0
    for at in range(RECORDINGS):  # in turn, so that a slow moment of the disk falls on both
        asked = [activity(f"r{at}", at)]
        start = perf_counter()
        register.record(asked)
        middle = perf_counter()
        bare.execute("INSERT INTO e(b) VALUES (?)", (b"x" * size,))
        ours, beside = ours + middle - start, beside + perf_counter() - middle
    register.close()
    rate, bare_rate = RECORDINGS / ours, RECORDINGS / beside
    what = "one recording with read models, SQLite FULL"
    yield Measured(what, f"{rate:,.0f}/s", f"bare insert {bare_rate:,.0f}/s", rate / bare_rate, 0.4, at_most=False)


def main() -> int:
    """Run all measurements and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "many").mkdir()
        (folder / "one").mkdir()
        register = register_at(folder / "many")
        register.record([proposal for at in range(AGREEMENTS) for proposal in opening(f"m{at}")])
        register.close()
        measured = [*starting(folder / "many"), *folding(), *recording(folder / "one")]
    click.echo(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}\n")
    click.echo("| what | ours | beside | measured | promised | kept |\n|---|---|---|---|---|---|")
    for line in measured:
        click.echo(line.row())
    return 0 if all(line.kept for line in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
