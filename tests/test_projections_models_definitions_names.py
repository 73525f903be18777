"""What parties are called, found from one to the next by an index: the same as row by row, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import HARBOUR, Office
from stores import Place

from aggregates.record.log.access import reading
from lifecycle.errors import NotFound
from lifecycle.terms.naming import folded, run_together
from projections.answers.parties import codes, key_of
from projections.answers.snapshot import snapshot
from projections.models.values import RUN_TOGETHER

NAMES = {"NORTH": "Côte d'Ivoire", "SOUTH": "South Harbour"}
ENTERED = ('name SOUTH "Port-of-South"', "alias NORTH Elfenbeinküste", 'alias ISLE "Isle of Wight"')


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Two agreements of the same parties, with what the directory calls them and one that it alone knows."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    text = HARBOUR.read_text(encoding="utf-8")
    text = text.replace("North Harbour Authority", f'"{NAMES["NORTH"]}"').replace(
        "South Harbour Authority", NAMES["SOUTH"]
    )
    for name in ("harbour", "port"):
        Path("text.yaml").write_text(text.replace("agreement: harbour", f"agreement: {name}"), encoding="utf-8")
        office.done("draft text.yaml --on 2024-01-10")
    for line in ENTERED:
        office.done(f"directory {line} --on 2024-02-01")
    return office


@pytest.mark.parametrize("known_at", [None, 2, 3, 5])
def test_each_is_found_once(office: Office, known_at: int | None) -> None:
    """Codes and spellings, as known now and as known then, of agreements and of the directory."""
    with snapshot(office.url, known_at) as asked:
        at = known_at or asked.known.head
        known = f"known_from <= {at} AND (known_to IS NULL OR known_to > {at})"
        rows = asked.log.query(f"SELECT party, spelling FROM names WHERE {known}").fetchall()
        spellings = [spelling for (spelling,) in asked.models.ask("spellings", at=asked.at)]
        assert codes(asked) == sorted({party for party, _ in rows})
    assert sorted(spellings) == sorted({run_together(spelling) for _, spelling in rows})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Côte-d’Ivoire", ["Côte d'Ivoire"]),
        ("cotedivoire", ["Côte d'Ivoire"]),
        ("Port of Suoth", ["Port-of-South"]),
        ("Elfenbeinkuste-", ["Elfenbeinküste"]),
        ("isle-of-wight", ["Isle of Wight"]),
        ("ISEL", ["ISLE"]),
    ],
)
def test_a_mistyped_name_is_suggested(office: Office, typed: str, meant: list[str]) -> None:
    with snapshot(office.url) as asked, pytest.raises(NotFound) as found:
        key_of(asked, typed)
    assert list(found.value.known) == meant


def test_an_empty_register_knows_nobody(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    with snapshot(office.url) as asked:
        assert (codes(asked), asked.models.ask("spellings", at=None)) == ([], [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text("aß '’-–çİқ\u0301", max_size=10))
def test_both_databases_run_words_together_as_the_law_does(office: Office, text: str) -> None:
    with reading(office.url) as log:
        (found,) = log.query(f"SELECT {RUN_TOGETHER} FROM (SELECT CAST(? AS TEXT) AS spelling) AS one", folded(text))
    assert found == (run_together(text),)
