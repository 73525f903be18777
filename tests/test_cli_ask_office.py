"""`deadlines` as an office acts on them: lead times, owners, days off, a feed with alarms, a time in years."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from office import Office
from webface import Client, served

FILE = """
notify: 20 days
owner: Treaty office
agreements: {harbour: {owner: Ports desk, kinds: {withdrawal: 1 month}, seat: Harbourside}}
seats: {Harbourside: {calendar: days.ics}}
"""
DAYS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
SUMMARY:Regatta
DTSTART;VALUE=DATE:{first:%Y%m%d}
DTEND;VALUE=DATE:{end:%Y%m%d}
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    office.into_force()
    office.done("notice harbour --by NORTH --on 2024-03-05 --yes")
    Path("office.yaml").write_text(FILE, encoding="utf-8")
    last = withdrawal(office)
    days = DAYS.format(first=last, end=last + timedelta(days=1)).replace("\n", "\r\n")
    Path("days.ics").write_text(days, encoding="utf-8")
    return office


ASK = "deadlines --as-of 2024-03-06"


def withdrawal(office: Office) -> date:
    """Give the last day to withdraw the notice, as the law has it."""
    (found,) = [one for one in office.done(f"{ASK} --format json").json if one["kind"] == "withdrawal"]
    return date.fromisoformat(found["on"])


def test_what_the_office_arranged_stands_beside_the_date(office: Office) -> None:
    last = withdrawal(office)
    found = office.done(f"{ASK} --office office.yaml --format json").json
    (own,) = [one for one in found if one["kind"] == "withdrawal"]
    assert own["on"] == str(last)
    assert (own["owner"], own["lead"]) == ("Ports desk", "1 month")
    assert own["seat"] == "Harbourside"
    assert "Regatta" in own["day_off"]
    working = last - timedelta(days=1)
    while working.weekday() > 4:
        working -= timedelta(days=1)
    assert own["act_by"] == str(working)
    ends = next(one for one in found if one["kind"] == "ends")
    assert (ends["day_off"], ends["lead"]) == (None, "20 days")
    page = " ".join(office.done(f"{ASK} --office office.yaml").out.split())
    assert "looked after by Ports desk" in page
    assert "Regatta" in page


def test_the_feed_has_title_partner_article_and_an_alarm_at_the_lead_time(office: Office) -> None:
    feed: Any = Calendar.from_ical(office.done(f"{ASK} --office office.yaml --format ics").out)
    event = next(one for one in feed.walk("VEVENT") if one["CATEGORIES"].cats == ["withdrawal"])
    status = office.done("status harbour --as-of 2024-03-06 --format json").json
    assert str(event["SUMMARY"]).startswith(status["title"])
    told = str(event["DESCRIPTION"])
    assert "harbour, with" in told
    assert "By " in told
    assert "Looked after by Ports desk" in told
    (alarm,) = event.walk("VALARM")
    begins = event["DTSTART"].dt + alarm["TRIGGER"].dt
    (own,) = [
        one for one in office.done(f"{ASK} --office office.yaml --format json").json if one["kind"] == "withdrawal"
    ]
    assert str(begins) == own["notify_on"]


def test_an_arrangement_changes_no_id_and_no_number_of_an_event(office: Office) -> None:
    told: list[list[tuple[str, str]]] = []
    for option in ("", "--office office.yaml"):
        feed: Any = Calendar.from_ical(office.done(f"{ASK} {option} --format ics").out)
        told.append([(str(one["UID"]), str(one["SEQUENCE"])) for one in feed.walk("VEVENT")])
    assert told[0] == told[1]


def test_the_setting_names_the_file_beside_its_own(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_OFFICE", str(office.folder / "office.yaml"))
    found = office.done(f"{ASK} --format json").json
    assert {one["owner"] for one in found} == {"Ports desk"}


@pytest.mark.parametrize(("within", "days"), [("1y", 365), ("6m", 184), ("12w", 84), ("90d", 90), ("90", 90)])
def test_a_time_ahead_is_told_in_days_weeks_months_or_years(office: Office, within: str, days: int) -> None:
    last = date(2024, 3, 6) + timedelta(days=days)
    found = office.done(f"{ASK} --within {within} --format json").json
    every = office.done(f"{ASK} --format json").json
    assert found == [one for one in every if one["on"] <= str(last)]


def test_what_is_no_time_or_no_file_is_refused(office: Office) -> None:
    assert "1y for a year" in office.call(f"{ASK} --within 1j").err
    ran = office.call(f"{ASK} --office nowhere.yaml")
    assert (ran.code, "nowhere.yaml" in ran.err) == (2, True)
    Path("office.yaml").write_text("notify: soon\n", encoding="utf-8")
    ran = office.call(f"{ASK} --office office.yaml")
    assert (ran.code, "office.yaml:1: notify" in ran.err) == (2, True)


def test_a_report_and_the_web_register_tell_what_a_list_tells(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One question in the same words: by an option or the setting, as a page, on paper, for programs, as a feed."""
    file = str(office.folder / "office.yaml")
    told = office.done(f"{ASK} --office office.yaml --format json").json
    report = office.done(f"report {ASK} --office office.yaml").out
    assert {f"looked after by {one['owner']}" in report for one in told} == {True}
    assert "looked after by" not in office.done(f"report {ASK}").out
    monkeypatch.setenv("DEPOSITARY_OFFICE", file)
    assert office.done(f"report {ASK}").out == report
    feed = office.done(f"{ASK} --format ics").out
    asked = Client(served(office.url, office=file, today=date(2024, 3, 6)))
    assert asked.get("/api/deadlines").json() == told
    assert "looked after by Ports desk" in asked.get("/deadlines").text
    assert asked.get("/deadlines.md").text == report
    assert asked.get("/deadlines.ics").text.replace("\r\n", "\n") == feed.replace("\r\n", "\n")
    assert [one["owner"] for one in asked.get("/api/deadlines?agreement=harbour").json()] == [x["owner"] for x in told]


def test_an_answer_is_another_where_the_office_arranged_otherwise(office: Office) -> None:
    """What a browser has kept of another arrangement does not stand for this one."""
    marks = []
    for text in (None, FILE, FILE, FILE.replace("20 days", "21 days")):
        if text is not None:
            Path("office.yaml").write_text(text, encoding="utf-8")
        client = Client(served(office.url, office="none" if text is None else "office.yaml"))
        marks.append(client.get("/deadlines").headers["etag"])
    assert [marks.index(one) for one in marks] == [0, 1, 1, 3]
    Path("days.ics").write_text(Path("days.ics").read_text().replace("Regatta", "Fair"), encoding="utf-8")
    assert Client(served(office.url, office="office.yaml")).get("/deadlines").headers["etag"] not in marks


@pytest.mark.parametrize("file", ["missing.yaml", "wrong.yaml"])
def test_nothing_is_served_with_an_office_that_cannot_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    """It is said before anything listens, with its place."""
    Path("wrong.yaml").write_text("notify: soon\n", encoding="utf-8")
    monkeypatch.setenv("DEPOSITARY_OFFICE", str(office.folder / file))
    monkeypatch.setattr("web.serving.serve", lambda *_, **__: pytest.fail("it listens"))
    ran = office.call("serve")
    assert ran.code == 2
    assert file in ran.err
