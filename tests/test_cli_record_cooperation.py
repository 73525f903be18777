"""Co-operation on the command line: contacts, restrictions, balances, a party, what falls due and its calendar."""

from __future__ import annotations

import shlex
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commandline import run
from given import CASES
from icalendar import Calendar
from stores import Place

from aggregates.record.log.access import reading
from projections.answers.catalogue import schema

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import vobject  # type: ignore[import-untyped]

DOCKET = f"""
init
draft {CASES / "terms/wco-caricc-cooperation.yaml"} --on 2010-03-01
sign wco-caricc --by WCO --on 2010-03-19
sign wco-caricc --by CARICC --on 2010-03-30
contact designate wco-caricc --by WCO --on 2010-04-01 --contact Ada
assistance request wco-caricc --by CARICC --on 2010-04-02 --subject experts --wanted-by 2010-05-01
information supply wco-caricc --by WCO --on 2010-04-03 --purpose p --through L --restriction internal --restriction x
information use wco-caricc I1 --by CARICC --on 2010-04-04 --purpose q
information restrict wco-caricc I1 --by WCO --on 2010-04-05 --text later
project arrange wco-caricc --by WCO --on 2010-04-06 --title t --cost "WCO: 10.50 EUR to CARICC" --cost "CARICC: 3 USD"
consultation request wco-caricc --by WCO --on 2010-04-07 --every "6 months" --wanted-by 2010-06-01
"""
"""#1 to #10."""


@pytest.fixture(autouse=True)
def register(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("DEPOSITARY_DB", place.url)
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-04-20")
    for line in DOCKET.strip().splitlines():
        ok(line)
    return place


def ok(line: str) -> str:
    ran = run(*shlex.split(line))
    assert ran.code == 0, f"{line}: {ran.err}"
    return ran.out


def answer(line: str) -> Any:
    ran = run(f"{line} --format json")
    assert ran.code == 0, ran.err
    for one in ran.json if isinstance(ran.json, list) else [ran.json]:
        jsonschema.validate(one, schema(one["schema"].split("/")[1]))
    return ran.json


# Queries


def test_contacts_on_both_axes() -> None:
    """Who it was on a day, as known at a recording."""
    ok("contact designate wco-caricc --by WCO --on 2010-04-10 --contact Bob --reach +32")
    names = [
        [c["contact"] for c in answer(f"contacts wco-caricc {axes}")]
        for axes in ("", "--as-of 2010-04-09", "--known-at '#9'", "--as-of 2010-03-31")
    ]
    assert names == [["Bob"], ["Ada"], ["Ada"], []]
    assert "0 contact points" in ok("contacts wco-caricc --as-of 2010-03-31")
    assert ok("contacts wco-caricc --format csv").splitlines()[0].startswith("agreement,party,function,contact,")


def test_restrictions_on_both_axes() -> None:
    """Which bind the item on a day, as known then; both readings where one came after a use."""
    found = answer("restrictions wco-caricc I1")
    assert [(r["id"], r["says"]) for r in found["binding"]] == [("I1.1", "internal"), ("I1.2", "x"), ("L1", "later")]
    assert [(d["use"], d["restriction"]) for d in found["doubtful"]] == [("I1#1", "L1")]
    assert len(answer("restrictions wco-caricc I1 --known-at '#7'")["binding"]) == 2
    assert len(answer("restrictions wco-caricc I1 --as-of 2010-04-04")["binding"]) == 2
    page = ok("restrictions wco-caricc I1")
    assert "Another reading" in page
    assert "it does not reach the use already made" in page


def test_an_item_that_was_not_supplied_is_not_found() -> None:
    """Nor one that was not yet."""
    assert run("restrictions wco-caricc I2").code == 4
    assert run("restrictions wco-caricc I1 --as-of 2010-04-02").code == 4


def test_balances_by_currency() -> None:
    """Partial settlement is set against them; what is owed to nobody in particular has no creditor."""
    ok('account settle wco-caricc A1-C1 --on 2010-04-10 --amount "0.50 EUR"')
    found = {(b["owed_by"], b["owed_to"], b["currency"]): b["amount"] for b in answer("balances wco-caricc")}
    assert found == {("CARICC", "", "USD"): "3", ("WCO", "CARICC", "EUR"): "10.00"}
    assert "10.50" in ok("balances wco-caricc --as-of 2010-04-09")
    refused = run('account settle wco-caricc A1-C1 --on 2010-04-11 --amount "10.01 EUR"')
    assert (refused.code, "10.00 EUR left" in refused.err) == (5, True)


@pytest.mark.parametrize("cost", ["WCO 10 EUR", "WCO: EUR", "WCO: 1.00 euro", "WCO: 0 EUR"])
def test_a_cost_is_a_party_and_an_amount(cost: str) -> None:
    ran = run("project", "arrange", "wco-caricc", "--by", "WCO", "--on", "2010-04-06", "--title", "x", "--cost", cost)
    assert ran.code == 2, ran.err


def test_everything_with_one_partner() -> None:
    """Agreements, contacts, what is open, owed, restricted and due; an unknown party gets a suggestion."""
    ok("platform provide wco-caricc CENCOMM2 --by WCO --on 2010-04-08")
    found = answer("party CARICC")
    assert [one["agreement"] for one in found["agreements"]] == ["wco-caricc"]
    assert sorted(one["id"] for one in found["heads"]) == ["A1", "A1-C1", "A1-C2"]
    assert len(found["balances"]) == 2
    assert [(one["item"], len(one["binding"])) for one in found["restrictions"]] == [("I1", 3)]
    assert [(one["name"], one["available"]) for one in found["platforms"]] == [("CENCOMM2", True)]
    assert [one["kind"] for one in found["deadlines"]] == ["consultation"]
    assert answer("party CARICC --known-at '#3'")["heads"] == []
    page = ok("party CARICC")
    for title in ("Agreements", "Contact points", "Open", "Owed", "Platforms", "Due", "Restricted"):
        assert f"\n{title}" in page
    assert "CARICC" in run("party CARIC").err


# Acts that are refused


def test_an_act_refused_by_state_leaves_the_register_byte_identical(register: Place) -> None:
    """During a suspension and after the end, whatever the act; nothing is written, not even a number taken."""
    ok("suspend wco-caricc --by WCO --on 2010-04-20 --ground breach")
    refused = (
        "contact designate wco-caricc --by WCO --on 2010-04-21 --contact Desk",
        "information supply wco-caricc --by WCO --on 2010-04-21 --purpose p --through L",
        "project arrange wco-caricc --by CARICC --on 2010-04-21 --title t",
        "consultation request wco-caricc --by WCO --on 2010-04-21",
        "assistance request wco-caricc --by WCO --on 2010-04-21 --subject x",
        "meeting convene wco-caricc --by WCO --on 2010-04-21 --title x",
        "platform provide wco-caricc CENCOMM2 --by WCO --on 2010-04-21",
    )
    before = register.digest()
    for line in refused:
        ran = run(line)
        assert (ran.code, "Nothing was recorded." in ran.err) == (5, True), ran.err
        assert register.digest() == before


# Deadlines and their calendar


def test_deadlines_stay_until_an_act_closes_them() -> None:
    """Overdue ones stay; a recurring one moves on; for scripts the exit code tells."""
    found = answer("deadlines --as-of 2010-05-10")
    assert [(d["kind"], d["on"], d["overdue"], d["binds"]) for d in found] == [
        ("request", "2010-05-01", True, "WCO"),
        ("consultation", "2010-06-01", False, "CARICC"),
    ]
    assert run("deadlines --as-of 2010-05-10 --exit-code").code == 3
    assert run("deadlines --as-of 2010-05-10 --exit-code --format json").code == 3
    ok("assistance answer wco-caricc T1 --by WCO --on 2010-05-11 --future")
    ok("consultation hold wco-caricc Q1 --by WCO --on 2010-06-01 --future")
    assert [(d["kind"], d["on"]) for d in answer("deadlines --as-of 2010-06-02")] == [("consultation", "2010-12-01")]
    assert run("deadlines --as-of 2010-06-02 --within 30d --exit-code").code == 0


def test_a_date_that_may_be_read_otherwise_says_so() -> None:
    """Where the text leaves two readings, both dates."""
    ok("notice wco-caricc --by CARICC --on 2010-11-30 --yes --future")
    found = {d["kind"]: (d["on"], d["disputed"], d["other"]) for d in answer("deadlines --as-of 2010-12-01")}
    assert found["ends"] == ("2011-02-28", True, "2011-03-01")
    assert found["withdrawal"] == ("2011-02-27", True, "2011-02-28")
    assert found["request"] == ("2010-05-01", False, None)
    assert "by another reading 1 Mar 2011" in ok("deadlines --as-of 2010-12-01")


def calendar(axes: str = "") -> dict[str, tuple[int, str, date]]:
    """The events of the calendar, read by its own library: number, status, day."""
    text = ok(f"deadlines --format ics {axes}")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    read = Calendar.from_ical(text)
    events: list[Any] = read.walk("VEVENT")
    return {str(event["uid"]): (int(event["sequence"]), str(event["status"]), event["dtstart"].dt) for event in events}


def test_the_calendar_keeps_ids_and_counts_up(place: Place) -> None:
    """An event moves with its date, and is cancelled when an act removes it."""
    with reading(place.url) as log:
        host = log.origin().replace("/", ".")
    uid, request = f"wco-caricc/consultation/Q1/10@{host}", f"wco-caricc/request/T1/5@{host}"
    assert calendar() == {
        request: (0, "CONFIRMED", date(2010, 5, 1)),
        uid: (0, "CONFIRMED", date(2010, 6, 1)),
    }
    ok("consultation arrange wco-caricc Q1 --by CARICC --on 2010-04-10 --for-day 2010-05-20")
    ok("assistance answer wco-caricc T1 --by WCO --on 2010-04-11")
    moved = calendar()
    assert moved[uid] == (2, "CONFIRMED", date(2010, 5, 20))
    assert moved[request][1:] == ("CANCELLED", date(2010, 5, 1))
    assert moved[request][0] > 0
    assert calendar("--known-at '#10'")[uid][0] == 0
    ok("strike wco-caricc 10 --reason mistake --accept-impact --yes")
    assert calendar()[uid][1] == "CANCELLED"
    assert calendar()[uid][0] > moved[uid][0]


def test_a_calendar_names_the_article_and_has_an_alarm() -> None:
    """And nothing in it depends on when it was asked for."""
    text = ok("deadlines --format ics")
    assert text == ok("deadlines --format ics")
    assert "By Art. 5(2)\\, #5.\\nBinds WCO." in text.replace("\r\n ", "")
    assert text.count("BEGIN:VALARM") == text.count("BEGIN:VEVENT") == 2


def test_a_calendar_names_the_agreement_and_the_partner() -> None:
    """By its title and by full names, without the one whose calendar it is."""
    title = answer("status wco-caricc --as-of 2010-04-10")["title"]
    names = {party: answer(f"party {party}")["name"] for party in ("WCO", "CARICC")}
    for party, partner in (("WCO", "CARICC"), ("CARICC", "WCO")):
        read = Calendar.from_ical(ok(f"deadlines --format ics --as-of 2010-04-10 --party {party}"))
        for event in (told := read.walk("VEVENT")):
            assert str(event["summary"]).startswith(f"{title}: ")
            assert names[partner] in str(event["description"])
            assert names[party] not in str(event["description"]).splitlines()[0]
        assert told


def test_events_of_two_registers_share_no_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test register and the live one in one calendar: neither overwrites the other (RFC 5545, 3.8.4.7)."""
    uids = []
    for name in ("live", "test"):
        monkeypatch.setenv("DEPOSITARY_DB", f"sqlite:///{tmp_path / name}.db")
        for line in DOCKET.strip().splitlines():
            ok(line)
        uids.append(set(calendar()))
    assert uids[0]
    assert not uids[0] & uids[1]


def test_another_library_reads_the_same_dates_from_the_calendar() -> None:
    """As the table has them."""
    ok("notice wco-caricc --by CARICC --on 2010-11-30 --yes --future")
    title = answer("status wco-caricc --as-of 2010-12-01")["title"]
    listed = sorted((d["on"], f"{title}: {d['what']}") for d in answer("deadlines --as-of 2010-12-01"))
    read = vobject.readOne(ok("deadlines --as-of 2010-12-01 --format ics"))
    told = [(e.dtstart.value.isoformat(), e.summary.value) for e in read.vevent_list if e.status.value == "CONFIRMED"]
    assert sorted(told) == listed
