"""Many writers at once, connections that break, and a server that crashes: nothing is lost, doubled or half done."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import postgresql
import pytest
import writers
from stores import Place

from aggregates.record.register import Register
from lifecycle.errors import OutcomeUnknown, StorageFailure

COMMANDS = 9
IN_FLIGHT = 90
"""Commands of each writer while the server crashes."""


def test_eight_writers_lose_nothing_and_double_nothing(place: Place, tmp_path: Path) -> None:
    """On the same agreements, with commands that all of them give: every promise is kept."""
    writers.found(place.url)
    processes = writers.start(place.url, tmp_path, COMMANDS)
    assert writers.broken_promises(place.url, tmp_path, processes, COMMANDS) == []


def test_an_unknown_outcome_is_made_safe_by_the_key(place: Place, tmp_path: Path) -> None:
    """A third of all commits gets no answer, half of them having been made: the same command gives it."""
    writers.found(place.url)
    processes = writers.start(place.url, tmp_path, COMMANDS, writers=3, losing=1 / 3)
    assert writers.broken_promises(place.url, tmp_path, processes, COMMANDS) == []


@pytest.fixture
def server() -> Iterator[postgresql.Server]:
    """A server of its own, to be crashed."""
    server = postgresql.Server()
    yield server
    server.close()


def test_a_server_that_crashes_under_load_loses_nothing(server: postgresql.Server, tmp_path: Path) -> None:
    """Immediate shutdowns with writers in flight, each recovered from: what was acknowledged is there, once."""
    writers.found(server.url)
    processes = writers.start(server.url, tmp_path, IN_FLIGHT, writers=3)
    crashes = writers.crash(server, processes, most=4)
    assert crashes, "the writers were done before the first crash"
    assert writers.broken_promises(server.url, tmp_path, processes, IN_FLIGHT) == []


def test_a_server_that_is_away_is_a_storage_failure(server: postgresql.Server) -> None:
    """Not an internal error; once it is back, the same register goes on."""
    writers.found(server.url)
    asked = writers.proposals("one", "2010-05-01 activity_begun")
    with closing(Register.open(server.url)) as register:
        server.stop(signal.SIGQUIT)
        for _ in range(2):
            with pytest.raises(StorageFailure) as away:
                register.record(asked)
            assert not isinstance(away.value, OutcomeUnknown)
        server.start()
        assert register.record(asked)[0].seq == 10
