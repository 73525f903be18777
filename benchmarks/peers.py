"""What stands beside: the same work by hand, the library's own recorder, and Emmett where node has it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from eventsourcing.persistence import JSONTranscoder, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

SIZE = 291
"""Bytes of an event."""

_TABLES = """PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER, stream TEXT, version INTEGER, state BLOB, leaf BLOB,
    UNIQUE (stream, version));
CREATE TABLE keys (key TEXT PRIMARY KEY, digest BLOB, first INTEGER, last INTEGER);
CREATE TABLE periods (agreement INTEGER, subject INTEGER, valid_from INTEGER, state INTEGER, known_from INTEGER,
    known_to INTEGER, PRIMARY KEY (agreement, subject, valid_from, known_from));
CREATE INDEX by_state ON periods (state, agreement) WHERE known_to IS NULL"""


def by_hand(file: Path) -> Callable[[int], None]:
    """Give the recording of an act with a toy law: lock, read the stream, decide, hash, read models, one commit."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(_TABLES)

    def record(number: int) -> None:
        cursor, stream = connection.cursor(), f"s{number // 10}"
        cursor.execute("BEGIN IMMEDIATE")
        (seq,) = cursor.execute("SELECT coalesce(max(seq), 0) + 1 FROM events").fetchone()
        states = cursor.execute("SELECT state FROM events WHERE stream = ? ORDER BY version", (stream,)).fetchall()
        acts = [json.loads(state) for (state,) in states]
        state = json.dumps({"act": "begun", "on": len(acts), "pad": "x" * (SIZE - 40)}).encode()
        leaf = hashlib.sha256(b"%d %s" % (seq, state)).digest()
        cursor.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", (f"k{seq}", leaf, seq, seq))
        cursor.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", (seq, seq, stream, len(acts) + 1, state, leaf))
        cursor.execute("UPDATE periods SET known_to = ? WHERE agreement = ? AND known_to IS NULL", (seq, number // 10))
        rows = [(number // 10, subject, seq, 2, seq, None) for subject in range(2)]
        cursor.executemany("INSERT INTO periods VALUES (?, ?, ?, ?, ?, ?)", rows)
        cursor.execute("COMMIT")

    return record


def of_the_library(file: Path) -> Callable[[int], None]:
    """Give the bare append of an event by the library's own recorder, as it comes."""
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(str(file)))
    recorder.create_table()
    state, stream = JSONTranscoder().encode("x" * SIZE), uuid4()

    def record(number: int) -> None:
        recorder.insert_events([StoredEvent(stream, number + 1, "topic", state)])

    return record


EMMETT = Path(__file__).with_name("emmett.cjs")


def of_emmett(folder: Path, count: int) -> float | str:
    """Give the seconds of so many bare appends by Emmett, or say why there are none.

    To have it: `npm install @event-driven-io/emmett-sqlite@0.38.5 sqlite3` in a folder, and its name in `EMMETT`. On a
    busy machine it now and then ends with SQLITE_BUSY, and is asked again.
    """
    found: float | str = ""
    for attempt in range(5):
        found = appended("emmett-sqlite", str(folder / f"emmett-{attempt}.db"), count)
        if "BUSY" not in str(found):
            break
    return found


def appended(package: str, place: str, count: int) -> float | str:
    """Give the seconds of so many bare appends by a package of Emmett's, found in one of the folders of `EMMETT`."""
    folders = [Path(folder) / "node_modules" for folder in os.environ.get("EMMETT", "").split(":") if folder]
    if not (shutil.which("node") and any((folder / "@event-driven-io" / package).exists() for folder in folders)):
        return f"not measured: node, or {package} in a folder of EMMETT, is not there"
    path = {**os.environ, "NODE_PATH": ":".join(map(str, folders))}
    words = ["node", str(EMMETT), place, str(count), str(SIZE)]
    done = subprocess.run(words, check=False, capture_output=True, text=True, env=path)
    if done.returncode:
        return f"not measured: {done.stderr.strip().splitlines()[-1]}"
    return float(done.stdout)
