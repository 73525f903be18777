"""The basis of an answer: acts that give it by themselves, none of which can be left out; what finding them costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import grammar
import pytest
from given import Docket
from hypothesis import assume
from hypothesis import given as given_any
from hypothesis import strategies as st
from strategies import THREE, all_terms, stories

from lifecycle.acts.kinds import act_from
from lifecycle.answers.explanation import basis as module
from lifecycle.answers.explanation.agreement import explain
from lifecycle.answers.explanation.basis import basis, told
from lifecycle.codec import to_plain
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.terms.reading import terms_from

ANY = st.one_of(stories(most=4), stories(all_terms(THREE), most=5), grammar.stories(most=6))
"""Stories of two and of three, and of any acts under any terms, corrections and strikes among them."""


def drawn(story: Any, data: st.DataObject) -> tuple[Timeline, date]:
    """Draw a day, and give the story as it was known to the law by then."""
    day = data.draw(st.sampled_from(story.days()))
    line = story.timeline()
    assume(day >= line.drafted)
    return line.until(day), day


@given_any(ANY, st.data())
def test_an_explanation_rests_on_acts_that_give_the_same_answer(story: Any, data: st.DataObject) -> None:
    """By themselves they give the state of the agreement and of each party, and its days."""
    line, day = drawn(story, data)
    kept = basis(line, day)
    assert told(fold(kept), day) == told(line, day)
    found = explain(line, day)
    assert (found.state, list(found.rests_on)) == (line.state_on(day), sorted(entry.seq for entry in kept))


@given_any(ANY, st.data())
def test_none_of_the_acts_that_an_explanation_rests_on_can_be_left_out(story: Any, data: st.DataObject) -> None:
    """Without any one of them the answer would be another."""
    line, day = drawn(story, data)
    kept = basis(line, day)
    for at in range(1, len(kept)):
        assert told(fold(kept[:at] + kept[at + 1 :]), day) != told(line, day)


def test_what_was_needed_only_by_an_act_left_out_is_left_out_too() -> None:
    """Of an account and the activity that it arose from, either keeps the ended agreement alive by itself (R46)."""
    text = {
        "agreement": "drawn",
        "title": "Drawn",
        "parties": {name: {"name": name} for name in "AB"},
        "clauses": {
            "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
            "survival": {"article": "3", "until": {"completed": ["activities", "accounts"]}},
        },
    }
    put = Docket(terms_from(text)).when(
        "2010-01-01 drafted",
        *("2010-01-01 signed by=A", "2010-01-01 signed by=B"),
        "2010-01-01 activity_begun activity=A1",
        "2010-01-01 account_opened account=C1 activity=A1",
        "2010-01-01 activity_completed activity=A1",
        *("2010-01-01 end_agreed by=A", "2010-01-01 end_agreed by=B"),
    )
    assert [entry.seq for entry in basis(put.timeline, date(2010, 1, 1))] == [1, 2, 3, 4, 7, 8]


# What it costs

FIRST = date(1960, 1, 1)
Plain = dict[str, Any]


def on(days: int, act: str, **fields: Any) -> Plain:
    return {"act": act, "on": (FIRST + timedelta(days=days)).isoformat(), **fields}


def treaty(states: int, *acts: Plain) -> Timeline:
    """Fold a treaty that enters into force with the instruments of half of its states, and further acts."""
    names = [f"P{n}" for n in range(1, states + 1)]
    clauses = {
        "entry_into_force": {"article": "4", "upon": {"consented": states // 2}, "joining": "30 days"},
        "termination": [
            {"article": "9", "by": "notice", "period": "1 year"},
            {"article": "10", "by": "event", "upon": {"fact": "it is replaced"}},
        ],
    }
    parties = {name: {"name": name, "type": "state"} for name in names}
    text = terms_from({"agreement": "treaty", "title": "A treaty", "parties": parties, "clauses": clauses})
    ratified = [on(20 * n, "consented", by=name, manner="ratification") for n, name in enumerate(names, 1)]
    done = [act_from(plain) for plain in (on(0, "drafted", terms=to_plain(text)), *ratified, *acts)]
    return fold([Entry(seq, act) for seq, act in enumerate(done, 1)])


def signed(states: int) -> list[Plain]:
    return [on(n, "signed", by=f"P{n}") for n in range(1, states + 1)]


def left(states: int) -> list[Plain]:
    return [on(3000 + n, "notice_given", by=f"P{n}", notice=f"N{n}") for n in range(1, states + 1)]


def activities(times: int) -> list[Plain]:
    return [on(n, "activity_begun", activity=f"A{n}") for n in range(1300, 1300 + times)]


CORRECTED = {"act": "corrected", "on": "2026-01-01", "target": 5, "set": {"on": "1960-05-01"}, "reason": "misread"}
ENDED = {"act": "fact_established", "on": "1973-01-01", "fact": "it is replaced"}
"""Its end comes to all of them at once: that a state has ended says nothing of its own acts."""

COSTS = [
    pytest.param(treaty, lambda n: n + 1, id="every state is bound"),
    pytest.param(lambda n: treaty(n, CORRECTED), lambda n: n + 1, id="a date was corrected"),
    pytest.param(lambda n: treaty(n, *signed(n)), lambda n: n + 1, id="every state signed before"),
    pytest.param(lambda n: treaty(n, *left(n // 4)), lambda n: n + n // 4 + 1, id="some have left"),
    pytest.param(lambda n: treaty(n, *activities(3 * n)), lambda n: n + 1, id="much was done under it"),
]


@pytest.mark.parametrize(("put", "acts"), COSTS)
def test_an_explanation_costs_no_more_folds_for_a_longer_file(
    put: Any, acts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of states that are bound, or that left, each by an act of its own, no act is tried one by one."""
    folds: list[int] = []

    def counted(entries: Sequence[Entry], others: Mapping[str, Timeline]) -> Timeline:
        folds.append(len(entries))
        return fold(entries)

    monkeypatch.setattr(module, "fold", counted)
    for states in (16, 32):
        line = put(states)
        kept = basis(line, date(1975, 1, 1))
        assert len(kept) == acts(states)
        assert told(fold(kept), date(1975, 1, 1)) == told(line, date(1975, 1, 1))
        assert len(folds) <= 2
        folds.clear()


@pytest.mark.parametrize("party", [None, "P3", "P30"])
@pytest.mark.parametrize("ended", [False, True])
def test_where_one_of_many_alike_is_needed_the_others_are_not_tried(
    party: str | None, ended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an ended treaty, and of one party, the number of folds grows with the halves and not with the states."""
    folds: list[int] = []

    def counted(entries: Sequence[Entry], others: Mapping[str, Timeline]) -> Timeline:
        folds.append(len(entries))
        return fold(entries)

    monkeypatch.setattr(module, "fold", counted)
    costs = []
    for states in (32, 128):
        line = treaty(states, *([ENDED] if ended else []))
        assert not line.irregular
        kept = basis(line, date(1975, 1, 1), party)
        assert told(fold(kept), date(1975, 1, 1), party) == told(line, date(1975, 1, 1), party)
        costs.append(len(folds))
        folds.clear()
    assert costs[1] <= costs[0] + 20
