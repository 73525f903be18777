"""A copy of a SQLite file on a read-only medium, where no lock can be held: taken while nobody changes the file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from aggregates.databases.database import GLANCE
from lifecycle.errors import Locked
from lifecycle.messages import Message


def beside(file: Path, end: str) -> Path:
    """Name a file that SQLite keeps beside its own, such as `-wal`."""
    return file.with_name(f"{file.name}{end}")


def written(file: Path, end: str) -> bool:
    """Tell whether a journal holds anything."""
    journal = beside(file, end)
    return journal.exists() and journal.stat().st_size > 0


def unwritable(file: Path) -> bool:
    """Tell a medium on which nothing can be written; the administrator can write wherever else it is."""
    return not os.access(file.parent, os.W_OK)


@contextmanager
def copied(file: Path, patience: float) -> Iterator[Path]:
    """Give a copy with what the journal holds in it, for as long as the block lasts.

    Raises `Locked` where somebody changed the file whenever it was copied, for `patience` seconds.
    """
    from tempfile import TemporaryDirectory  # seldom needed, and slow to load

    until = monotonic() + patience
    while True:
        with TemporaryDirectory(prefix="depositary-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / file.name
            if _copy(file, copy):
                with closing(sqlite3.connect(copy)) as merging:
                    merging.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                yield copy
                return
        if monotonic() > until:
            raise Locked(
                Message(
                    "{file} lies on a read-only medium here, and somebody records in it elsewhere: it changed whenever "
                    "it was read, for {seconds} seconds; read it again later",
                    file=str(file),
                    seconds=f"{patience:g}",
                )
            )
        sleep(GLANCE)


def _copy(file: Path, copy: Path) -> bool:
    """Copy the file with its journals, and tell whether all have stayed the same meanwhile."""
    import filecmp
    import shutil

    ends = (*(end for end in ("-wal", "-journal") if written(file, end)), "")
    for end in ends:
        shutil.copyfile(beside(file, end), beside(copy, end))
    return all(filecmp.cmp(beside(file, end), beside(copy, end), shallow=False) for end in ends)
