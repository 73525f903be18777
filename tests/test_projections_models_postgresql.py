"""The read models on PostgreSQL: the same rows and the same answers as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from read_models import EXAMPLES, Batches, example, record_all, recordings
from stores import Schema

from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.register import Register
from lifecycle.course.machine import State
from projections.answers.agreements import listing
from projections.answers.deadlines import due
from projections.answers.heads import open_heads
from projections.answers.parties import agreements_of, partners
from projections.answers.snapshot import snapshot
from projections.models.beside import rebuild
from projections.models.definitions.tables import metadata
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

DAYS = [date(1999, 5, 21), date(2003, 9, 1), date(2004, 2, 29), date(2010, 7, 4), date(2010, 12, 1), date(2011, 2, 28)]


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    schema = Schema(tmp_path)
    yield schema.url
    schema.remove()


def create(url: str, dialect: str) -> Register:
    return Register.create(url, create_statements(dialect), follower=FOLLOWER)


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    with reading(url) as log:
        return {name: sorted(map(tuple, log.query(f"SELECT * FROM {name}")), key=repr) for name in metadata.tables}


@settings(max_examples=5)
@given(recordings())
def test_rows_are_the_same_on_both_databases(tmp_path_factory: pytest.TempPathFactory, batches: Batches) -> None:
    """Kept along the way or rebuilt."""
    file = str(tmp_path_factory.mktemp("both") / "register.db")
    schema = Schema(Path(file))
    place = schema.url
    try:
        for url, dialect in ((file, "sqlite"), (place, "postgresql")):
            register = create(url, dialect)
            record_all(register, batches)
            register.close()
        kept = rows(file)
        assert rows(place) == kept
        assert differences(place) == []
        rebuild(place)
        assert rows(place) == kept
    finally:
        schema.remove()


def test_answers_are_the_same_on_both_databases(url: str, tmp_path: Path) -> None:
    """Every report, on telling days, as known then and now."""
    file = str(tmp_path / "register.db")
    answers = []
    for place, dialect in ((file, "sqlite"), (url, "postgresql")):
        register = create(place, dialect)
        for name in EXAMPLES:
            register.record([Proposal(agreement=name, act=act) for name, act in example(name)])
        register.close()
        told: list[Any] = []
        for known_at in (None, 5, 11):
            with snapshot(place, known_at) as asked:
                told += partners(asked, DAYS[0])
                for day in DAYS:
                    told += listing(asked, day)
                    told += listing(asked, day, state=State.SUSPENDED, party="WCO")
                    told += due(asked, day, within_days=90, party="WCO")
                    told += open_heads(asked, day, party="WCO")
                    told += agreements_of(asked, "WCO", day)
        answers.append(told)
    assert answers[0] == answers[1]
    assert len(answers[0]) > 50


def test_a_rebuilt_register_goes_on(url: str) -> None:
    """Whoever records afterwards may write into the new tables."""
    (_, draft), *further = example("wco-caricc")
    register = create(url, "postgresql")
    register.record([Proposal(agreement="wco-caricc", act=draft)])
    rebuild(url)
    register.record([Proposal(agreement="wco-caricc", act=act) for _, act in further])
    register.close()
    assert differences(url) == []
