"""What stands beside on PostgreSQL: the same work by hand and in one call, the library's recorder, and Emmett."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg
from eventsourcing.persistence import JSONTranscoder, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from benchmarks.peers import SIZE, appended

ACTS = 10
"""Events of a stream."""

_TABLES = """CREATE TABLE events (seq bigint PRIMARY KEY, at bigint, stream text, version bigint, state bytea,
    leaf bytea, UNIQUE (stream, version));
CREATE TABLE keys (key text PRIMARY KEY, digest bytea, first bigint, last bigint);
CREATE TABLE periods (agreement bigint, subject integer, valid_from bigint, state integer, known_from bigint,
    known_to bigint, PRIMARY KEY (agreement, subject, valid_from, known_from));
CREATE INDEX by_state ON periods (state, agreement) WHERE known_to IS NULL;
CREATE TABLE turn (one integer)"""

_FUNCTION = """CREATE FUNCTION record(number bigint, pad text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE place bigint; acts bigint; said bytea; hash bytea; BEGIN
    LOCK TABLE turn IN EXCLUSIVE MODE;
    SELECT coalesce(max(seq), 0) + 1 INTO place FROM events;
    SELECT count(convert_from(state, 'UTF8')::json ->> 'act') INTO acts FROM events WHERE stream = 's' || number / 10;
    said := convert_to(json_build_object('act', 'begun', 'on', acts, 'pad', pad)::text, 'UTF8');
    hash := sha256(convert_to(place || ' ', 'UTF8') || said);
    INSERT INTO keys VALUES ('k' || place, hash, place, place);
    INSERT INTO events VALUES (place, place, 's' || number / 10, acts + 1, said, hash);
    UPDATE periods SET known_to = place WHERE agreement = number / 10 AND known_to IS NULL;
    INSERT INTO periods SELECT number / 10, subject, place, 2, place, NULL FROM generate_series(0, 1) AS subject;
    NOTIFY recorded;
    RETURN place;
END $$"""

_PAD = "x" * (SIZE - 40)


def database(server: str, name: str) -> str:
    """Make a database of the server, and give its URL."""
    with psycopg.connect(server, autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def by_hand(url: str) -> Callable[[int], None]:
    """Give the recording of an act with a toy law, as on SQLite: each of its statements is prepared by the driver."""
    connection = psycopg.connect(url, autocommit=True)
    connection.prepare_threshold = 2
    connection.execute(_TABLES)

    def record(number: int) -> None:
        with connection.transaction():
            cursor, stream = connection.cursor(), f"s{number // ACTS}"
            cursor.execute("LOCK TABLE turn IN EXCLUSIVE MODE")
            (seq,) = cursor.execute("SELECT coalesce(max(seq), 0) + 1 FROM events").fetchone() or (0,)
            acts = cursor.execute("SELECT state FROM events WHERE stream = %s ORDER BY version", (stream,)).fetchall()
            on = len([json.loads(state) for (state,) in acts])
            state = json.dumps({"act": "begun", "on": on, "pad": _PAD}).encode()
            leaf = hashlib.sha256(b"%d %s" % (seq, state)).digest()
            cursor.execute("INSERT INTO keys VALUES (%s, %s, %s, %s)", (f"k{seq}", leaf, seq, seq))
            cursor.execute(
                "INSERT INTO events VALUES (%s, %s, %s, %s, %s, %s)", (seq, seq, stream, on + 1, state, leaf)
            )
            closing = "UPDATE periods SET known_to = %s WHERE agreement = %s AND known_to IS NULL"
            cursor.execute(closing, (seq, number // ACTS))
            rows = [(number // ACTS, subject, seq, 2, seq, None) for subject in range(2)]
            cursor.executemany("INSERT INTO periods VALUES (%s, %s, %s, %s, %s, %s)", rows)
            cursor.execute("NOTIFY recorded")

    return record


def in_one_call(url: str) -> Callable[[int], None]:
    """Give the same work as one prepared call of a function of the server, in which the toy law is."""
    connection = psycopg.connect(url, autocommit=True)
    connection.execute(_TABLES)
    connection.execute(_FUNCTION)

    def record(number: int) -> None:
        connection.execute("SELECT record(%s::bigint, %s)", (number, _PAD), prepare=True)

    return record


def of_the_library(url: str) -> Callable[[int], None]:
    """Give the bare append of an event by the library's own recorder, as it comes."""
    asked = urlsplit(url)
    (host,) = parse_qs(asked.query)["host"]
    store = PostgresDatastore(asked.path[1:], host, 5432, asked.username or "", "")
    recorder = PostgresApplicationRecorder(store, events_table_name="stored")
    recorder.create_table()
    state, stream = JSONTranscoder().encode("x" * SIZE), uuid4()

    def record(number: int) -> None:
        recorder.insert_events([StoredEvent(stream, number + 1, "topic", state)])

    return record


def of_emmett(url: str, count: int) -> float | str:
    """Give the seconds of so many bare appends by Emmett, or say why there are none.

    To have it: `npm install @event-driven-io/emmett-postgresql@0.42.0` in a folder of its own, whose name stands in
    `EMMETT` behind the other one and a colon.
    """
    return appended("emmett-postgresql", url, count)
