"""Conditions of entry into force: who must act, which dates count, what is still awaited."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec import Struct

from lifecycle.calendar.date_rules import DateRule
from lifecycle.terms.conditions.condition import CONDITIONS, Condition
from lifecycle.terms.conditions.facts import OfAnother


class Facts(Struct):
    """Facts as a test gives them; every letter is a party, and each month a date."""

    signatures: Mapping[str, date] = {}
    consents: Mapping[str, date] = {}
    established: Mapping[str, date] = {}
    lapsed: Mapping[str, date] = {}
    names: Sequence[str] = ("A", "B", "C")
    shares: Mapping[str, str] = {}
    uncounted: Sequence[str] = ()
    agreed: Mapping[str, date] = {}
    others: Mapping[OfAnother, date | None] = {}

    def counted(self, rule: DateRule, day: date) -> date | None:
        return rule.after(day)

    def members(self, group: str) -> Sequence[str]:
        return {"THE TWO": ("A", "B")}.get(group, (group,))

    def weight(self, party: str, unit: str, day: date) -> Decimal:
        return Decimal(self.shares.get(party, "0")) if unit in ("", "tonnage") else Decimal(0)

    def weighed(self, unit: str) -> Collection[date]:
        return ()

    def fewer_since(self, number: int) -> date | None:
        return None

    def counts(self, party: str) -> bool:
        return party not in self.uncounted

    def keeps(self, agreement: str) -> bool:
        return agreement in {asked.agreement for asked in self.others}

    def came(self, asked: OfAnother) -> date | None:
        return self.others[asked] if self.keeps(asked.agreement) else self.established.get(asked.fact)


def on(**months: int) -> dict[str, date]:
    return {name: date(2010, month, 10) for name, month in months.items()}


SHARES = {"A": "30", "B": "25.5", "C": "44.5"}


@pytest.mark.parametrize(
    ("condition", "acted", "month"),
    [
        ({"signed": "all"}, on(A=3, B=1, C=2), 3),
        ({"signed": "all"}, on(A=3, B=1), None),
        ({"signed": "2"}, on(A=3, B=1, C=2), 2),
        ({"signed": "2"}, on(A=3), None),
        ({"signed": "1"}, on(A=3, B=1), 1),
        ({"signed": ["A", "C"]}, on(A=3, B=1, C=2), 3),
        ({"signed": ["A", "C"]}, on(A=3, B=1), None),
        ({"signed": {"at_least": "1", "of": "THE TWO"}}, on(B=4, C=1), 4),
        ({"signed": {"at_least": "2", "of": ["A", "C"]}}, on(A=1, B=2), None),
        ({"signed": {"of": "THE TWO"}}, on(A=1, B=2), 2),
        ({"signed": {"at_least": "2", "including": ["C"]}}, on(A=1, B=2, C=5), 5),
        ({"signed": {"at_least": "2", "including": ["C"]}}, on(A=1, B=2), None),
        ({"signed": {"share": "55 %"}}, on(A=1, B=6), 6),
        ({"signed": {"share": "55.5"}}, on(A=1, B=6), 6),
        ({"signed": {"share": "56"}}, on(A=1, B=6), None),
        ({"signed": {"at_least": "3", "share": "50"}}, on(A=1, B=2, C=3), 3),
        ({"signed": {"share": "50"}}, {}, None),
        ({"consented": "all"}, on(A=1, B=2, C=3), None),
        ({"date": "2010-05-10"}, {}, 5),
        ({"any_of": [{"date": "2010-05-10"}, {"signed": "all"}]}, on(A=1, B=2, C=3), 3),
        ({"earliest_of": [{"date": "2010-05-10"}, {"signed": "all"}]}, {}, 5),
        ({"latest_of": [{"date": "2010-05-10"}, {"signed": "all"}]}, on(A=1, B=2, C=3), 5),
        ({"all_of": [{"date": "2010-05-10"}, {"signed": "all"}]}, on(A=1), None),
        ([{"signed": ["A"]}, {"signed": ["B"]}], on(A=1, B=2), 2),
        ({"signed": "all", "then": "1 month"}, on(A=3, B=1, C=2), 4),
        ({"fact": "funds"}, {}, None),
    ],
)
def test_a_condition_is_met_on_the_day_of_the_last_act_needed(
    condition: Any, acted: dict[str, date], month: int | None
) -> None:
    """The order of the acts is that of their dates (R9)."""
    built = Condition.from_plain(condition)
    expected = date(2010, month, 10) if month else None
    assert built.met(Facts(signatures=acted, shares=SHARES)) == expected
    assert bool(built.missing(Facts(signatures=acted, shares=SHARES))) is (expected is None)


def test_instruments_and_facts_have_dates_of_their_own() -> None:
    """Consent is counted from instruments, a fact from when it was established, another agreement by name."""
    facts = Facts(
        consents=on(A=1, B=2, C=3), established={"x is in force": date(2010, 7, 1), "y ended": date(2010, 8, 1)}
    )
    assert Condition.from_plain({"consented": "all"}).met(facts) == date(2010, 3, 10)
    (missing,) = Condition.from_plain({"agreement": {"name": "x", "is": "in force"}}).missing(facts)
    assert str(missing) == 'the fact "x in force"'
    assert Condition.from_plain({"fact": "x is in force"}).met(facts) == date(2010, 7, 1)
    assert Condition.from_plain({"agreement": {"name": "y", "is": "ended"}}).met(facts) == date(2010, 8, 1)


def test_an_agreement_that_the_register_keeps_is_asked_itself() -> None:
    """A fact of the same words is not read; what is awaited is the event, and no fact to be put on record."""
    fact = {"x in force": date(2010, 7, 1)}
    condition = Condition.from_plain({"agreement": {"name": "x", "is": "in force"}})
    of_a_party = Condition.from_plain({"agreement": {"name": "x", "is": "ended", "of": "{party}"}})
    asked = OfAnother("x", "in force")
    assert condition.met(Facts(established=fact, others={asked: date(2010, 9, 1)})) == date(2010, 9, 1)
    (missing,) = condition.missing(Facts(established=fact, others={asked: None}))
    assert str(missing) == "the entry into force of x"
    assert of_a_party.of_each_party
    assert str(of_a_party.for_party("A").when) == "upon the end of x for A"
    assert of_a_party.for_party("A").met(Facts(established={"x ended for A": date(2010, 3, 1)})) == date(2010, 3, 1)


@pytest.mark.parametrize(
    ("condition", "missing"),
    [
        ({"signed": "all"}, ["signature of A", "signature of B"]),
        ({"consented": ["A", "B"]}, ["consent of A", "consent of B"]),
        ({"signed": "3"}, ["2 more signatures"]),
        ({"signed": "2"}, ["1 more signature"]),
        ({"signed": {"at_least": "3", "including": ["A"]}}, ["signature of A", "2 more signatures"]),
        ({"any_of": [{"signed": "1"}, {"fact": "x"}]}, []),
        ({"any_of": [{"signed": "2"}, {"fact": "x"}]}, ["1 more signature", 'the fact "x"']),
        ({"date": "2010-01-01"}, []),
    ],
)
def test_a_condition_names_what_it_waits_for(condition: Any, missing: list[str]) -> None:
    """Parties by name where they are named, else how many more are needed."""
    assert list(map(str, Condition.from_plain(condition).missing(Facts(signatures=on(C=1))))) == missing


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("signed", "a condition is written as"),
        ({}, "this has none"),
        ({"signed": "all", "consented": "all"}, 'this has "signed", "consented"'),
        ({"ratified": "all"}, 'this has "ratified"'),
        ({"signed": "many"}, '"many" is not who must act'),
        ({"signed": "0"}, "at least 0 is no condition"),
        ({"signed": {}}, "nothing is counted"),
        ({"signed": {"most": "2"}}, 'there is no field "most"'),
        ({"signed": {"share": "none"}}, "is not a share"),
        ({"signed": {"share": "101"}}, "up to 100 per cent"),
        ({"all_of": []}, "joins a list of conditions"),
        ({"all_of": {"signed": "all"}}, "joins a list of conditions"),
        ({"agreement": "x"}, "another agreement is named as"),
        ({"agreement": {"name": "x", "is": "drafted"}}, "another agreement is named as"),
        ({"date": "2010-02-30"}, "February 2010 has 28 days"),
        ({"signed": "all", "then": "soon"}, "is no step"),
    ],
)
def test_what_is_no_condition_is_refused(data: object, says: str) -> None:
    """A tree is read whole or not at all."""
    with pytest.raises(ValueError, match=r".") as caught:
        Condition.from_plain(data)
    assert says in str(caught.value)


def test_a_condition_is_a_value() -> None:
    """Trees compare and hash by what they were built from."""
    plain = {"latest_of": [{"signed": ["A"]}, {"consented": {"of": "THE TWO", "including": ["C"]}}], "then": "30 days"}
    built = Condition.from_plain(plain)
    assert built == Condition.from_plain(plain)
    assert hash(built) == hash(Condition.from_plain(plain))
    assert built.to_plain() == plain
    assert repr(built) == f"Condition({plain!r})"
    assert built.names() == ["A", "C", "THE TWO"]
    assert built.mentions("consented")
    assert not built.mentions("fact")
    assert Condition.from_plain({"date": "1898-07-01"}).names() == Condition.from_plain({"fact": "x"}).names() == []
    assert set(Condition.json_schema()["properties"]) >= {*CONDITIONS, "then"}
