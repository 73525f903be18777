"""What falls due: dispute steps, objection periods of rectifications, and the other reading of a date."""

from __future__ import annotations

from datetime import date

from given import Docket, given

CONCLUDED = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")


def caricc(*lines: str) -> Docket:
    return given("wco-caricc", *CONCLUDED, *lines)


def awaited(docket: Docket, day: str) -> list[tuple[str, str, str | None]]:
    """The kind, the date and the other date of what is awaited on a day."""
    on = date.fromisoformat(day)
    standing = [due for due in docket.timeline.dues if due.stands(on)]
    return [(due.kind, due.on.isoformat(), due.others[0].isoformat() if due.others else None) for due in standing]


def test_a_dispute_is_awaited_until_it_is_settled_or_has_failed() -> None:
    """Also where the text gives no time for it."""
    docket = caricc("2010-06-01 dispute_referred by=WCO")
    assert awaited(docket, "2010-12-31") == [("dispute", "2010-06-01", None)]
    for how in ("failed", "settled"):
        assert awaited(docket.when(f"2010-07-01 dispute_{how} dispute=D1"), "2010-07-01") == []


def test_a_rectification_has_its_time_for_objections() -> None:
    """Until one is made, the procès-verbal is drawn up, or the proposal is struck (VCLT-IO 80(2))."""
    docket = caricc("2010-06-01 rectification_proposed terms=wco-caricc objections_by=2010-09-01 reason=misprint")
    assert awaited(docket, "2010-05-31") == []
    assert awaited(docket, "2010-06-01") == [("objection", "2010-09-01", None)]
    objected = docket.when("2010-07-01 rectification_objected by=CARICC rectification=R1")
    assert awaited(objected, "2010-07-01") == []
    assert awaited(docket.when("2010-09-02 rectified rectification=R1"), "2010-09-02") == []
    assert awaited(docket.when("2010-09-02 struck target=4 reason=mistake"), "2010-06-02") == []


def test_a_date_that_may_be_read_otherwise_says_so() -> None:
    """The effect of a notice, and with it the last day to withdraw it (R24)."""
    docket = caricc("2010-11-30 notice_given by=CARICC")
    assert sorted(awaited(docket, "2010-12-01")) == [
        ("ends", "2011-02-28", "2011-03-01"),
        ("withdrawal", "2011-02-27", "2011-02-28"),
    ]
