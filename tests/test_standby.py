"""A register read on a standby of PostgreSQL, one recording behind: it says how far it is, and cries no alarm.

The standby is made of a base backup, as any is, and its replaying of the journal is paused and let go on here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer
from typing import NamedTuple

import postgresql
import psycopg
import pytest
from commandline import TERMS, Ran, run
from shares import by_two
from stores import Schema

from aggregates.databases.cases import database
from aggregates.record.log.access import reading
from aggregates.record.log.positions import reach
from aggregates.record.store import Store
from lifecycle.errors import Behind, NotFound

BEHIND = 14
SIGNED = "sign wco-caricc --by WCO --on 2010-03-19 --place Brussels"
SIGNED_BOTH = "sign wco-caricc --by CARICC --on 2010-03-30 --place Astana"


class Pair(NamedTuple):
    """A register on the server that is recorded on, and where it is read on the one that follows."""

    url: str
    standby: str
    follows: psycopg.Connection[tuple[object, ...]]

    def record(self, line: str) -> Ran:
        return run(f"{line} --db {self.url}")

    def read(self, line: str) -> Ran:
        return run(f"{line} --db {self.standby}")

    @contextmanager
    def behind(self) -> Iterator[None]:
        """Let nothing that is recorded meanwhile come to the standby."""
        self.follows.execute("SELECT pg_wal_replay_pause()")
        while self.follows.execute("SELECT pg_get_wal_replay_pause_state()").fetchone() != ("paused",):
            pass
        try:
            yield
        finally:
            self.follows.execute("SELECT pg_wal_replay_resume()")


@pytest.fixture(scope="module")
def standby() -> Iterator[postgresql.Server]:
    made = postgresql.server().standby()
    yield made
    made.close()


@pytest.fixture
def pair(standby: postgresql.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    if postgresql.NAMED:
        monkeypatch.setattr(postgresql, "NAMED", None)  # a standby follows a server of our own
    schema = Schema(tmp_path)
    for name in ("STATE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    place = schema.url.rpartition("schema=")[2]
    with psycopg.connect(standby.url, autocommit=True) as follows:
        made = Pair(schema.url, f"{standby.url}&schema={place}", follows)
        for line in ("init", f"draft {TERMS / 'wco-caricc.yaml'} --on 2010-03-01", SIGNED):
            assert made.record(line).code == 0
        assert made.read("status wco-caricc --as-of 2010-04-01 --at-least '#2'").code == 0
        yield made
    schema.remove()


def test_a_standby_answers_for_the_log_as_far_as_it_has_come(pair: Pair) -> None:
    with pair.behind():
        assert pair.record(SIGNED_BOTH).code == 0
        told = pair.read("status wco-caricc --as-of 2010-04-01 --format json")
        assert (told.code, told.json["state"], told.json["known_at"]["seq"]) == (0, "signed", 2)
        assert pair.read("history wco-caricc --known-at '#2'").code == 0


@pytest.mark.parametrize(
    "line",
    [
        "status wco-caricc --known-at '#3'",
        "history wco-caricc --known-at 3",
        "list --known-at '#3'",
        "audit prove 3",
        "audit replay --until '#3'",
    ],
)
def test_what_has_not_come_yet_is_behind_and_not_unknown(pair: Pair, line: str) -> None:
    with pair.behind():
        assert pair.record(SIGNED_BOTH).code == 0
        told = pair.read(line)
        assert (told.code, told.out) == (BEHIND, "")
        assert "up to #2: #3 has not come to it yet" in told.err
    assert pair.read("status wco-caricc --as-of 2010-04-01 --at-least 3 --known-at '#3'").code == 0
    assert run(f"status wco-caricc --known-at '#9' --db {pair.url}").code == 4


def test_the_outside_copy_is_ahead_of_a_standby_without_an_alarm(pair: Pair) -> None:
    """The copy knows #3, the standby has #2: that is no shortened register (trust F2)."""
    with pair.behind():
        assert pair.record(SIGNED_BOTH).code == 0
        told = pair.read("audit verify")
        assert told.code == BEHIND, told.err
        assert "not come to it yet" in told.err
        assert pair.read("doctor").code != 13
    told = pair.read("audit verify --at-least '#3'")
    assert told.code == 0, told.err


def test_several_processes_audit_a_standby(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them on a connection of its own, up to where the standby had come when they began."""
    started = by_two(monkeypatch)
    assert pair.record(SIGNED_BOTH).code == 0
    for line in ("audit replay --at-least '#3'", "audit verify", "rebuild --dry-run"):
        told = pair.read(line)
        assert told.code == 0, told.err
    assert started == [2, 2, 2]


def test_a_command_waits_for_a_recording_that_is_on_its_way(pair: Pair) -> None:
    with pair.behind():
        assert pair.record(SIGNED_BOTH).code == 0
        resume = Timer(0.5, pair.follows.execute, ["SELECT pg_wal_replay_resume()"])
        resume.start()
        told = pair.read("status wco-caricc --as-of 2010-04-01 --at-least '#3' --format json")
        resume.join()
    assert (told.code, told.json["state"], told.json["known_at"]["seq"]) == (0, "in_force", 3)


def test_it_waits_no_longer_than_it_is_told_to(pair: Pair) -> None:
    with pair.behind():
        assert pair.record(SIGNED_BOTH).code == 0
        with reading(pair.standby) as log, pytest.raises(Behind, match="#3 has not come"):
            reach(log, 3, patience=0)
    with reading(pair.url) as log, pytest.raises(NotFound, match="is not on record"):
        reach(log, 4, patience=0)


def test_nothing_is_recorded_on_a_standby(pair: Pair) -> None:
    for line in (SIGNED_BOTH, "rebuild", "mend-clock wco-caricc 2 --reason test --yes"):
        told = pair.read(line)
        assert told.code == BEHIND, (line, told)
        assert "can only be read" in told.err
    with reading(pair.url) as log:
        assert log.head().seq == 2


def test_who_follows_a_standby_is_given_what_comes_to_it(pair: Pair) -> None:
    """There nobody can be notified, so it is looked up again and again."""
    with closing(Store(database(pair.standby), read_only=True)) as store, store.subscribe(gt=2) as news:
        assert pair.record(SIGNED_BOTH).code == 0
        assert next(news).id == 3
