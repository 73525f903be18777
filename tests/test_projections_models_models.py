"""Opening a register for questions: for reading only, one state of it, and the situations it can be in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from read_models import example
from stores import File, Place, Schema

from aggregates.databases.cases import database
from aggregates.record.decision import Proposal
from aggregates.record.register import Register
from lifecycle.errors import Behind, InvalidInput, NoRegister, SchemaMismatch, StorageFailure
from projections.answers.agreements import listing
from projections.answers.snapshot import snapshot
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

NAME = "wco-caricc"


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    with closing(made(place)) as register:
        yield register


def made(place: Place) -> Register:
    return Register.create(place.url, create_statements(database(place.url).dialect), follower=FOLLOWER)


def propose(count: int) -> list[Proposal]:
    return [Proposal(agreement=NAME, act=act) for _, act in example(NAME)[:count]]


@pytest.mark.parametrize("scheme", ["", "sqlite:///"])
def test_a_path_and_a_url_open_the_same_register(file_place: File, scheme: str) -> None:
    """Both are ways to name a file."""
    with closing(made(file_place)) as register:
        register.record(propose(1))
    with snapshot(f"{scheme}{file_place.file}") as asked:
        (found,) = listing(asked, date(2010, 3, 1))
    assert (found.agreement, found.state) == (NAME, "drafted")


def test_questions_of_one_opening_see_one_state(register: Register, place: Place) -> None:
    """What is recorded in between is not seen, so two answers of one report never contradict each other."""
    acts = propose(2)
    register.record(acts[:1])
    with snapshot(place.url) as asked:
        (before,) = listing(asked, date(2010, 3, 20))
        register.record(acts[1:])
        assert listing(asked, date(2010, 3, 20)) == [before]
    with snapshot(place.url) as asked:
        (after,) = listing(asked, date(2010, 3, 20))
    assert (before.state, after.state) == ("drafted", "signed")


def test_nothing_can_be_written(register: Register, place: Place) -> None:
    """The connection refuses."""
    with pytest.raises((StorageFailure, Behind), match=r"read-?only|only be read"), snapshot(place.url) as asked:
        asked.log.query("DELETE FROM status_periods")


def test_there_is_no_register(place: Place, tmp_path: Path) -> None:
    """Asking leaves nothing behind."""
    with pytest.raises(NoRegister), snapshot(place.url):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_schema_is_another_one(register: Register, place: Place) -> None:
    """Tables of another version are not read."""
    register.close()
    place.version(99)
    with pytest.raises(SchemaMismatch), snapshot(place.url):
        pass


def test_the_disk_fails(file_place: File) -> None:
    """A damaged file is a storage failure, not a traceback of the driver."""
    with closing(made(file_place)) as register:
        register.record(propose(5))
    content = file_place.file.read_bytes()
    file_place.file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StorageFailure), snapshot(file_place.url) as asked:
        listing(asked, date(2010, 3, 20))


def test_the_connection_is_lost(tmp_path: Path) -> None:
    """So is a server that goes away in the middle of a question."""
    place = Schema(tmp_path)
    made(place).close()
    with suppress(StorageFailure), snapshot(place.url) as asked:
        pid = asked.log.query("SELECT pg_backend_pid()").fetchone()[0]
        place.admin.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        listing(asked, date(2010, 3, 20))
        pytest.fail("it was answered")
    place.remove()


def test_a_url_of_another_kind_is_refused() -> None:
    """With the kinds that there are."""
    with pytest.raises(InvalidInput, match="sqlite://"), snapshot("mysql://host/register"):
        pass
