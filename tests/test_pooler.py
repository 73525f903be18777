"""A pooler before PostgreSQL gives each transaction to another connection: nothing that we send counts on a session.

Without one, it is played: after each transaction the connection is asked what it has kept, which is to be nothing, and
all of it is thrown away (DISCARD ALL). `make pooler` runs the same with PgBouncer in transaction mode.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import postgresql
import psycopg
import pytest
from office import Office
from psycopg.pq import TransactionStatus
from shares import by_two
from stores import Schema

from aggregates.databases import postgresql_server
from aggregates.databases.cases import database
from aggregates.databases.postgresql_session import Session, SessionCursor
from aggregates.record.register import Register
from projections.models.follower import FOLLOWER

KEPT = """SELECT current_setting('role'), current_setting('search_path') LIKE '%depositary%',
    current_setting('lock_timeout'), current_setting('default_transaction_read_only'),
    (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_listening_channels()),
    (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory')"""
NOTHING = ("none", False, "0", "off", 0, 0, 0)

LINES = (
    "contact designate harbour --by NORTH --contact 'Ada Hart' --on 2024-02-16 --note 'Ada Hart' --personal 'Ada Hart'",
    "activity begin harbour A1 --on 2024-03-01 --title survey",
    "activity begin harbour A1 --on 2024-03-01 --title survey",
    "correct harbour 5 --set title=dredging --reason misread --yes",
    "status harbour",
    "status harbour --known-at '#3'",
    "list",
    "deadlines --within 90d",
    "party NORTH",
    "contacts harbour --as-of 2024-04-01",
    "what-if harbour 'activity complete A1 --on 2024-03-02'",
    "history harbour",
    "certify harbour --as-of 2024-03-01 --dry-run",
    "follow --from 1 --no-wait",
    "rebuild",
    "rebuild --dry-run",
    "audit verify",
    "audit replay",
    "audit export bundle --with-people",
    "doctor",
    "db status",
    "db four-eyes on",
    "db four-eyes off",
    "erase 'Ada Hart' --yes",
    "audit verify",
)
"""What an office does in a register."""


@pytest.fixture
def schema(tmp_path: Path) -> Iterator[Schema]:
    place = Schema(tmp_path)
    yield place
    place.remove()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Play a pooler, and give what connections have kept after their transactions."""
    found: list[Any] = []
    run = SessionCursor.execute

    def execute(self: SessionCursor, *given: Any, **how: Any) -> SessionCursor:
        run(self, *given, **how)
        connection = self.connection
        assert isinstance(connection, Session)
        if connection.pooled and connection.info.transaction_status is TransactionStatus.IDLE:
            asked = psycopg.Cursor(connection)
            found.append(asked.execute(KEPT).fetchone())
            asked.execute("DISCARD ALL")
        return self

    monkeypatch.setattr(SessionCursor, "execute", execute)
    monkeypatch.setattr(postgresql_server, "_process", lambda connection: 0)
    return found


def story(office: Office) -> None:
    """Do all that an office does; a dry run of it leaves nothing."""
    office.into_force()
    for line in LINES:
        office.done(line)


def test_no_transaction_counts_on_a_session(
    schema: Schema, kept: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept by any connection after any transaction, and everything is answered all the same."""
    office = Office(tmp_path, monkeypatch, schema)
    office.done("init")
    story(office)
    assert len(kept) > 100
    assert set(kept) == {NOTHING}


def test_one_process_reads_through_a_pooler(
    schema: Schema, kept: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have no second connection to give while the first one is held."""
    office, started = Office(tmp_path, monkeypatch, schema), by_two(monkeypatch)
    office.done("init")
    office.into_force()
    for line in ("rebuild", "rebuild --dry-run", "audit replay", "audit verify"):
        office.done(line)
    assert (started, set(kept)) == ([], {NOTHING})


def test_a_connection_of_the_server_keeps_its_settings(
    schema: Schema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no pooler stands, they are made once."""
    Office(tmp_path, monkeypatch, schema).done("init")
    with closing(database(schema.url).reader()) as connection:
        assert isinstance(connection, Session)
        assert not connection.pooled
        role, ours, timeout, *_ = connection.execute(KEPT.replace("%depositary%", f"%{schema.name}%")).fetchone() or ()
        assert (role, ours, timeout) == (schema.role("reader"), True, "10s")


@pytest.mark.parametrize("line", ["backup saved", "restore saved --yes"])
def test_what_takes_a_session_asks_for_the_server_itself(
    schema: Schema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, request: pytest.FixtureRequest
) -> None:
    """PostgreSQL's own programs set what they need for good, and others would meet it."""
    if postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    office = Office(tmp_path, monkeypatch, schema)
    office.done("init")
    office.into_force()
    if line != "backup saved":
        office.done("backup saved")
    request.getfixturevalue("kept")
    ran = office.call(line)
    assert (ran.code, "give the address of the server itself" in " ".join(ran.err.split())) == (7, True), ran.err


# With PgBouncer


CONFIGURATION = """
[databases]
* = host={host} user=postgres
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6543
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 100
logfile = {folder}/log
pidfile = {folder}/pid
"""


class Pooler:
    """PgBouncer in transaction mode, before the server of the tests."""

    def __init__(self, program: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pb-"))
        account = postgresql.ACCOUNT if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        shutil.chown(self.folder, account)
        self.folder.chmod(0o755)
        settings = self.folder / "pgbouncer.ini"
        settings.write_text(CONFIGURATION.format(host=postgresql.server().folder, folder=self.folder))
        user = postgresql.ACCOUNT if os.geteuid() == 0 else None
        self._process = subprocess.Popen([program, "-q", str(settings)], user=user, cwd=self.folder)
        until = time.monotonic() + 10
        while not (self.folder / ".s.PGSQL.6543").exists():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)

    def behind(self, url: str) -> str:
        """Give the URL of a register as it is reached by the pooler."""
        schema = url.rpartition("schema=")[2]
        return f"postgresql://postgres@/postgres?host={self.folder}&port=6543&schema={schema}"

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture
def pooler() -> Iterator[Pooler]:
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None or postgresql.NAMED is not None:
        pytest.skip("PgBouncer is not installed: make pooler")
    with closing(Pooler(program)) as started:
        yield started


def test_a_register_behind_pgbouncer(
    schema: Schema, pooler: Pooler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made, recorded in, asked, audited and erased in through it."""
    office = Office(tmp_path, monkeypatch, schema)
    monkeypatch.setenv("DEPOSITARY_DB", pooler.behind(schema.url))
    office.done("init")
    story(office)
    with closing(database(pooler.behind(schema.url)).reader()) as connection:
        assert connection.pooled  # type: ignore[attr-defined]
    with psycopg.connect(pooler.behind(schema.url).partition("&schema")[0], autocommit=True) as another:
        for _ in range(10):  # whichever connection of the server it is given
            assert another.execute("SELECT current_setting('role'), current_setting('search_path')").fetchone() == (
                "none",
                '"$user", public',
            )
    office.done("audit", "verify", "--db", schema.url)


def test_many_writers_behind_pgbouncer(
    schema: Schema, pooler: Pooler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight of them on three connections of the server: nothing is lost, doubled or held up for ever."""
    office = Office(tmp_path, monkeypatch, schema)
    url = pooler.behind(schema.url)
    monkeypatch.setenv("DEPOSITARY_DB", url)
    office.done("init")
    office.into_force()

    def record(writer: int) -> list[int]:
        from given import act

        from aggregates.record.decision import Proposal

        with closing(Register.open(url, follower=FOLLOWER)) as register:
            lines = [f"2024-03-01 activity_begun activity=W{writer}-{number}" for number in range(15)]
            return [register.record([Proposal(agreement="harbour", act=act(line))], key=line)[0].seq for line in lines]

    with ThreadPoolExecutor(8) as writers:
        given = [seq for seqs in writers.map(record, range(8)) for seq in seqs]
    assert sorted(given) == list(range(4, 124))
    office.done("audit verify")
    office.done("audit replay")
