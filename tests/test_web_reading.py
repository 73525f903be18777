"""The web register as a process that may only read: a user with the role of a reader, a file that it may not write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import postgresql
import psycopg
import pytest
from commandline import DOCKET, demonstration, run
from fortresses import users_of
from stores import Schema
from test_web_app import PAGES
from webface import Client, served

from aggregates.databases.cases import database
from lifecycle.errors import NotAllowed
from projections.answers.snapshot import Snapshots

FORMS = ("/api/agreements", "/agreements/wco-caricc.json", "/deadlines.ics", "/agreements/wco-caricc/timeline.svg")
SEMINAR = 'activity begin wco-caricc --on 2010-06-03 --title "Seminar on seals"'
WRITING = (
    "DELETE FROM people",
    "DELETE FROM events",
    "INSERT INTO idempotency VALUES ('k')",
    "CREATE TABLE one (n INT)",
)


def served_whole(url: str, says: str) -> None:
    """Ask for every page and other forms: each is answered, the newest recording too; then try to write as it reads."""
    client = Client(served(url))
    told = {path: client.get(path).status_code for path in (*PAGES, *FORMS)}
    assert {path: status for path, status in told.items() if status != 200} == {}
    assert says in client.get("/agreements/wco-caricc/history").text
    snapshots = Snapshots(url)
    for statement in WRITING:
        with snapshots.snapshot() as asked, pytest.raises(asked.log.case.Error):
            asked.log.connection.cursor().execute(statement)
    snapshots.close()


# A user of PostgreSQL


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Schema]:
    """Make the demonstration register in PostgreSQL."""
    place = Schema(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", place.url)
    monkeypatch.setenv("DEPOSITARY_ACTOR", "clerk")
    for line in (*DOCKET.strip().splitlines(), SEMINAR):
        ran = run(line)
        assert ran.code == 0, f"{line}: {ran.err}"
    yield place
    place.remove()


def test_a_user_with_the_reader_s_role_alone_serves_every_page(place: Schema) -> None:
    """The role is all that this user has: nothing is written, as it reads or by a connection of its own."""
    with users_of(place) as users:
        before = place.digest()
        served_whole(users["reader"], "Seminar on seals")
        for opening in (database(users["reader"]).writer, database(users["reader"]).owner):
            with pytest.raises(NotAllowed, match="has not the role"):
                opening()
        for become in ("", f"SET ROLE {place.role('reader')}"):
            for statement in WRITING:
                with postgresql.connected(users["reader"]) as own:
                    own.execute(f"SET default_transaction_read_only = off; {become}")
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        own.execute(statement)
        assert place.digest() == before


def test_a_user_without_a_role_serves_nothing(place: Schema) -> None:
    """So it is the role that the pages rest on."""
    with users_of(place) as users, pytest.raises(NotAllowed, match="has not the role"):
        Client(served(users["stranger"]))


# A file


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder, and let it be removed after all."""
    folder = tmp_path / "medium"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)


def in_reading(file: Path, says: str) -> subprocess.CompletedProcess[str]:
    """Serve a file in a process that modes of files bind; an administrator's is without the right to pass over them."""
    bound: list[str] = []
    if os.geteuid() == 0:
        if (setpriv := shutil.which("setpriv")) is None:
            pytest.skip("the administrator may write everywhere, and there is no setpriv to give that up")
        bound = [setpriv, "--bounding-set=-dac_override,-dac_read_search"]
    code = "import os, sys; from test_web_reading import served_whole as whole; "
    code += "assert not os.access(sys.argv[1], os.W_OK); whole(*sys.argv[1:])"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    command = [*bound, sys.executable, "-c", code, str(file), says]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def held(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("log", ["merged", "left", "in use"])
def test_a_file_that_may_only_be_read_is_served(log: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its write-ahead log merged; left by a process that died; in use by one that records."""
    file = demonstration(folder)
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setenv("DEPOSITARY_ACTOR", "clerk")
    if log == "merged":
        assert run(SEMINAR).code == 0
        assert held(folder).keys() == {"register.db"}
        only_read(folder)
        return
    with closing(database(str(file)).reader()) as reading:
        cursor = reading.cursor()
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM events").fetchone()  # so that nothing is merged
        assert run(SEMINAR).code == 0
        found = held(folder)
        assert found["register.db-wal"]
        if log == "in use":
            only_read(folder)
            return
    for name, data in found.items():
        (folder / name).write_bytes(data)
    only_read(folder)


def only_read(folder: Path) -> None:
    """Serve a folder to a process that may read what is in it, and find it as it was."""
    before = held(folder)
    for name in before:
        (folder / name).chmod(0o444)
    folder.chmod(0o555)
    ran = in_reading(folder / "register.db", "Seminar on seals")
    assert ran.returncode == 0, ran.stderr[-4000:]
    after = held(folder)
    assert after.keys() == before.keys()
    assert [name for name in before if after[name] != before[name]] == []
