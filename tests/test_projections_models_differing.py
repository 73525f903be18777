"""Differences: a replay that folds each agreement once, for rulings and read models, finds what two folds find."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from given import act, terms
from hypothesis import given, settings
from read_models import ASKING, EXAMPLES, Batches, example, record_all, recordings
from shares import as_if_by_others, damage, ends
from stores import STORES, Place

from aggregates.databases.cases import database
from aggregates.proof.replay import replay
from aggregates.record.decision import Proposal
from aggregates.record.log.aside import Aside, listening
from aggregates.record.people.erasure import erase
from aggregates.record.register import Register
from lifecycle.errors import DepositaryError, NotFound, ProcessLost
from projections.answers.keeping.examination import Replayed, replayed
from projections.answers.snapshot import snapshot
from projections.models.differing import differences, differing
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

TAMPERED = (
    "DELETE FROM status_periods WHERE known_from % 3 = 0",
    "UPDATE agreements SET id = 'stranger' WHERE id = 'two'",
    "INSERT INTO dates VALUES (99, 730000, NULL, NULL, NULL, 12, NULL)",
)


def made(place: Place) -> Register:
    return Register.create(place.url, create_statements(database(place.url).dialect), follower=FOLLOWER)


def told(found: Replayed) -> list[tuple[str, int, str | None, str]]:
    return [(one.check, one.seq, one.agreement, str(one.says)) for one in found.differences]


def folded_twice(url: str, agreement: str | None = None) -> tuple[int, int, list[tuple[str, int, str | None, str]]]:
    """Replay, and compare the read models, each by itself."""
    with snapshot(url) as asked:
        found = replay(asked.log, agreement=agreement)
        models = [one for one in differing(asked.log) if agreement in (None, one.agreement)]
    beside = [("read model", one.seq, one.agreement, str(one.says)) for one in models]
    return (
        found.events,
        found.agreements,
        [
            *((one.check, one.seq, one.agreement, str(one.says)) for one in found.differences),
            *beside,
        ],
    )


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=40)
@given(recordings())
def test_one_fold_finds_what_two_find_in_one_process_or_several(kind: str, batches: Batches) -> None:
    """Whatever was recorded, erased, damaged, tampered with: the same findings, in the same order."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        place = STORES[kind](Path(folder))
        with closing(made(place)) as register:
            record_all(register, batches)
        with suppress(NotFound):
            erase(place.url, "Clerk", dry_run=False)
        if len(batches) % 2:
            damage(place, batches)
            place.run(*TAMPERED)
        with listening((asides := list[Aside]()).append):
            alone = replayed(place.url, None, None)
        assert (alone.events, alone.agreements, told(alone)) == folded_twice(place.url)
        apart = differences(place.url)
        patch.setattr("projections.models.rebuild.CHUNK", 1)
        for module in ("projections.models.differing", "projections.answers.keeping.examination"):
            patch.setattr(f"{module}.WORTH", 1)
        patch.setattr("aggregates.record.log.sharing.shared", as_if_by_others)
        with listening((others := list[Aside]()).append):
            assert replayed(place.url, None, None, processes=2) == alone
        assert set(others) == set(asides)
        assert differences(place.url, processes=2) == apart
        for name in {name for batch in batches for name, _ in batch}:
            with suppress(DepositaryError):
                one = replayed(place.url, name, None, processes=2)
                assert (one.events, one.agreements, told(one)) == folded_twice(place.url, name)
        place.remove()


@pytest.fixture
def example_place(place: Place) -> Place:
    """A register of the two example agreements, and one that asks about the second."""
    with closing(made(place)) as register:
        for name in EXAMPLES:
            register.record([Proposal(agreement=name, act=act) for name, act in example(name)])
        asking = terms("after-caricc")
        register.record([Proposal(agreement=asking.agreement, act=act(line, asking)) for line in ASKING])
    return place


def test_several_processes_replay(example_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes indeed, of agreements that ask about each other, with a tampered row in each; or none of it."""
    example_place.run("UPDATE status_periods SET valid_from = valid_from + 1 WHERE known_from IN (1, 8)")
    alone, progress = replayed(example_place.url, None, None), list[int]()
    assert {one.agreement for one in alone.differences} == {"icmpd-wco", "wco-caricc"}
    monkeypatch.setattr("projections.models.rebuild.CHUNK", 1)
    monkeypatch.setattr("projections.answers.keeping.examination.WORTH", 1)
    assert replayed(example_place.url, None, None, progress.append, processes=2) == alone
    assert progress == [7, 12, 15]
    monkeypatch.setattr("projections.answers.keeping.examination.examined", ends)
    with pytest.raises(ProcessLost):
        replayed(example_place.url, None, None, processes=2)
