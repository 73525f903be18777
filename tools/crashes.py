"""Crash a PostgreSQL server under load, many times: part of `make torture`.

Writers record on the same agreements without a pause while their server is shut down at once (SIGQUIT, as by a power
cut for the database) and started again, at random moments. A writer that got no answer gives the same command again,
with the same key. In the end the register is held to its promises: every acknowledged recording is there, once; `seq`
and versions have no gap; every leaf is that of its bytes; the read models equal a replay.

    python tools/crashes.py [CRASHES]

Prints a line of docs/reliability.md, and exits 1 if anything was lost.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

COMMANDS = 30
"""Commands of each writer between two crashes, about."""


def main(crashes: int) -> int:
    """Run it and print the line."""
    import postgresql
    import writers

    count, done = COMMANDS * crashes, 0
    with closing(postgresql.Server()) as server, tempfile.TemporaryDirectory() as folder:
        writers.found(server.url)
        processes = writers.start(server.url, Path(folder), count, writers=4)
        done = writers.crash(server, processes, most=crashes)
        broken = writers.broken_promises(server.url, Path(folder), processes, count)
        drifted = writers.drift(server.url)
    lost = len(broken) - len(drifted)
    click.echo("| fault | points injected | acknowledged | losses | drift |\n|---|---|---|---|---|")
    click.echo(
        f"| PostgreSQL shut down at once, four writers in flight | {done} | {4 * count:,} | {lost} | {len(drifted)} |"
    )
    for promise in broken:
        click.echo(promise)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
