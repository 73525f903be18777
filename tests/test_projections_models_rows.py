"""The makers of rows: what stands for no time at all has no row, and a head has one for each amount left."""

from __future__ import annotations

from datetime import date
from typing import Any

from given import given

from lifecycle.course.machine import State
from projections.models import rows, values

CONCLUDED = ("2003-01-01 drafted", "2003-01-01 signed by=ICMPD", "2003-01-01 signed by=WCO")
SINCE = date.min


def amounts(*lines: str) -> list[tuple[date, date | None, Any]]:
    """Give from when and until when how much of an account is left."""
    line = given("icmpd-wco", *CONCLUDED, *lines).timeline
    made = [row for head in line.heads for row in rows.head(1, head)]
    return [(date.fromordinal(row[3]), date.fromordinal(row[4]) if row[4] else None, row[9]) for row in made]


def test_a_period_begun_and_ended_on_one_day_has_no_row() -> None:
    """Drafted and in force on the same day: the agreement and both parties have one period each."""
    line = given("icmpd-wco", *CONCLUDED).timeline
    assert [(subject, values.STATES[state]) for _, subject, _, state, *_ in rows.periods(line, SINCE)] == [
        (0, State.IN_FORCE),
        (1, State.IN_FORCE),
        (2, State.IN_FORCE),
    ]


def test_periods_that_ended_before_a_day_can_be_left_out() -> None:
    """One that ended on the day itself is kept: another act of that day may join it to the next."""
    line = given("wco-caricc", "2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC").timeline
    assert len([row for row in rows.periods(line, date(2010, 3, 19)) if row[1] == values.AGREEMENT]) == 3
    assert len([row for row in rows.periods(line, date(2010, 3, 20)) if row[1] == values.AGREEMENT]) == 2


def test_a_deadline_set_and_removed_on_one_day_has_no_row() -> None:
    """A notice withdrawn on the day of its receipt was awaited on no day."""
    day = "2003-08-31"
    line = given("icmpd-wco", *CONCLUDED, f"{day} notice_given by=WCO", f"{day} notice_withdrawn by=WCO").timeline
    assert line.dues
    assert [row for due in line.dues for row in rows.deadline(1, due)] == []


def test_an_account_has_a_row_for_each_amount_left() -> None:
    """A part paid on a day counts from that day; paid on the day of the opening, the whole was never owed."""
    opened = "2003-02-01 account_opened account=C1 owed_by=WCO owed_to=ICMPD amount='10.00 EUR'"
    part = "account_settled account=C1 amount='4.00 EUR'"
    february, march, april = (date(2003, month, 1) for month in (2, 3, 4))
    assert amounts(opened) == [(february, None, "10.00")]
    assert amounts(opened, f"2003-03-01 {part}") == [(february, march, "10.00"), (march, None, "6.00")]
    assert amounts(opened, f"2003-02-01 {part}") == [(february, None, "6.00")]
    assert amounts(opened, f"2003-03-01 {part}", "2003-04-01 account_settled account=C1") == [
        (february, march, "10.00"),
        (march, april, "6.00"),
    ]
    assert amounts(opened, "2003-02-01 account_settled account=C1") == []
    assert amounts("2003-02-01 account_opened account=C2") == [(february, None, None)]
