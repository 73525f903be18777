"""Accounts in winding down: the bill for an activity that survived the end may follow its completion (R46)."""

from __future__ import annotations

from given import given

BEFORE = (
    "1999-05-01 drafted",
    "1999-05-21 signed by=WCO",
    "1999-05-21 signed by=ICMPD",
    "2003-02-01 activity_begun activity=A1",
    "2003-02-01 activity_begun activity=A2",
    "2003-08-31 notice_given by=ICMPD",
)
"""It ends on 29 February 2004 and winds down."""


def test_an_account_may_be_opened_for_a_surviving_activity_that_is_completed() -> None:
    """As long as the winding down lasts, which the account then prolongs."""
    put = given("icmpd-wco", *BEFORE, "2004-03-10 activity_completed activity=A1")
    put = put.when("2004-03-20 account_opened account=C2 activity=A1")
    assert put.objection is None
    put = put.when("2004-04-01 activity_completed activity=A2", "2004-05-01 account_settled account=C2")
    assert [put.state(day) for day in ("2004-04-01", "2004-05-01")] == ["winding_down", "terminated"]


def test_an_activity_completed_on_the_day_of_the_end_has_survived_it() -> None:
    """The end of a notice comes first on its day, the completion after it."""
    put = given("icmpd-wco", *BEFORE, "2004-02-29 activity_completed activity=A1")
    assert put.when("2004-03-20 account_opened account=C2 activity=A1").objection is None


def test_none_is_opened_once_the_winding_down_is_over() -> None:
    put = given("icmpd-wco", *BEFORE, *(f"2004-03-10 activity_completed activity={id}" for id in ("A1", "A2")))
    objection = put.when("2004-03-20 account_opened account=C2 activity=A1").objection
    assert objection is not None
    assert (objection.rule, str(objection.says)) == (
        "R44",
        "The agreement ended on 29 February 2004",
    )
