"""The timeline: stories with their answers, and what holds of every story whatever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import naive
import pytest
from given import cases, given
from hypothesis import assume
from hypothesis import given as given_any
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace
from strategies import EPISODES, THREE, Story, all_terms, any_acts, days, keepers_acts, stories

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.kinds import AnyAct, act_from
from lifecycle.answers.status import status
from lifecycle.codec import decode, encode, plain, to_plain
from lifecycle.course.machine import LIVE, State
from lifecycle.course.periods import Period, period_on
from lifecycle.errors import InvalidInput
from lifecycle.fold.legal_order import legal_order
from lifecycle.fold.numbering import number
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.terms.text import Terms

DAY = timedelta(days=1)
TWO_OR_THREE = st.one_of(all_terms(), all_terms(THREE))
QUIET = ("suspension", "dispute", "activity", "account")


# Stories with their answers


def answers() -> list[Any]:
    return [pytest.param(case, id=case["case"]) for case in cases("answers.yaml")]


@pytest.mark.parametrize("case", answers())
def test_a_story_has_these_answers(case: dict[str, Any]) -> None:
    """The state on each day, of the agreement and of the parties; the dates; what has no effect."""
    put = given(case["terms"], *case["given"])
    assert {day: put.state(day) for day in case["is"]} == case["is"]
    for party, states in case.get("parties", {}).items():
        assert {day: put.state(day, party) for day in states} == states
    line = put.timeline
    for name, day in case.get("dates", {}).items():
        assert str(getattr(line, name) or "") == (day or "")
    assert sorted(line.irregular) == [int(seq) for seq in case.get("effect", {}).get("none", [])]
    assert len(line.agreement) == int(case.get("periods", len(line.agreement)))


def test_each_period_has_its_reason() -> None:
    """A period names the act, the article and the rule by which it began."""
    line = given(
        "icmpd-wco",
        "1999-05-01 drafted",
        "1999-05-20 signed by=WCO place=Brussels",
        "1999-05-21 signed by=ICMPD",
        "2003-02-01 activity_begun activity=training",
        "2003-08-31 notice_given by=ICMPD",
        "2004-06-15 activity_completed",
    ).timeline
    why = [[(str(r.says), r.article, r.rule, r.seq) for r in period.why] for period in line.agreement]
    assert why == [
        [("Drafted on 1 May 1999", "", "R2", 1)],
        [("WCO signed icmpd-wco on 20 May 1999 at Brussels", "5(1)", "R9", 2)],
        [
            (
                "In force on 21 May 1999: the condition was met on 21 May 1999, by the signature by all parties",
                "5(1)",
                "R8",
                3,
            )
        ],
        [
            (
                "ICMPD gave notice N1, received on 31 August 2003; it takes effect on 29 February 2004, after 6 months",
                "5(1)",
                "R27",
                5,
            )
        ],
        [
            ("ICMPD's notice N1, received on 31 August 2003, took effect on 29 February 2004", "5(1)", "R31", 5),
            ("It stays alive as far as needed to finish what is open: training", "5(2)", "R46", None),
        ],
        [("The last open head closed on 15 June 2004: activity training was completed", "5(2)", "R46", 6)],
    ]
    assert line.ended_by is not None
    assert line.ended_by.seq == 5


def test_the_first_entry_is_the_draft() -> None:
    """A timeline without a draft is a mistake of the caller, not of the record."""
    with pytest.raises(TypeError, match="is its draft"):
        fold([Entry(1, act_from({"act": "abandoned", "on": "2010-01-01"}))])


# What holds of every story


def states(periods: Sequence[Period], among: Sequence[date]) -> list[State | None]:
    return [found.state if (found := period_on(periods, day)) else None for day in among]


def without_numbers(line: Timeline) -> Any:
    """The plain data of a timeline, each position in the log replaced by the content of the act there."""
    content = {entry.seq: encode(entry.act).decode() for entry in line.entries}

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: content.get(found, found) if key in ("seq", "conflicts", "closed_by") else walk(found)
                for key, found in value.items()
            }
        return [walk(found) for found in value] if isinstance(value, list | tuple) else value

    told = to_builtins(line, enc_hook=plain)
    irregular = sorted((content[int(seq)], str(walk(found))) for seq, found in told.pop("irregular").items())
    entries = sorted(content[entry["seq"]] for entry in told.pop("entries"))
    del told["standing"]
    return walk(told), irregular, entries


@given_any(stories(TWO_OR_THREE), st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(story: Story, chance: Any) -> None:
    """The same acts recorded in another order give the same timeline."""
    order = list(range(len(story.acts) - 1))
    chance.shuffle(order)
    assert without_numbers(fold(story.entries(order))) == without_numbers(story.timeline())


def test_the_suspension_that_stands_in_the_way_is_the_first_in_law() -> None:
    """Of two of one day, whichever was recorded first; so for an activity, a project, and what a party may not do."""
    before = (
        "2010-03-01 drafted",
        "2010-03-19 signed by=WCO",
        "2010-03-30 signed by=CARICC",
        "2010-05-01 dispute_referred by=WCO dispute=D1",
        "2010-05-02 dispute_failed dispute=D1",
    )
    one, other = (f"2010-06-01 suspended by={name} ground=dispute:D1 suspension=S{name}" for name in ("CARICC", "WCO"))
    again = "2010-06-01 suspended by=WCO ground=dispute:D1 suspension=SZ"
    for late in (
        "2010-06-02 activity_begun activity=A1",
        "2010-06-02 arrangement_made by=WCO activity=A1 title=x",
        "2010-06-02 information_supplied by=WCO to=CARICC purpose=x",
    ):
        told = set()
        for order in ((one, other, again), (again, other, one), (other, again, one)):
            docket = given("wco-caricc", *before, *order, late)
            assert docket.objection is not None
            conflicts = docket.objection.conflicts
            assert conflicts is not None
            told.add(docket.entries[conflicts - 1].act)
        assert len(told) == 1, late


def renamed(value: Any) -> Any:
    """Plain data in which A is called B, and B is called A."""
    if isinstance(value, str):
        return {"A": "B", "B": "A"}.get(value, value)
    if isinstance(value, dict):
        return {renamed(key): renamed(found) for key, found in value.items()}
    return [renamed(found) for found in value] if isinstance(value, list | tuple) else value


@given_any(stories(TWO_OR_THREE))
def test_the_names_of_the_parties_do_not_matter(story: Story) -> None:
    """Acts of one date and kind are ordered by content, names included; no answer may hang on that."""
    line = story.timeline()
    other = fold([Entry(seq, act_from(renamed(to_plain(act)))) for seq, act in enumerate(story.acts, 1)])
    for name in ("", *line.parties):
        one = line.parties[name] if name else line.agreement
        same = other.parties[renamed(name)] if name else other.agreement
        assert [(p.state, p.start, p.end) for p in one] == [(p.state, p.start, p.end) for p in same], name
    assert line.irregular.keys() == other.irregular.keys()


@given_any(stories(most=8))
def test_two_readings_of_the_law_agree(story: Story) -> None:
    """On every day of a bilateral story the engine says what the naive reading says; see `naive`."""
    _agree(story)


@given_any(stories(most=6, kinds=(*EPISODES, *["suspension"] * 4, *["list"] * 10)))
def test_two_readings_agree_on_what_lists_say(story: Story) -> None:
    """Of signatures and of acts that build on a state, whichever comes first, before, between and behind lists."""
    _agree(story)


def _agree(story: Story) -> None:
    for day in story.days():
        if day < story.start:
            continue
        line = story.timeline().until(day)
        said = naive.answer(story.acts, day)
        told = {name: period_on(periods, day) for name, periods in line.parties.items()}
        assert line.state_on(day) == said.state, day
        assert {name: period.state for name, period in told.items() if period} == said.parties, day
        assert sorted(n.id for n in line.notices if n.stands(day)) == said.notices, day
        assert sorted(s.id for s in line.suspensions if s.stands(day)) == said.suspensions, day
        assert sorted(h.id for h in line.heads if h.stands(day)) == said.open, day
        refused = [entry.act for entry in line.entries if entry.seq in line.irregular]
        assert sorted(map(encode, refused)) == sorted(map(encode, said.without_effect)), day
        ended = line.terminated_on
        assert (ended if ended and ended <= day else None) == said.terminated_on, day


@given_any(
    TWO_OR_THREE.flatmap(lambda terms: st.tuples(st.just(terms), st.lists(any_acts(terms), max_size=15))), st.data()
)
def test_replay_never_raises(drawn: tuple[Terms, list[Act]], data: st.DataObject) -> None:
    """Whatever is on record, ids left out, dates absurd, corrected and struck at random: there is an answer."""
    terms, acts = drawn
    start = date(2010, 12, 26)
    keeping = data.draw(st.lists(keepers_acts(terms, len(acts) + 1), max_size=3))
    line = fold([Entry(seq, act) for seq, act in enumerate([Drafted(on=start, terms=terms), *acts, *keeping], 1)])
    assert tiled(line.agreement, line.drafted)
    for day in (line.drafted, line.drafted + 5 * DAY, date(2999, 12, 31)):
        assert status(line, day).state == line.until(day).state_on(day)


@given_any(stories(TWO_OR_THREE), st.integers(1, 12))
def test_an_answer_known_at_a_point_never_changes(story: Story, known_at: int) -> None:
    """Recording more changes neither what was on record nor what was answered from it."""
    entries = story.entries()
    before = fold(entries[:known_at])
    stored, told = [encode(entry) for entry in entries], encode(before.agreement)
    fold(entries)
    assert [encode(entry) for entry in entries] == stored
    assert fold([entry for entry in entries if entry.seq <= known_at]) == before
    assert encode(before.agreement) == told


def tiled(periods: Sequence[Period], start: date) -> bool:
    starts, ends = [p.start for p in periods], [p.end for p in periods]
    follow = all(one.state is not other.state for one, other in pairwise(periods))
    filled = all(period.end is None or period.start < period.end for period in periods)
    return follow and filled and starts == [start, *ends[:-1]] and ends[-1] is None


@given_any(stories(TWO_OR_THREE))
def test_periods_tile_the_axis(story: Story) -> None:
    """From the draft to the open end, without gap or overlap, and neighbours differ; each has its reason."""
    line = story.timeline()
    for periods in (line.agreement, *line.parties.values()):
        assert tiled(periods, story.start), periods
        assert all(period.why for period in periods), periods
        for day in story.days():
            assert sum(period.covers(day) for period in periods) == (day >= story.start)
    assert line.state_on(story.start - DAY) is None


@given_any(stories(TWO_OR_THREE))
def test_terminated_is_final(story: Story) -> None:
    """Nothing follows the end, and with the agreement all its parties have ended."""
    line = story.timeline()
    assert all(p.state is not State.TERMINATED for p in line.agreement[:-1])
    last = line.agreement[-1]
    if last.state is State.TERMINATED:
        assert last.start == line.closed_on
        for periods in line.parties.values():
            assert states(periods, [last.start, last.start + 9 * DAY]) == [State.TERMINATED] * 2


@given_any(stories(TWO_OR_THREE))
def test_it_is_in_force_between_its_condition_and_its_termination(story: Story) -> None:
    """Never before all acts that the condition asks for, never on or after the date of termination."""
    line = story.timeline()
    live = [period for period in line.agreement if period.state in LIVE]
    assert bool(live) is (line.entered_into_force is not None and line.entered_into_force != line.terminated_on)
    upon = line.terms.clauses.entry_into_force.upon
    counted = [e.act for e in line.entries if e.act.tag == upon.kind and e.seq not in line.irregular]
    needed = 2 if upon.to_plain() == {"signed": "2"} else len(line.terms.parties)
    for period in live:
        assert line.entered_into_force is not None
        assert period.start >= line.entered_into_force
        assert line.terminated_on is None or (period.end is not None and period.end <= line.terminated_on)
        assert len({act.by for act in counted if act.on <= period.start}) >= needed


@given_any(stories(TWO_OR_THREE))
def test_the_answer_for_a_day_rests_on_the_acts_up_to_it(story: Story) -> None:
    """What is dated later changes nothing of the status on a day, the irregular acts included."""
    line = story.timeline()
    first, *further = story.entries()
    for day in story.days():
        if day >= story.start:
            earlier = fold([first, *(entry for entry in further if entry.act.dated() <= day)])
            answer = replace(status(line, day), disputed=())  # another reading may look ahead to what is received later
            assert answer == replace(status(earlier, day), disputed=())
            assert states(line.agreement, [day]) == [answer.state]
            for name, periods in line.parties.items():
                assert states(periods, [day]) == [answer.parties[name].state]


FINISHING = ("activity_completed", "account_settled")


@given_any(stories(kinds=("activity", "account", "notice", "end"), concluded=True))
def test_the_date_of_termination_never_moves(story: Story) -> None:
    """With or without what was completed, the agreement ended on the same day."""
    kept = [entry for entry in story.entries() if entry.act.tag not in FINISHING]
    assert fold(kept).terminated_on == story.timeline().terminated_on
    assert fold(kept).entered_into_force == story.timeline().entered_into_force


@given_any(
    stories(
        all_terms(survival=[("activities", "accounts")]),
        ("activity", "activity", "account", "notice", "end"),
        concluded=True,
    )
)
def test_orderly_completion(story: Story) -> None:
    """While a head is open the ended agreement winds down; on the day the last one closes it is terminated (R46)."""
    line = story.timeline()
    end = line.terminated_on
    assume(end is not None and line.entered_into_force is not None)
    assert end is not None
    left = [head for head in line.heads if head.closed is None or head.closed > end]
    closed = [head.closed for head in left if head.closed is not None]
    if not left:
        assert line.state_on(end) is State.TERMINATED
        assert line.closed_on == end
        return
    assert line.state_on(end) is State.WINDING_DOWN
    if len(closed) < len(left):
        assert line.agreement[-1].state is State.WINDING_DOWN
        assert line.closed_on is None
    else:
        assert line.agreement[-1].state is State.TERMINATED
        assert line.closed_on == max(closed) == line.agreement[-1].start
    # What was completed on the very day of the end had survived it, and may still give rise to an account.
    survived = {head.id for head in line.heads if head.kind == "activity" and (head.closed or end) >= end}
    for head in left:
        assert head.since <= end or (head.kind == "account" and head.activity in survived)
    awaited = {due.subject for due in line.dues if due.kind == "head" and due.closed is None}
    assert awaited == {f"{head.kind} {head.id}" for head in left if head.closed is None}


@given_any(stories(all_terms(survival=[()])))
def test_without_a_survival_clause_nothing_winds_down(story: Story) -> None:
    """What is open at the end lapses, and the answer lists it."""
    line = story.timeline()
    assert all(period.state is not State.WINDING_DOWN for period in line.agreement)
    if line.terminated_on:
        assert all(head.closed is not None and head.closed <= line.terminated_on for head in line.heads)
        lapsed = {head.id for head in line.heads if head.lapsed}
        shown = status(line, line.terminated_on + 20 * DAY).open.lapsed
        assert {head.id for head in shown} == lapsed


@given_any(stories(kinds=("suspension", "dispute", "notice"), concluded=True))
def test_it_is_suspended_as_long_as_any_suspension_stands(story: Story) -> None:
    """Lifting one of several leaves it suspended, and each party by its own; a notice shows when none is left."""
    line = story.timeline()
    for day in story.days():
        if line.state_on(day) not in LIVE:
            continue
        suspending = {s.by for s in line.suspensions if s.stands(day)}
        leaving = {n.by for n in line.notices if n.stands(day)}
        whole = State.SUSPENDED if suspending else State.NOTICE_GIVEN if leaving else State.IN_FORCE
        assert line.state_on(day) is whole
        for name, periods in line.parties.items():
            own = State.NOTICE_GIVEN if name in leaving else State.IN_FORCE
            assert states(periods, [day]) == [State.SUSPENDED if name in suspending else own]


def test_two_grounds_of_one_party_are_lifted_one_by_one() -> None:
    """Suspensions are a set by party and ground; lifting one leaves the other."""
    put = given(
        "wco-caricc",
        "2010-03-01 drafted",
        "2010-03-02 signed by=WCO",
        "2010-03-02 signed by=CARICC",
        "2010-04-01 dispute_referred by=WCO",
        "2010-04-01 dispute_failed",
        "2010-04-02 suspended by=WCO ground=dispute:D1",
        "2010-04-02 suspended by=WCO ground=breach",
        "2010-04-03 resumed by=WCO suspension=S1",
        "2010-04-05 resumed by=WCO",
    )
    assert [put.state(day, "WCO") for day in ("2010-04-02", "2010-04-03", "2010-04-05")] == [
        "suspended",
        "suspended",
        "in_force",
    ]


def notice(story: Story, by: str, on: date, id: str) -> Act:
    return act_from({"act": "notice_given", "on": on, "by": by, "notice": id})


def withdrawal(by: str, on: date, id: str) -> Act:
    return act_from({"act": "notice_withdrawn", "on": on, "by": by, "notice": id})


def also(story: Story, *acts: Act) -> Timeline:
    return fold(Story(story.terms, (*story.acts, *acts)).entries())


@given_any(stories(kinds=QUIET, concluded=True), st.integers(0, 9), st.integers(0, 40))
def test_a_notice_withdrawn_in_time_leaves_no_trace(story: Story, given_after: int, withdrawn_after: int) -> None:
    """Until the day before its effect it can be withdrawn, and the states are as if it had not been given (R29)."""
    on = story.start + given_after * DAY
    given_up = on + withdrawn_after * DAY
    plain_line, with_notice = story.timeline(), also(story, notice(story, "A", on, "N9"))
    assume(not with_notice.irregular.keys() - plain_line.irregular.keys())
    effect = with_notice.terminated_on
    assert effect is not None
    line = also(story, notice(story, "A", on, "N9"), withdrawal("A", given_up, "N9"))
    last = len(line.entries)
    if given_up >= effect:
        assert line.irregular[last].rule == "R29"
        assert line.irregular[last].conflicts == last - 1
        assert line.agreement == with_notice.agreement
        return
    assert last not in line.irregular
    after = [day for day in story.days() if day >= given_up]
    assert states(line.agreement, after) == states(plain_line.agreement, after)
    for name, periods in line.parties.items():
        assert states(periods, after) == states(plain_line.parties[name], after)
    assert (line.terminated_on, line.closed_on) == (None, None)
    assert not [due for due in line.dues if due.subject == "N9" and due.closed is None]


@given_any(stories(kinds=QUIET, concluded=True), st.integers(0, 9), st.integers(0, 9))
def test_of_two_notices_the_earliest_effect_ends_it(story: Story, one: int, other: int) -> None:
    """Each party's notice runs by itself (R34)."""
    first = notice(story, "A", story.start + one * DAY, "N8")
    second = notice(story, "B", story.start + other * DAY, "N9")
    alone = [also(story, act).terminated_on for act in (first, second)]
    line = also(story, first, second)
    assert line.terminated_on == min(filter(None, alone), default=None)
    if line.terminated_on is not None:
        assert not [known for known in line.notices if known.stands(line.terminated_on)]


@given_any(TWO_OR_THREE.flatmap(lambda terms: st.lists(any_acts(terms), min_size=1, max_size=5)))
def test_stored_acts_come_back_as_they_were(acts: list[Act]) -> None:
    """Decoding gives the act, encoding it again the same bytes, plain data the same act."""
    for act in acts:
        stored = encode(act)
        read: Any = decode(stored, AnyAct)
        assert read == act
        assert encode(read) == stored


@given_any(stories(TWO_OR_THREE, most=8))
def test_the_legal_order_is_total(story: Story) -> None:
    """By date, then rank, then content: acts of another content never tie."""
    ordered = legal_order(story.entries()[1:])
    days_of = [day for day, _ in ordered]
    assert days_of == sorted(days_of)
    assert [entry.act for _, entry in legal_order(story.entries()[:0:-1])] == [entry.act for _, entry in ordered]


@given_any(stories(TWO_OR_THREE))
def test_what_falls_due_lies_ahead(story: Story) -> None:
    """A date that is awaited on a day has not passed, unless it waits for an act."""
    line = story.timeline()
    for due in line.dues:
        assert due.closed is None or due.closed >= due.since
        if due.kind != "head":
            assert due.on > due.since or due.kind == "withdrawal"
            assert due.closed is not None, f"{due} is past at the end of the calendar"
            assert due.closed <= due.on + DAY


@given_any(stories(kinds=("activity", "account"), concluded=True), days(date(2011, 1, 1)))
def test_money_owed_is_never_below_zero(story: Story, day: date) -> None:
    """What is paid never exceeds what is owed, whatever payments are on record."""
    for head in story.timeline().heads:
        if head.amount is not None:
            assert sum(paid for _, paid in head.settled) <= head.amount


# Ids


def test_an_id_left_out_is_the_next_number() -> None:
    """Notices, suspensions, disputes, activities and accounts are numbered each by itself, past those taken."""
    put = given(
        "icmpd-wco",
        "1999-05-01 drafted",
        "1999-05-21 signed by=WCO",
        "1999-05-21 signed by=ICMPD",
        "1999-06-01 activity_begun",
        "1999-06-01 activity_begun activity=A3",
        "1999-06-01 activity_begun",
        "1999-06-01 activity_begun activity=training",
        "1999-06-02 activity_begun",
        "1999-06-02 account_opened",
        "1999-06-03 account_settled",
    )
    ids = [getattr(entry.act, "activity", None) or getattr(entry.act, "account", None) for entry in put.entries[3:]]
    assert ids == ["A1", "A3", "A4", "training", "A5", "C1", "C1"]
    assert put.timeline.irregular == {}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2010-04-01 dispute_settled", "none is open on 1 April 2010: name the one you mean"),
        ("2010-03-03 activity_completed", "none is open on 3 March 2010: name the one you mean"),
        ("2010-05-01 activity_completed", "several are open on 1 May 2010: A1 and A2; name one"),
        ("2010-05-01 notice_withdrawn by=WCO", "none is open on 1 May 2010 (N1 was withdrawn on 5 April 2010)"),
        ("2010-05-01 resumed by=WCO", "none is open on 1 May 2010: name"),
    ],
)
def test_a_closing_act_without_an_id_means_the_only_open_one(line: str, says: str) -> None:
    """Where none is open, or several, nothing is guessed."""
    put = given(
        "wco-caricc",
        "2010-03-01 drafted",
        "2010-03-02 signed by=WCO",
        "2010-03-02 signed by=CARICC",
        "2010-04-02 activity_begun",
        "2010-04-03 activity_begun",
        "2010-04-04 notice_given by=WCO",
        "2010-04-05 notice_withdrawn by=WCO",
    )
    on, tag, *fields = line.split()
    act = act_from({"act": tag, "on": on, **dict(field.split("=") for field in fields)})
    with pytest.raises(InvalidInput) as caught:
        number(put.timeline, act)
    (problem,) = caught.value.problems
    assert says in str(problem.says)
