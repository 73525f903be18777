"""The agreements that a mistyped id may have meant: some of them, by a few probes of an index, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import Office
from stores import Place

from aggregates.record.log.access import reading
from aggregates.record.log.log import Log
from projections.models.neighbours import MOST, beginning, neighbours

TEXT = """
agreement: {}
title: X
parties: {{A: {{name: A}}, B: {{name: B}}}}
clauses: {{entry_into_force: {{article: '1', upon: {{signed: all}}}}}}
"""
NAMES = ("harbour", "pilots-2016", "sound-pilots", "wco-caricc", "zoll")


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch, place)
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-06-01")
    office.done("init")
    for name in NAMES:
        Path("x.yaml").write_text(TEXT.format(name), encoding="utf-8")
        office.done("draft x.yaml --on 2010-01-01")
    return office


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wco-carric", "wco-caricc"),
        ("qco-caricc", "wco-caricc"),
        ("sound-pilot", "sound-pilots"),
        ("HARBOR", "harbour"),
        ("100%_pilots", "sound-pilots"),
        ("zoll", "zoll"),
    ],
)
def test_it_is_suggested_wherever_it_is_asked_for(office: Office, typed: str, meant: str) -> None:
    """A slip may be in the beginning, too; what is no letter is no wildcard."""
    with reading(office.url) as log:
        assert meant in neighbours(log, typed)


@pytest.mark.parametrize("typed", ["", "w", "SOUND-", "pilots-2016", "x", "z%", "zoll"])
def test_those_that_begin_so_are_completed(office: Office, typed: str) -> None:
    with reading(office.url) as log:
        assert beginning(log, typed) == [name for name in sorted(NAMES) if name.startswith(typed.casefold())]


def test_whoever_asks_records_or_tries_is_told(office: Office) -> None:
    acts = ("sign wco-carric --by A --on 2010-02-01", "what-if wco-carric 'sign --by A --on 2010-02-01'")
    for command in ("status wco-carric", "history wco-carric", "explain wco-carric", *acts):
        ran = office.call(command)
        assert ran.code == 4, command
        assert 'agreement "wco-carric" is not on record. Did you mean wco-caricc?' in ran.err, command


def test_the_log_is_not_read_for_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Log, "agreements", lambda log: pytest.fail("every first event of the log is decoded"))
    assert office.call("status wco-carric").code == 4
    assert office.call("sign wco-carric --by A --on 2010-02-01").code == 4


def test_no_probe_gives_more_than_so_many(office: Office) -> None:
    with reading(office.url) as log:
        assert len(neighbours(log, "m")) <= 4 * MOST
        assert neighbours(log, "") == tuple(sorted(NAMES))
