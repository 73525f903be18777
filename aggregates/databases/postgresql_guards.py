"""What guards a register in PostgreSQL: functions and triggers, so that the database keeps the promises.

Whoever inserts by a client of their own meets what our own recordings meet. An event is asked for its place (`seq`,
version, moment, leaf hash) and for what it is (login, topic, stream); an idempotency key for the events that came with
it. What a row of a read model is asked for stands in `postgresql_rights`. What recording an act means is not asked: an
act that the law would refuse is found by `audit replay`, with the login of who recorded it.

Guards are made anew and not migrated: a step that changes one runs `guards`. To add one: here, a row among the attacks
in the tests, and a migration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aggregates.databases.database import READABLE
from aggregates.databases.postgresql_rights import NOW, sharing
from aggregates.databases.tables import AHEAD, CREATED, DIRECTORY_STREAM, ENTERED, RECORDED, STREAMS
from aggregates.ground.clock import LAST

LOG = ("events", "idempotency")

_MENDS, _APPROVES = (f"""'"act":{{"act":"{tag}"'::bytea""" for tag in ("clock_mended", "approved"))
"""What stands in an event that lets time go back, and in no text of one: there a quotation mark is escaped."""

# A trigger may see other tables than its caller: the path of the register goes with it.
FUNCTIONS: Mapping[str, str] = {
    "refuse_change": """RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE integrity_constraint_violation USING MESSAGE = 'the log is append-only: '
            || CASE TG_TABLE_NAME WHEN 'events' THEN 'an event' ELSE 'an idempotency key' END
            || CASE TG_OP WHEN 'UPDATE' THEN ' is never changed' ELSE ' is never deleted' END;
    END $$""",
    "refuse_other_places": f"""RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE last BIGINT; moment BIGINT; line TEXT; BEGIN
        SELECT seq, recorded_at INTO last, moment FROM events ORDER BY seq DESC LIMIT 1;
        IF moment NOT BETWEEN 0 AND {LAST} THEN -- a session that began with an empty table would sort it for this
            SELECT recorded_at INTO moment FROM events WHERE {READABLE} ORDER BY seq DESC LIMIT 1;
        END IF;
        IF NEW.seq <> coalesce(last, 0) + 1 OR NEW.recorded_at < coalesce(moment, 0) AND NOT (
            EXISTS (SELECT 1 FROM mended WHERE seq = NEW.seq) AND (position({_MENDS} in NEW.state) > 0
                OR position({_APPROVES} in NEW.state) > 0)) THEN
            RAISE unique_violation USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'the log is append-only: this place is taken or not yet due';
        END IF;
        IF NEW.recorded_at > greatest(moment, -- or nothing could follow what an older program let in
            CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) + {AHEAD}) THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'the moment of an event lies ahead of the clock of the server';
        END IF;
        line := concat_ws(' ', 'depositary-event/1', NEW.seq, NEW.recorded_at, NEW.originator_id,
            NEW.originator_version, NEW.topic);
        IF NEW.leaf_hash <> sha256('\\x00'::bytea || convert_to(line || chr(10), 'UTF8') || NEW.state) THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'the leaf hash of an event is that of its place, its moment and its bytes';
        END IF;
        RETURN NEW;
    END $$""",
    "refuse_other_contents": f"""RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE names TEXT[]; logins TEXT[]; before TEXT; due BOOLEAN; BEGIN
        BEGIN
            SELECT array_agg(value) FILTER (WHERE key = 'agreement'), array_agg(value) FILTER (WHERE key = 'login')
                INTO names, logins FROM json_each_text(CAST(convert_from(NEW.state, 'UTF8') AS JSON));
        EXCEPTION WHEN data_exception THEN
            names := NULL; logins := NULL; -- no event of ours
        END;
        -- Whoever may act as the owner may take over what others recorded; all others sign with their own name.
        IF logins IS DISTINCT FROM ARRAY[CAST(session_user AS TEXT)]
            AND NOT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
            RAISE insufficient_privilege USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'an event holds the login of who records it, here ' || session_user
                    || ': only who is granted the role of the owner takes over those of others';
        END IF;
        IF names <> ARRAY[names[1]] OR names[1] IS NULL OR NEW.originator_version < 1
            OR NEW.topic <> (CASE WHEN NEW.originator_id = '{DIRECTORY_STREAM}' THEN '{ENTERED}'
                WHEN NEW.originator_version = 1 THEN '{CREATED}' ELSE '{RECORDED}' END) THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'an event opens one agreement, or records an act on the one that its stream has opened';
        END IF;
        BEGIN -- the event before has been asked for its stream, which takes longer
            SELECT CAST(convert_from(state, 'UTF8') AS JSON) ->> 'agreement' INTO before FROM events
                WHERE originator_id = NEW.originator_id AND originator_version = NEW.originator_version - 1;
            due := FOUND OR NEW.originator_version = 1;
        EXCEPTION WHEN data_exception THEN
            before := NULL; due := TRUE;
        END;
        IF NOT due THEN
            RAISE unique_violation USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'the log is append-only: this version of the agreement is not yet due';
        END IF;
        IF before IS DISTINCT FROM names[1] AND NEW.originator_id <> stream_of(names[1]) THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'an event lies in the stream of its agreement';
        END IF;
        RETURN NEW;
    END $$""",
    "refuse_other_keys": f"""RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
        IF NEW.first_seq > NEW.last_seq OR {NOW} IS DISTINCT FROM (SELECT xmin FROM events WHERE seq = NEW.first_seq)
            OR {NOW} IS DISTINCT FROM (SELECT xmin FROM events WHERE seq = NEW.last_seq) THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'an idempotency key comes in one transaction with the events that it stands for';
        END IF;
        RETURN NEW;
    END $$""",
}
"""What the triggers call, by name. The version of the library's `uuid5` stands in `STREAM_OF`."""

STREAM_OF = f"""CREATE OR REPLACE FUNCTION stream_of(agreement TEXT) RETURNS TEXT
    LANGUAGE plpgsql IMMUTABLE STRICT AS $$
    -- RFC 9562, version 5, over SHA-1 (FIPS 180-4), which the server has in an extension only.
    DECLARE
        text BYTEA := decode('{STREAMS.hex}', 'hex') || convert_to(agreement, 'UTF8');
        bits BIGINT := 8 * octet_length(text); block INTEGER; t INTEGER; w BIGINT[]; x BIGINT; f BIGINT; k BIGINT;
        a BIGINT; b BIGINT; c BIGINT; d BIGINT; e BIGINT; word BIGINT := 4294967295;
        h BIGINT[] := ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520]; hex TEXT := '';
    BEGIN
        text := text || '\\x80'::bytea || decode(repeat('00', (119 - octet_length(text) % 64) % 64), 'hex')
            || int8send(bits);
        FOR block IN 0 .. octet_length(text) / 64 - 1 LOOP
            a := h[1]; b := h[2]; c := h[3]; d := h[4]; e := h[5]; w := '{{}}';
            FOR t IN 0 .. 79 LOOP
                IF t < 16 THEN
                    x := 0;
                    FOR i IN 0 .. 3 LOOP x := x * 256 + get_byte(text, 64 * block + 4 * t + i); END LOOP;
                ELSE
                    x := w[t - 2] # w[t - 7] # w[t - 13] # w[t - 15];
                    x := ((x << 1) | (x >> 31)) & word;
                END IF;
                w[t + 1] := x;
                CASE t / 20
                    WHEN 0 THEN f := (b & c) | (~b & word & d); k := 1518500249;
                    WHEN 1 THEN f := b # c # d; k := 1859775393;
                    WHEN 2 THEN f := (b & c) | (b & d) | (c & d); k := 2400959708;
                    ELSE f := b # c # d; k := 3395469782;
                END CASE;
                x := ((((a << 5) | (a >> 27)) & word) + f + e + k + x) & word;
                e := d; d := c; c := ((b << 30) | (b >> 2)) & word; b := a; a := x;
            END LOOP;
            h := ARRAY[(h[1] + a) & word, (h[2] + b) & word, (h[3] + c) & word, (h[4] + d) & word, (h[5] + e) & word];
        END LOOP;
        h[2] := (h[2] & x'FFFF0FFF'::bigint) | x'5000'::bigint;
        h[3] := (h[3] & x'3FFFFFFF'::bigint) | x'80000000'::bigint;
        FOR i IN 1 .. 4 LOOP hex := hex || lpad(to_hex(h[i]), 8, '0'); END LOOP;
        RETURN CAST(hex AS UUID);
    END $$"""
"""Gives the stream in which an agreement is kept, as `aggregates.record.streams.stream_id` does."""

ASKS_ABOUT = """CREATE OR REPLACE FUNCTION asks_about(asking BIGINT, other TEXT) RETURNS BOOLEAN
    LANGUAGE plpgsql STABLE STRICT SET search_path FROM CURRENT AS $$ BEGIN
        RETURN EXISTS (WITH RECURSIVE about AS (
            SELECT agreement FROM dependencies WHERE originator = other
            UNION SELECT one.agreement FROM about
                JOIN events AS first ON first.seq = about.agreement
                JOIN dependencies AS one ON one.originator = first.originator_id)
            SELECT 1 FROM about WHERE agreement = asking);
    END $$"""
"""Tells whether an agreement, by its number, asks about that of a stream, directly or through others (R65)."""

TAKE_TURN = f"""CREATE OR REPLACE FUNCTION take_turn(OUT seq BIGINT, OUT recorded_at BIGINT, OUT moment BIGINT,
    OUT login TEXT, OUT version TEXT) LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
        LOCK TABLE turn IN EXCLUSIVE MODE;
        SELECT last.seq, last.recorded_at INTO seq, recorded_at FROM events AS last ORDER BY last.seq DESC LIMIT 1;
        IF recorded_at NOT BETWEEN 0 AND {LAST} THEN
            SELECT last.recorded_at INTO recorded_at FROM events AS last
                WHERE last.{READABLE} ORDER BY last.seq DESC LIMIT 1;
        END IF;
        seq := coalesce(seq, 0);
        recorded_at := coalesce(recorded_at, 0);
        moment := CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT);
        login := session_user;
        SELECT version_num INTO version FROM schema_version;
    END $$"""
"""Waits to be the only writer, as far as the caller may write, and finds the end of the log and the server's clock."""

TRIGGERS: Mapping[str, tuple[str, str]] = {
    "events_are_never_updated": ("BEFORE UPDATE ON events", "STATEMENT EXECUTE FUNCTION refuse_change()"),
    "events_are_never_deleted": ("BEFORE DELETE OR TRUNCATE ON events", "STATEMENT EXECUTE FUNCTION refuse_change()"),
    # In the order of their names: a place that is taken is found first, so that the command is tried again.
    "events_are_only_appended": ("BEFORE INSERT ON events", "ROW EXECUTE FUNCTION refuse_other_places()"),
    "events_belong_to_agreements": ("BEFORE INSERT ON events", "ROW EXECUTE FUNCTION refuse_other_contents()"),
    "keys_are_never_changed": (
        "BEFORE UPDATE OR DELETE OR TRUNCATE ON idempotency",
        "STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
    "keys_come_with_their_events": ("BEFORE INSERT ON idempotency", "ROW EXECUTE FUNCTION refuse_other_keys()"),
}
"""The triggers of the log, each `ENABLE ALWAYS`."""


def functions() -> dict[str, str]:
    """Give the statements that make the functions, by their names."""
    made = {name: f"CREATE OR REPLACE FUNCTION {name}() {body}" for name, body in FUNCTIONS.items()}
    return {"stream_of": STREAM_OF, "asks_about": ASKS_ABOUT, "take_turn": TAKE_TURN, **made}


def guards(schema: str) -> Iterator[str]:
    """Give the statements that guard the log and the read models, as their owner, whatever guarded them before."""
    yield from functions().values()
    for table in LOG:
        yield f"""DO $$ DECLARE name NAME; BEGIN
            FOR name IN SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal
            LOOP EXECUTE format('DROP TRIGGER %I ON {table}', name); END LOOP;
        END $$"""
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    for name, (when, what) in TRIGGERS.items():
        table = when.split()[-1]
        yield f"CREATE TRIGGER {name} {when} FOR EACH {what}"
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
    yield sharing(schema)


def standing_aside(statements: Iterable[str]) -> Iterator[str]:
    """Give statements that change idempotency keys as their owner, before whom the guards stand aside meanwhile."""
    yield "ALTER TABLE idempotency DISABLE TRIGGER keys_are_never_changed, NO FORCE ROW LEVEL SECURITY"
    yield from statements
    yield "ALTER TABLE idempotency ENABLE ALWAYS TRIGGER keys_are_never_changed, FORCE ROW LEVEL SECURITY"
