"""Everything with one partner: asked over one connection, in few statements, however much there is."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from commandline import demonstration

from aggregates.databases.sqlite import Sqlite
from lifecycle.errors import NotFound
from projections.answers.partner import overview
from projections.answers.snapshot import snapshot

DAY = date(2010, 12, 1)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(demonstration(tmp_path))


def test_a_party_is_asked_about_in_few_statements(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One for each agreement, one for the directory, and a dozen for all that stands in the read models."""
    connections: list[sqlite3.Connection] = []
    statements: list[str] = []
    reader = Sqlite.reader

    def traced(case: Sqlite) -> sqlite3.Connection:
        connections.append(reader(case))
        connections[-1].set_trace_callback(statements.append)
        return connections[-1]

    monkeypatch.setattr(Sqlite, "reader", traced)
    with snapshot(file) as asked:
        found = overview(asked, "WCO", DAY)
    assert [one.agreement for one in found.agreements] == ["icmpd-wco", "wco-caricc"]
    streams = [one for one in statements if "originator_id = " in one]
    assert (len(connections), len(streams)) == (1, 3)
    assert len(statements) - len(streams) <= 14, statements


def test_a_party_that_no_agreement_has_is_not_found(file: str) -> None:
    """The error names those that there are, and so does one as known earlier."""
    for known_at, known in ((None, ("CARICC", "ICMPD", "WCO")), (3, ("ICMPD", "WCO"))):
        with snapshot(file, known_at) as asked, pytest.raises(NotFound) as raised:
            overview(asked, "WCO2", DAY)
        keys = [name for name in raised.value.known if name.isupper()]
        assert tuple(sorted(keys)) == known
        assert "World Customs Organization" in raised.value.known
