"""Files that are there whole, that outlast a loss of power, and that nobody but their owner may read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PRIVATE = 0o600

_NOT_FOLLOWED = getattr(os, "O_NOFOLLOW", 0)


def private(file: Path) -> None:
    """Make an empty file that only its owner may read, for others to write into; one that is there stays as it is."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, PRIVATE))


def lock_file(file: Path) -> int:
    """Open a file to be locked, and give its descriptor; a link that somebody put in its place is not followed."""
    return os.open(file, os.O_RDWR | os.O_CREAT | _NOT_FOLLOWED, 0o666)


@contextmanager
def fresh(file: Path, mode: int = 0o666) -> Iterator[tuple[IO[bytes], Path]]:
    """Open a new file beside another, to be put in its place; it is gone after the block unless it was.

    Its name cannot be guessed, and nothing that is there already is written to: whoever may write the folder could put
    a link there that leads elsewhere.
    """
    beside = file.with_name(f"{file.name}.{os.urandom(8).hex()}.new")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOT_FOLLOWED, mode), "wb") as opened:
            yield opened, beside
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def fresh_folder(place: Path) -> Iterator[Path]:
    """Make a new folder beside a place, in which what is to lie there is made; it is gone after the block.

    So is what a killed process has left there: who works in such a folder holds its lock, which ends with the process.
    """
    import shutil
    from glob import escape
    from tempfile import mkdtemp

    for left in place.parent.glob(f"{escape(f'.{place.name}.')}????????.new"):
        if (lock := _held(left)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)
    folder = Path(mkdtemp(prefix=f".{place.name}.", suffix=".new", dir=place.parent))
    lock = _held(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _held(folder: Path) -> int | None:
    """Take the lock of a folder, and give its descriptor; nothing where another has it, or folders have none."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _NOT_FOLLOWED)
    except OSError:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened


def put_in_place(beside: Path, file: Path) -> None:
    """Let a file take the place of another, so that a loss of power leaves the one or the other."""
    beside.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder reach the disk; where folders cannot be opened, the system sees to it."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError:  # some network file systems know no such thing
        pass
    finally:
        os.close(opened)
