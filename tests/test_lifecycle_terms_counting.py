"""Counting, held against a second reading that looks at one day after the other: any condition, any record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from grammar import FACTS, GROUP, PARTIES, conditions
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from naive_counting import World, day_of

from lifecycle.terms.conditions.amounts import CIRCLES
from lifecycle.terms.conditions.condition import Condition

START = date(2004, 2, 10)
WINDOW = (START, date(2005, 4, 30))
COUNTED = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=2 * settings().max_examples
)

days = st.integers(0, 40).map(lambda n: START + timedelta(days=n))
dated = st.dictionaries(st.sampled_from([*PARTIES, "Z"]), days, min_size=2, max_size=5)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    facts = draw(st.dictionaries(st.sampled_from(FACTS), days, max_size=3))
    return World(
        signatures=draw(dated),
        consents=draw(dated),
        agreed=draw(dated),
        established=facts,
        lapsed={
            fact: day for fact, day in draw(st.dictionaries(st.sampled_from(FACTS), days)).items() if fact not in facts
        },
        names=PARTIES,
        groups={GROUP: PARTIES[:2]},
        uncounted=draw(st.sets(st.sampled_from(PARTIES), max_size=2)),
        weights=draw(
            st.dictionaries(st.sampled_from(PARTIES), st.dictionaries(days, st.integers(0, 20), max_size=3), max_size=4)
        ),
        shares=draw(st.dictionaries(st.sampled_from(PARTIES), st.integers(1, 60), max_size=4)),
        fewer=draw(st.dictionaries(st.integers(2, 4), days)),
    )


def day(n: int) -> date:
    return START + timedelta(days=n)


some = st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3, unique=True)
"""Several fields at a time, for it is together that they are hard to count."""
counted = st.fixed_dictionaries(
    {},
    optional={
        "at_least": st.sampled_from([2, "1/2", "2/3", "3/4"]),
        "of": st.one_of(some, st.sampled_from([f"{word} on 2004-02-2{n}" for word in CIRCLES for n in (0, 5)])),
        "weight": st.sampled_from([{"of": "tonnage", "at_least": "50 %"}, {"of": "tonnage", "at_least": 12}]),
        "except": some,
        "including": some,
    },
).filter(bool)


@COUNTED
@given(
    st.one_of(conditions(), counted.map(lambda who: {"consented": who}), counted.map(lambda who: {"agreed": who})),
    worlds(),
)
@example(
    {"consented": {"weight": {"of": "tonnage", "at_least": "50 %"}}},
    World(consents={"A": day(1)}, names=("A", "B"), weights={"A": {day(0): 1, day(9): 3}, "B": {day(0): 2}}),
)
@example(
    {"signed": {"at_least": 2, "weight": {"of": "tonnage", "at_least": 10}}},
    World(
        signatures={"A": day(1), "B": day(5)},
        names=("A", "B"),
        weights={"A": {day(0): 10, day(3): 0, day(8): 10}, "B": {day(0): 0}},
    ),
)
def test_a_condition_is_met_on_the_first_day_on_which_it_is_so(data: Any, world: World) -> None:
    """By whatever it counts, and on the day of a list as well as on that of an act (R8, R9)."""
    assert Condition.from_plain(data).met(world) == day_of(data, world, WINDOW)
