"""Date rules: the cases of the law, the grammar of steps, and the lines of a computation."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from given import CASES
from grammar import SAMPLES
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import LATEST, Span
from lifecycle.calendar.periods import read_span
from lifecycle.calendar.steps import read_step
from lifecycle.messages import MONTHS


def cases() -> list[Any]:
    with (CASES / "dates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [pytest.param(row, id=f"{row['anchor']} {row['rule']} {row['convention']}") for row in rows]


@pytest.mark.parametrize("case", cases())
def test_a_rule_gives_the_date_of_the_law(case: dict[str, str]) -> None:
    """Each case names its source; an empty date lies beyond the calendar."""
    rule = DateRule.from_plain(case["rule"])
    anchor = date.fromisoformat(case["anchor"])
    expected = date.fromisoformat(case["expected"]) if case["expected"] else None
    assert rule.after(anchor, boundary=case["convention"]) == expected
    assert rule.computed(anchor, boundary=case["convention"]).on == expected
    assert DateRule.from_plain(rule.to_plain()) == rule


@pytest.mark.parametrize(
    "step",
    [
        "",
        "6",
        "months",
        "0 months",
        "-1 month",
        "6 moons",
        "1.5 years",
        "six months",
        "100000 days",
        "6 months and",
        "6 months and next day",
        "first of 0th month",
        "first of the month",
        "next 31 June",
        "next 1 Juli",
        "by 1 July",
        "by 31 April: next 1 January",
        "not before 2010-02-30",
        "not before tomorrow",
        "6 months,",
    ],
)
def test_what_is_no_step_is_refused_by_name(step: str) -> None:
    """A rule is read whole or not at all."""
    with pytest.raises(ValueError, match=r"is no step|is not a day|is not a date"):
        DateRule.from_plain(step)


@pytest.mark.parametrize("data", [6, None, {"months": 6}, [6], ["6 months", 1]])
def test_a_rule_is_text_or_a_list_of_texts(data: object) -> None:
    """Numbers and mappings are no date rules."""
    with pytest.raises(ValueError, match="a date rule is a step"):
        DateRule.from_plain(data)


def test_a_span_reads_parts_that_add_up() -> None:
    """Years and months add to months, weeks and days to days."""
    assert read_span("1 year and 6 months and 1 week and 3 days") == Span(months=18, days=10)
    assert read_span("6 months later") is None


def test_a_computation_says_what_a_hand_can_check() -> None:
    """The clamp is named, with the article; so is the day after."""
    lines = DateRule.from_plain("3 months").computed(date(2010, 11, 30), boundary="next day").notes
    assert [str(line.says) for line in lines] == [
        "30 November 2010 + 3 months: 28 February 2011; February 2011 has no 30th, so its last day",
        "This leads to the day after 28 February 2011: 1 March 2011",
    ]
    assert [line.source for line in lines] == ["ETS 76, 4(2) · R16", "R24"]
    (clamped,) = DateRule.from_plain("1 month").computed(date(2010, 5, 31)).notes
    assert "June 2010 has no 31st" in str(clamped.says)
    plain, first = DateRule.from_plain("60 days, first of next month").computed(date(2002, 4, 11)).notes
    assert str(plain.says) == "11 April 2002 + 60 days: 10 June 2002; the first day is not counted"
    assert str(first.says) == "This leads to the first day of the next month after 10 June 2002: 1 July 2002"


@pytest.mark.parametrize(
    ("rule", "silent"),
    [
        ("6 months", True),
        ("1 year", True),
        ("60 days", False),
        ("1 month and 1 day", True),
        ("6 months, next day", False),
        ("3 months, first of next month", False),
        ("end of year", False),
        ("6 months, not before 2000-01-01", True),
        ("60 days, not before 2000-01-01", False),
        ("6 months, next day, not before 2000-01-01", False),
        ("not before 2000-01-01, 6 months", True),
        ("not before 2000-01-01", False),
        ([], False),
    ],
)
def test_only_months_and_years_leave_the_boundary_open(rule: object, silent: bool) -> None:
    """Same day or the day after is a question where the text ends with months or years (R24)."""
    assert DateRule.from_plain(rule).silent_on_boundary is silent


@pytest.mark.parametrize(
    ("rule", "on"),
    [
        ("6 months, not before 2000-01-01", date(2007, 11, 3)),
        ("6 months, not before 2007-11-02", date(2007, 11, 3)),
        ("6 months, not before 2007-11-03", date(2007, 11, 3)),
        ("6 months, not before 2007-12-24", date(2007, 12, 24)),
    ],
)
def test_a_floor_does_not_decide_the_boundary(rule: str, on: date) -> None:
    """The day after is counted before the floor is laid under it: a date named is that date (R24; F1)."""
    computed = DateRule.from_plain(rule).computed(date(2007, 5, 2), boundary="next day")
    assert computed.on == DateRule.from_plain(rule).after(date(2007, 5, 2), boundary="next day") == on
    assert any("3 November 2007" in str(note.says) for note in computed.notes)


@pytest.mark.parametrize("text", SAMPLES)
def test_a_step_says_whether_it_moves_the_day_or_only_limits_it(text: str) -> None:
    """A limit leaves days alone, one after the other; what moves the day leaves at most one alone, such as the last.

    `same day` is no limit: it moves nothing, and so says that effect is that day and not the next (R24).
    """
    step = read_step(text)
    assert step is not None
    first = date(2003, 1, 1)
    days = [first + timedelta(days=n) for n in range(3 * 366)]
    left = [step.move(day) == day for day in days]
    assert any(one and other for one, other in pairwise(left)) is (step.limits or text == "same day")


@given(st.sampled_from(SAMPLES), st.dates(date(2003, 1, 1), date(2033, 1, 1)))
def test_no_limit_loses_the_day_after(text: str, anchor: date) -> None:
    """Where a text ends with months, a limit behind them leaves the question open; what moves the day answers it."""
    step, rule, months = read_step(text), DateRule(["6 months", text]), DateRule(["6 months"])
    assert step is not None
    assert rule.silent_on_boundary is step.limits
    after = months.after(anchor, boundary="next day" if step.limits else "same day")
    assert after is not None
    assert rule.after(anchor, boundary="next day") == step.move(after)


such_days = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: f"{day.day} {MONTHS[day.month - 1]}")


@given(st.dates(date(1700, 1, 1), date(2900, 1, 1)), such_days, such_days)
def test_a_cut_off_leads_where_it_is_said_to_lead(day: date, last: str, then: str) -> None:
    """To the next such day, or to that after the next last day for what comes too late for the last day of its year."""
    by = DateRule([f"end of fiscal year {last}"]).after(day)
    assert by is not None
    in_time = by.year == day.year
    said = DateRule([f"next {then}"] if in_time else [f"next {last}", f"next {then}"])
    assert DateRule([f"by {last}: next {then}"]).after(day) == said.after(day)


def test_a_rule_is_a_value() -> None:
    """Rules compare, hash and print as their steps."""
    rule = DateRule.from_plain("60 days, first of next month")
    assert rule.steps == ("60 days", "first of next month")
    assert rule == DateRule(["60 days", "first of next month"])
    assert hash(rule) == hash(DateRule(["60 days", "first of next month"]))
    assert rule != DateRule(["60 days"])
    assert (str(rule), repr(rule)) == (
        "60 days, first of next month",
        "DateRule(['60 days', 'first of next month'])",
    )
    assert rule.span == Span(days=60)
    assert DateRule(["next day"]).span == DateRule([]).span == Span()
    assert rule
    assert not DateRule([])
    assert DateRule([]).after(date(2010, 1, 1)) == date(2010, 1, 1)


@given(st.dates(date(1648, 1, 1), LATEST), st.dates(date(1648, 1, 1), LATEST), st.integers(1, 60))
def test_a_later_anchor_never_gives_an_earlier_date(one: date, other: date, months: int) -> None:
    """A period keeps the order of its anchors, the clamp included."""
    rule = DateRule([f"{months} months"])
    first, second = (rule.after(day) for day in sorted([one, other]))
    assert second is None or (first is not None and first <= second)
