"""Tests for `projections.models.statements`: what runs is what is defined, and both databases understand it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

import pytest
from read_models import Kept
from stores import Place

from aggregates.databases.cases import database
from aggregates.record.log.access import reading
from lifecycle.course.machine import State
from lifecycle.errors import NotFound
from projections.answers import agreements
from projections.answers.agreements import listing
from projections.answers.deadlines import LATEST, due
from projections.answers.parties import key_of
from projections.answers.snapshot import Snapshot
from projections.answers.waiting import waiting
from projections.models.definitions import catalogue
from projections.models.definitions.tables import metadata
from projections.models.read_models import READ_MODELS
from projections.models.statements import FOLDER, create_statements, statement, statements
from projections.models.values import CALLED, NUMBER, SPELT, bound


@pytest.mark.parametrize("dialect", catalogue.DIALECTS)
def test_the_files_are_up_to_date(dialect: str) -> None:
    """After a change of a table or a query: make docs."""
    assert (FOLDER / f"{dialect}.jsonl").read_bytes() == catalogue.text(dialect)


@pytest.mark.parametrize("dialect", catalogue.DIALECTS)
def test_no_two_statements_have_one_name_and_the_same_parameters(dialect: str) -> None:
    """The one is found by them."""
    assert len(statements(dialect)) == len(list(catalogue.statements(dialect)))


def test_every_query_is_planned_by_its_database(place: Place) -> None:
    """Each names tables and columns that there are."""
    case = database(place.url)
    place.create(*create_statements(case.dialect))
    with reading(place.url) as log:
        for one in statements(case.dialect).values():
            if one.gives:
                log.query(f"EXPLAIN {one.sql}", *[None] * len(one.takes))


def test_a_read_model_is_told_apart_by_the_key_of_its_table() -> None:
    """The follower pairs rows by it."""
    keys = {name: [column.name for column in table.primary_key][:-1] for name, table in metadata.tables.items()}
    for model in READ_MODELS:
        assert keys[model.table] == [column.name for column in metadata.tables[model.table].c][: model.key]
        assert statement("sqlite", f"close {model.table}").takes == (
            "seq",
            *(f"key_{one}" for one in keys[model.table]),
        )
    assert {model.table for model in READ_MODELS} == {*metadata.tables} - {"agreements"}


DAY = date(2004, 6, 1)
LIFE = (
    (State.DRAFTED, 0),
    (State.SIGNED, 20),
    (State.IN_FORCE, 40),
    (State.NOTICE_GIVEN, 300),
    (State.TERMINATED, 500),
)
"""The states of an agreement, and after how many days: on the day all but the last are over."""


def grown(kind: str, agreements: int) -> Kept:
    """Give read models of so many agreements, all of them with one life."""
    kept, first = Kept(kind), date(2000, 1, 1).toordinal()
    ends = [*(after for _, after in LIFE[1:]), None]
    rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for key in range(1, agreements + 1):
        title, partner = f"Memorandum {key}", f"P{key % 7}"
        rows["agreements"].append((key, f"m{key:06}"))
        rows["versions"].append((key, first, None, 1, title, None, "", title.casefold(), "", key, None))
        for number, name in enumerate(("OURS", partner), 1):
            rows["parties"].append((key, number, name, name, "", "", name.casefold(), key, None))
            for way in (SPELT, CALLED):
                rows["names"].append((key, name, way, name.casefold(), 1, None, name, "", key, None))
        for subject in range(3):
            for (state, after), end in zip(LIFE, ends, strict=True):
                until = None if end is None else first + end
                rows["status_periods"].append((key, subject, first + after, NUMBER[state], until, None, key, None))
    cursor = kept.connection.cursor()
    for table, its in rows.items():
        cursor.executemany(statement(kind, f"insert {table}").sql, its)
    return kept


def steps(kept: Kept, ask: Callable[[Snapshot], object]) -> int:
    """Ask, and count the instructions that SQLite carries out for it."""
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1

    kept.connection.set_progress_handler(step, 1)
    ask(kept.asked())
    kept.connection.set_progress_handler(None, 0)
    return taken


@pytest.fixture(scope="module")
def sizes() -> tuple[Kept, Kept]:
    return grown("sqlite", 300), grown("sqlite", 1500)


def _mistyped(asked: Snapshot) -> None:
    with pytest.raises(NotFound) as caught:
        key_of(asked, "nobody")
    assert not caught.value.known


@pytest.mark.parametrize(
    "ask",
    [
        lambda asked: listing(asked, DAY, limit=5),
        lambda asked: listing(asked, DAY, limit=5, after="m000100"),
        lambda asked: listing(asked, DAY, limit=5, sort="title"),
        lambda asked: listing(asked, DAY, limit=5, sort="title", after="m000100"),
        lambda asked: listing(asked, DAY, limit=5, words="memorandum"),
        lambda asked: listing(asked, DAY, limit=5, words="ours memor"),
        lambda asked: due(asked, DAY, within_days=30, overdue=LATEST),
        waiting,
        _mistyped,
    ],
)
def test_a_page_and_its_count_take_as_many_steps_in_a_register_of_any_size(
    sizes: tuple[Kept, Kept], monkeypatch: pytest.MonkeyPatch, ask: Callable[[Snapshot], object]
) -> None:
    """Neither what was over long ago is walked through before what is counted, nor all of it sorted for a few."""
    monkeypatch.setattr(agreements, "COUNTED", 50)
    small, large = (steps(kept, ask) for kept in sizes)
    assert small == large


def test_postgresql_counts_agreement_by_agreement() -> None:
    """By the index of their periods, and without sorting them."""
    kept = grown("postgresql", 2000)
    kept.connection.execute("ANALYZE status_periods")
    count = statements("postgresql")["total", frozenset({"as_of", "limit"})]
    values = [bound({"as_of": DAY, "limit": 50}[name]) for name in count.takes]
    plan = "\n".join(line for (line,) in kept.connection.execute(f"EXPLAIN {count.sql}", values))
    assert "status_periods_by_agreement" in plan, plan
    assert "Sort" not in plan, plan
