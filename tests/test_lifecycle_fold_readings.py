"""Other admissible readings: where one gives another answer for a day, the answer is disputed, and only there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from given import Docket, given, said
from hypothesis import given as given_any
from msgspec.structs import replace
from strategies import Story, stories

from aggregates.record.agreement import Agreement, decide, evolve
from aggregates.record.decision import Proposal
from lifecycle.answers.explanation.agreement import explain
from lifecycle.answers.status import status
from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.course.periods import period_on
from lifecycle.errors import Refused
from lifecycle.fold.readings import disputed, readings
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

CONCLUDED = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")
FAILED = ("2010-05-01 dispute_referred by=WCO", "2010-06-01 dispute_failed dispute=D1")
SUSPENDED = (*FAILED, "2010-07-04 suspended by=WCO ground=dispute:D1")


def caricc(*lines: str) -> Docket:
    return given("wco-caricc", *CONCLUDED, *lines)


def doubts(docket: Docket, day: str) -> list[tuple[str, str, str, str | None]]:
    """What is disputed on a day: the value of the other reading, what it is about, the other date, the other state."""
    return [(one.value, str(one.what), str(one.other), one.state) for one in docket.status(day).disputed]


NEXT, SENT = ("next day", "effect of notice N1"), ("sending", "effect of notice N1")


@pytest.mark.parametrize(
    ("lines", "day", "expected"),
    [
        # A notice that stands: between the two dates, and only there.
        (["2010-11-30 notice_given by=WCO"], "2011-02-27", []),
        (["2010-11-30 notice_given by=WCO"], "2011-02-28", [(*NEXT, "2011-03-01", None)]),
        (["2010-11-30 notice_given by=WCO"], "2011-03-01", []),
        # Sent a fortnight earlier.
        (["2010-11-15 notice_given by=WCO received=2010-11-30"], "2011-02-15", [(*SENT, "2011-02-15", None)]),
        (["2010-11-15 notice_given by=WCO received=2010-11-30"], "2011-02-28", [(*NEXT, "2011-03-01", None)]),
        # Withdrawn in time by every reading: nothing is left to doubt.
        (["2010-11-30 notice_given by=WCO", "2010-12-15 notice_withdrawn by=WCO"], "2011-02-28", []),
        # Withdrawn in time by one reading only: the other has it ended, for good.
        (
            ["2010-11-15 notice_given by=WCO received=2010-11-30", "2011-02-20 notice_withdrawn by=WCO"],
            "2011-02-21",
            [(*SENT, "2011-02-15", None)],
        ),
        (
            ["2010-11-15 notice_given by=WCO received=2010-11-30", "2011-02-20 notice_withdrawn by=WCO"],
            "2015-01-01",
            [("sending", "state", "2011-02-15", "terminated")],
        ),
        # Withdrawn too late by one reading, in time by the other (R29).
        (
            ["2010-11-30 notice_given by=WCO", "2011-02-27 notice_withdrawn by=WCO received=2011-03-02 notice=N1"],
            "2012-01-01",
            [("sending", "state", "2011-02-27", "in_force")],
        ),
        (
            ["2010-11-30 notice_given by=WCO", "2011-02-28 notice_withdrawn by=WCO notice=N1"],
            "2011-02-28",
            [(*NEXT, "2011-03-01", None)],
        ),
        # Overtaken by an earlier end, extended, or naming a later day.
        (["2010-11-30 notice_given by=WCO", "2011-01-10 end_agreed by=WCO", "2011-01-10 end_agreed by=CARICC"],
         "2011-02-28", []),
        (["2010-11-30 notice_given by=WCO", "2011-01-10 notice_extended until=2011-06-30"], "2011-02-28", []),
        (["2010-11-30 notice_given by=WCO effective=2011-06-30"], "2011-02-28", []),
        (["2010-11-30 notice_given by=WCO effective=2011-06-30"], "2011-06-30", []),
        # Stopped and resumed: what was left is counted again, by either reading.
        (
            ["2010-11-30 notice_given by=WCO", "2010-12-10 notice_suspended", "2010-12-20 notice_resumed"],
            "2011-03-10",
            [(*NEXT, "2011-03-11", None)],
        ),
        # A suspension that might stop the clock, or be lifted by a settlement.
        (
            ["2010-06-01 notice_given by=WCO", *SUSPENDED, "2010-08-04 resumed suspension=S1 by=WCO"],
            "2010-09-15",
            [("yes", "state", "2010-08-04", "notice_given")],
        ),
        ([*SUSPENDED, "2010-08-04 dispute_settled dispute=D1"], "2010-08-03", []),
        (
            [*SUSPENDED, "2010-08-04 dispute_settled dispute=D1"],
            "2010-08-04",
            [("yes", "state", "2010-08-04", "in_force")],
        ),
    ],
)  # fmt: skip
def test_what_another_reading_would_have(lines: list[str], day: str, expected: list[object]) -> None:
    """Disputed is what another admissible reading answers otherwise on the very day (R24, R29, R37)."""
    docket = caricc(*lines)
    assert doubts(docket, day) == expected
    shown = [
        says
        for says in said(explain(docket.timeline, date.fromisoformat(day)).readings)
        if "It gives another answer" in says
    ]
    assert len(shown) == len(expected)


@pytest.mark.parametrize(
    "then",
    [
        ["2010-12-15 notice_withdrawn by=WCO"],
        ["2010-12-15 notice_extended until=2011-06-30"],
        ["2010-12-15 notice_suspended"],
        ["2010-12-15 end_agreed by=WCO", "2010-12-15 end_agreed by=CARICC"],
    ],
)
def test_a_date_that_no_longer_stands_is_not_read_otherwise(then: list[str]) -> None:
    """An explanation names the other day of a notice as long as the notice runs to its day (R24, R29)."""
    line = caricc("2010-11-30 notice_given by=WCO", *then).timeline
    assert len(explain(line, date(2010, 12, 14)).readings) == 1
    assert explain(line, date(2010, 12, 15)).readings == ()


def test_what_might_stop_the_clock_is_assumed() -> None:
    """A notice under way while the agreement is suspended rests on it (VCLT-IO 72; R37)."""
    names = {
        one.convention for one in caricc("2010-06-01 notice_given by=WCO", *SUSPENDED).status("2010-07-04").assumed
    }
    assert "suspension_stops_notice" in names
    names = {one.convention for one in caricc(*SUSPENDED).status("2010-07-04").assumed}
    assert "suspension_stops_notice" not in names


def lease(then: str) -> Terms:
    upon: dict[str, Any] = {"signed": "all"}
    clause = {"upon": upon, "then": "3 months"} if then == "outside" else {"upon": upon | {"then": "3 months"}}
    return terms_from(
        {
            "agreement": "lease",
            "title": "Lease",
            "parties": {"A": {"name": "A"}, "B": {"name": "B"}},
            "clauses": {
                "entry_into_force": {"article": "1", **clause},
                "duration": {"article": "2", "term": "5 years"},
                "termination": [
                    {
                        "article": "3",
                        "by": "notice",
                        "lock_in": {"of": "notice", "period": "3 years"},
                        "period": "30 days",
                        "counts_from": "receipt",
                    }
                ],
            },
        }
    )


@pytest.mark.parametrize("then", ["outside", "inside"])
def test_a_reading_is_carried_on(then: str) -> None:
    """From the entry into force to the end of the term and the lock-in, wherever the text counts the months (R24)."""
    docket = Docket(lease(then)).when(*(f"2009-11-30 {act}" for act in ("drafted", "signed by=A", "signed by=B")))
    days = ["2010-02-27", "2010-02-28", "2010-03-01", "2015-02-27", "2015-02-28", "2015-03-01", "2015-03-02"]
    disputed = [day for day in days if doubts(docket, day)]
    assert disputed == ["2010-02-28", "2015-02-28", "2015-03-01"]  # a day later, and its own term a day longer
    early = docket.when("2013-02-28 notice_given by=A")
    assert early.objection is None
    assert [(other, state) for _, _, other, state in doubts(early, "2013-03-01")] == [("2010-03-01", "in_force")]


def record(docket: Docket, line: str) -> Agreement:
    """Decide the last line as a recording."""
    asked = docket.when(line).entries[-1].act
    before = evolve(docket.entries)
    return decide(before, Proposal(agreement="wco-caricc", act=asked), len(docket.entries) + 1).after


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("2011-02-27 notice_withdrawn by=WCO received=2011-03-02 notice=N1", "a notice counts from its sending"),
        (
            "2011-02-28 notice_withdrawn by=WCO notice=N1",
            "a period of months takes effect on the day after the corresponding date",
        ),
    ],
)
def test_a_refusal_names_the_reading_that_would_admit_the_act(line: str, reading: str) -> None:
    """A withdrawal that one reading finds in time may be put on record as irregular: then it is disputed (R29)."""
    with pytest.raises(Refused) as refused:
        record(caricc("2010-11-30 notice_given by=WCO"), line)
    assert refused.value.objection.rule == "R29"
    assert f"By another admissible reading ({reading}) it would have effect" in str(refused.value.objection.says)
    with pytest.raises(Refused) as refused:
        record(caricc("2010-11-30 notice_given by=WCO"), "2011-03-05 notice_withdrawn by=WCO notice=N1")
    assert "By another" not in str(refused.value.objection.says)


def test_a_date_due_shows_each_reading_of_its_own() -> None:
    """Both other days of a notice, the earlier first, and none for what merely falls on the same day (R24)."""
    docket = caricc(
        "2010-11-15 notice_given by=WCO received=2010-11-30",
        "2010-11-30 consultation_requested by=WCO subject=plans wanted_by=2011-02-28",
    )
    on = date(2010, 12, 2)
    found = {due.kind: [str(other) for other in due.others] for due in docket.timeline.dues if due.stands(on)}
    assert found["ends"] == ["2011-02-15", "2011-03-01"]
    assert found["withdrawal"] == ["2011-02-14", "2011-02-28"]
    assert found["consultation"] == []


@given_any(stories())
def test_an_answer_is_disputed_where_a_reading_differs(story: Story) -> None:
    """On every day, and on no other; a reading by the default value is the timeline itself."""
    line = story.timeline()
    others = list(readings(line))
    assert len(others) == sum(len(CONVENTIONS[one.assumption.convention].admissible) - 1 for one in line.assumed)
    for day in story.days():
        here = line.until(day)
        if (period := period_on(here.agreement, day)) is None:
            continue
        answer = status(line, day)
        for other in others:
            assert other.reading
            there = period_on(other.until(day).agreement, day)
            if there and there.state is not period.state:
                assert other.reading in {(one.convention, one.value) for one in answer.disputed}
        named = {(one.convention, one.value) for one in answer.disputed}
        assert named <= {other.reading for other in others}
        assert answer.state is period.state


@given_any(stories())
def test_no_reading_is_left_out_that_tells_something(story: Story) -> None:
    """Those that are folded for a day find all that is disputed on it, as all of them together do."""
    line = story.timeline()
    for day in story.days():
        if period_on(line.until(day).agreement, day) is None:
            continue
        found = disputed(line, day)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("lifecycle.fold.readings._tells", lambda *_: True)
            assert disputed(line, day) == found


@pytest.mark.parametrize(("act", "folds"), [("", 1), (" received=2010-12-05", 2)])
def test_no_more_is_folded_than_may_tell(act: str, folds: int) -> None:
    """A notice received on the day of its sending counts from that day by any reading."""
    docket = Docket(given("wco-caricc", *CONCLUDED).terms).when(*CONCLUDED, f"2010-11-30 notice_given by=WCO{act}")
    assert len(list(readings(docket.timeline))) == 2
    assert len(list(readings(docket.timeline, date(2011, 1, 1), telling=True))) == folds
    assert len(list(readings(docket.timeline, date(2010, 11, 1), telling=True))) == folds - 1


def test_nothing_is_disputed_where_the_terms_answer() -> None:
    """A convention that the terms set has no other reading (R21)."""
    stated = {"effect_boundary": "next day", "notice_counts_from": "receipt"}
    terms = replace(given("wco-caricc", *CONCLUDED).terms, conventions=stated)
    docket = Docket(terms).when(*CONCLUDED, "2010-11-30 notice_given by=WCO")
    for day in range(60):
        assert docket.status(str(date(2011, 2, 1) + timedelta(days=day))).disputed == ()
