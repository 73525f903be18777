"""The register's schema in PostgreSQL: the tables of the log, made as their owner, with what guards them.

The log is append-only thrice: the writer lacks every other right, row-level security binds the owner too, and the
triggers fire even where replication would silence them.

To add a table of the log: here, in `aggregates/databases/sqlite_schema.py`, and a migration.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aggregates.databases.postgresql_guards import guards

MENDED = "CREATE TABLE mended (seq BIGINT PRIMARY KEY)"
"""Where time goes back, because a clock was mended."""

TABLES = (
    """CREATE TABLE events (
        seq BIGINT PRIMARY KEY,
        originator_id TEXT COLLATE "C" NOT NULL,
        originator_version BIGINT NOT NULL,
        topic TEXT COLLATE "C" NOT NULL,
        state BYTEA NOT NULL,
        leaf_hash BYTEA NOT NULL,
        recorded_at BIGINT NOT NULL, -- microseconds since 1970, UTC
        UNIQUE (originator_id, originator_version)
    )""",
    """CREATE TABLE idempotency (
        key TEXT COLLATE "C" PRIMARY KEY,
        digest BYTEA NOT NULL,
        first_seq BIGINT NOT NULL,
        last_seq BIGINT NOT NULL
    )""",
    MENDED,
    "CREATE TABLE schema_version (version_num VARCHAR(32) PRIMARY KEY)",  # as Alembic keeps it
)

NO_STATISTICS = "ALTER TABLE IF EXISTS people ALTER COLUMN name SET STATISTICS 0, ALTER COLUMN key SET STATISTICS 0"
"""Or the server would keep names and keys among its samples, where no erasure reaches them."""

TURN = "CREATE TABLE turn (one INTEGER)"
"""What a writer locks. It holds no row; a lock on it asks for a right that readers and strangers do not have."""


def tables(schema: str, version: str, further: Sequence[str]) -> Iterator[str]:
    """Give the statements that make all tables and guard them, as their owner."""
    yield from (*TABLES, TURN)
    yield f"INSERT INTO schema_version VALUES ('{version}')"
    yield from further
    yield NO_STATISTICS
    yield from guards(schema)
