"""Files that nobody but their owner may read: registers, and whatever holds a copy of one."""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE = 0o600


def private(file: Path) -> None:
    """Make an empty file that only its owner may read, for others to write into; one that is there stays as it is."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, PRIVATE))
