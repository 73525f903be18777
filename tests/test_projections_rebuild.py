"""The rebuild: the read models can be dropped and made again from the log, and every difference is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from read_models import EXAMPLES, Batches, example, record_all, recordings

from aggregates.agreement import Proposal
from aggregates.register import Register
from projections.inline import follow
from projections.rebuild import differences, rebuild
from projections.tables import create_statements, metadata

TABLES = sorted(metadata.tables)


def rows(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(file)) as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in TABLES}


def schema(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        return sorted(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@settings(max_examples=30)
@given(recordings())
def test_rebuilt_rows_equal_those_kept_along_the_way(batches: Batches) -> None:
    """Whatever was recorded: the tables are the same after a rebuild, and nothing differed before it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.db"
        register = Register.create(str(file), create_statements(), follow=[follow])
        record_all(register, batches)
        register.close()
        kept = rows(file)
        assert differences(str(file)) == []
        done = rebuild(str(file))
        assert rows(file) == kept
        assert done.rows == sum(map(len, kept.values()))
        assert done.agreements == len(kept["agreements"])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the two example agreements."""
    file = tmp_path_factory.mktemp("rebuild") / "register.db"
    register = Register.create(str(file), create_statements(), follow=[follow])
    for name in EXAMPLES:
        register.record([Proposal(agreement=name, act=act) for name, act in example(name)])
    register.close()
    return file


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(copyfile(template, tmp_path / "register.db"))


def test_the_example_has_rows_in_every_table(file: Path) -> None:
    """So that what follows is not said of empty tables."""
    assert [name for name, found in rows(file).items() if not found] == []
    assert differences(str(file)) == []


def test_a_rebuild_makes_dropped_tables_again(file: Path) -> None:
    """With their rows, their indexes and their strict types."""
    kept, made = rows(file), schema(file)
    change(file, *(f"DROP TABLE {name}" for name in TABLES))
    assert {found.table for found in differences(str(file))} == set(TABLES)
    rebuild(str(file))
    assert rows(file) == kept
    assert schema(file) == made


def test_a_rebuild_that_fails_leaves_what_was_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one transaction: half a read model is never seen."""
    kept = file.read_bytes()

    def fails(*_: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("projections.rebuild.fold", fails)
    with pytest.raises(RuntimeError):
        rebuild(str(file))
    assert file.read_bytes() == kept


def test_a_register_can_be_followed_from_later_on(file: Path, tmp_path: Path) -> None:
    """A register that was recorded without read models gets them by a rebuild, the same ones."""
    late = tmp_path / "late.db"
    register = Register.create(str(late))
    for name in EXAMPLES:
        register.record([Proposal(agreement=name, act=act) for name, act in example(name)])
    register.close()
    rebuild(str(late))
    assert rows(late) == rows(file)


@pytest.mark.parametrize(
    ("damage", "table", "says"),
    [
        (
            "UPDATE status_periods SET state = 2 WHERE agreement = 8 AND subject = 0 AND state = 4",
            "status_periods",
            "status_periods: state stored in_force, replayed notice_given (#11)",
        ),
        ("UPDATE deadlines SET known_to = 9 WHERE kind = 'ends'", "deadlines", "known_to stored 9, replayed None"),
        (
            "UPDATE status_periods SET state = 77, valid_to = -1 WHERE subject = 1",
            "status_periods",
            "stored 77, replayed drafted",
        ),
        ("DELETE FROM heads WHERE kind = 'activity' AND known_to IS NOT NULL", "heads", "heads: not stored: "),
        ("UPDATE versions SET title = 'Another'", "versions", "title stored Another, replayed Memorandum"),
        ("UPDATE agreements SET id = 'stranger' WHERE key = 1", "agreements", "agreements: not in the log: key 1"),
        (
            "INSERT INTO dates VALUES (99, 730000, NULL, NULL, NULL, 12, NULL)",
            "dates",
            "dates: not in the log: agreement 99, entered_into_force 1999-09-03",
        ),
    ],
)
def test_each_difference_is_found_and_mended(file: Path, damage: str, table: str, says: str) -> None:
    """A row changed, closed, lost, or put in by somebody else: named with what is stored and what is replayed."""
    kept = rows(file)
    change(file, damage)
    found = differences(str(file))
    assert {one.table for one in found} == {table}
    assert any(says in one.says() for one in found), [one.says() for one in found]
    rebuild(str(file))
    assert rows(file) == kept
    assert differences(str(file)) == []


def test_a_difference_names_the_agreement_and_the_recording(file: Path) -> None:
    """That is what the keeper looks up next."""
    change(file, "UPDATE dates SET ended_by = 'chance' WHERE agreement = 8")
    (found,) = [one for one in differences(str(file)) if one.stored and one.stored["known_to"] is None]
    assert (found.agreement, found.seq) == ("wco-caricc", 11)
    assert found.values["ended_by"][0] == "chance"
