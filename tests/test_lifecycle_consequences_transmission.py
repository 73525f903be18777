"""Clauses that count from the notification by the depositary, of a notice and of a consent (VCLT-IO 79(c); R27)."""

from __future__ import annotations

import pytest
from given import Docket, given

from lifecycle.answers.explanation.agreement import explain
from lifecycle.answers.unheard import unheard

TWO = (
    "2010-01-01 drafted",
    "2010-01-10 consented by=A manner=ratification transmitted=2010-01-20",
    "2010-02-01 consented by=B manner=ratification transmitted=2010-02-20",
)


def effect(put: Docket, day: str) -> list[str]:
    return [str(notice.takes_effect) for notice in put.status(day).notices]


def test_a_consent_counts_from_its_transmission() -> None:
    """The delay runs from there, and so is it listed."""
    put = given("transmitted", *TWO)
    assert put.timeline.irregular == {}
    assert (put.state("2010-03-21"), put.state("2010-03-22")) == ("signed", "in_force")
    consents = [one.memberships[0].consent for one in put.status("2010-04-01").participants if one.memberships]
    assert [str(consent.on) for consent in consents if consent] == ["2010-01-20", "2010-02-20"]


def test_a_later_party_joins_from_the_transmission_of_its_own() -> None:
    put = given("transmitted", *TWO, "2011-01-01 consented by=C manner=accession transmitted=2011-03-01")
    assert (put.state("2011-03-30", "C"), put.state("2011-03-31", "C")) == ("signed", "in_force")


@pytest.mark.parametrize(
    ("given_on", "takes_effect"),
    [
        ("transmitted=2011-02-15", "2011-08-15"),
        ("received=2011-01-05 transmitted=2011-02-15", "2011-08-15"),
        ("", "2011-07-01"),
    ],
)
def test_a_notice_counts_from_its_transmission_and_till_that_is_known_from_its_receipt(
    given_on: str, takes_effect: str
) -> None:
    put = given(
        "transmitted", *TWO, "2010-03-01 consented by=C manner=accession", f"2011-01-01 notice_given by=A {given_on}"
    )
    assert put.timeline.irregular == {}
    assert effect(put, "2011-01-10") == [takes_effect]


def test_what_is_transmitted_was_received_before() -> None:
    put = given("transmitted", *TWO, "2011-01-05 notice_given by=A received=2011-01-09 transmitted=2011-01-08")
    assert put.objection is not None
    assert (put.objection.rule, put.objection.article) == ("R27", "VCLT-IO 79")


def test_an_explanation_tells_the_day_of_transmission_or_that_it_is_not_known() -> None:
    told = given("transmitted", *TWO, "2011-01-01 notice_given by=A transmitted=2011-02-15")
    silent = given("transmitted", *TWO, "2011-01-01 notice_given by=A")
    for put, says in (
        (told, "The depositary transmitted it to the others on 15 February 2011"),
        (silent, "That day is not on record: the day of its receipt stands for it"),
    ):
        steps = [str(line.says) for line in explain(put.timeline, put.timeline.notices[0].received).lines]
        assert says in steps
        assert "The period counts from the transmission by the depositary (as the terms say)" in steps


@pytest.mark.parametrize(
    ("terms", "line", "found"),
    [
        ("transmitted", "2010-03-01 consented by=C manner=accession", True),
        ("transmitted", "2010-03-01 consented by=C manner=accession transmitted=2010-03-02", False),
        ("lagoons", "2010-03-01 consented by=NORTH manner=accession transmitted=2010-03-02", True),
        ("lagoons", "2010-03-01 consented by=NORTH manner=accession", False),
    ],
)
def test_a_transmission_that_is_wanting_or_not_read_is_said(terms: str, line: str, found: bool) -> None:
    put = given(terms, "2010-01-01 drafted", line)
    assert [one.field for one in unheard(put.timeline, 2)] == (["transmitted"] if found else [])
