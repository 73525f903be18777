"""A register as version 3 made it, by the statements of then: to be upgraded, and never changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

OWNER, WRITER, READER = "owner", "writer", "reader"

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
    "CREATE TABLE schema_version (version_num VARCHAR(32) PRIMARY KEY)",  # as Alembic keeps it
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE integrity_constraint_violation USING MESSAGE = 'the log is append-only: '
            || CASE TG_TABLE_NAME WHEN 'events' THEN 'an event' ELSE 'an idempotency key' END
            || CASE TG_OP WHEN 'UPDATE' THEN ' is never changed' ELSE ' is never deleted' END;
    END $$""",
    # A trigger may see other tables than its caller: the path of the register goes with it.
    """CREATE FUNCTION refuse_other_places() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE last RECORD; logins TEXT[]; BEGIN
        SELECT seq, recorded_at INTO last FROM events ORDER BY seq DESC LIMIT 1;
        IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.recorded_at < last.recorded_at THEN
            RAISE unique_violation USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'the log is append-only: this place is taken or not yet due';
        END IF;
        BEGIN
            SELECT array_agg(value) INTO logins
                FROM json_each_text(CAST(convert_from(NEW.state, 'UTF8') AS JSON)) WHERE key = 'login';
        EXCEPTION WHEN data_exception THEN
            logins := NULL; -- no event of ours
        END;
        -- Whoever may act as the owner may take over what others recorded; all others sign with their own name.
        IF logins IS DISTINCT FROM ARRAY[CAST(session_user AS TEXT)]
            AND NOT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
            RAISE insufficient_privilege USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'an event holds the login of who records it, here ' || session_user
                    || ': only who is granted the role of the owner takes over those of others';
        END IF;
        RETURN NEW;
    END $$""",
)

TRIGGERS = {
    "events_are_never_updated": ("BEFORE UPDATE ON events", "STATEMENT EXECUTE FUNCTION refuse_change()"),
    "events_are_never_deleted": ("BEFORE DELETE OR TRUNCATE ON events", "STATEMENT EXECUTE FUNCTION refuse_change()"),
    "events_are_only_appended": ("BEFORE INSERT ON events", "ROW EXECUTE FUNCTION refuse_other_places()"),
    "keys_are_never_changed": (
        "BEFORE UPDATE OR DELETE OR TRUNCATE ON idempotency",
        "STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}
"""The triggers of the log, each `ENABLE ALWAYS`."""

LOG = ("events", "idempotency")

SQLITE = (
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
    """CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never changed'); END""",
    """CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never deleted'); END""",
    # INSERT OR REPLACE deletes without firing a delete trigger, but fires this one; it keeps seq gapless, too
    """CREATE TRIGGER events_are_only_appended BEFORE INSERT ON events
        WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)
        OR EXISTS (SELECT 1 FROM events
            WHERE originator_id = NEW.originator_id AND originator_version = NEW.originator_version)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: this place is taken or not yet due'); END""",
    """CREATE TABLE idempotency (
        key TEXT PRIMARY KEY,
        digest BLOB NOT NULL,
        first_seq INTEGER NOT NULL REFERENCES events (seq),
        last_seq INTEGER NOT NULL REFERENCES events (seq)
    ) STRICT, WITHOUT ROWID""",
    # Alembic's own note of the version; the file's header has it too, where it is read without a table
    "CREATE TABLE schema_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT",
)


def role(schema: str, name: str) -> str:
    """Give the name of one of a register's roles."""
    return f"{schema}_{name}"


def founding(schema: str) -> Iterator[str]:
    """Give the statements that make roles and schema; the rest is made as the owner."""
    yield from roles(schema)
    yield f"CREATE SCHEMA {schema} AUTHORIZATION {role(schema, OWNER)}"


def roles(schema: str) -> Iterator[str]:
    """Give the statements that make the roles, where they are not there."""
    for name in (OWNER, WRITER, READER):
        yield f"""DO $$ BEGIN
            CREATE ROLE {role(schema, name)} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- a register of that name in another database
        END $$"""
    yield f"GRANT {role(schema, READER)} TO {role(schema, WRITER)}"
    yield f"GRANT {role(schema, WRITER)} TO {role(schema, OWNER)}"
    yield f"""DO $$ BEGIN
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            EXECUTE format('GRANT {role(schema, OWNER)} TO %I', current_user);
        END IF;
    END $$"""


def tables(schema: str, version: str, further: Sequence[str]) -> Iterator[str]:
    """Give the statements that make all tables and guard the log, as its owner."""
    writer, reader = role(schema, WRITER), role(schema, READER)
    yield f"GRANT USAGE ON SCHEMA {schema} TO {writer}, {reader}"
    yield from TABLES
    for name, (when, what) in TRIGGERS.items():
        table = when.split()[-1]
        yield f"CREATE TRIGGER {name} {when} FOR EACH {what}"
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
    for table in LOG:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY anybody_reads ON {table} FOR SELECT TO {reader} USING (TRUE)"
        yield f"CREATE POLICY writers_append ON {table} FOR INSERT TO {writer} WITH CHECK (TRUE)"
        yield f"GRANT INSERT ON {table} TO {writer}"
    yield f"GRANT SELECT ON {', '.join(LOG)}, schema_version TO {reader}"
    yield f"INSERT INTO schema_version VALUES ('{version}')"
    yield from further
    yield sharing(schema)


def sharing(schema: str) -> str:
    """Give the statement that lets the roles into the read models.

    The writer inserts rows and may set the end of a row's known time, once: it sees no closed row to update.
    """
    writer, reader = role(schema, WRITER), role(schema, READER)
    apart = ", ".join(f"'{name}'" for name in (*LOG, "schema_version"))
    return f"""DO $$ DECLARE model REGCLASS; BEGIN
        FOR model IN SELECT oid FROM pg_class
            WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r' AND relname NOT IN ({apart})
            AND NOT relrowsecurity
        LOOP
            EXECUTE format('GRANT SELECT ON %s TO {reader}', model);
            EXECUTE format('GRANT INSERT ON %s TO {writer}', model);
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', model);
            EXECUTE format('CREATE POLICY anybody_reads ON %s FOR SELECT TO {reader} USING (TRUE)', model);
            EXECUTE format('CREATE POLICY writers_append ON %s FOR INSERT TO {writer} WITH CHECK (TRUE)', model);
            IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = model AND attname = 'known_to') THEN
                EXECUTE format('GRANT UPDATE (known_to) ON %s TO {writer}', model);
                EXECUTE format('CREATE POLICY writers_close ON %s FOR UPDATE TO {writer}'
                    ' USING (known_to IS NULL) WITH CHECK (known_to IS NOT NULL)', model);
            END IF;
        END LOOP;
    END $$"""
