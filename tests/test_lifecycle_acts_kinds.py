"""The acts: every objection of the law as a case, and what every act shares."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from given import Docket, cases, given
from vocabulary import readable

from lifecycle.acts.kinds import BY_TAG, KINDS, RANK, act_from
from lifecycle.codec import to_plain
from lifecycle.errors import InvalidInput
from lifecycle.fold.timeline import fold


def objections() -> list[Any]:
    return [pytest.param(case, id=case["case"]) for case in cases("objections.yaml")]


def docket(case: dict[str, Any]) -> Docket:
    put = given(case["terms"], *case["given"])
    assert put.timeline.irregular == {}, "what is given has effect"
    return put.when(case["when"], case["and"]) if "and" in case else put.when(case["when"])


@pytest.mark.parametrize("case", objections())
def test_an_act_out_of_place_meets_its_objection(case: dict[str, Any]) -> None:
    """The objection names the rule, the article and the act on record that it conflicts with."""
    put = docket(case)
    meets = case["meets"]
    met = put.objection
    assert met is not None, "it is admissible"
    assert meets["says"] in str(met.says)
    conflicts = int(meets["conflicts"]) if "conflicts" in meets else None
    assert (met.rule, met.article, met.conflicts) == (meets["rule"], meets.get("article", ""), conflicts)


@pytest.mark.parametrize("case", objections())
def test_an_act_out_of_place_changes_nothing(case: dict[str, Any]) -> None:
    """An irregular act stays on record and has no effect: the timeline is that of the others."""
    put = docket(case)
    with_it, without = put.timeline, fold(put.entries[:-1])
    assert list(with_it.irregular) == [len(put.entries)]
    for name in ("agreement", "parties", "notices", "suspensions", "disputes", "heads", "dues", "terminated_on"):
        assert getattr(with_it, name) == getattr(without, name)


@pytest.mark.parametrize("case", objections())
def test_an_objection_is_said_in_the_language_of_the_reader(case: dict[str, Any]) -> None:
    """Nothing of it stays English but names, ids and the articles of conventions."""
    put = docket(case)
    met, last = put.objection, to_plain(put.entries[-1].act)
    assert met is not None
    ids = (str(value) for name, value in last.items() if name not in ("act", "manner", "ground", "measure"))
    numbers = (id for kind in "ACDEGILMNPQST" for id in (f"{kind}1", f"{kind}2"))
    duties = [duty.name for duty in put.terms.owing]
    names = (
        *duties,
        *put.timeline.parties,
        put.terms.agreement,
        "icmpd-wco",
        "EUR",
        "USD",
        "training",
        "costs",
        *ids,
        *numbers,
    )
    assert readable(met.says, *names) == []


def test_every_kind_has_a_rank_with_its_reason() -> None:
    """The table, the ranks and the tags name the same kinds, once each."""
    kinds = [kind.act for kind in KINDS]
    assert set(kinds) == set(RANK) == set(BY_TAG.values())
    assert len(kinds) == len(set(kinds)) == len(BY_TAG)
    assert all(kind.reason for kind in KINDS)
    assert sorted(RANK.values()) == list(range(len(KINDS)))


OPENS_BEFORE_CLOSES = [
    ("signed", "consented"),
    ("fact_established", "signed"),
    ("dispute_referred", "dispute_failed"),
    ("dispute_failed", "suspended"),
    ("dispute_failed", "dispute_settled"),
    ("suspended", "resumed"),
    ("notice_given", "notice_withdrawn"),
    ("activity_begun", "account_opened"),
    ("activity_begun", "activity_completed"),
    ("activity_completed", "account_settled"),
    ("account_opened", "account_settled"),
    ("activity_completed", "end_agreed"),
    ("resumed", "end_agreed"),
]


@pytest.mark.parametrize(("opens", "closes"), OPENS_BEFORE_CLOSES)
def test_what_opens_stands_before_what_closes(opens: str, closes: str) -> None:
    """On one date, what is opened and closed has been open for a moment, in whatever order it was recorded."""
    assert RANK[BY_TAG[opens]] < RANK[BY_TAG[closes]]


def test_an_act_is_read_from_plain_data() -> None:
    """Dates, amounts and names are read as text, a tag decides the kind."""
    read: Any = act_from({"act": "account_settled", "on": "2010-04-01", "account": "C1", "amount": "2.50 EUR"})
    assert (read.tag, read.on, str(read.amount), read.by) == (
        "account_settled",
        date(2010, 4, 1),
        "2.50 EUR",
        None,
    )


@pytest.mark.parametrize(
    ("data", "place", "says"),
    [
        ({}, "$.act", '"None" is no act; the acts are drafted, '),
        ({"act": "ratified", "on": "2010-01-01"}, "$.act", '"ratified" is no act'),
        ({"act": "signed", "on": "2010-02-30", "by": "A"}, "$.on", "February 2010 has 28 days"),
        ({"act": "signed", "on": "03/04/2010", "by": "A"}, "$.on", "2010-04-03 (3 April 2010)"),
        ({"act": "signed", "on": 20100101, "by": "A"}, "$.on", "is not a date"),
        ({"act": "signed", "on": "2010-01-01T00:00:00Z", "by": "A"}, "$.on", "is not a date"),
        ({"act": "notice_given", "on": "2010-01-01", "by": "A", "received": "soon"}, "$.received", '"soon"'),
        ({"act": "notice_given", "on": "2010-01-01", "by": "A", "effective": "9"}, "$.effective", '"9"'),
        ({"act": "signed", "by": "A"}, "$", 'the field "on" is missing'),
        ({"act": "signed", "on": "2010-01-01"}, "$", 'the field "by" is missing'),
        ({"act": "signed", "on": "2010-01-01", "by": ""}, "$.by", "not an empty one"),
        ({"act": "signed", "on": "2010-01-01", "by": "A", "plcae": "x"}, "$.plcae", "no such field"),
        ({"act": "suspended", "on": "2010-01-01", "by": "A", "ground": "anger"}, "$.ground", "a ground such as"),
        ({"act": "consented", "on": "2010-01-01", "by": "A", "manner": "nod"}, "$.manner", 'not "nod": "acceptance", '),
        ({"act": "notice_given", "on": "2010-01-01", "by": "A", "notice": "N 1"}, "$.notice", "an id of letters"),
        ({"act": "account_opened", "on": "2010-01-01", "amount": "ten"}, "$.amount", "write it as 1200.00 EUR"),
        ({"act": "account_opened", "on": "2010-01-01", "amount": "0 EUR"}, "$.amount", "above zero"),
        ({"act": "drafted", "on": "2010-01-01"}, "$.terms", "is expected here, not nothing"),
        (
            {"act": "drafted", "on": "2010-01-01", "terms": {"agreement": "A B"}},
            "$.terms.agreement",
            "a name of small letters",
        ),
    ],
)
def test_what_is_no_act_is_refused_with_its_place(data: dict[str, Any], place: str, says: str) -> None:
    """A bad act names the field and the rule; nothing is guessed."""
    with pytest.raises(InvalidInput) as caught:
        act_from(data)
    assert any(problem.place == place and says in str(problem.says) for problem in caught.value.problems)


def test_two_wrong_dates_are_both_named() -> None:
    """All dates are examined before anything else."""
    with pytest.raises(InvalidInput) as caught:
        act_from({"act": "notice_given", "on": "x", "received": "y", "by": "A"})
    assert {problem.place for problem in caught.value.problems} == {"$.on", "$.received"}
