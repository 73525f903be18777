"""Tests for `projections.models.statements`: what runs is what is defined, and both databases understand it."""

from __future__ import annotations

import pytest
from stores import Place

from aggregates.databases.cases import database
from aggregates.record.log.access import reading
from projections.models.definitions import catalogue
from projections.models.definitions.tables import metadata
from projections.models.read_models import READ_MODELS
from projections.models.statements import FOLDER, create_statements, statement, statements


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
