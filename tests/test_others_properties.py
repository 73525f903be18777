"""Agreements that ask about each other: whatever is recorded in whatever order, all ways to an answer give the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from registers import ANYWAY, START, WINDOW, Acts, Story, registers, told
from stores import STORES, Place

from aggregates.databases.cases import database
from aggregates.proof.replay import replay
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.register import Register
from lifecycle.answers.status import status
from lifecycle.course.periods import period_on
from lifecycle.errors import Conflict, InvalidInput, NotFound
from lifecycle.fold.timeline import Timeline
from projections.answers.agreements import listing
from projections.answers.snapshot import snapshot
from projections.models.beside import rebuild
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

DAYS = [START + timedelta(days=days) for days in range(-1, WINDOW + 8, 3)]


@contextmanager
def recorded(acts: Acts, kind: str = "sqlite", batch: int = 1) -> Iterator[tuple[Place, Story]]:
    """Record what can be recorded, with effect or without, so many at a time."""
    with TemporaryDirectory() as folder:
        place = STORES[kind](Path(folder))
        tables = create_statements(database(place.url).dialect)
        story: list[tuple[int, str, Any]] = []
        with closing(Register.create(place.url, tables, follower=FOLLOWER)) as register:
            for at in range(0, len(acts), batch):
                proposals = [
                    Proposal(agreement=name, act=act, irregular=ANYWAY, accept_impact=True)
                    for name, act in acts[at : at + batch]
                ]
                try:
                    receipts = register.record(proposals)
                except (Conflict, InvalidInput, NotFound):
                    continue
                story += [(one.seq, one.agreement, one.act) for one in receipts]
        yield place, story
        place.remove()


def rows(place: Place) -> dict[str, list[tuple[Any, ...]]]:
    names = [name for (name,) in place.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: sorted(place.rows(f"SELECT * FROM {name}"), key=repr) for name in names}


@given(registers(), st.integers(1, 4))
@settings(max_examples=40)
def test_living_rows_are_those_of_a_rebuild_and_of_a_replay(acts: Acts, batch: int) -> None:
    """The rows kept in the transaction of each recording, those made again, and the rulings, say the same."""
    with recorded(acts, batch=batch) as (place, _):
        kept = rows(place)
        assert differences(place.url) == []
        rebuild(place.url)
        assert rows(place) == kept
        with reading(place.url) as log:
            assert replay(log).differences == ()


@given(registers(most=3), st.data())
@settings(max_examples=30)
def test_the_answer_at_each_place_is_that_of_the_log(acts: Acts, data: st.DataObject) -> None:
    """The timeline, what the list of the read models says, and what was known, seen from the end, are one answer."""
    with recorded(acts) as (place, story):
        for known in data.draw(st.lists(st.integers(1, max(1, len(story))), min_size=1, max_size=4, unique=True)):
            if known > len(story):
                continue
            with snapshot(place.url, known) as asked, snapshot(place.url) as now:
                for name in {name for seq, name, _ in story if seq <= known}:
                    line = told(story, name, known)
                    assert line is not None
                    assert asked.line(name) == line
                    assert now.line(name).known(known) == line
                for day in DAYS:
                    assert {one.agreement: one.state for one in listing(asked, day)} == states(story, known, day)


def states(story: Story, known: int, day: date) -> dict[str, Any]:
    """The states of all agreements that are there by a day, told plainly."""
    lines = {name: told(story, name, known) for name in {name for seq, name, _ in story if seq <= known}}
    return {name: status(line, day).state for name, line in lines.items() if line and line.drafted <= day}


def turns(line: Timeline) -> Any:
    """What a timeline says but for the numbers of acts."""

    def told(periods: Any) -> Any:
        return [(one.state, one.start, one.end) for one in periods]

    return told(line.agreement), {name: told(tiles) for name, tiles in sorted(line.parties.items())}


@given(registers(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_recording_makes_no_difference(acts: Acts, random: Any) -> None:
    """Other agreements included: what holds follows from the legal days alone."""
    acts = [(name, act) for name, act in acts if act.tag != "struck"]
    other = list(acts)
    random.shuffle(other)
    other.sort(key=lambda one: one[1].tag != "drafted")
    first, second = ([(seq, name, act) for seq, (name, act) in enumerate(one, 1)] for one in (acts, other))
    for name in {name for name, _ in acts}:
        one, two = told(first, name, len(acts)), told(second, name, len(acts))
        assert one is not None
        assert two is not None
        assert turns(one) == turns(two)


@given(registers())
@settings(max_examples=40)
def test_a_state_of_a_day_rests_on_no_later_act(acts: Acts) -> None:
    """Not on one of another agreement either: the day as the acts up to it make it is the day as all acts make it."""
    story = [(seq, name, act) for seq, (name, act) in enumerate(acts, 1)]
    for name in {name for name, _ in acts}:
        line = told(story, name, len(acts))
        assert line is not None
        for day in DAYS:
            past = line.until(day)
            for tiles, others in (
                (line.agreement, past.agreement),
                *zip(line.parties.values(), past.parties.values(), strict=True),
            ):
                here, there = period_on(tiles, day), period_on(others, day)
                assert (here and (here.state, here.start)) == (there and (there.state, there.start))
