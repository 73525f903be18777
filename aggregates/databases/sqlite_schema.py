"""The tables of the log in SQLite, and the triggers that guard them.

They refuse an update, a delete, and an insert that replaces or skips a place, runs ahead of the clock, or is no event
of its agreement. They are for mistakes: who may write the file is its administrator. SQLite has no digest, so the leaf
hash is left to `audit verify`.

To change one: here, in `aggregates/databases/postgresql_schema.py` or its guards, and a migration.
"""

from __future__ import annotations

from aggregates.databases.database import READABLE
from aggregates.databases.tables import AHEAD, CREATED, DIRECTORY_STREAM, ENTERED, RECORDED
from lifecycle.course.directory import DIRECTORY

MENDED = "CREATE TABLE mended (seq INTEGER PRIMARY KEY) STRICT"
"""Where time goes back, because a clock was mended."""

TABLES = (
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        leaf_hash BLOB NOT NULL,
        recorded_at INTEGER NOT NULL, -- microseconds since 1970, UTC
        UNIQUE (originator_id, originator_version)
    ) STRICT""",
    """CREATE TABLE idempotency (
        key TEXT PRIMARY KEY,
        digest BLOB NOT NULL,
        first_seq INTEGER NOT NULL REFERENCES events (seq),
        last_seq INTEGER NOT NULL REFERENCES events (seq)
    ) STRICT, WITHOUT ROWID""",
    MENDED,
    # Alembic's own note of the version; the file's header has it too, where it is read without a table
    "CREATE TABLE schema_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT",
)

_MOMENT = f"coalesce((SELECT recorded_at FROM events WHERE {READABLE} ORDER BY seq DESC LIMIT 1), 0)"
_ACT = """CAST('","act":' AS BLOB)"""  # before it stands the agreement; functions of JSON are not trusted in a trigger

_OWN = f"""CAST('{{"agreement":"{DIRECTORY}","' AS BLOB)"""

GUARDS = {
    "events_are_never_updated": """CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never changed'); END""",
    "events_are_never_deleted": """CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never deleted'); END""",
    # INSERT OR REPLACE deletes without firing a delete trigger, but fires this one; it keeps seq gapless, too
    "events_are_only_appended": f"""CREATE TRIGGER events_are_only_appended BEFORE INSERT ON events
        BEGIN SELECT CASE
            WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)
            OR EXISTS (SELECT 1 FROM events
                WHERE originator_id = NEW.originator_id AND originator_version = NEW.originator_version)
            OR NEW.recorded_at < {_MOMENT} AND NOT EXISTS (SELECT 1 FROM mended WHERE seq = NEW.seq)
            THEN RAISE(ABORT, 'the log is append-only: this place is taken or not yet due')
            WHEN NEW.recorded_at > max(CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) + {AHEAD},
                {_MOMENT})
            THEN RAISE(ABORT, 'the moment of an event lies ahead of the clock')
        END; END""",
    "events_belong_to_agreements": f"""CREATE TRIGGER events_belong_to_agreements BEFORE INSERT ON events
        BEGIN SELECT CASE
            WHEN NEW.originator_version < 1 OR instr(NEW.state, {_ACT}) = 0
            OR NEW.topic <> CASE WHEN NEW.originator_id = '{DIRECTORY_STREAM}' THEN '{ENTERED}'
                WHEN NEW.originator_version = 1 THEN '{CREATED}' ELSE '{RECORDED}' END
            THEN RAISE(ABORT,
                'an event opens one agreement, or records an act on the one that its stream has opened')
            WHEN (instr(NEW.state, {_OWN}) = 1) <> (NEW.originator_id = '{DIRECTORY_STREAM}')
            THEN RAISE(ABORT, 'an event lies in the stream of its agreement, and that of the directory in its own')
            WHEN NEW.originator_version > 1 AND NOT EXISTS (SELECT 1 FROM events
                WHERE originator_id = NEW.originator_id AND originator_version = NEW.originator_version - 1)
            THEN RAISE(ABORT, 'the log is append-only: this place is taken or not yet due')
            WHEN substr(NEW.state, 1, instr(NEW.state, {_ACT})) <> (
                SELECT substr(state, 1, instr(state, {_ACT})) FROM events WHERE instr(state, {_ACT}) > 0
                AND originator_id = NEW.originator_id AND originator_version = 1)
            THEN RAISE(ABORT, 'an event lies in the stream of its agreement')
        END; END""",
}
"""The triggers of the log, by name."""
