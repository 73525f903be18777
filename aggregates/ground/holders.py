"""Who holds a lock on a file, as far as the system tells: Linux does, in `/proc/locks`."""

from __future__ import annotations

import os
from pathlib import Path

from lifecycle.messages import Message

LOCKS = Path("/proc/locks")


def holders(file: Path, byte: int = 0) -> tuple[Message, ...]:
    """Name the processes that hold a byte of a file for themselves; none where nobody tells."""
    try:
        there, lines = file.stat(), LOCKS.read_text("ascii").splitlines()
    except OSError:
        return ()
    device = f"{os.major(there.st_dev):02x}:{os.minor(there.st_dev):02x}:{there.st_ino}"
    found = {_holder(line.split(), device, byte) for line in lines} - {-1, 0}
    return tuple(Message("process {number}", number=str(one)) for one in sorted(found))


def _holder(fields: list[str], device: str, byte: int) -> int:
    """Give the process that a line of the list names as the holder, or 0; who waits has an arrow, and a field more."""
    if len(fields) != 8 or fields[3] != "WRITE" or fields[5] != device:
        return 0
    held = int(fields[6]) <= byte and (fields[7] == "EOF" or byte <= int(fields[7]))
    return int(fields[4]) if held else 0
