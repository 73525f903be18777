"""An event of a writer holds the writer's own login, or is refused: on PostgreSQL, where the database knows its users.

Logins that are on record stay as they are, for no event is ever changed. A file of SQLite knows no users. The read
models are made again, here by the rules of 2026.2.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_other_places() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$
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
    END $$"""


def upgrade() -> None:
    """Let the trigger that is there ask for the login, too."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
