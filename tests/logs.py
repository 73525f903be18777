"""The logs of `tests/stored/`, as once written."""

from __future__ import annotations

import json
from pathlib import Path

from aggregates.record.log.recording import Recorded, recorded
from aggregates.record.log.rows import LoggedRow

STORED = Path(__file__).parent / "stored"
LOGS = sorted(STORED.glob("*.jsonl"))


def rows(log: Path) -> list[LoggedRow]:
    """Read the rows of a log, byte for byte."""
    plain = map(json.loads, log.read_text("utf-8").splitlines())
    return [
        LoggedRow(**row | {"state": row["state"].encode(), "leaf_hash": bytes.fromhex(row["leaf_hash"])})
        for row in plain
    ]


def streams(log: Path) -> dict[str, list[Recorded]]:
    """Read the recordings of a log, agreement by agreement."""
    found: dict[str, list[Recorded]] = {}
    for row in map(recorded, rows(log)):
        found.setdefault(row.agreement, []).append(row)
    return found
