"""`deadlines` and its calendar: a last day that moved says why, as `status` does."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import Office

PIERS = """\
agreement: piers
title: Agreement on Piers
parties: {NORTH: {name: North, type: state}, SOUTH: {name: South, type: state}}
conventions: {deadline_on_day_off: next working day}
holidays: [2020-04-20]
clauses:
  entry_into_force: {article: "1", upon: {signed: all}}
  disputes: {article: "5", within: 2 months}
"""


@pytest.mark.parametrize(
    ("referred", "day", "why"),
    [
        ("2020-02-18", "2020-04-21", "18 April 2020 is a Saturday"),
        ("2020-02-20", "2020-04-21", "20 April 2020 is an official holiday"),
        ("2020-02-21", "2020-04-21", None),
    ],
)
def test_a_last_day_that_moved_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, referred: str, day: str, why: str | None
) -> None:
    """On the page, in JSON, in the calendar, and the same as the status has (R19); one that did not says nothing."""
    office = Office(tmp_path, monkeypatch)
    (tmp_path / "piers.yaml").write_text(PIERS, encoding="utf-8")
    for line in (
        "init",
        "draft piers.yaml --on 2020-01-01",
        *(f"sign piers --by {one} --on 2020-01-01" for one in PARTIES),
    ):
        office.done(line)
    office.done(f"dispute refer piers --by NORTH --on {referred}")
    (due,) = office.done("deadlines --as-of 2020-03-01 --format json").json
    assert (due["on"], due["moved"]) == (day, why)
    (coming,) = office.done("status piers --as-of 2020-03-01 --format json").json["next"]
    assert (coming["on"], coming["moved"]) == (day, why)
    feed = office.done("deadlines --as-of 2020-03-01 --format ics").out.replace("\r\n ", "")
    page = office.done("deadlines --as-of 2020-03-01").out
    for text in (feed, page):
        assert (" is a" in text) == (why is not None)
        assert (why or "") in text
    office.done("rebuild")
    assert office.done("deadlines --as-of 2020-03-01 --format json").json[0]["moved"] == why


PARTIES = ("NORTH", "SOUTH")
