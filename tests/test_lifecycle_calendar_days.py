"""The calendar: sums from an anchor in one step, and the dates that are refused."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from given import CASES
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.calendar.days import EARLIEST, LATEST, Span, add, clamps, day_before, next_day, parse_date
from lifecycle.messages import ENGLISH

IN_CALENDAR = st.dates(EARLIEST, LATEST)


def refused() -> list[tuple[str, str]]:
    with (CASES / "no_dates.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["says"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "says"), refused())
def test_what_is_no_date_is_refused_with_the_rule(text: str, says: str) -> None:
    """Nothing is guessed: both readings are shown, or the rule that the text breaks."""
    with pytest.raises(ValueError, match=r".") as caught:
        parse_date(text)
    assert str(caught.value) == says


@given(IN_CALENDAR)
def test_a_date_reads_back_as_it_is_written(day: date) -> None:
    """Every day of the calendar is read from its ISO form, and words name the same day."""
    assert parse_date(day.isoformat()) == day
    number, _, year = ENGLISH.day(day).split()
    assert (int(number), int(year)) == (day.day, day.year)


def test_the_open_end_has_no_date() -> None:
    """What lies beyond the calendar is nothing, never a date far away."""
    assert next_day(LATEST) is None
    assert add(EARLIEST, Span(months=1), sign=-1) is None
    assert add(EARLIEST, Span(days=1), sign=-1) is None
    assert add(date.max, Span(days=400)) is None


@given(IN_CALENDAR, st.integers(0, 600), st.integers(0, 400))
def test_a_sum_lands_on_the_same_number_or_the_last_day(day: date, months: int, days: int) -> None:
    """Months end on the same-numbered day or the last of the month, then the days are counted (R16, R18)."""
    landed = add(day, Span(months=months))
    if landed is None:
        assert day.year + (day.month + months) / 12 > LATEST.year
        return
    assert (landed.year * 12 + landed.month) - (day.year * 12 + day.month) == months
    assert landed.day == day.day or (landed.day < day.day and (landed + timedelta(days=1)).day == 1)
    assert clamps(day, Span(months=months)) is (landed.day != day.day)
    total = add(day, Span(months, days))
    assert total is None or (total - landed).days == days


@given(IN_CALENDAR, st.integers(0, 200), st.integers(0, 200))
def test_one_step_is_never_earlier_than_a_chain(day: date, first: int, second: int) -> None:
    """A chain may lose days by clamping twice; the law counts from the anchor (R16a)."""
    once, half = add(day, Span(months=first + second)), add(day, Span(months=first))
    if once and half:
        assert once >= (add(half, Span(months=second)) or once)


@given(st.dates(date(1700, 1, 1), date(2900, 1, 1)), st.integers(0, 300))
def test_counting_back_clamps_alike(day: date, months: int) -> None:
    """Counted backwards a month clamps to its last day, too, and is never later than the anchor."""
    back = add(day, Span(months=months), sign=-1)
    assert back is not None
    assert back <= day
    assert back.day == day.day or (back + timedelta(days=1)).day == 1


@given(st.dates(date(1700, 1, 1), date(2900, 1, 1)))
def test_the_day_before_the_next_is_the_day(day: date) -> None:
    """Half-open periods: the last day of one is the day before the first of the next (R25)."""
    after = next_day(day)
    assert after is not None
    assert day_before(after) == day


@pytest.mark.parametrize(
    ("span", "says"),
    [
        (Span(), "0 days"),
        (Span(months=1), "1 month"),
        (Span(months=12), "1 year"),
        (Span(months=18), "18 months"),
        (Span(months=24, days=1), "2 years and 1 day"),
        (Span(days=60), "60 days"),
    ],
)
def test_a_span_is_said_in_words(span: Span, says: str) -> None:
    """Years where they are whole, else months."""
    assert str(span) == says
