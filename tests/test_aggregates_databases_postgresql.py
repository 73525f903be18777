"""PostgreSQL: the three roles and every attack on the log from them, reasons not to be let in, and lost connections."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import postgresql
import psycopg
import pytest
import stores
from eventsourcing.persistence import IntegrityError, StoredEvent
from following import Following
from fortresses import APPENDING, hashed, made, proposals, users_of
from given import act, terms
from msgspec.structs import replace
from shares import by_two
from stores import Schema

from aggregates.databases.cases import database
from aggregates.databases.postgresql import Postgresql
from aggregates.exchange import bundle, bundle_reading
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.receipts import Receipt
from aggregates.record.register import ATTEMPTS, Register, Showing
from aggregates.record.store import Store
from aggregates.record.transaction import UNFOLLOWED
from lifecycle.errors import (
    Conflict,
    InvalidInput,
    NoRegister,
    NotAllowed,
    OutcomeUnknown,
    SchemaMismatch,
    StorageFailure,
)
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.text import Clauses
from projections.answers.keeping.examination import replayed
from projections.models.beside import rebuild
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.rebuild import fill
from projections.models.statements import create_statements


@pytest.fixture
def place() -> Iterator[Schema]:
    with made() as place:
        yield place


@pytest.fixture(scope="module")
def fortress() -> Iterator[Schema]:
    """One for all attacks, because none of them changes it."""
    with made() as place:
        yield place


@pytest.fixture
def users(place: Schema) -> Iterator[dict[str, str]]:
    with users_of(place) as users:
        yield users


@pytest.fixture(scope="module")
def attackers(fortress: Schema) -> Iterator[dict[str, str]]:
    with users_of(fortress) as users:
        yield users


# Roles

PLACE = "originator_id, originator_version"
ATTACKS = {
    "update": "UPDATE events SET state = '{}'",
    "update nothing": "UPDATE events SET state = '{}' WHERE FALSE",
    "delete": "DELETE FROM events",
    "delete the last": "DELETE FROM events WHERE seq = 3",
    "truncate": "TRUNCATE events",
    "truncate all": "TRUNCATE events, idempotency CASCADE",
    "upsert": f"INSERT INTO events SELECT * FROM events ON CONFLICT ({PLACE}) DO UPDATE SET state = '{{}}'",
    "merge, update": "MERGE INTO events USING (SELECT 3) AS s (n) ON seq = n WHEN MATCHED THEN UPDATE SET topic = ''",
    "merge, delete": "MERGE INTO events USING (SELECT 3) AS s (n) ON seq = n WHEN MATCHED THEN DELETE",
    "insert again": "INSERT INTO events SELECT * FROM events WHERE seq = 3",
    "leave a gap": "INSERT INTO events SELECT 5, 'x', 1, topic, state, leaf_hash, recorded_at FROM events WHERE seq=3",
    "back-date": "INSERT INTO events SELECT 4, 'x', 1, topic, state, leaf_hash, 0 FROM events WHERE seq = 3",
    "version again": f"INSERT INTO events SELECT 4, {PLACE}, topic, state, leaf_hash, recorded_at FROM events"
    " WHERE seq = 3",
    "replication": "SET session_replication_role = replica; DELETE FROM events",
    "disable": "ALTER TABLE events DISABLE TRIGGER ALL",
    "disable one": "ALTER TABLE events DISABLE TRIGGER events_are_never_deleted",
    "drop a trigger": "DROP TRIGGER events_are_never_deleted ON events",
    "another function": "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
    " AS $$ BEGIN RETURN NEW; END $$",
    "no row security": "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
    "a policy": "CREATE POLICY mine ON events FOR ALL USING (TRUE)",
    "drop": "DROP TABLE events",
    "drop all": "DROP SCHEMA {schema} CASCADE",
    "rename": "ALTER TABLE events RENAME TO events_of_yesterday",
    "own": "ALTER TABLE events OWNER TO CURRENT_USER",
    "grant": "GRANT ALL ON events TO CURRENT_USER; DELETE FROM events",
    "become the owner": "SET ROLE {owner}",
    "another table": "CREATE TABLE {schema}.events2 (seq BIGINT)",
    "another events first": "CREATE TEMP TABLE events (seq BIGINT, recorded_at BIGINT);"
    " INSERT INTO {schema}.events SELECT 9, 'x', 1, topic, state, leaf_hash, 9 FROM {schema}.events WHERE seq = 3",
    "select for update": "SELECT * FROM events FOR UPDATE",
    "change a key": "UPDATE idempotency SET digest = ''",
    "delete a key": "DELETE FROM idempotency",
    "truncate keys": "TRUNCATE idempotency",
    "erase a person": "UPDATE people SET name = NULL, key = NULL",
    "delete a person": "DELETE FROM people",
    "two eyes": "UPDATE register SET four_eyes = 0",
    "another name": "UPDATE register SET origin = 'another'",
    "a second register": "INSERT INTO register (one, origin, four_eyes) VALUES (1, 'mine', 0)",
    "another version": "UPDATE schema_version SET version_num = '9999'",
    "no version": "DELETE FROM schema_version",
    "edit a read model": "UPDATE status_periods SET state = 6",
    "delete from a read model": "DELETE FROM status_periods",
    "truncate a read model": "TRUNCATE deadlines",
    "drop a read model": "DROP TABLE deadlines",
    "move a closed row": "UPDATE status_periods SET known_to = 1 WHERE known_to IS NOT NULL"
    " RETURNING 1 / (agreement - agreement)",
    "copy from a program": "COPY events FROM PROGRAM 'true'",
}


@pytest.mark.parametrize("who", ["writer", "reader"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_from_a_role_is_refused(
    fortress: Schema, attackers: dict[str, str], who: str, attack: str
) -> None:
    """Whether the user connects by a client of its own or through ours: nothing has changed."""
    before = fortress.digest()
    hidden = attack == "move a closed row" and who == "writer"  # by row-level security: there is no such row
    for connect in (lambda: postgresql.connected(attackers[who]), getattr(database(attackers[who]), who)):
        with closing(connect()) as connection:
            statement = ATTACKS[attack].replace("{schema}", fortress.name).replace("{owner}", fortress.role("owner"))
            if hidden:
                connection.execute(statement)
                continue
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement)
            assert refused.value.sqlstate in ("42501", "23000", "23505", "25006"), refused.value
    assert fortress.digest() == before


@pytest.mark.parametrize("attack", list(ATTACKS)[: list(ATTACKS).index("replication")])
def test_the_administrator_changes_nothing_by_mistake(fortress: Schema, attack: str) -> None:
    """The triggers hold for all, also where a replica's session would pass by others."""
    before = fortress.digest()
    for prelude in ("", "SET session_replication_role = replica; "):
        with pytest.raises(psycopg.IntegrityError):
            fortress.admin.execute(prelude + ATTACKS[attack])
        fortress.admin.execute("SET session_replication_role = origin")
    assert fortress.digest() == before


def test_a_writer_turns_those_that_ask_about_an_agreement(place: Schema, users: dict[str, str]) -> None:
    """What a recording makes of them is written with it, of one that asks about another of them, too."""
    asked = terms("after-caricc")
    upon = Condition.from_plain([{"signed": "all"}, {"agreement": {"name": "after-caricc", "is": "in force"}}])
    entry = replace(asked.clauses.entry_into_force, upon=upon)
    further = replace(asked, agreement="further", clauses=Clauses(entry_into_force=entry))
    lines = ("2010-03-02 drafted", "2010-04-19 signed by=WCO", "2010-04-20 signed by=CARICC")
    with closing(Register.open(users["writer"], follower=FOLLOWER)) as register:
        for text in (asked, further):
            register.record([Proposal(agreement=text.agreement, act=act(line, text)) for line in lines])
        (ended,) = register.record(proposals("2010-06-01 notice_given by=CARICC"))
        assert [one.after.id for one in ended.also] == ["after-caricc", "further"]
        assert [one.before == one.after for one in ended.also] == [False, False]
    assert differences(place.url) == []


def test_the_owner_cannot_log_in(place: Schema) -> None:
    """Nor can the other two: they are roles that users are given."""
    roles = f"SELECT rolcanlogin, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname ~ '^{place.name}_'"
    assert place.rows(roles) == [(False, False, False, False)] * 3


def test_what_each_role_may_do(users: dict[str, str]) -> None:
    """A writer records and reads, a reader reads, a stranger neither."""
    with closing(Register.open(users["writer"], follower=FOLLOWER)) as register:
        (receipt,) = register.record(proposals("2010-05-01 activity_begun"))
        assert receipt.seq == 4
    for who in ("owner", "writer", "reader"):
        with reading(users[who]) as log:
            assert log.head().seq == 4
    with pytest.raises(NotAllowed, match=r"has not the role .*_writer of"):
        Register.open(users["reader"])
    with pytest.MonkeyPatch.context() as patch:
        started = by_two(patch)
        assert replayed(users["reader"], None, None, processes=2).differences == ()
        assert rebuild(users["owner"], processes=2).recordings == 4
    assert started == [2, 2]
    with pytest.raises(NotAllowed, match=r"has not the role .*_owner of"):
        database(users["writer"]).owner()
    for opening in (database(users["stranger"]).reader, database(users["stranger"]).writer):
        with pytest.raises(NotAllowed, match=r"has not the role .*_(reader|writer) of"):
            opening()


# Logins

FORGED = {
    "another": b'{"login":"another"}',
    "the administrator": b'{"login":"postgres"}',
    "in other letters": b'{"login":"<UPPER>"}',
    "none": b'{"actor":"<USER>"}',
    "nothing": b'{"login":null}',
    "within the act": b'{"act":{"login":"<USER>"}}',
    "own, then another": b'{"login":"<USER>","login":"another"}',
    "another, then own": b'{"login":"another","login":"<USER>"}',
    "another behind an escape": b'{"login":"<USER>","lo\\u0067in":"another"}',
    "a list of them": b'{"login":["<USER>"]}',
    "no object": b'["login","<USER>"]',
    "no JSON": b"login <USER>",
    "no text": b'{"login":"<USER>","x":"\xff"}',
    "the null character": b'{"login":"<USER>","x":"\\u0000"}',
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_writer_appends_nothing_in_the_name_of_others(
    fortress: Schema, attackers: dict[str, str], forged: str
) -> None:
    """Nor in nobody's: whatever the client, and however the event is written, the database knows who it is."""
    before, user = fortress.digest(), f"{fortress.name}_u_writer"
    says = f"an event holds the login of who records it, here {user}"
    state = FORGED[forged].replace(b"<USER>", user.encode()).replace(b"<UPPER>", user.upper().encode())
    with reading(fortress.url) as log:
        (third,) = log.rows(2, 3)
    row = hashed(third._replace(seq=4, originator_version=4, state=state))
    for connect in (lambda: postgresql.connected(attackers["writer"]), database(attackers["writer"]).writer):
        with closing(connect()) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege, match=says):
            connection.cursor().execute(APPENDING, row)
    assert fortress.digest() == before


def test_a_writer_that_claims_to_be_another_is_not_allowed(
    place: Schema, users: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through our own client, made to lie: nothing is recorded, and it is said who may do so."""
    begun = Postgresql.begin
    monkeypatch.setattr(Postgresql, "begin", lambda *asked: begun(*asked)._replace(login="another"))
    with closing(Register.open(users["writer"], follower=FOLLOWER)) as register:
        with pytest.raises(NotAllowed, match="only who is granted the role of the owner"):
            register.record(proposals("2010-05-01 activity_begun"))
        assert register.head().seq == 3


def test_a_bundle_is_taken_over_by_who_may_act_as_the_owner(
    place: Schema, users: dict[str, str], tmp_path: Path
) -> None:
    """It holds the logins of others, and is put on record as it is; a writer may not do that."""
    with closing(Register.open(users["writer"], follower=FOLLOWER)) as register:
        register.record(proposals("2010-05-01 activity_begun"))
    with reading(place.url) as log:
        bundle.write(log, tmp_path / "bundle")
    found = bundle_reading.read(tmp_path / "bundle")
    empty = Schema(tmp_path)
    Register.create(empty.url, create_statements("postgresql")).close()
    with users_of(empty) as others:
        with pytest.raises(NotAllowed, match="takes over"):
            bundle_reading.take_over(others["writer"], found, fill)
        with closing(Register.open(others["owner"])) as register, register.reading() as log:
            assert register.head().seq == 0
            bundle_reading.take_over(others["owner"], found, fill)
            assert [row.state for row in log.rows()] == [row.state for row in found.rows]
        assert differences(empty.url) == []
    empty.remove()


def test_a_register_is_made_by_who_may_make_roles(place: Schema, users: dict[str, str]) -> None:
    """And by nobody else: half a register is not left behind."""
    case = database(f"{users['stranger']}_other")
    with pytest.raises(NotAllowed, match="to create role"):
        case.create((), 1)
    user = f"{place.name}_u_stranger"
    place.admin.execute(f"ALTER ROLE {user} CREATEROLE; GRANT CREATE ON DATABASE postgres TO {user}")
    case.create((), 1)
    for opening in (case.reader, case.writer, case.owner):
        opening().close()
    postgresql.remove(place.admin, f"{place.name}_other")


# Reaching it


def changed(url: str, old: str, new: str) -> Postgresql:
    case = database(url.replace(old, new))
    assert isinstance(case, Postgresql)
    return case


def test_reasons_not_to_be_let_in(place: Schema) -> None:
    """Each is the situation it is, and the password is in none of them."""
    with pytest.raises(NoRegister, match="no register"):
        changed(place.url, place.name, "nowhere").reader()
    with pytest.raises(NoRegister, match='"nodatabase"'):
        changed(place.url, "/postgres?", "/nodatabase?").reader()
    with pytest.raises(StorageFailure) as gone:
        changed(place.url, "host=", "password=secret&host=%2Fnowhere").reader()
    assert "secret" not in str(gone.value)


def test_a_role_of_a_register_elsewhere_is_no_register_here(place: Schema) -> None:
    """Roles are shared by the databases of a server, schemas are not."""
    place.admin.execute(f"ALTER SCHEMA {place.name} RENAME TO {place.name}_gone")
    with pytest.raises(NoRegister):
        database(place.url).reader()
    place.admin.execute(f"ALTER SCHEMA {place.name}_gone RENAME TO {place.name}")


def test_the_driver_is_asked_for_only_where_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, such a URL names what to install."""
    monkeypatch.setitem(__import__("sys").modules, "aggregates.databases.postgresql", None)
    with pytest.raises(InvalidInput, match=r"pip install 'depositary\[postgresql\]'"):
        database("postgresql://host/database")
    database("sqlite:///register.db")


# Connections that break


def broken(connection: Any, place: Schema) -> None:
    """End a connection from the server's side, as its crash would."""
    place.admin.execute("SELECT pg_terminate_backend(%s, 5000)", (connection.info.backend_pid,))


def lose(patch: pytest.MonkeyPatch, place: Schema, when: str, times: int = 1) -> list[str]:
    """Lose the connection before or after the server has committed, so many times, however the commit is sent."""
    commits, togethers, lost = Postgresql.commit, Postgresql.together, list[str]()

    def losing(cursor: Any) -> None:
        if len(lost) < times:
            lost.append(when)
            if when == "after":
                cursor.connection.execute("COMMIT")
                if cursor.connection._pipeline:
                    cursor.connection._pipeline.sync()
            broken(cursor.connection, place)

    def commit(case: Postgresql, cursor: Any, *, appended: bool) -> None:
        losing(cursor)
        commits(case, cursor, appended=appended)

    @contextmanager
    def together(case: Postgresql, cursor: Any, *, commits: bool) -> Iterator[None]:
        with togethers(case, cursor, commits=commits):
            yield
            if commits:
                losing(cursor)

    patch.setattr(Postgresql, "commit", commit)
    patch.setattr(Postgresql, "together", together)
    return lost


def shown(receipts: Sequence[Receipt]) -> None:
    """Be shown what is about to be committed, so that it is committed apart."""


SHOWING = pytest.mark.parametrize("showing", [None, shown])
WHEN = pytest.mark.parametrize("when", ["before", "after"])


@SHOWING
@WHEN
def test_a_connection_lost_at_the_end_is_made_good_by_the_key(
    place: Schema, monkeypatch: pytest.MonkeyPatch, when: str, showing: Showing | None
) -> None:
    """Whether the server had committed or not: it is recorded once, and the answer is the one receipt."""
    lost = lose(monkeypatch, place, when)
    with closing(Register.open(place.url, follower=FOLLOWER)) as register:
        (receipt,) = register.record(proposals("2010-05-01 activity_begun"), key="k", showing=showing)
        assert lost == [when]
        assert (receipt.seq, receipt.repeated) == (4, when == "after")
        assert register.head().seq == 4
        (again,) = register.record(proposals("2010-05-01 activity_begun"), key="k", showing=showing)
        assert (again.seq, again.repeated) == (4, True)


@SHOWING
@WHEN
def test_without_a_key_it_says_that_nobody_knows(
    place: Schema, monkeypatch: pytest.MonkeyPatch, when: str, showing: Showing | None
) -> None:
    """It does not try again, because it might record it twice."""
    lose(monkeypatch, place, when)
    with closing(Register.open(place.url)) as register:
        with pytest.raises(OutcomeUnknown, match="not known"):
            register.record(proposals("2010-05-01 activity_begun"), showing=showing)
        assert register.head().seq == (4 if when == "after" else 3)


@SHOWING
def test_a_server_that_stays_away_leaves_the_outcome_unknown(
    place: Schema, monkeypatch: pytest.MonkeyPatch, showing: Showing | None
) -> None:
    """After some attempts, and never with the words that nothing was recorded."""
    lose(monkeypatch, place, "before", ATTEMPTS)
    monkeypatch.setattr("aggregates.record.register.PAUSE", 0.001)
    with closing(Register.open(place.url)) as register, pytest.raises(OutcomeUnknown):
        register.record(proposals("2010-05-01 activity_begun"), key="k", showing=showing)


@SHOWING
def test_a_connection_lost_before_the_end_leaves_nothing(place: Schema, showing: Showing | None) -> None:
    """It is a storage failure where the commit has not been sent, and the next call has a new connection."""

    def cut(cursor: Any, receipts: object) -> None:
        broken(cursor.connection, place)
        cursor.execute("SELECT 1").fetchone()

    with closing(Register.open(place.url, follower=Following(cut))) as register:
        with pytest.raises(StorageFailure):
            register.record(proposals("2010-05-01 activity_begun"), key="k", showing=showing)
        register.follower = UNFOLLOWED
        assert register.head().seq == 3
        assert register.record(proposals("2010-05-01 activity_begun"), key="k")[0].repeated is False


def test_a_lost_connection_is_raised_and_not_printed_as_well(place: Schema) -> None:
    """What the driver logs goes to whoever listens to it, and else nowhere: a page of ours is not broken by it."""
    script = f"""
from aggregates.databases.cases import database
case = database({place.url!r})
connection, other = case.writer(), case.administrator()
other.execute("SELECT pg_terminate_backend(%s::int, 5000)", (connection.info.backend_pid,))
try:
    case.begin(connection.cursor())
except case.Error:
    print("raised")
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("raised\n", "")


def test_a_failed_statement_that_somebody_hides_is_no_recording(place: Schema) -> None:
    """PostgreSQL would end the transaction with a rollback, and call it a success."""

    def careless(cursor: Any, receipts: object) -> None:
        with suppress(psycopg.Error):
            cursor.execute("SELECT 1 / 0")
            cursor.fetchall()

    with closing(Register.open(place.url, follower=Following(careless))) as register:
        with pytest.raises((StorageFailure, psycopg.Error)):
            register.record(proposals("2010-05-01 activity_begun"))
        assert register.head().seq == 3


def test_a_transaction_that_had_failed_is_never_called_committed(place: Schema) -> None:
    """Where nothing was appended, too."""
    case = database(place.url)
    with closing(case.writer()) as connection:
        cursor = connection.cursor()
        case.lock(cursor)
        with suppress(psycopg.Error):
            cursor.execute("SELECT 1 / 0")
        with pytest.raises(StorageFailure, match="undone"):
            case.commit(cursor, appended=False)


def test_a_place_that_is_taken_is_told_from_other_conflicts(place: Schema) -> None:
    """A unique key of a read model is no reason to try again."""

    def twice(cursor: Any, receipts: Sequence[Receipt]) -> None:
        FOLLOWER.follow(cursor, receipts)
        cursor.execute("INSERT INTO heads SELECT * FROM heads WHERE known_from = 4")

    with (
        closing(Register.open(place.url, follower=Following(twice))) as register,
        pytest.raises(psycopg.errors.UniqueViolation),
    ):
        register.record(proposals("2010-05-01 activity_begun"))
    with closing(Store(database(place.url))) as store, pytest.raises(IntegrityError):
        store.insert_events([stores.opening("one"), stores.opening("one")])


def test_a_recording_reads_the_log_by_its_indexes(tmp_path: Path) -> None:
    """Also in a session that began with an empty log, whose plans were made for that."""
    place = Schema(tmp_path)
    with closing(Register.create(place.url, create_statements("postgresql"), follower=FOLLOWER)) as register:
        register.record(proposals("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC"))
        for number in range(30):
            register.record(proposals(f"2010-05-01 activity_begun activity=A{number}"), key=str(number))
    read = "SELECT idx_scan, seq_tup_read FROM pg_stat_user_tables WHERE relid = 'events'::regclass"
    until = monotonic() + 10
    while place.rows(read)[0][0] < 60 and monotonic() < until:  # it is counted once a connection is closed
        sleep(0.05)
    ((by_index, whole),) = place.rows(read)
    assert (by_index >= 60, whole) == (True, 0)
    place.remove()


def test_a_register_that_became_an_older_one_is_left_alone(place: Schema) -> None:
    """Restored under a program that is at work: it has no function that takes the turn."""
    with closing(Register.open(place.url)) as register:
        place.run("DROP FUNCTION take_turn()")
        place.version(16)
        with pytest.raises(SchemaMismatch):
            register.record(proposals("2010-05-01 activity_begun"))


def test_a_second_register_of_that_name_is_a_conflict(place: Schema) -> None:
    """The message names schema and database."""
    with pytest.raises(Conflict, match=f'{place.name} of the database "postgres" exists already'):
        place.create()


# Following


def test_whoever_may_only_read_may_follow(place: Schema, users: dict[str, str]) -> None:
    """And learns of a commit by somebody else without asking again and again."""
    with closing(Store(database(users["reader"]), read_only=True)) as store, store.subscribe(gt=2) as news:
        assert next(news).id == 3
        with closing(Register.open(users["writer"], follower=FOLLOWER)) as register:
            register.record(proposals("2010-05-01 activity_begun"))
        assert next(news).id == 4
        with pytest.raises(NotAllowed, match="permission denied"):
            store.insert_events([StoredEvent(uuid.uuid4(), 1, "x", b"")])


def test_whoever_follows_does_not_wait_on_a_line_that_is_dead(place: Schema) -> None:
    """A server that goes away is a storage failure to them, too."""
    with closing(Store(database(place.url), read_only=True)) as store, store.subscribe(gt=2) as news:
        assert next(news).id == 3
        place.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN {place.name}'")
        with pytest.raises(StorageFailure):
            next(news)
