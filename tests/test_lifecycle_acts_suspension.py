"""Suspension: by consent of all, by a measure under the default law, and what is said of its ground."""

from __future__ import annotations

import pytest
from given import Docket, said
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.acts.suspension.grounds import because
from lifecycle.calendar.days import LATEST
from lifecycle.terms.files import read_terms

PARTIES = {2: "A: {name: A}, B: {name: B}", 3: "A: {name: A}, B: {name: B}, C: {name: C}"}


def agreement(parties: int = 2, clause: str = "{article: '5', ground: consent of all}") -> Docket:
    """Put an agreement on record that lets its parties suspend, in force since 1 January 2010."""
    terms = read_terms(
        f"""
        agreement: x
        title: X
        parties: {{{PARTIES[parties]}}}
        clauses:
          entry_into_force: {{article: '1', upon: {{signed: all}}}}
          suspension: [{clause}]
        """.encode(),
        "x.yaml",
    )
    signed = [f"2010-01-01 signed by={name}" for name in terms.parties]
    return Docket(terms).when("2009-12-01 drafted", *signed)


# By consent of all (VCLT-IO 57(b); R35)


def test_a_consent_to_suspend_waits_for_the_others() -> None:
    """The first consent suspends nothing, sets no date, and says whose consent it waits for."""
    put = agreement().when("2010-06-01 suspended by=A ground=consent")
    answer = put.status("2010-06-02")
    assert (answer.state, answer.until, answer.suspensions, answer.next) == ("in_force", None, (), ())
    assert said(answer.awaiting) == ["consent of B to suspension S1"]
    assert put.timeline.dues == ()


def test_with_the_last_consent_it_is_suspended_for_all() -> None:
    """From that day on, and nothing is awaited any more."""
    put = agreement().when("2010-06-01 suspended by=A ground=consent", "2010-06-10 suspended by=B ground=consent")
    assert [put.state(day) for day in ("2010-06-01", "2010-06-09", "2010-06-10")] == ["in_force"] * 2 + ["suspended"]
    answer = put.status("2010-06-10")
    assert [(s.suspension, str(s.since)) for s in answer.suspensions] == [("S1", "2010-06-10"), ("S2", "2010-06-10")]
    assert (answer.awaiting, answer.next) == ((), ())
    assert said(put.status("2010-06-05").awaiting) == ["consent of B to suspension S1"]


def test_the_rule_of_the_clause_counts_from_the_last_consent_for_all() -> None:
    """The first to consent is suspended no earlier than the last."""
    put = agreement(clause="{article: '5', ground: consent of all, then: 30 days}")
    put = put.when("2010-06-01 suspended by=A ground=consent", "2010-06-10 suspended by=B ground=consent")
    assert {str(s.since) for s in put.timeline.suspensions} == {"2010-07-10"}
    assert [put.state("2010-07-09", name) for name in "AB"] == ["in_force", "in_force"]
    assert [put.state("2010-07-10", name) for name in "AB"] == ["suspended", "suspended"]


def test_a_consent_can_be_taken_back_while_it_waits() -> None:
    """Then the other's consent suspends nothing."""
    put = agreement().when(
        "2010-06-01 suspended by=A ground=consent",
        "2010-06-05 resumed by=A suspension=S1",
        "2010-06-10 suspended by=B ground=consent",
    )
    assert put.timeline.irregular == {}
    assert put.state("2010-06-10") == "in_force"
    assert said(put.status("2010-06-10").awaiting) == ["consent of A to suspension S2"]


def test_who_consented_is_told_so_when_it_consents_again() -> None:
    put = agreement().when("2010-06-01 suspended by=A ground=consent", "2010-06-02 suspended by=A ground=consent")
    assert put.objection is not None
    assert str(put.objection.says) == "A has consented to suspend it already, since 1 June 2010 (S1)"


def test_consents_to_different_articles_are_no_consent_of_all() -> None:
    """All agree to suspend the same, or nothing is suspended."""
    put = agreement(clause="{article: '5', ground: consent of all, of: whole or part}").when(
        "2010-06-01 suspended by=A ground=consent", "2010-06-10 suspended by=B ground=consent articles=[3]"
    )
    assert put.state("2010-06-10") == "in_force"
    assert said(put.status("2010-06-10").awaiting) == ["consent of B to suspension S1", "consent of A to suspension S2"]


@given(st.permutations(["A", "B", "C"]), st.lists(st.integers(1, 9), min_size=3, max_size=3), st.integers(0, 3))
def test_no_consent_to_suspend_has_a_date_before_the_last_is_given(
    order: list[str], days: list[int], given: int
) -> None:
    """However many of three have consented, and in whatever order: all on the day of the last, or no date at all."""
    acts = [
        f"2010-06-{day:02} suspended by={name} ground=consent" for name, day in zip(order, sorted(days), strict=True)
    ]
    line = agreement(3).when(*acts[:given]).timeline
    last = f"2010-06-{max(days):02}"
    assert all(str(s.since) == last for s in line.suspensions if not s.waiting)
    assert [s.waiting for s in line.suspensions] == [given < 3] * given
    assert all(due.on != LATEST for due in line.dues)
    assert str(line.agreement[-1].state) == ("suspended" if given == 3 else "in_force")


# By a measure (VCLT-IO 60 and 65; R38, R40)


def test_a_suspension_by_measure_rests_on_the_breach_and_its_notification() -> None:
    """Not on article 57, which is on suspension under the text or by consent."""
    put = agreement().when(
        '2010-02-01 measure_notified by=A measure=suspension reason="breach of 3"',
        "2010-06-01 suspended by=A ground=measure:P1",
    )
    assert [s.article for s in put.status("2010-06-01").suspensions] == ["VCLT-IO 60 and 65"]
    assert put.status("2010-06-01").why[0].article == "VCLT-IO 60 and 65"


# What is said of the ground


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        ("dispute:D1", "dispute D1 failed"),
        ("measure:P1", "measure P1 met no objection"),
        ("breach", "in its opinion the other is in breach"),
        ("will", "the text leaves it to the party"),
        ("consent", "all parties consented"),
        ("declaration", "by its own declaration"),
    ],
)
def test_only_a_breach_is_called_a_breach(ground: str, said: str) -> None:
    """Whoever suspends on another ground accuses nobody."""
    assert str(because(ground)) == said
