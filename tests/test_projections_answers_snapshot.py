"""The snapshot: one state of a register, whatever is recorded while it is asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from read_models import example
from stores import Place, Schema

from aggregates.databases.cases import database
from aggregates.record.decision import Proposal
from aggregates.record.register import Register
from lifecycle.errors import NoRegister, NotFound, StorageFailure
from projections.answers.snapshot import Snapshot, Snapshots, snapshot
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

NAME = "wco-caricc"


def states(asked: Snapshot) -> tuple[int, int, int]:
    """Give how far the log, an agreement's stream and the read models reach."""
    kept = asked.log.query("SELECT max(known_from) FROM status_periods").fetchone()[0]
    return asked.log.head().seq, len(asked.log.stream(NAME)), kept


def test_log_and_read_models_are_of_one_state(place: Place) -> None:
    """What is recorded after the first reading is in none of them, whichever is asked first."""
    acts = [Proposal(agreement=NAME, act=act) for _, act in example(NAME)]
    dialect = database(place.url).dialect
    with closing(Register.create(place.url, create_statements(dialect), follower=FOLLOWER)) as register:
        register.record(acts[:2])
        with snapshot(place.url) as asked:
            register.record(acts[2:3])
            assert states(asked) == (2, 2, 2)
            register.record(acts[3:4])
            assert states(asked) == (2, 2, 2)
        with snapshot(place.url) as asked:
            assert states(asked) == (4, 4, 4)


def test_threads_share_the_connections_of_a_register(place: Place) -> None:
    """Each of many snapshots in several threads is one state, and the next of them knows what was recorded before."""
    acts = [Proposal(agreement=NAME, act=act) for _, act in example(NAME)]
    dialect = database(place.url).dialect

    def ask(_: int) -> tuple[int, int, int]:
        with pool.snapshot() as asked:
            return states(asked)

    with closing(Register.create(place.url, create_statements(dialect), follower=FOLLOWER)) as register:
        register.record(acts[:2])
        with closing(Snapshots(place.url, 3)) as pool, ThreadPoolExecutor(8) as threads:
            assert set(threads.map(ask, range(40))) == {(2, 2, 2)}
            with pool.snapshot() as before:
                register.record(acts[2:4])
                assert set(threads.map(ask, range(40))) == {(4, 4, 4)}
                assert states(before) == (2, 2, 2)
            with pool.snapshot(3) as earlier:
                assert earlier.known.seq == 3


def test_an_answer_that_fails_costs_no_connection(place: Place) -> None:
    """What is not on record is said with what was meant, and a connection that broke is replaced by the next."""
    dialect = database(place.url).dialect
    Register.create(place.url, create_statements(dialect), follower=FOLLOWER).close()
    with closing(Snapshots(place.url, 1)) as pool:
        for _ in range(3):
            with pytest.raises(NotFound), pool.snapshot() as asked:
                asked.recordings(NAME)
        with suppress(StorageFailure), pool.snapshot() as asked:
            connection = asked.log.connection
            connection.close()
        with pool.snapshot() as asked:
            assert states(asked)[:2] == (0, 0)


def test_no_pool_is_made_of_what_is_no_register(place: Place) -> None:
    """It is said at once."""
    with pytest.raises(NoRegister):
        Snapshots(place.url)


def test_who_comes_when_all_connections_are_lent_waits_for_one(tmp_path: Path) -> None:
    """No longer than for a lock, and is told so. On SQLite there are as many as are asked for."""
    place = Schema(tmp_path)
    place.create()
    with closing(database(place.url, 0.1).readers(1)) as readers:
        with readers.connection(), pytest.raises(StorageFailure), readers.connection():
            pass
        with readers.connection() as connection:
            cursor = connection.cursor()
            cursor.execute("SHOW transaction_read_only")
            assert cursor.fetchone() == ("on",)
    place.remove()
