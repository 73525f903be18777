"""The URL of a register: what is secret in it is seen nowhere, and what is said of it does not hang on a language."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import postgresql
import psycopg
import pytest
from office import HARBOUR, Office
from stores import File, Schema

from aggregates.databases.cases import database
from aggregates.databases.postgresql_session import Session
from aggregates.ground.urls import shown
from lifecycle.errors import DepositaryError, InvalidInput, NoRegister, NotAllowed, StorageFailure

SECRET = "hunter2"

COMMANDS = ("config show", "doctor", "status harbour", "list", "backup {file}", "audit verify", "init", "db status")

SPOILT = (
    "postgresql://ada:hunter2@[::1/db",
    "postgresql://ada:hunter2@host:port/db",
    "postgresql://ada:hunter2@host:99999999/db",
    "postgresql://ada:hunter2@host/db?nonsense=1",
    "postgresql://ada:hun?ter2@host/db",
    "postgresql://ada:hunter2@host/db?schema=A-B",
    "postgresql://ada:hunter2@host/db?schema",
    "postgresql://host/db?password=hunter2&x",
    "postgresql://host/db?pass%77ord=hunter2&sslmode=nonsense",
    "postgresql://host/password=hunter2",
    "postgresql://host/?dbname=password%3Dhunter2",
    "postgresql://ada:%zzhunter2@host/db",
    "postgresql:ada:hunter2@host/db",
    "postgres://ada:hunter2@host/db",
    "mysql://ada:hunter2@host/db",
    "sqlite://ada:hunter2@host/register.db",
    "postgresql://ada:hunter2@nohost.invalid/db",
)
"""URLs that nothing can be reached by, with a password."""


@pytest.fixture
def schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Office, Schema]]:
    """A register in PostgreSQL, reached by a URL with a password, which its server does not ask for."""
    place = Schema(tmp_path)
    place.url = place.url.replace("postgres@", f"postgres:{SECRET}@")
    office = Office(tmp_path, monkeypatch, place)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert SECRET not in (office.done("init").err + office.done("draft", HARBOUR, "--on", "2024-01-10").err)
    yield office, place
    place.url = place.url.replace(f":{SECRET}@", "@")
    place.remove()


def spying(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a pg_dump on the path that notes what it is given."""
    noted = folder / "noted"
    spy = folder / "bin/pg_dump"
    spy.parent.mkdir()
    spy.write_text(
        f"#!{sys.executable}\nimport os, sys\nseen = repr((sys.argv, os.environ.get('PGPASSWORD')))\n"
        f"open({str(noted)!r}, 'w').write(seen)\nsys.exit('pg_dump: nothing')\n",
        encoding="utf-8",
    )
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{spy.parent}:{os.environ['PATH']}")
    return noted


def test_no_command_shows_the_password(schema: tuple[Office, Schema], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on the screen, nor in what other programs are given on their command line."""
    office, _ = schema
    noted = spying(office.folder, monkeypatch)
    for url in (office.url, office.url.replace(f":{SECRET}@", "@") + f"&password={SECRET}"):
        monkeypatch.setenv("DEPOSITARY_DB", url)
        for line in COMMANDS:
            for form in ("", " --format json"):
                ran = office.call(line.replace("{file}", "saved") + form)
                assert SECRET not in ran.out + ran.err, line
        arguments, given = eval(noted.read_text(encoding="utf-8"))
        assert (SECRET in str(arguments), given) == (False, SECRET)


@pytest.mark.parametrize("url", SPOILT)
def test_no_error_repeats_the_password(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What cannot be read is refused as bad input, and not repeated; nothing ends in an internal error."""
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("DEPOSITARY_DB", url)
    for line in ("config show", "doctor", "status harbour", "init", "backup saved"):
        ran = office.call(line)
        assert "ter2" not in ran.out + ran.err, line
        assert "Internal error" not in ran.err
        assert ran.code in ((0, 3) if line in ("config show", "doctor") else (2, 74)), ran.err
    assert "ter2" not in shown(url)


def test_a_database_may_be_named_without_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """As libpq understands it: the socket of this machine, or what the environment says."""
    given = psycopg.conninfo.conninfo_to_dict(postgresql.base())
    place = Schema(Path())
    monkeypatch.setenv("PGHOST", str(given["host"]))
    monkeypatch.setenv("PGUSER", str(given["user"]))
    for url in (
        f"postgresql:///{given['dbname']}?schema={place.name}",
        f"postgresql:///?dbname=postgres&schema={place.name}",
    ):
        case = database(url)
        case.create((), 5)
        case.reader().close()
        place.admin.execute(f"DROP SCHEMA {place.name} CASCADE")
        postgresql.remove(place.admin, place.name)
    place.remove()


def speaking_german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a server says be of another language; all else is as it was."""
    connect = psycopg.connect

    def german(*given: Any, **more: Any) -> Any:
        try:
            return connect(*given, **more)
        except psycopg.OperationalError as error:
            fail(error)

    def fail(error: psycopg.OperationalError) -> NoReturn:
        raise psycopg.OperationalError("FATAL:  das geht so nicht", pgconn=error.pgconn) from None

    monkeypatch.setattr(psycopg, "connect", german)


@pytest.mark.parametrize("german", [False, True])
def test_the_situation_does_not_hang_on_the_language(monkeypatch: pytest.MonkeyPatch, german: bool) -> None:
    """No database, nobody of that name, no right to connect, no server: each is told by what the server is asked."""
    place = Schema(Path())
    user, base = f"{place.name}_ada", f"{place.name}_closed"
    place.admin.execute(f"CREATE ROLE {user} LOGIN")
    place.admin.execute(f"CREATE DATABASE {base}")
    place.admin.execute(f"REVOKE CONNECT ON DATABASE {base} FROM PUBLIC")
    url = place.url
    cases: dict[str, type[DepositaryError]] = {
        url.replace("/postgres?", "/nodatabase?"): NoRegister,
        url.replace("postgres@", "nobody_of_that_name@"): NotAllowed,
        url.replace("postgres@", f"{user}@").replace("/postgres?", f"/{base}?"): NotAllowed,
        url.replace("host=", "host=%2Fnowhere"): StorageFailure,
    }
    with monkeypatch.context() as patch:
        if german:
            speaking_german(patch)
        for one, situation in cases.items():
            with pytest.raises(situation) as told:
                database(one).reader()
            assert type(told.value) is situation, one
    place.admin.execute(f"DROP DATABASE {base}")
    place.admin.execute(f"DROP ROLE {user}")
    place.remove()


def test_a_server_that_was_about_to_start_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It refuses while it recovers, and is there when it is asked whether it is: nobody was refused an entry."""
    place, connect, refused = Schema(Path()), Session.connect, list[bool]()

    def starting(*given: Any, **more: Any) -> Any:
        if not refused:
            refused.append(True)
            raise psycopg.OperationalError("FATAL:  the database system is starting up")
        return connect(*given, **more)

    monkeypatch.setattr(Session, "connect", starting)
    with pytest.raises(NoRegister):
        database(place.url).reader()
    assert refused
    monkeypatch.undo()
    place.remove()


def test_a_name_of_a_database_is_no_setting() -> None:
    """Libpq would read one with `=` as settings of its own."""
    with pytest.raises(InvalidInput, match="settings stand behind"):
        database("postgresql://host/?dbname=host%3Delsewhere")


# Files


def modes(folder: Path) -> dict[str, int]:
    return {
        str(file.relative_to(folder)): stat.S_IMODE(file.stat().st_mode)
        for file in sorted(folder.rglob("*"))
        if file.name.startswith(("register", "saved")) and not file.name.endswith(".checkpoint")
    }


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_registers_and_their_copies_are_their_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file, its journal, a backup, and what a restoration sets aside; and the folder, where it is made."""
    (tmp_path / "new").mkdir()
    place = File(tmp_path / "new/folder")
    office = Office(tmp_path, monkeypatch, place)
    before = os.umask(0)
    try:
        office.done("init")
        with closing(database(place.url).reader()) as reading:  # so that there are journals
            reading.cursor().execute("SELECT count(*) FROM events").fetchone()
            office.done("draft", HARBOUR, "--on", "2024-01-10")
            found = modes(tmp_path)
            assert {name.rpartition("/")[2] for name in found} >= {"register.db", "register.db-wal", "register.db-shm"}
        office.done("backup saved")
        office.done("restore saved --yes")
        Path(place.file).write_bytes(b"damaged" * 1000)
        Path(place.file).chmod(0o644)
        office.done("restore saved --yes")
        found |= modes(tmp_path)
        assert any("replaced" in name for name in found)
        restored = str(place.file.relative_to(tmp_path))
        assert found.pop(restored) == 0o644  # as open as what was there: that was somebody's own choice
        assert set(found.values()) == {0o600}, found
        assert stat.S_IMODE(place.file.parent.stat().st_mode) == 0o700
    finally:
        os.umask(before)
