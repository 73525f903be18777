"""What is taken over from a list: a state, real acts before it, later ones on it, and what contradicts it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, permutations
from typing import Any

import grammar
import pytest
from given import Docket, given, said
from hypothesis import given as given_any
from hypothesis import strategies as st
from strategies import stories

from lifecycle.acts.act import Entry
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.signature import Signed
from lifecycle.acts.evidence.taken_over import TakenOver
from lifecycle.acts.kinds import act_from
from lifecycle.answers.difference import turns
from lifecycle.answers.explanation.agreement import explain
from lifecycle.answers.status import status
from lifecycle.answers.taken import taken_over, unheeded
from lifecycle.calendar.partial import PRECISIONS, first_possible, last_possible
from lifecycle.codec import to_plain
from lifecycle.course.machine import State
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import render

LIST = 'source="List of 2020"'
OPENED = f"2001-01-01 drafted {LIST}"
SINCE_2001 = f"2001-01-01 taken_over state=in_force precision=year {LIST} row=7"


def listed(*lines: str, opened: str = OPENED) -> Docket:
    return given("wco-caricc", opened, *lines)


def periods(put: Docket) -> list[tuple[str, str]]:
    return [(str(one.state), str(one.start)) for one in put.timeline.agreement]


STATES: list[tuple[str, list[tuple[str, str]]]] = [
    ("2001-01-01 taken_over state=signed", [("signed", "2001-01-01")]),
    ("2001-01-01 taken_over state=in_force", [("in_force", "2001-01-01")]),
    ("2001-01-01 taken_over state=suspended", [("suspended", "2001-01-01")]),
    ("2001-01-01 taken_over state=terminated", [("terminated", "2001-01-01")]),
    (
        "2001-01-01 taken_over state=in_force precision=year until=2010-01-01 until_precision=year",
        [("in_force", "2001-01-01"), ("terminated", "2010-01-01")],
    ),
    (
        "2001-01-01 taken_over state=in_force until=2020-06-30 until_precision=unknown",
        [("in_force", "2001-01-01"), ("terminated", "2020-06-30")],
    ),
    (
        "2020-06-30 taken_over state=terminated precision=unknown",
        [("drafted", "2001-01-01"), ("terminated", "2020-06-30")],
    ),
]


@pytest.mark.parametrize(("line", "found"), STATES)
def test_a_list_gives_a_state(line: str, found: list[tuple[str, str]]) -> None:
    put = listed(f"{line} {LIST}")
    assert put.objection is None
    assert periods(put) == found
    assert set(put.status("2021-01-01").parties) == {"WCO", "CARICC"}
    assert {str(one.state) for one in put.status("2021-01-01").parties.values()} == {found[-1][0]}


def test_an_answer_shows_it_as_what_it_is() -> None:
    """The list is named, `since` is the first possible day, and nobody is said to have signed."""
    plain: dict[str, Any] = to_plain(listed(SINCE_2001).status("2001-05-05"))
    assert (plain["state"], plain["since"], plain["precision"]) == ("in_force", "2001-01-01", "year")
    assert plain["entered_into_force"] == "2001-01-01"
    assert plain["taken_over"] == (
        {
            "seq": 2,
            "source": "List of 2020",
            "row": 7,
            "take_over": "",
            "state": "in_force",
            "since": "2001-01-01",
            "precision": "year",
            "until": None,
            "until_precision": None,
            "contradicted": (),
        },
    )
    assert plain["parties"]["WCO"]["precision"] == "year"
    (own,) = plain["participants"][0]["memberships"]
    assert (own["signed_on"], own["consent"], own["bound_from"], own["precision"]) == (None, None, "2001-01-01", "year")
    assert [one["convention"] for one in plain["assumed"]] == ["partial_date"]
    assert [(one["day"], one["other"]) for one in plain["disputed"]] == [("2001-01-01", "2001-12-31")]


def test_what_acts_bring_about_has_no_precision() -> None:
    put = given("wco-caricc", "2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")
    plain: dict[str, Any] = to_plain(put.status("2010-04-01"))
    assert (plain["precision"], plain["taken_over"]) == (None, ())
    assert "precision" not in plain["parties"]["WCO"]


def test_the_terms_may_say_which_day_of_a_year_counts() -> None:
    """By the other reading the state begins on the last possible day; where the text says so nothing is assumed."""
    put = listed(SINCE_2001)
    other = fold(put.entries, ("partial_date", "last day"))
    assert [(str(one.state), str(one.start)) for one in other.agreement] == [
        ("drafted", "2001-01-01"),
        ("in_force", "2001-12-31"),
    ]
    assert put.status("2002-01-01").disputed == ()


def test_acts_of_earlier_days_come_before_it() -> None:
    """The file then begins with the first of them, whatever day it was opened for."""
    put = listed(SINCE_2001, "1999-02-01 signed by=WCO place=Brussels")
    assert put.objection is None
    assert periods(put) == [("signed", "1999-02-01"), ("in_force", "2001-01-01")]
    assert put.status("1999-02-01").since == date(1999, 2, 1)
    assert put.status("2001-02-01").participants[0].memberships[0].signed_on == date(1999, 2, 1)


def test_where_the_acts_tell_as_much_the_list_adds_nothing() -> None:
    put = listed(SINCE_2001, "1999-02-01 signed by=WCO", "1999-03-01 signed by=CARICC")
    assert periods(put) == [("signed", "1999-02-01"), ("in_force", "1999-03-01")]
    assert put.timeline.irregular == {}
    assert put.status("2001-05-05").precision is None
    assert put.status("2001-05-05").taken_over


LATER: list[tuple[str, list[str], list[tuple[str, str]]]] = [
    (
        "in_force",
        ["2010-11-30 notice_given by=CARICC"],
        [("in_force", "2001-01-01"), ("notice_given", "2010-11-30"), ("terminated", "2011-02-28")],
    ),
    (
        "in_force",
        ["2010-05-01 end_agreed by=WCO", "2010-05-02 end_agreed by=CARICC"],
        [("in_force", "2001-01-01"), ("terminated", "2010-05-02")],
    ),
    ("suspended", ["2003-01-01 resumed by=WCO"], [("suspended", "2001-01-01"), ("in_force", "2003-01-01")]),
    (
        "suspended",
        ["2003-01-01 end_agreed by=WCO", "2003-01-01 end_agreed by=CARICC"],
        [("suspended", "2001-01-01"), ("terminated", "2003-01-01")],
    ),
    ("in_force", ["2003-01-01 activity_begun activity=A1"], [("in_force", "2001-01-01")]),
    (
        "signed",
        ["2003-01-01 signed by=WCO", "2003-02-01 signed by=CARICC"],
        [("signed", "2001-01-01"), ("in_force", "2003-02-01")],
    ),
]


@pytest.mark.parametrize(("state", "acts", "found"), LATER)
def test_later_acts_build_on_it(state: str, acts: list[str], found: list[tuple[str, str]]) -> None:
    put = listed(f"2001-01-01 taken_over state={state} {LIST}", *acts)
    assert put.timeline.irregular == {}
    # with a survival clause and an open head it may wind down; here nothing is open
    assert periods(put) == found


OBJECTIONS = [
    (
        [f"2001-05-03 taken_over state=in_force precision=year {LIST}"],
        "2001 is given by its first day, not by 3 May 2001",
    ),
    (
        [f"2001-05-01 taken_over state=in_force until=2003-05-02 until_precision=month {LIST}"],
        "May 2003 is given by its first day, not by 2 May 2003",
    ),
    (
        [f"2001-05-03 taken_over state=in_force until=1999-01-01 until_precision=year {LIST}"],
        "It cannot have ended on 1999, before it began on 3 May 2001",
    ),
    (
        [f"2001-05-03 taken_over state=terminated until=2003-01-01 {LIST}"],
        "What is terminated has no end that a list could give",
    ),
    (
        ["2001-02-01 signed by=WCO", "2001-03-01 signed by=CARICC", f"2002-01-01 taken_over state=signed {LIST}"],
        "It is in force since 1 March 2001, and no longer only signed",
    ),
    (
        ["2001-02-01 abandoned", f"2002-01-01 taken_over state=in_force {LIST}"],
        "It ended on 1 February 2001: no list brings it back",
    ),
]


@pytest.mark.parametrize(("lines", "says"), OBJECTIONS)
def test_what_cannot_be_is_refused(lines: list[str], says: str) -> None:
    put = listed(*lines)
    assert put.objection is not None
    assert (put.objection.rule, render(put.objection.says)) == ("R66", says)


CONTRADICTIONS = [
    (
        ["2003-06-01 signed by=WCO"],
        ["the signature of WCO is of 1 June 2003 (#3), later than the entry into force that the list gives, 2001"],
    ),
    (
        ["2001-06-01 signed by=WCO"],
        ["the signature of WCO of 1 June 2001 (#3) tells more of the day than 2001: correct what was taken over"],
    ),
    (
        ["1999-02-01 signed by=WCO", "1999-03-01 signed by=CARICC"],
        ["by its acts it entered into force on 1 March 1999, by the list it was in force since 2001"],
    ),
    (["1999-02-01 signed by=WCO"], []),
]


@pytest.mark.parametrize(("acts", "says"), CONTRADICTIONS)
def test_what_on_record_contradicts_a_list_is_said(acts: list[str], says: list[str]) -> None:
    (shown,) = taken_over(listed(SINCE_2001, *acts).timeline, date(2021, 1, 1))
    assert said(shown.contradicted) == says


def test_another_end_contradicts_it() -> None:
    line = f"2001-01-01 taken_over state=in_force until=2012-01-01 until_precision=year {LIST}"
    put = listed(line, "2010-05-01 end_agreed by=WCO", "2010-05-02 end_agreed by=CARICC")
    (shown,) = taken_over(put.timeline, date(2021, 1, 1))
    assert said(shown.contradicted) == ["by its acts it ended on 2 May 2010, by the list on 2012"]


def test_what_the_acts_have_left_behind_is_told() -> None:
    put = listed("2001-02-01 abandoned", f"2002-01-01 taken_over state=in_force {LIST}")
    assert [seq for seq, _ in unheeded(put.timeline)] == [3]


def test_it_is_explained_by_the_list_and_rests_on_it() -> None:
    put = listed(SINCE_2001, "1999-02-01 signed by=WCO")
    told = explain(put.timeline, date(2005, 1, 1))
    assert any(render(one.says) == 'Taken over as in force since 2001: "List of 2020"' for one in told.lines)
    assert 2 in told.rests_on


def test_a_correction_of_what_is_known_of_the_day_is_a_difference() -> None:
    put = listed(SINCE_2001)
    then, now = put.timeline, put.when('2026-01-01 corrected target=2 "set={precision: day}" reason="found"').timeline
    found = turns(*(status(line, date(2005, 1, 1)) for line in (then, now)))
    (turn,) = [one for one in found if one.key[0] == "taken_over"]
    assert (turn.before, turn.after) == ("year", "day")


def test_once_struck_nothing_of_it_is_left() -> None:
    """The file stays open, and says from which list it was opened."""
    put = listed(SINCE_2001, "2026-01-01 struck target=2 reason=x")
    found = put.status("2005-01-01")
    assert str(found.state) == "drafted"
    assert said(one.says for one in found.why) == [
        'Its file was opened from "List of 2020"; its draft is not on record'
    ]


@given_any(st.dates(date(1700, 1, 1), date(2900, 12, 31)), st.sampled_from(PRECISIONS))
def test_a_day_lies_between_those_that_it_may_be(day: date, precision: Any) -> None:
    first, last = first_possible(day, precision), last_possible(day, precision)
    assert first <= day <= last
    assert (first_possible(last, precision), last_possible(first, precision)) == (first, last)


@st.composite
def with_lists(draw: st.DrawFn) -> list[Entry]:
    """Draw a story to which lists were taken over, at any place of it and on any day of its window."""
    story = draw(stories())
    acts = list(story.acts)
    acts[0] = Drafted(on=acts[0].on, terms=story.terms, source="a list")
    for _ in range(draw(st.integers(1, 3))):
        fields: dict[str, Any] = {name: value for name, value in draw(_lists).items() if value is not None}
        day = date.fromordinal(story.start.toordinal() + draw(st.integers(-40, 20)))
        fields |= {"on": first_possible(day, fields["precision"])}
        if "until" in fields:
            fields["until"] = date.fromordinal(day.toordinal() + fields["until"])
        acts.insert(draw(st.integers(1, len(acts))), act_from({"act": "taken_over", "source": "a list", **fields}))
    return [Entry(seq, act) for seq, act in enumerate(acts, 1)]


_lists = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["signed", "in_force", "suspended", "terminated"]),
        "precision": st.sampled_from(PRECISIONS),
        "until": st.one_of(st.none(), st.integers(0, 20)),
    }
)


def told(line: Timeline) -> object:
    """Give what a timeline says, without the numbers of its acts."""
    return (
        [(one.state, one.start, one.end, one.precision) for one in line.agreement],
        {name: [(one.state, one.start, one.end) for one in found] for name, found in line.parties.items()},
        line.entered_into_force,
        line.terminated_on,
        sorted((one.since, one.state, one.precision) for one in line.taken),
    )


@given_any(with_lists())
def test_a_fold_with_lists_never_fails_and_covers_every_day(entries: list[Entry]) -> None:
    line = fold(entries)
    for found in (line.agreement, *line.parties.values()):
        assert all(one.end == after.start for one, after in pairwise(found))
        assert found[-1].end is None
    assert line.drafted == min(entry.act.dated() for entry in line.standing)
    for day in (line.drafted, *(one.start for one in line.agreement)):
        status(line, day)
        explain(line, day)


@given_any(with_lists(), st.randoms(use_true_random=False))
def test_the_order_of_recording_makes_no_difference(entries: list[Entry], chance: Any) -> None:
    others = [entry.act for entry in entries[1:]]
    chance.shuffle(others)
    again = [entries[0], *(Entry(seq, act) for seq, act in enumerate(others, 2))]
    assert told(fold(entries)) == told(fold(again))


@given_any(with_lists())
def test_a_fold_that_goes_on_is_the_whole_fold(entries: list[Entry]) -> None:
    line = fold(entries[:1])
    for entry in entries[1:]:
        line = line.evolve(entry)
    assert told(line) == told(fold(entries))


@given_any(with_lists())
def test_what_is_seen_from_a_day_is_what_the_acts_until_it_make(entries: list[Entry]) -> None:
    line = fold(entries)
    for view in line.views(line.drafted):
        assert view.agreement == line.until(view.day).agreement


@given_any(grammar.stories(), st.integers(0, 10), st.sampled_from(["in_force", "suspended", "terminated", "signed"]))
def test_it_folds_under_any_terms(story: grammar.Story, later: int, state: Any) -> None:
    on = date.fromordinal(story.acts[0].on.toordinal() + later)
    act = TakenOver(on=on, state=state, source="a list")
    entries = [*story.entries(), Entry(len(story.acts) + 1, act)]
    line = fold(entries)
    found = status(line, max(on, line.drafted))
    if state == "terminated" and len(entries) not in line.irregular:
        assert found.state in (State.TERMINATED, State.WINDING_DOWN, *_revived(line, on))


def _revived(line: Timeline, on: date) -> tuple[State, ...]:
    """Give the states that acts of the very day may lead to afterwards."""
    return tuple(one.state for one in line.agreement if one.start == on)


def test_of_several_lists_of_one_day_the_last_state_holds() -> None:
    lines = [f"2001-01-01 taken_over state={state} {LIST}" for state in ("signed", "in_force", "terminated")]
    for order in permutations(lines):
        assert periods(listed(*order)) == [("terminated", "2001-01-01")]


def test_an_act_of_the_day_comes_first() -> None:
    """A signature of that very day is no contradiction, and what builds on the state comes after it."""
    put = listed(
        "2001-01-01 signed by=WCO", f"2001-01-01 taken_over state=in_force {LIST}", "2001-01-01 notice_given by=WCO"
    )
    assert put.timeline.irregular == {}
    assert Signed in {type(one.act) for one in put.timeline.standing}
    assert taken_over(put.timeline, date(2001, 1, 1))[0].contradicted == ()


@st.composite
def plain_cases(draw: st.DrawFn) -> list[str]:
    """Draw a list or two, and signatures of both parties, on days of two weeks."""
    day = st.integers(1, 14).map(lambda n: f"2011-01-{n:02}")
    lines = [
        f"{draw(day)} taken_over state={draw(st.sampled_from(['signed', 'in_force', 'terminated']))} {LIST} row={n}"
        for n in range(1, draw(st.integers(1, 2)) + 1)
    ]
    return lines + [f"{draw(day)} signed by={name}" for name in draw(st.sets(st.sampled_from(["WCO", "CARICC"])))]


@given_any(plain_cases(), st.permutations(range(4)))
def test_the_state_of_a_day_is_that_of_a_plain_reading(lines: list[str], order: list[int]) -> None:
    """Day by day, signatures first, then lists from the weakest on: none goes back, and nothing follows an end."""
    shuffled = [lines[at] for at in order if at < len(lines)]
    put = listed(*shuffled, opened=f"2011-01-01 drafted {LIST}")
    rank = {"drafted": 0, "signed": 1, "in_force": 2, "terminated": 3}
    for n in range(1, 16):
        day, state, signed = f"2011-01-{n:02}", "drafted", set[str]()
        for line in sorted(lines, key=lambda line: (line[:10], "taken_over" in line, rank.get(_listed_state(line), 0))):
            if line[:10] > day or state == "terminated":
                continue
            if "signed by" in line:
                signed.add(line.rpartition("=")[2])
                reached = "in_force" if len(signed) == 2 else "signed"
            else:
                reached = _listed_state(line)
            state = max(state, reached, key=rank.__getitem__)
        assert put.state(day) == state, day


def _listed_state(line: str) -> str:
    return line.partition("state=")[2].partition(" ")[0]
