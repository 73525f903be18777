"""The snapshot: one state of a register, whatever is recorded while it is asked."""

from __future__ import annotations

from contextlib import closing

from read_models import example
from stores import Place

from aggregates.databases.cases import database
from aggregates.record.agreement import Proposal
from aggregates.record.register import Register
from projections.answers.snapshot import Snapshot, snapshot
from projections.models.follower import follow
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
    with closing(Register.create(place.url, create_statements(dialect), follow=[follow])) as register:
        register.record(acts[:2])
        with snapshot(place.url) as asked:
            register.record(acts[2:3])
            assert states(asked) == (2, 2, 2)
            register.record(acts[3:4])
            assert states(asked) == (2, 2, 2)
        with snapshot(place.url) as asked:
            assert states(asked) == (4, 4, 4)
