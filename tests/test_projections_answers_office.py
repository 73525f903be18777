"""What an office arranged for what falls due: lead times, owners, and the days off of its seats."""

from __future__ import annotations

import builtins
from datetime import date
from typing import Any

import pytest

from lifecycle.errors import InvalidInput
from lifecycle.messages import Message, render
from projections.answers.deadlines import Deadline
from projections.answers.office.arrangements import read_arrangements
from projections.answers.office.attending import FOR_AN_ACT, Office
from projections.answers.office.holidays import DaysOff, of_country, of_file

OFFICE = b"""
notify: 30 days
owner: Treaty office
seat: Rome
kinds: {withdrawal: 2 weeks}
agreements:
  harbour: {owner: Ports desk, notify: 1 year, kinds: {objection: 3 days}}
  moorings: {seat: Nowhere}
seats:
  Rome: {country: IT}
  Nowhere: {calendar: none.ics}
"""


def deadline(agreement: str, kind: str, on: date) -> Deadline:
    return Deadline(
        agreement=agreement,
        on=on,
        what=Message("something"),
        article="",
        binds=None,
        seq=1,
        kind=kind,
        subject="",
        since=date(2020, 1, 1),
        overdue=False,
    )


def office(**days_off: DaysOff) -> Office:
    none: DaysOff = lambda day: None  # noqa: E731
    return Office(read_arrangements(OFFICE, "office.yaml"), {"Rome": none, "Nowhere": none, **days_off})


LEADS = [
    ("harbour", "objection", "3 days", date(2024, 5, 12)),
    ("harbour", "withdrawal", "1 year", date(2023, 5, 15)),
    ("other", "withdrawal", "14 days", date(2024, 5, 1)),
    ("other", "entry", "30 days", date(2024, 4, 15)),
]


@pytest.mark.parametrize(("agreement", "kind", "lead", "day"), LEADS)
def test_a_lead_time_goes_by_agreement_and_kind(agreement: str, kind: str, lead: str, day: date) -> None:
    found = office().attend(deadline(agreement, kind, date(2024, 5, 15)))
    assert (found.lead, found.notify_on) == (lead, day)


def test_who_looks_after_it_is_named() -> None:
    assert office().attend(deadline("harbour", "entry", date(2024, 5, 15))).owner == "Ports desk"
    assert office().attend(deadline("other", "entry", date(2024, 5, 15))).owner == "Treaty office"


def test_a_day_off_at_the_seat_is_named_with_the_last_working_day() -> None:
    """The day itself stays where the law has it, and the seat and the holiday stand in the answer."""
    closed = office(Rome=of_country("IT", "", "office.yaml"))
    found = closed.attend(deadline("other", "withdrawal", date(2025, 4, 21)))  # Easter Monday
    assert (found.on, found.seat, found.act_by) == (date(2025, 4, 21), "Rome", date(2025, 4, 18))
    assert found.day_off is not None
    assert render(found.day_off).startswith("21 April 2025 is a holiday at Rome: ")
    weekend = closed.attend(deadline("other", "objection", date(2025, 5, 4)))
    assert render(weekend.day_off or "") == "4 May 2025 is a Sunday, off at Rome"
    assert weekend.act_by == date(2025, 5, 2)


def test_dates_of_effect_are_of_no_office() -> None:
    """Days off are for deadlines alone: an entry into force on a holiday is one."""
    closed = office(Rome=lambda day: "always")
    for kind in ("entry", "ends", "leaves", "renewal", "joins"):
        assert kind not in FOR_AN_ACT
        assert closed.attend(deadline("other", kind, date(2025, 4, 21))).day_off is None


def test_a_seat_that_never_works_names_no_working_day() -> None:
    found = office(Rome=lambda day: "always").attend(deadline("other", "withdrawal", date(1648, 1, 5)))
    assert found.day_off is not None
    assert found.act_by is None


BAD = [
    (b"notify: soon", '"soon" is no period, such as "90 days"'),
    (b"kinds: {withdrawl: 3 days}", "Did you mean withdrawal?"),
    (b"seat: Rome", 'there is no seat "Rome" among the seats'),
    (b"seats: {Rome: {}}", "a seat has the file of a calendar, or a country: one of the two"),
    (b"seats: {Rome: {country: IT, calendar: x.ics}}", "one of the two"),
    (b"agreements: {harbour: {notify: 3}}", '"3" is no period'),
    (b"notfy: 3 days", "notfy"),
]


@pytest.mark.parametrize(("text", "says"), BAD)
def test_what_cannot_be_arranged_is_refused_by_its_line(text: bytes, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_arrangements(text, "office.yaml")
    told = str(refused.value)
    assert says in told
    assert "office.yaml:1" in told


def calendar(*lines: str) -> bytes:
    event = "\r\n".join(["BEGIN:VEVENT", "UID:1", "SUMMARY:A day", *lines, "END:VEVENT"])
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}\r\nEND:VCALENDAR\r\n".encode()


def test_a_calendar_file_gives_its_days() -> None:
    """One day, several, and those that come again every year, as long as they do."""
    one = of_file(calendar("DTSTART;VALUE=DATE:20240501"), "x.ics")
    assert (one(date(2024, 5, 1)), one(date(2024, 5, 2)), one(date(2025, 5, 1))) == ("A day", None, None)
    three = of_file(calendar("DTSTART;VALUE=DATE:20240501", "DTEND;VALUE=DATE:20240504"), "x.ics")
    assert [three(date(2024, 5, day)) for day in (1, 3, 4)] == ["A day", "A day", None]
    yearly = of_file(calendar("DTSTART;VALUE=DATE:20240501", "RRULE:FREQ=YEARLY;COUNT=3"), "x.ics")
    assert [yearly(date(year, 5, 1)) for year in (2023, 2024, 2026, 2027)] == [None, "A day", "A day", None]
    until = of_file(calendar("DTSTART;VALUE=DATE:20240501", "RRULE:FREQ=YEARLY;UNTIL=20260430"), "x.ics")
    assert [until(date(year, 5, 1)) for year in (2024, 2025, 2026)] == ["A day", "A day", None]
    leap = of_file(calendar("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"), "x.ics")
    assert leap(date(2028, 2, 29)) == "A day"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no calendar",
        b"\xff\xfe\x00",
        calendar(),
        calendar("DTSTART;VALUE=DATE:20240501", "RRULE:FREQ=MONTHLY"),
        calendar("DTSTART;VALUE=DATE:20240501", "RRULE:FREQ=YEARLY;BYDAY=1MO"),
        calendar("DTSTART;VALUE=DATE:20240501", "RRULE:FREQ=YEARLY;BYMONTH=6"),
        calendar("DTSTART;VALUE=DATE:2024"),
    ],
)
def test_what_is_no_calendar_of_days_is_refused_by_its_name(data: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"x\.ics"):
        of_file(data, "x.ics")


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no holidays are known of it"):
        of_country("ZZ", "", "office.yaml")


def test_without_the_extra_it_says_which_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = builtins.__import__

    def without(name: str, *given: Any, **more: Any) -> Any:
        if name == "holidays":
            raise ImportError(name)
        return genuine(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InvalidInput, match=r"pip install 'depositary\[holidays\]'"):
        of_country("IT", "", "office.yaml")
