"""The kinds of faults that stories once brought to light, each as a property over random terms and many parties.

What is expected is worked out here by saying the rule again for one day, without the engine's conditions or clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from grammar import SAMPLES, all_terms, stories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lifecycle.acts.act import Entry
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.kinds import act_from
from lifecycle.calendar.date_rules import DateRule
from lifecycle.consequences.moments import MOMENTS
from lifecycle.course.course import Course
from lifecycle.fold.legal_order import legal_order
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.terms.reading import terms_from

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
START = date(2010, 1, 1)
NAMES = ("A", "B", "C", "D", "E")
WINDOW = 40


def day(n: int) -> date:
    return START + timedelta(days=n)


days_on = st.integers(1, WINDOW)


def told(
    clauses: Mapping[str, Any], acts: Sequence[Mapping[str, Any]], names: Sequence[str] = NAMES, **more: Any
) -> Timeline:
    """Fold acts, with the days as numbers, under clauses between parties, and what else the terms have."""
    terms = terms_from(
        {
            "agreement": "kinds",
            "title": "Kinds",
            "open": True,
            "parties": {name: {"name": name, "type": "state"} for name in names},
            "clauses": clauses,
            **more,
        }
    )
    entries = [Entry(0, Drafted(on=START, terms=terms))]
    for act in acts:
        dated = {name: str(day(value)) if name in _DAYS else value for name, value in act.items()}
        entries.append(Entry(len(entries), act_from(dated)))
    return fold(entries)


_DAYS = ("on", "effective", "received")


def state(line: Timeline, n: int, party: str = "") -> str | None:
    periods = line.parties[party] if party else line.agreement
    return next((str(one.state) for one in periods if one.covers(day(n))), None)


@SLOW
@given(
    st.dictionaries(st.sampled_from(NAMES), days_on, min_size=2),
    days_on,
    st.one_of(st.none(), st.integers(0, 20)),
    st.integers(1, 5),
    st.integers(0, 10),
)
def test_provisional_application_begins_on_the_day_of_its_condition(
    signed: dict[str, int], entry: int, fixed: int | None, count: int, steps: int
) -> None:
    """For each party on that day or its own signature, and until its own entry into force (VCLT-IO 25; R13)."""
    upon = {"signed": count} if fixed is None else {"date": str(day(fixed))}
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"date": str(day(entry))}},
        "provisional_application": {"article": "2", "upon": upon | ({"then": f"{steps} days"} if steps else {})},
    }
    line = told(clauses, [{"act": "signed", "by": name, "on": on} for name, on in signed.items()])
    order = sorted(signed.values())
    begins = fixed if fixed is not None else order[count - 1] if len(order) >= count else None
    for n in range(WINDOW + 20):
        applying = {fact.id for fact in line.provisional if fact.stands(day(n))}
        bound = {name for name in signed if state(line, n, name) == "in_force"}
        wanted = set()
        if begins is not None:
            wanted = {name for name, on in signed.items() if max(begins + steps, on) <= n} - bound
        assert applying == wanted, n


@SLOW
@given(st.integers(3, 20), st.integers(1, WINDOW), st.integers(0, 20), st.one_of(st.none(), st.integers(1, 30)))
def test_a_tail_waits_for_the_day_of_its_event(notice: int, fact: int, steps: int, time: int | None) -> None:
    """Not for the fact alone; of a time and an event the last to come counts (R46)."""
    until: dict[str, Any] = {"upon": {"fact": "audited"} | ({"then": f"{steps} days"} if steps else {})}
    if time:
        until["period"] = f"{time} days"
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
        "termination": [{"article": "2", "by": "notice", "period": "5 days", "ends": "for all"}],
        "survival": {"article": "3", "until": until},
    }
    acts = [{"act": "signed", "by": name, "on": 1} for name in NAMES]
    acts += [
        {"act": "notice_given", "by": "B", "notice": "N1", "on": notice},
        {"act": "fact_established", "fact": "audited", "on": fact},
        {"act": "notice_given", "by": "C", "notice": "N2", "on": notice},
    ]
    line, end = told(clauses, acts), notice + 5
    over = max(fact + steps, end + (time or 0), end)
    for n in (end - 1, end, over - 1, over, over + 1):
        wanted = "notice_given" if n < end else "winding_down" if n < over else "terminated"
        assert state(line, n) == (wanted if n >= notice else "in_force"), n


@SLOW
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=3), st.integers(1, 25))
def test_a_tail_is_of_its_own_membership(lives: list[tuple[int, int]], time: int) -> None:
    """What an earlier membership left behind ends nothing of a later one, and rests on the notice that set it (R10)."""
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"consented": 2}},
        "termination": [{"article": "2", "by": "notice", "period": "3 days"}],
        "survival": {"article": "3", "of": "rights acquired", "until": {"period": f"{time} days"}},
    }
    acts: list[dict[str, Any]] = [
        {"act": "consented", "manner": "accession", "by": name, "on": 1} for name in ("B", "C", "D")
    ]
    spans, last, n = [], 0, 1
    for stay, away in lives:
        acts.append({"act": "consented", "manner": "accession", "by": "A", "on": n})
        acts.append({"act": "notice_given", "by": "A", "notice": f"N{n}", "on": n + stay})
        last = len(acts)
        acts.append({"act": "fact_established", "fact": f"f{n}", "on": n + stay})
        spans.append((n, n + stay + 3))
        n += stay + 3 + away
    line = told(clauses, acts)
    assert not line.irregular
    for on in range(1, n + time + 2):
        left = [end for start, end in spans if start <= on][-1]
        if on >= left:
            assert state(line, on, "A") == ("winding_down" if on < left + time else "terminated"), on
    (tail,) = (due for due in line.dues if due.kind == "survival" and due.on == day(spans[-1][1] + time))
    assert tail.seq == last
    assert last in [why.seq for why in line.parties["A"][-1].why]


@SLOW
@given(st.lists(st.tuples(st.integers(2, 20), st.integers(1, 20)), min_size=1, max_size=4, unique_by=lambda d: d[0]))
def test_a_later_decision_moves_the_day(decisions: list[tuple[int, int]]) -> None:
    """The day of an earlier one is none any more, and what comes on the day rests on the decision that set it (R31)."""
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"consented": 3}},
        "termination": [{"article": "2", "by": "decision"}],
    }
    acts: list[dict[str, Any]] = [{"act": "consented", "manner": "accession", "by": name, "on": 1} for name in NAMES]
    acts += [{"act": "end_decided", "party": "E", "on": on, "effective": on + after} for on, after in decisions]
    line, gone, by = told(clauses, acts), None, 0
    for on, after in sorted(decisions):
        if gone is None or on < gone:
            by = 1 + next(at for at, act in enumerate(acts) if (act["act"], act["on"]) == ("end_decided", on))
            gone = on + after
    assert gone is not None
    assert (state(line, gone - 1, "E"), state(line, gone, "E")) == ("in_force", "terminated")
    assert by in [why.seq for why in line.parties["E"][-1].why]


@SLOW
@given(
    st.dictionaries(st.sampled_from(NAMES), st.tuples(st.integers(2, 15), st.integers(0, 15)), min_size=1),
    st.one_of(st.none(), st.tuples(st.sampled_from(NAMES), st.integers(2, 15), st.integers(1, 15))),
    st.lists(st.integers(2, 15), max_size=2),
    st.randoms(use_true_random=False),
)
def test_who_is_left_is_counted_for_the_day_of_a_notice(
    notices: dict[str, tuple[int, int]], decided: tuple[str, int, int] | None, joining: list[int], random: Any
) -> None:
    """By then some have left, by notice or decision, and others have entered; the order of recording is nothing."""
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"consented": 5}, "joining": "4 days"},
        "termination": [{"article": "2", "by": "notice", "period": "3 days"}, {"article": "3", "by": "decision"}],
    }
    first: list[dict[str, Any]] = [{"act": "consented", "manner": "accession", "by": name, "on": 1} for name in NAMES]
    acts: list[dict[str, Any]] = [
        {"act": "notice_given", "by": by, "notice": f"N{by}", "on": on, "effective": on + 3 + after}
        for by, (on, after) in notices.items()
    ]
    acts += [{"act": "consented", "manner": "accession", "by": f"J{n}", "on": on} for n, on in enumerate(joining)]
    if decided:
        acts.append({"act": "end_decided", "party": decided[0], "on": decided[1], "effective": decided[1] + decided[2]})
    random.shuffle(acts)
    line = told(clauses, first + acts)
    done = [entry.act for entry in line.entries if entry.seq not in line.irregular][1:]
    for n in range(2, 36):
        if state(line, n) not in ("in_force", "notice_given"):
            break
        assert (state(line, n) == "notice_given") is _ends_by_notice(done, day(n)), n


def _ends_by_notice(acts: Sequence[Any], on: date) -> bool:
    """Say whether a notice that runs on a day would leave fewer than two on its own, as far as is on record by then."""
    known = [act for act in acts if act.on <= on]
    comes = {act.by: act.on + timedelta(days=4 if act.by[0] == "J" else 0) for act in known if act.tag == "consented"}
    goes = {act.by: act.effective for act in known if act.tag == "notice_given"}
    decided = {act.party: act.effective for act in known if act.tag == "end_decided"}
    for by, effect in sorted(goes.items(), key=lambda one: (one[1], one[0])):
        if effect <= on or decided.get(by, date.max) <= min(on, effect):
            continue
        there = {name for name, came in comes.items() if came <= effect}
        left = {name for name, gone in decided.items() if gone <= effect}
        left |= {name for name, gone in goes.items() if (gone, name) <= (effect, by)}
        if len(there - left) < 2:
            return True
    return False


@given(st.sampled_from(SAMPLES), st.dates(date(2003, 1, 1), date(2005, 12, 31)), st.integers(0, 500))
def test_a_floor_leads_to_the_first_day_that_the_rule_can_give(step: str, anchor: date, later: int) -> None:
    """For its anchor or a later one: never to a day in between (R33)."""
    rule, floor = DateRule([step]), anchor + timedelta(days=later)
    found = rule.first_from(anchor, floor)
    if not rule.names_days or found == rule.after(anchor):
        return
    given = (rule.after(anchor + timedelta(days=n)) for n in range(later + 1))
    assert found == min(on for on in given if on is not None and on >= floor)


@SLOW
@given(stories(keeping=False, drawn=all_terms()), st.integers(0, 12))
def test_a_course_can_be_kept_and_gone_on_from(story: Any, kept: int) -> None:
    """A course is data: a copy of it, made after some of the acts, comes to what the whole comes to, and so does it."""
    draft, *acts = story.entries()
    course = Course(draft.act.terms, draft.act.on, draft.seq, MOMENTS)
    order = [(on, entry) for on, entry in legal_order(acts) if on >= draft.act.on]
    copied: Course | None = None
    for at, (on, entry) in enumerate(order):
        if at == kept:
            copied = course.copy()
        for one in (course, copied) if copied is not None else (course,):
            assert one is not None
            one.run_clock(on)
            one.today, one.seq = on, entry.seq
            if entry.act.objection(one) is None:
                entry.act.take_effect(one)
    if copied is not None:
        for one in (course, copied):
            one.run_clock(None)
        assert copied.dues == course.dues
        assert copied.armed == course.armed == {}
        assert [s.tiles() for s in copied.parties.values()] == [s.tiles() for s in course.parties.values()]
        assert copied.agreement.tiles() == course.agreement.tiles()


@SLOW
@given(stories(keeping=False, drawn=all_terms(easy=True)))
def test_nothing_is_awaited_beyond_an_awaited_end(story: Any) -> None:
    """On each day, what ends with the agreement is awaited no later than the first end that is awaited (R31, R48)."""
    line = story.timeline()
    for on in story.days():
        standing = [due for due in line.dues if due.stands(on) and due.next_on(on) >= on]
        ends = [due.on for due in standing if due.kind == "ends" and not due.goes_on_for]
        beyond = [due for due in standing if due.kind in ("renewal", "leaves", "joins", "withdrawal", "ends")]
        assert not ends or all(due.next_on(on) <= min(ends) for due in beyond)


def test_what_an_end_overtakes_comes_back_with_it_gone() -> None:
    """A notice that ends it before its renewal, and is withdrawn: the renewal is awaited again (R29, R48)."""
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
        "duration": {"article": "2", "term": "30 days", "renewal": {}},
        "termination": [{"article": "3", "by": "notice", "period": "10 days"}],
    }
    acts = [{"act": "signed", "by": name, "on": 1} for name in "AB"]
    acts += [
        {"act": "notice_given", "by": "A", "on": 5},
        {"act": "notice_withdrawn", "by": "A", "notice": "N1", "on": 8},
    ]
    acts[2]["notice"] = "N1"
    line = told(clauses, acts, "AB")
    renewals = [(due.since, due.closed) for due in line.dues if due.kind == "renewal"]
    assert renewals == [(day(1), day(5)), (day(8), None)]


@SLOW
@given(
    st.integers(40, 60),
    st.integers(2, 12),
    st.sets(st.integers(0, 4), max_size=3),
    st.sampled_from(["stays", "next working day"]),
)
def test_the_last_day_of_each_window_is_the_last_that_admits_a_notice(
    every: int, opened: int, off: set[int], moves: str
) -> None:
    """It moves off holidays as off weekends, in the first window and in those that follow it (ETS 76, 5; R19, R33)."""
    line = told(
        {
            "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
            "termination": [
                {"article": "2", "by": "notice", "window": {"every": f"{every} days", "open": f"{opened} days"}}
            ],
        },
        [{"act": "signed", "by": name, "on": 1} for name in NAMES],
        conventions={"deadline_on_day_off": moves},
        holidays=[str(day(n)) for n in range(40, 220) if n % 5 in off],
    )
    (closes,) = (due for due in line.dues if due.kind == "window_end")
    assert closes.again is not None
    for times in range(3):
        last = closes.again.nth(times)
        assert last is not None
        for on, admitted in ((last, True), (last + timedelta(days=1), False)):
            entry = Entry(len(line.entries), act_from({"act": "notice_given", "by": "A", "notice": "N1", "on": on}))
            assert (entry.seq not in fold([*line.entries, entry]).irregular) is admitted, on


_HAPPENS = st.tuples(st.sampled_from(["leaves", "leaves", "joins", "goes on", "goes on"]), st.sampled_from(NAMES))


@settings(SLOW, max_examples=300)
@given(
    st.integers(3, 5),
    st.integers(2, 12),
    st.sampled_from(["1/2", "2/3", "1/1"]),
    st.lists(_HAPPENS, min_size=6, max_size=14),
    st.lists(st.integers(1, 4), min_size=14, max_size=14),
)
def test_too_few_for_too_long_end_it_unless_enough_of_the_rest_agree(
    number: int, time: int, share: str, events: list[tuple[str, str]], gaps: list[int]
) -> None:
    """Counted day by day: who is left, since when they are too few, and who of them has agreed by then (R31)."""
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"consented": 5}},
        "termination": [{"article": "3", "by": "decision"}],
    }
    least = {"number": number, "for": f"{time} days", "unless": {"agreed": {"at_least": share, "of": "parties"}}}
    acts: list[dict[str, Any]] = [{"act": "consented", "manner": "accession", "by": name, "on": 1} for name in NAMES]
    happens: dict[int, tuple[str, str]] = {}
    on = 1
    for (what, name), gap in zip(events, gaps, strict=False):
        on += gap
        happens[on] = (what, name)
        if what == "leaves":
            acts.append({"act": "end_decided", "party": name, "on": on})
        elif what == "joins":
            acts.append({"act": "consented", "manner": "accession", "by": f"J{on}", "on": on})
        else:
            acts.append({"act": "continuance_agreed", "by": name, "on": on})
    line = told(clauses, acts, least_parties=least)
    end = _end_by_few(number, time, share, happens)
    assert line.terminated_on == (None if end is None else day(end))


def _end_by_few(number: int, time: int, share: str, happens: Mapping[int, tuple[str, str]]) -> int | None:
    """Go from day to day; an act of the day on which it ends comes too late."""
    there, since, averted = set(NAMES), None, False
    agreed: set[str] = set()
    for n in range(2, 100):
        if since is not None and n >= since + time and not averted:
            return n
        what, name = happens.get(n, ("", ""))
        if what == "leaves" and name in there:
            there, agreed = there - {name}, agreed - {name}
        elif what == "joins":
            there.add(f"J{n}")
        elif what == "goes on" and name in there:
            agreed.add(name)
        if len(there) < 2:
            return n
        if len(there) >= number:
            if since is not None:
                agreed, averted = set(), False
            since = None
            continue
        since = n if since is None else since
        averted = averted or (bool(agreed) and len(agreed) >= Fraction(share) * len(there))
    return None
