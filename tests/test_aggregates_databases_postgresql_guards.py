"""What a writer of PostgreSQL may try by SQL of their own: every column of an event, keys, people, read models, locks.

The writer has all that the program has, and a client of their own. What is refused is refused by the database; what is
let in is said in docs/reliability.md, whose table is this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import postgresql
import psycopg
import pytest
from fortresses import APPENDING, LINES, NAME, hashed, made, proposals, users_of
from stores import Schema

from aggregates.databases.cases import database
from aggregates.ground.clock import now, to_micros
from aggregates.record.events import Created
from aggregates.record.log.access import reading
from aggregates.record.log.rows import LoggedRow
from aggregates.record.receipts import digest_of
from aggregates.record.register import Register
from aggregates.record.streams import stream_id
from lifecycle.errors import Conflict, Locked
from projections.models.follower import FOLLOWER

MINUTE = 60 * 1_000_000


@pytest.fixture(scope="module")
def fortress() -> Iterator[Schema]:
    """One for all attacks, because none of them changes it."""
    with made() as place:
        yield place


@pytest.fixture(scope="module")
def attackers(fortress: Schema) -> Iterator[dict[str, str]]:
    with users_of(fortress) as users:
        yield users


@pytest.fixture
def place() -> Iterator[Schema]:
    with made() as place:
        yield place


@pytest.fixture
def users(place: Schema) -> Iterator[dict[str, str]]:
    with users_of(place) as users:
        yield users


def rows_of(place: Schema) -> list[LoggedRow]:
    with reading(place.url) as log:
        return list(log.rows())


def next_row(place: Schema, user: str = "writer") -> LoggedRow:
    """The next event of the agreement as the database would take it, though the law would not: a second signature."""
    third = rows_of(place)[2]
    state = third.state.replace(b'"login":"postgres"', f'"login":"{place.name}_u_{user}"'.encode())
    assert state != third.state
    return hashed(third._replace(seq=4, originator_version=4, state=state))


# Events


class Forgery(NamedTuple):
    """How one column of an event is forged, the leaf hash being right for all but itself, and what is answered."""

    column: str
    says: str
    forge: Callable[[LoggedRow], LoggedRow]
    answer: str


def state(old: bytes, new: bytes) -> Callable[[LoggedRow], LoggedRow]:
    def forge(row: LoggedRow) -> LoggedRow:
        assert old in row.state
        return hashed(row._replace(state=row.state.replace(old, new, 1)))

    return forge


def column(**changes: Any) -> Callable[[LoggedRow], LoggedRow]:
    return lambda row: hashed(row._replace(**changes))


def opened(stream: str) -> Callable[[LoggedRow], LoggedRow]:
    """Open an agreement in a stream that is not its own."""

    def forge(row: LoggedRow) -> LoggedRow:
        named = row.state.replace(NAME.encode(), b"forged", 1)
        return hashed(row._replace(originator_id=stream, originator_version=1, topic=Created.TOPIC, state=named))

    return forge


AGREEMENT = f'"agreement":"{NAME}"'.encode()
TAKEN, DUE = "this place is taken or not yet due", "this version of the agreement is not yet due"
AHEAD, LEAF = "ahead of the clock of the server", "leaf hash of an event"
KIND, STREAM = "opens one agreement, or records an act", "lies in the stream of its agreement"
LOGIN = "holds the login of who records it"

FORGERIES = (
    Forgery("seq", "one that is taken", column(seq=3), TAKEN),
    Forgery("seq", "one behind a gap", column(seq=5), TAKEN),
    Forgery("seq", "below zero", column(seq=-1), TAKEN),
    Forgery("seq", "the greatest", column(seq=2**63 - 1), TAKEN),
    Forgery("recorded_at", "before the last one", column(recorded_at=0), TAKEN),
    Forgery("recorded_at", "ten minutes ahead", lambda row: ahead(row, 10 * MINUTE), AHEAD),
    Forgery("recorded_at", "beyond every calendar", column(recorded_at=2**63 - 1), AHEAD),
    Forgery("originator_id", "a stream that is not there", column(originator_id=str(stream_id("another"))), DUE),
    Forgery("originator_id", "no id of a stream", column(originator_id="x"), DUE),
    Forgery("originator_id", "an agreement opened in the stream of another", opened(str(stream_id("b"))), STREAM),
    Forgery("originator_id", "… or in none", opened("x"), STREAM),
    Forgery("originator_version", "one that is taken", column(originator_version=3), KIND + "|duplicate key|" + TAKEN),
    Forgery("originator_version", "one behind a gap", column(originator_version=5), DUE),
    Forgery("originator_version", "zero", column(originator_version=0), KIND),
    Forgery("topic", "one that is none", column(topic="junk"), KIND),
    Forgery("topic", "that of an opening", column(topic=Created.TOPIC), KIND),
    Forgery("state", "another agreement", state(AGREEMENT, b'"agreement":"another"'), STREAM),
    Forgery("state", "no agreement", state(AGREEMENT, b'"agreements":1'), KIND),
    Forgery("state", "two agreements", state(AGREEMENT, AGREEMENT + b"," + AGREEMENT), KIND),
    Forgery("state", "nothing for an agreement", state(AGREEMENT, b'"agreement":null'), KIND),
    Forgery("state", "bytes that are no text", state(b'"act":{', b'"act":{"\xff":1,'), LOGIN),
    Forgery("state", "bytes that are no JSON", state(b"{", b"{{"), LOGIN),
    Forgery("state", "a null character", state(b'"act":{', b'"act":{"\\u0000":"\\u0000",'), LOGIN),
    Forgery("state", "an act that is none, which readers set aside", state(b'"act":"signed"', b'"act":"sang"'), ""),
    Forgery("state", "the login of another", state(b"_u_writer", b"_u_reader"), LOGIN),
    Forgery("leaf_hash", "that of the event before", lambda row: row._replace(leaf_hash=b"\0" * 32), LEAF),
    Forgery("leaf_hash", "nothing", lambda row: row._replace(leaf_hash=b""), LEAF),
)
"""Each with the beginning of what the database says."""


def ahead(row: LoggedRow, by: int) -> LoggedRow:
    return hashed(row._replace(recorded_at=to_micros(now()) + by))


def ways(url: str, who: str) -> Sequence[Callable[[], Any]]:
    """In by a client of their own, and through ours."""
    return (lambda: postgresql.connected(url), getattr(database(url), who))


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: f"{one.column}: {one.says}")
def test_a_forged_event_is_refused(fortress: Schema, attackers: dict[str, str], forgery: Forgery) -> None:
    """Whichever column it is: the rest of the row being what the database asks for."""
    before = fortress.digest()
    for connect in ways(attackers["writer"], "writer"):
        with closing(connect()) as connection, connection.transaction(force_rollback=True):
            cursor = connection.cursor()
            if not forgery.answer:  # it is let in, for readers to set aside; nothing of it is kept here
                cursor.execute(APPENDING, forgery.forge(next_row(fortress)))
                continue
            with pytest.raises((psycopg.IntegrityError, psycopg.errors.InsufficientPrivilege), match=forgery.answer):
                cursor.execute(APPENDING, forgery.forge(next_row(fortress)))
    assert fortress.digest() == before


def test_every_column_of_an_event_is_forged() -> None:
    """None is left out of the table above."""
    assert {forgery.column for forgery in FORGERIES} == set(LoggedRow._fields)


def test_what_is_not_forged_is_let_in(fortress: Schema, attackers: dict[str, str]) -> None:
    """Or the refusals above would say nothing. A moment within minutes of the server's clock is one."""
    for row in (next_row(fortress), ahead(next_row(fortress), MINUTE)):
        for connect in ways(attackers["writer"], "writer"):
            with closing(connect()) as connection, connection.transaction(force_rollback=True):
                connection.cursor().execute(APPENDING, row)


@pytest.mark.parametrize(
    "forgery", [one for one in FORGERIES if one.answer not in ("", LOGIN)], ids=lambda one: one.says
)
def test_the_owner_meets_the_same_guards(fortress: Schema, attackers: dict[str, str], forgery: Forgery) -> None:
    """All but the login, for whoever may act as the owner takes over what others have recorded."""
    with closing(postgresql.connected(attackers["owner"])) as connection, pytest.raises(psycopg.IntegrityError):
        connection.cursor().execute(APPENDING, forgery.forge(next_row(fortress, "owner")))


# Idempotency keys, people and read models

KEY = "INSERT INTO idempotency (key, digest, first_seq, last_seq) VALUES ('k', '', {}, {})"
PERSON = "INSERT INTO people (subject, name, key) VALUES ('{}', {}, {})"
SUBJECT, SECRET = "0" * 32, f"'{'0' * 64}'"
PERIOD = "INSERT INTO status_periods (agreement, subject, valid_from, state, known_from) VALUES ({}, 0, 1, 0, {})"

ROWS = {
    "a key for what others recorded": KEY.format(1, 3),
    "… for what is not there": KEY.format(4, 4),
    "… for one's own and what others recorded": "{event}; " + KEY.format(3, 4),
    "… the wrong way round": "{event}; " + KEY.format(4, 3),
    "a person without a name": PERSON.format(SUBJECT, "NULL", SECRET),
    "… with an empty name": PERSON.format(SUBJECT, "''", SECRET),
    "… without a key": PERSON.format(SUBJECT, "'Ada'", "NULL"),
    "… with a key that is none": PERSON.format(SUBJECT, "'Ada'", "'zz'"),
    "… with a subject that is none": PERSON.format("x", "'Ada'", SECRET),
    "an agreement that nobody opened": "INSERT INTO agreements VALUES (9, 'x')",
    "… that is there": "INSERT INTO agreements SELECT 3, id || '2' FROM agreements",
    "a period from a recording of before": PERIOD.format(1, 3),
    "… from none": PERIOD.format(1, 9),
    "… of another agreement than one's recording": "{event}; " + PERIOD.format(2, 4),
    "a period's end, without a recording": "UPDATE status_periods SET known_to = 3 WHERE known_to IS NULL",
    "… by no recording": "{event}; UPDATE status_periods SET known_to = 9 WHERE known_to IS NULL",
    "the register's name": "INSERT INTO register (one, origin) VALUES (1, 'mine')",
    "a version of the tables": "INSERT INTO schema_version VALUES ('9999')",
    "a turn": "INSERT INTO turn VALUES (1)",
}


def inserting(place: Schema, row: LoggedRow) -> str:
    columns, values = ", ".join(LoggedRow._fields), ", ".join(map(place.literal, row))
    return f"INSERT INTO events ({columns}) VALUES ({values})"


@pytest.mark.parametrize("attack", ROWS)
def test_a_row_that_no_recording_brings_is_refused(fortress: Schema, attackers: dict[str, str], attack: str) -> None:
    """A writer adds to the other tables what follows from a recording of the same transaction, and nothing else."""
    before = fortress.digest()
    for connect in ways(attackers["writer"], "writer"):
        with closing(connect()) as connection, connection.transaction(force_rollback=True):
            *first, last = ROWS[attack].replace("{event}", inserting(fortress, next_row(fortress))).split("; ")
            for statement in first:
                connection.execute(statement)
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(last)
            assert refused.value.sqlstate in ("42501", "23000"), refused.value
    assert fortress.digest() == before


def test_a_key_given_to_another_recording_answers_no_command(place: Schema, users: dict[str, str]) -> None:
    """A writer may give a key to what they record, and the digest of a colleague's command: the colleague is told."""
    asked = proposals("2010-05-01 activity_begun")
    other = next_row(place)
    with closing(postgresql.connected(users["writer"])) as connection, connection.transaction():
        connection.execute(inserting(place, other))
        digest = place.literal(digest_of(asked))
        connection.execute(f"INSERT INTO idempotency VALUES ('k', {digest}, 4, 4)")
    with closing(Register.open(place.url, follower=FOLLOWER)) as register:
        with pytest.raises(Conflict, match="was given to another recording, #4 of wco-caricc"):
            register.record(asked, key="k")
        assert register.head().seq == 4
        assert [one.repeated for one in register.record(proposals(*LINES), key="first")] == [True] * 3


# Locks

HOLDING = {
    "the number of before": "SELECT pg_advisory_lock({lock}, '{schema}'::regnamespace::oid::int)",
    "… and all about it": "SELECT pg_advisory_lock({lock} + n, '{schema}'::regnamespace::oid::int)"
    " FROM generate_series(-2, 2) AS n",
    "… shared": "SELECT pg_advisory_lock_shared({lock} + 1, '{schema}'::regnamespace::oid::int)",
    "all that is read": "BEGIN; LOCK TABLE events, turn, idempotency, people, register IN ACCESS SHARE MODE",
}


@pytest.mark.parametrize("holding", HOLDING)
@pytest.mark.parametrize("who", ["reader", "stranger"])
def test_nobody_who_may_not_record_holds_a_recording_up(
    place: Schema, users: dict[str, str], who: str, holding: str
) -> None:
    """The writers' turn is taken by a right that readers and strangers do not have."""
    with closing(postgresql.connected(users[who])) as held:
        statement = HOLDING[holding].replace("{schema}", place.name).replace("{lock}", str(0x44505354))
        try:
            held.execute(statement)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable):  # without a right on the schema
            assert who == "stranger"
            return
        with closing(Register.open(users["writer"], follower=FOLLOWER, patience=0.5)) as register:
            assert register.record(proposals("2010-05-01 activity_begun"))[0].seq == 4
            with register.reading() as log:
                log.case.snapshot(log.connection.cursor())


@pytest.mark.parametrize("mode", ["EXCLUSIVE", "SHARE", "ROW EXCLUSIVE", "ROW SHARE", "ACCESS EXCLUSIVE"])
@pytest.mark.parametrize("who", ["reader", "stranger"])
def test_the_turn_is_for_writers(fortress: Schema, attackers: dict[str, str], who: str, mode: str) -> None:
    """No lock that would hold another one up is given to anybody else."""
    with closing(postgresql.connected(attackers[who])) as connection:
        for table in ("turn", "events"):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable)):
                connection.execute(f"BEGIN; LOCK TABLE {table} IN {mode} MODE NOWAIT")
            connection.execute("ROLLBACK")


def test_who_holds_the_turn_is_named(place: Schema, users: dict[str, str]) -> None:
    """A writer may hold it; the others wait as long as they are told to, and learn whom to ask."""
    with closing(postgresql.connected(users["writer"])) as held:
        held.execute("BEGIN; LOCK TABLE turn IN EXCLUSIVE MODE")
        user, process = held.info.user, held.info.backend_pid
        says = f"locked by another process for 0.05 seconds: held by {user}, process {process}"
        with closing(Register.open(place.url, patience=0.05)) as register, pytest.raises(Locked, match=says):
            register.record(proposals("2010-05-01 activity_begun"))


# The document


@pytest.mark.sources
def test_the_table_of_the_document_is_this_one(project: Path) -> None:
    """What a writer may try, and how it ends, line by line."""
    text = (project / "docs/reliability.md").read_text(encoding="utf-8")
    table = text.partition("<!-- writer -->\n")[2].partition("<!-- end -->")[0]
    rows = [f"| an event's `{one.column}`: {one.says} | {'refused' if one.answer else 'let in'} |" for one in FORGERIES]
    rows += [f"| {attack} | refused |" for attack in ROWS]
    assert table.splitlines()[2:] == rows
