"""Duties: when they fall due and on whom, what fulfils them, and what follows where nothing does (R63)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from given import Docket, given
from hypothesis import given as given_any
from hypothesis import strategies as st

from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.signature import Signed
from lifecycle.acts.cooperation.duties import DutyDone
from lifecycle.acts.disputes import DisputeReferred, DisputeSettled
from lifecycle.calendar.days import Span, add
from lifecycle.fold.timeline import Entry, fold
from lifecycle.terms.reading import terms_from

TWO = (
    "2010-01-01 drafted",
    "2010-01-31 consented by=NORTH manner=accession",
    "2010-01-31 consented by=SOUTH manner=accession",
)


def awaited(put: Docket, day: str, about: str = "") -> list[str]:
    """Say what is awaited on a day, and of whom, what is about a thing where one is named."""
    return [
        f"{due.on} {due.what}{f' ({due.binds})' if due.binds else ''}"
        for due in put.status(day).next
        if due.kind in ("duty", "registration") and due.about.startswith(about)
    ]


def test_registration_is_a_duty_that_its_own_act_fulfils() -> None:
    put = given("straits", *TWO)
    assert awaited(put, "2010-02-01")[:3] == [
        '2010-01-31 office NORTH: "name its office" (NORTH)',
        '2010-01-31 office SOUTH: "name its office" (SOUTH)',
        '2010-02-10 inform NORTH: "inform the parties" (the depositary)',
    ]
    assert "2010-04-30 to be registered (NORTH)" in awaited(put, "2010-02-01")
    registered = put.when("2010-03-01 registered")
    assert not any("registered" in said for said in awaited(registered, "2010-03-01"))


def test_what_is_not_done_stays_awaited_after_its_day() -> None:
    put = given("straits", *TWO)
    assert '2010-02-10 inform SOUTH: "inform the parties" (the depositary)' in awaited(put, "2014-01-01")


def test_a_review_comes_again_counted_from_its_first_day_whenever_it_was_held() -> None:
    """Each in one step from the beginning (R16a): a late one moves none of those that follow."""
    put = given("straits", *TWO)
    assert awaited(put, "2010-02-01", "review") == ['2015-01-31 review: "review how it works"']
    early = put.when("2014-11-01 duty_done duty=review")
    assert awaited(early, "2014-11-01", "review") == ['2018-01-31 review: "review how it works"']
    late = put.when("2019-05-01 duty_done duty=review")
    assert awaited(late, "2019-05-01", "review") == ['2021-01-31 review: "review how it works"']


def test_each_party_owes_its_own() -> None:
    put = given("straits", *TWO, "2010-12-01 duty_done duty=report by=NORTH")
    assert awaited(put, "2010-12-01", "report") == [
        '2011-01-31 report SOUTH: "report to the others" (SOUTH)',
        '2012-01-31 report NORTH: "report to the others" (NORTH)',
    ]
    both = put.when("2010-12-02 duty_done duty=report")
    assert [said[:10] for said in awaited(both, "2010-12-02", "report")] == ["2012-01-31", "2013-01-31"]


def test_a_later_party_owes_what_runs_from_its_own_entry() -> None:
    put = given("straits", *TWO, "2011-01-01 consented by=EAST manner=accession")
    assert awaited(put, "2011-01-31", "office EAST") == ['2011-01-31 office EAST: "name its office" (EAST)']
    assert awaited(put, "2011-01-30", "office EAST") == []


def test_somebody_else_has_to_do_it_once_the_time_is_over_and_something_else_then() -> None:
    """The last day itself is still in time; each further time counts from the last day of the one before."""
    put = given(
        "straits", *TWO, "2010-03-01 dispute_referred by=NORTH", "2010-04-01 duty_done duty=arbitrator by=SOUTH"
    )
    assert awaited(put, "2010-05-01", "arb") == ['2010-05-01 arbitrator D1 NORTH: "appoint an arbitrator" (NORTH)']
    assert awaited(put, "2010-05-02", "arb") == [
        '2010-05-31 arbitrator D1 NORTH: "appoint an arbitrator" (the President of the Court)'
    ]
    assert awaited(put, "2010-06-01", "arb") == ['2010-05-31 arbitrator D1 NORTH: "draw lots" (NORTH)']
    done = put.when("2010-05-20 duty_done duty=arbitrator about=D1")
    assert awaited(done, "2010-05-20", "arb") == []


def test_what_is_about_a_dispute_ends_with_its_settlement() -> None:
    referred = ("2010-03-01 dispute_referred by=NORTH", "2010-03-05 dispute_referred by=SOUTH")
    put = given("straits", *TWO, *referred)
    assert len(awaited(put, "2010-03-05", "arb")) == 4
    settled = put.when("2010-03-10 dispute_settled dispute=D1")
    assert [said.split('"')[0] for said in awaited(settled, "2010-03-10") if " D" in said] == [
        "2010-05-05 arbitrator D2 NORTH: ",
        "2010-05-05 arbitrator D2 SOUTH: ",
        "2010-09-05 talks D2: ",
    ]


def test_a_condition_gives_the_day_from_which_a_duty_runs() -> None:
    put = given("straits", *TWO, "2010-06-15 fact_established fact='the fund is there'")
    assert awaited(put, "2010-06-14", "seat") == []
    assert awaited(put, "2010-06-15", "seat") == ['2010-09-15 seat: "choose a seat"']


def test_duties_end_with_the_agreement_but_for_those_that_its_end_brings() -> None:
    put = given("straits", *TWO, "2012-01-31 notice_given by=NORTH")
    assert len(awaited(put, "2012-04-29")) > 3
    assert awaited(put, "2012-04-30") == ['2012-05-30 archives: "return the archives"']
    assert awaited(put.when("2012-05-10 duty_done duty=archives"), "2012-05-10") == []


def test_a_party_that_leaves_owes_nothing_more() -> None:
    put = given("straits", *TWO, "2010-01-31 consented by=EAST manner=accession", "2012-01-31 notice_given by=EAST")
    owed = [said for said in awaited(put, "2012-04-30") if "EAST)" in said]
    assert owed == []
    assert any("NORTH)" in said for said in awaited(put, "2012-04-30"))


def test_new_terms_let_the_duties_run_that_they_add_and_end_those_that_they_drop() -> None:
    """From their day on; a duty that both know keeps its day (R50)."""
    put = given(
        "duties-old",
        *("2010-01-01 drafted", "2010-01-31 signed by=A", "2010-01-31 signed by=B"),
        "2010-06-01 amendment_proposed by=A terms=duties-new effective=2010-07-01",
        "2010-06-10 amendment_accepted by=B",
    )
    assert awaited(put, "2010-06-30") == ['2010-04-30 old: "w"', '2011-01-31 kept: "w"']
    assert awaited(put, "2010-07-01") == ['2010-08-01 new: "w"', '2011-01-31 kept: "w"']


TERMS = terms_from(
    {
        "agreement": "drawn",
        "title": "Drawn",
        "parties": {"A": {"name": "A"}, "B": {"name": "B"}},
        "clauses": {
            "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
            "duties": [
                {"article": "2", "name": "again", "what": "w", "within": "3 days", "every": "2 days"},
                {
                    "article": "3",
                    "name": "each",
                    "what": "w",
                    "by": "each party",
                    "after": "dispute",
                    "within": "2 days",
                },
                {
                    "article": "4",
                    "name": "steps",
                    "what": "w",
                    "after": "dispute",
                    "within": "1 day",
                    "otherwise": [{"within": "1 day"}, {"within": "1 day"}],
                },
            ],
        },
    }
)
START = date(2004, 2, 26)
DAYS = st.integers(0, 12).map(lambda n: START + timedelta(days=n))


@st.composite
def stories(draw: st.DrawFn) -> list[Entry]:
    """Draw disputes, and what is done about the duties that they bring, within two weeks."""
    acts: list[Any] = [Drafted(on=START, terms=TERMS), Signed(on=START, by="A"), Signed(on=START, by="B")]
    for n in range(1, draw(st.integers(1, 3))):
        acts.append(DisputeReferred(on=draw(DAYS), by="A", dispute=f"D{n}"))
        if draw(st.booleans()):
            acts.append(DisputeSettled(on=draw(DAYS), dispute=f"D{n}"))
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(["again", "each", "steps"]))
        about = None if name == "again" else draw(st.sampled_from([None, "D1", "D2"]))
        acts.append(DutyDone(on=draw(DAYS), duty=name, about=about, by=draw(st.sampled_from([None, "A", "B"]))))
    return [Entry(seq, act) for seq, act in enumerate(acts, 1)]


def naively(entries: list[Entry], irregular: set[int], day: date) -> set[tuple[str, date]]:
    """Say what is awaited at the end of a day, asked anew of the acts that count."""
    done = [e.act for e in entries if e.seq not in irregular and e.act.on <= day]
    duties: list[Any] = [a for a in done if isinstance(a, DutyDone)]
    found = set()
    next_one, by = add(START, Span(days=3)), Span(days=2)
    for act in sorted((a for a in duties if a.duty == "again"), key=lambda a: a.on):
        next_one = add(next_one, by) if next_one else None
        while next_one and next_one < act.on:
            next_one = add(next_one, by)
    if next_one:
        found.add(("again", next_one))
    for dispute in (a for a in done if isinstance(a, DisputeReferred)):
        id, on = str(dispute.dispute), dispute.on
        if any(isinstance(a, DisputeSettled) and a.dispute == id for a in done):
            continue
        about = [a for a in duties if a.on >= on and a.about in (None, id)]
        for party in "AB":
            if not any(a.duty == "each" and a.by in (None, party) for a in about):
                found.add((f"each {id} {party}", on + timedelta(days=2)))
        if not any(a.duty == "steps" for a in about):
            last = on + timedelta(days=1)
            while last < day and last < on + timedelta(days=3):
                last += timedelta(days=1)
            found.add((f"steps {id}", last))
    return found


@given_any(stories(), st.integers(0, 16))
def test_a_plain_reading_gives_the_same(entries: list[Entry], later: int) -> None:
    """What is awaited, and for when, day by day."""
    day = START + timedelta(days=later)
    line = fold(entries).until(day)
    awaited = {(due.subject, due.on) for due in line.dues if due.kind == "duty" and due.stands(day)}
    assert awaited == naively(entries, set(line.irregular), day)
