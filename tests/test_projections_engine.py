"""Opening a register for questions: for reading only, one state of it, and the situations it can be in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from read_models import example
from sqlalchemy import text

from aggregates.agreement import Proposal
from aggregates.register import Register
from lifecycle.errors import InvalidInput, NoRegister, SchemaMismatch, StorageFailure
from projections.engine import reading
from projections.inline import follow
from projections.status import listing
from projections.tables import create_statements

NAME = "wco-caricc"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register.create(str(tmp_path / "register.db"), create_statements(), follow=[follow])


def propose(count: int) -> list[Proposal]:
    return [Proposal(agreement=NAME, act=act) for _, act in example(NAME)[:count]]


@pytest.mark.parametrize("scheme", ["", "sqlite:///"])
def test_a_path_and_a_url_open_the_same_register(register: Register, tmp_path: Path, scheme: str) -> None:
    """Both are ways to name a file."""
    register.record(propose(1))
    with reading(f"{scheme}{tmp_path / 'register.db'}") as connection:
        (found,) = listing(connection, date(2010, 3, 1))
    assert (found.agreement, found.state) == (NAME, "drafted")


def test_questions_of_one_opening_see_one_state(register: Register, tmp_path: Path) -> None:
    """What is recorded in between is not seen, so two answers of one report never contradict each other."""
    acts = propose(2)
    register.record(acts[:1])
    with reading(str(tmp_path / "register.db")) as connection:
        (before,) = listing(connection, date(2010, 3, 20))
        register.record(acts[1:])
        assert listing(connection, date(2010, 3, 20)) == [before]
    with reading(str(tmp_path / "register.db")) as connection:
        (after,) = listing(connection, date(2010, 3, 20))
    assert (before.state, after.state) == ("drafted", "signed")


def test_nothing_can_be_written(register: Register, tmp_path: Path) -> None:
    """The connection refuses."""
    with pytest.raises(StorageFailure, match="readonly"), reading(str(tmp_path / "register.db")) as connection:
        connection.execute(text("DELETE FROM status_periods"))


def test_there_is_no_register(tmp_path: Path) -> None:
    """Asking leaves no file behind."""
    with pytest.raises(NoRegister), reading(str(tmp_path / "none.db")):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_schema_is_another_one(register: Register, tmp_path: Path) -> None:
    """Tables of another version are not read."""
    register.close()
    with closing(sqlite3.connect(tmp_path / "register.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SchemaMismatch), reading(str(tmp_path / "register.db")):
        pass


def test_the_disk_fails(register: Register, tmp_path: Path) -> None:
    """A damaged file is a storage failure, not a traceback of the driver."""
    register.record(propose(5))
    register.close()
    file = tmp_path / "register.db"
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StorageFailure), reading(str(file)) as connection:
        listing(connection, date(2010, 3, 20))


def test_a_url_of_another_kind_is_refused() -> None:
    """With the kinds that there are."""
    with pytest.raises(InvalidInput, match="sqlite://"), reading("mysql://host/register"):
        pass
