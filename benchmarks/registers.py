"""Registers to measure in: filled with memoranda, and a place for each."""

from __future__ import annotations

from pathlib import Path

from aggregates.record.register import Register
from benchmarks.stories import memorandum, proposals
from lifecycle.codec import encode
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

TOGETHER = 200
"""Agreements that are recorded in one transaction where a register is filled."""


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'register.db'}"


def empty(folder: Path) -> Register:
    """Make an empty register with its read models."""
    folder.mkdir(parents=True, exist_ok=True)
    return Register.create(url_of(folder), create_statements(), follower=FOLLOWER)


def filled(folder: Path, agreements: int) -> str:
    """Make a register of so many memoranda, and give its URL."""
    register = empty(folder)
    for first in range(0, agreements, TOGETHER):
        numbers = range(first, min(first + TOGETHER, agreements))
        register.record([one for number in numbers for one in proposals(number)])
    register.close()
    return url_of(folder)


def lines(file: Path, agreements: int) -> int:
    """Write the acts of so many memoranda as lines of JSON, and give their number."""
    written = 0
    with file.open("wb") as opened:
        for number in range(agreements):
            for act in memorandum(number):
                opened.write(encode(act) + b"\n")
                written += 1
    return written


def environ(folder: Path) -> dict[str, str]:
    """Give the settings by which a process finds a register and keeps all that is its own beside it."""
    own = {f"XDG_{name}_HOME": str(folder) for name in ("CONFIG", "DATA", "STATE")}
    return {"DEPOSITARY_DB": url_of(folder), "DEPOSITARY_TODAY": "2004-06-01", **own}
