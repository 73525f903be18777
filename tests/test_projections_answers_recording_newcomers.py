"""Parties that are new, or known otherwise, are found by indexes, at one cost in a small register and a large one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from given import act, terms
from msgspec.structs import replace

from aggregates.record.decision import Proposal
from aggregates.record.log.log import Log
from aggregates.record.register import Register
from lifecycle.acts.conclusion import Drafted
from lifecycle.errors import InvalidInput, Problem
from projections.answers.recording import newcomers
from projections.answers.recording.newcomers import examining
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

OPEN = replace(terms("wco-caricc"), open=True)


def draft(name: str) -> Proposal:
    """Propose an agreement between the same two parties that others may join."""
    given = act("2010-01-01 drafted", OPEN)
    assert isinstance(given, Drafted)
    return Proposal(agreement=name, act=replace(given, terms=replace(given.terms, agreement=name)))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """A register with one agreement, between two parties of which the others have one."""
    Register.create(str(tmp_path / "register.db"), create_statements()).close()
    with closing(Register.open(str(tmp_path / "register.db"), follower=FOLLOWER)) as register:
        register.record([Proposal(agreement="icmpd-wco", act=act("2010-01-01 drafted", terms("icmpd-wco")))])
        yield register


def told(register: Register, *proposals: Proposal) -> list[str]:
    """Give what is told of proposals that are tried."""
    found: list[Problem] = []
    register.record(proposals, dry_run=True, examining=lambda log: examining(log, found.extend))
    return [f"{one.place}: {one.says}" for one in found]


STATEMENTS = {name: getattr(newcomers, name).format("=") for name in ("_NEXT", "_SPELT", "_DESCRIBED", "_ENTERED_AS")}


@pytest.mark.parametrize("name", STATEMENTS)
def test_what_is_asked_is_searched_by_an_index(register: Register, name: str, tmp_path: Path) -> None:
    """Nothing is scanned, and nothing sorted."""
    register.record([draft(f"a{n}") for n in range(30)])
    with closing(sqlite3.connect(tmp_path / "register.db")) as connection:
        connection.execute("ANALYZE")
        values = [""] * STATEMENTS[name].count("?")
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {STATEMENTS[name]}", values)]
    assert all(step.startswith("SEARCH") and "INDEX" in step for step in plan), plan


def test_a_large_register_is_asked_as_often_as_a_small_one(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """The statements of a newcomer do not grow with the agreements, nor do their rows."""

    def asked() -> list[str]:
        seen: list[str] = []
        query = Log.query

        def counting(log: Log, statement: str, *values: object) -> object:
            if "names" in statement or "parties" in statement:
                seen.append(statement)
            return query(log, statement, *values)

        with monkeypatch.context() as patch:
            patch.setattr(Log, "query", counting)
            for line in ("2010-02-01 signed by=icmpd", "2010-02-01 signed by=OTHERS"):
                told(register, Proposal(agreement="first", act=act(line)))
        return seen

    register.record([draft("first")])
    few = asked()
    register.record([draft(f"a{n}") for n in range(40)])
    assert asked() == few
    assert few


def test_each_is_compared_with_those_before_it(register: Register) -> None:
    """Of one transaction, and what was told of is known from then on."""
    register.record([draft("first")])
    register.record([draft("second")])
    others = [
        Proposal(agreement=of, act=act(f"2010-02-01 signed by={by}"))
        for of, by in (("first", "Ostia"), ("second", "OSTIA"))
    ]
    assert told(register, *others) == ['$.by: OSTIA may be a party that is on record already: "Ostia"']


def test_what_an_examination_raises_undoes_the_recording(register: Register) -> None:
    """It is raised of the proposal, while the lock is held: nothing of the transaction is left."""
    register.record([draft("first")])

    def refuse(problems: object) -> None:
        raise InvalidInput([Problem(place="$.by", says="no")])

    with pytest.raises(InvalidInput):
        register.record(
            [Proposal(agreement="first", act=act("2010-02-01 signed by=icmpd"))],
            examining=lambda log: examining(log, refuse),
        )
    assert register.head().seq == 2


def test_a_name_whose_words_are_parted_otherwise_may_be_the_same(register: Register) -> None:
    """Hyphens, spaces and apostrophes make no other State; of one code, they make no other name."""
    register.record([draft("first")])
    register.record([Proposal(agreement="first", act=act("2010-02-01 signed by='Ostia Nova'"))])
    (doubt,) = told(register, Proposal(agreement="first", act=act("2010-02-01 signed by=Ostia-Nova")))
    assert doubt == '$.by: Ostia-Nova may be a party that is on record already: "Ostia Nova"'
