"""Everything with one partner: asked over one connection, in few statements, however much there is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import given as givens
import pytest
from commandline import demonstration
from hypothesis import example, given, settings
from hypothesis import strategies as st
from read_models import EXAMPLES
from stores import File

from aggregates.databases.sqlite import Sqlite
from aggregates.record.decision import Proposal
from aggregates.record.register import Register
from lifecycle.answers import cooperation
from lifecycle.answers.cooperation import Balance
from lifecycle.errors import DepositaryError, NotFound
from projections.answers.parties import agreements_of
from projections.answers.partner import Overview, overview
from projections.answers.snapshot import Snapshot, snapshot
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

DAY = date(2010, 12, 1)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(demonstration(tmp_path))


def test_a_party_is_asked_about_in_few_statements(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One for each agreement under which something is shared, and a dozen for all that stands in the read models."""
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
    assert (len(connections), len(streams)) == (1, 1)  # whether there is a directory; nothing is shared
    assert len(statements) - len(streams) <= 15, statements


def test_a_party_that_no_agreement_has_is_not_found(file: str) -> None:
    """The error names those that are near, and so does one as known earlier."""
    for known_at in (None, 3):
        with snapshot(file, known_at) as asked, pytest.raises(NotFound) as raised:
            overview(asked, "WCO2", DAY)
        assert raised.value.known == ("WCO",)


# What is shared and owed is that of each agreement, folded

SHARED = (
    "contact_designated by={by} contact={id}",
    "information_supplied by={by} item={id} purpose=use through=office restrictions=[secret]",
    "information_supplied by={by} purpose=use through=office",
    "restriction_notified by={by} item={id} text=secret",
    "legal_restriction_declared by={by} text=law",
    "platform_provided by=WCO platform=CENCOMM",
    "platform_withdrawn by=WCO platform=CENCOMM",
    "account_opened account={id} owed_by={by} amount='2.00 EUR'",
    "account_opened account={id} amount='3.50 EUR'",
    "account_settled account={id} amount='1.00 EUR'",
    "suspended by={by} suspension=S{id} ground=breach",
    "struck target={target} reason=mistake",
    "corrected target={target} reason=mistake 'set={{on: 2010-05-09}}'",
)
"""Acts of two parties and what they hold, and what the keeper does to them."""
FIRST = date(2010, 5, 1)


@st.composite
def shared(draw: st.DrawFn) -> str:
    """Give such an act on one of a few days."""
    form = draw(st.sampled_from(SHARED))
    on = FIRST + timedelta(days=draw(st.integers(0, 5)))
    values = {"by": draw(st.sampled_from(["WCO", "CARICC"])), "id": draw(st.sampled_from("PQ"))}
    return f"{on} {form.format(**values, target=draw(st.integers(7, 12)))}"


@settings(max_examples=max(25, settings().max_examples // 3))
@given(st.lists(shared(), max_size=9))
@example(["2010-05-01 platform_provided by=WCO platform=CENCOMM"])
def test_what_is_shared_and_owed_is_that_of_every_agreement_folded(acts: list[str]) -> None:
    """As of every day and as known at every recording: the rows tell of no agreement less than there is."""
    with TemporaryDirectory() as folder:
        place = File(Path(folder))
        with closing(Register.create(place.url, create_statements(), follower=FOLLOWER)) as register:
            for name, terms in (("wco-caricc", "wco-caricc-cooperation"), ("icmpd-wco", "icmpd-wco")):
                lines = EXAMPLES[name][:3]
                register.record([Proposal(agreement=name, act=givens.act(one, givens.terms(terms))) for one in lines])
            head = 6
            for line in acts:
                proposed = Proposal(agreement="wco-caricc", act=givens.act(line), irregular="late", accept_impact=True)
                with suppress(DepositaryError):
                    head = register.record([proposed])[-1].seq
        for at in {6, (6 + head) // 2, head}:
            with snapshot(place.url, at) as asked:
                for days in (1, 4, 9):
                    for party in ("WCO", "CARICC"):
                        day = FIRST + timedelta(days=days)
                        with suppress(NotFound):
                            _compare(asked, overview(asked, party, day), day)


def _compare(asked: Snapshot, told: Overview, day: date) -> None:
    """Hold it to all agreements of the party, each folded."""
    lines = [asked.line(one.agreement) for one in agreements_of(asked, told.party, day)]
    assert told.contacts == tuple(one for line in lines for one in cooperation.contacts(line, day))
    assert told.platforms == tuple(one for line in lines for one in cooperation.platforms(line, day))
    assert told.balances == tuple(one for line in lines for one in _owed(cooperation.balances(line, day), told.party))
    items = [cooperation.restrictions(line, item, day) for line in lines for item in cooperation.items(line, day)]
    bound = [one for one in items if one and one.binding and (told.party in (one.by, one.to) or not one.to)]
    assert told.restrictions == tuple(bound)


def _owed(found: tuple[Balance, ...], party: str) -> Iterator[Balance]:
    return (one for one in found if party in (one.owed_by, one.owed_to) or not (one.owed_by or one.owed_to))
