"""The rebuild: the read models can be dropped and made again from the log, and every difference is found."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from given import act, terms
from hypothesis import given, settings
from msgspec.structs import replace
from read_models import ASKING, EXAMPLES, Batches, example, record_all, recordings
from shares import as_if_by_others, damage, ends
from stores import STORES, Place

from aggregates.databases.cases import database
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.aside import Aside, listening
from aggregates.record.register import Register
from lifecycle.acts.kinds import act_from
from lifecycle.errors import ProcessLost
from projections.models.beside import rebuild
from projections.models.definitions.tables import metadata
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

TABLES = sorted(metadata.tables)


def rows(place: Place) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(place.rows(f"SELECT * FROM {name}"), key=repr) for name in TABLES}


def made(place: Place) -> Register:
    return Register.create(place.url, create_statements(database(place.url).dialect), follower=FOLLOWER)


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=30)
@given(recordings())
def test_rebuilt_rows_equal_those_kept_along_the_way(kind: str, batches: Batches) -> None:
    """Whatever was recorded: the tables are the same after a rebuild, and nothing differed before it."""
    with TemporaryDirectory() as folder:
        place = STORES[kind](Path(folder))
        with closing(made(place)) as register:
            record_all(register, batches)
        kept = rows(place)
        assert differences(place.url) == []
        done = rebuild(place.url)
        assert rows(place) == kept
        assert done.rows == sum(map(len, kept.values()))
        assert done.agreements == len(kept["agreements"])
        place.remove()


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=30)
@given(recordings())
def test_what_several_processes_make_is_what_one_makes(kind: str, batches: Batches) -> None:
    """Whatever was recorded, and whatever has happened to it since: the same rows, the same told of it."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        place = STORES[kind](Path(folder))
        with closing(made(place)) as register:
            record_all(register, batches)
        damage(place, batches)
        with listening((asides := list[Aside]()).append):
            done = rebuild(place.url)
        alone = rows(place)
        patch.setattr("projections.models.rebuild.CHUNK", 1)
        patch.setattr("projections.models.beside.WORTH", 1)
        patch.setattr("aggregates.record.log.sharing.shared", as_if_by_others)
        with listening((others := list[Aside]()).append):
            assert rebuild(place.url, processes=2) == done
        assert rows(place) == alone
        assert others == asides
        place.remove()


def test_several_processes_make_the_rows(example_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes indeed, and one that is killed, or finds another register, leaves all as it was."""
    kept = rows(example_place)
    monkeypatch.setattr("projections.models.rebuild.CHUNK", 1)
    monkeypatch.setattr("projections.models.beside.WORTH", 1)
    example_place.run("DELETE FROM status_periods")
    told = list[int]()
    done = rebuild(example_place.url, told.append, processes=2)
    assert rows(example_place) == kept
    assert (done.agreements, done.recordings) == (3, told[-1])
    digest = example_place.digest()
    monkeypatch.setattr("projections.models.beside.rows_of", ends)
    with pytest.raises(ProcessLost):
        rebuild(example_place.url, processes=2)
    assert example_place.digest() == digest


@pytest.fixture
def example_place(place: Place) -> Place:
    """A register of the two example agreements, one that asks about the second, and a certificate on a document."""
    with closing(made(place)) as register:
        for name in EXAMPLES:
            register.record([Proposal(agreement=name, act=act) for name, act in example(name)])
        said = {"as_of": "2010-12-01", "known_at": 12, "digest": "0" * 64, "state": "suspended", "note": "asked"}
        certified = act_from({"act": "certified", "on": "2010-12-02", **said})
        register.record([Proposal(agreement=name, act=certified, document=f"sha256:{'0' * 64}")])
        asking_about = terms("after-caricc")
        register.record([Proposal(agreement=asking_about.agreement, act=act(line, asking_about)) for line in ASKING])
    return place


def test_the_example_has_rows_in_every_table(example_place: Place) -> None:
    """So that what follows is not said of empty tables."""
    assert [name for name, found in rows(example_place).items() if not found] == []
    assert differences(example_place.url) == []


def test_a_rebuild_makes_dropped_tables_again(example_place: Place) -> None:
    """With their rows, their indexes and their strict types."""
    kept, made = rows(example_place), example_place.schema()
    example_place.run(*(f"DROP TABLE {name}" for name in TABLES))
    assert {found.table for found in differences(example_place.url)} == set(TABLES)
    rebuild(example_place.url)
    assert rows(example_place) == kept
    assert example_place.schema() == made


def test_a_rebuild_that_fails_leaves_what_was_there(example_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one transaction: half a read model is never seen."""
    kept = example_place.digest()

    def fails(*_: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("projections.models.rebuild.fold", fails)
    with pytest.raises(RuntimeError):
        rebuild(example_place.url)
    assert example_place.digest() == kept


@pytest.mark.parametrize("processes", [1, 2])
def test_what_is_recorded_during_a_rebuild_is_in_it(
    example_place: Place, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On an agreement that was replayed, on one that others ask about, on one that is new; nobody waits for it."""
    monkeypatch.setattr("projections.models.beside.WORTH", 1)
    url, told = example_place.url, list[int]()
    draft = act(EXAMPLES["wco-caricc"][0], replace(terms("wco-caricc"), agreement="later-on"))
    further = {"act": "certified", "on": "2010-12-03", "as_of": "2010-12-01", "known_at": 12, "digest": "1" * 64}

    def meanwhile(events: int) -> None:
        told.append(events)
        with closing(Register.open(url, follower=FOLLOWER, patience=1)) as register:
            for name in EXAMPLES:
                register.record([Proposal(agreement=name, act=act_from({**further, "state": "suspended"}))])
            begun = act_from({"act": "activity_begun", "activity": "LATE", "on": "2010-06-01"})
            register.record([Proposal(agreement="wco-caricc", act=begun)])
            register.record([Proposal(agreement="later-on", act=draft)])

    with reading(url) as log:
        before = log.head().seq
    done = rebuild(url, meanwhile, processes)
    assert told == [before]
    kept = rows(example_place)
    assert ("later-on" in {id for _, id in kept["agreements"]}, done.agreements) == (True, len(kept["agreements"]))
    assert done.recordings == before + len(EXAMPLES) + 2
    assert differences(url) == []
    assert done.rows == sum(map(len, kept.values()))
    rebuild(url)
    assert rows(example_place) == kept


@pytest.mark.parametrize("kind", STORES)
def test_a_register_can_be_followed_from_later_on(kind: str, tmp_path: Path) -> None:
    """A register that was recorded without read models gets them by a rebuild, the same ones."""
    (tmp_path / "late").mkdir()
    early, late = STORES[kind](tmp_path), STORES[kind](tmp_path / "late")
    for register in (made(early), Register.create(late.url)):
        with closing(register):
            for name in EXAMPLES:
                register.record([Proposal(agreement=name, act=act) for name, act in example(name)])
        asking_about = terms("after-caricc")
        register.record([Proposal(agreement=asking_about.agreement, act=act(line, asking_about)) for line in ASKING])
    rebuild(late.url)
    assert rows(late) == rows(early)
    for place in (early, late):
        place.remove()


@pytest.mark.parametrize(
    ("damage", "table", "says"),
    [
        ("DELETE FROM entries", "entries", "entries: not stored: agreement 8, kind certified, seq 13, known_from 13"),
        (
            "UPDATE status_periods SET state = 2 WHERE agreement = 8 AND subject = 0 AND state = 4",
            "status_periods",
            "status_periods: state stored in_force, replayed notice_given (#11)",
        ),
        ("UPDATE deadlines SET known_to = 9 WHERE kind = 'ends'", "deadlines", "known_to stored 9, replayed none"),
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
def test_each_difference_is_found_and_mended(example_place: Place, damage: str, table: str, says: str) -> None:
    """A row changed, closed, lost, or put in by somebody else: named with what is stored and what is replayed."""
    kept = rows(example_place)
    example_place.run(damage)
    found = differences(example_place.url)
    assert {one.table for one in found} == {table}
    assert any(says in str(one.says) for one in found), [str(one.says) for one in found]
    rebuild(example_place.url)
    assert rows(example_place) == kept
    assert differences(example_place.url) == []


def test_a_difference_names_the_agreement_and_the_recording(example_place: Place) -> None:
    """That is what the keeper looks up next."""
    example_place.run("UPDATE dates SET ended_by = 'chance' WHERE agreement = 8")
    (found,) = [one for one in differences(example_place.url) if one.stored and one.stored["known_to"] is None]
    assert (found.agreement, found.seq) == ("wco-caricc", 11)
    assert found.values["ended_by"][0] == "chance"
