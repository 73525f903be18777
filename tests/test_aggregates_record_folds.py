"""Folds that are kept, or made before the lock, change nothing of what is recorded, whoever records in between."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from given import act as read
from given import terms
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from registers import ANYWAY, registers
from stores import STORES, Place

from aggregates.databases.cases import database
from aggregates.proof.replay import replay
from aggregates.record.decision import Proposal
from aggregates.record.folds import Folds
from aggregates.record.log.access import reading
from aggregates.record.log.log import Log
from aggregates.record.register import Register
from lifecycle.acts.kinds import act_from
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, ImpactNotAccepted, InvalidInput, NotFound, Refused
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

REFUSALS = (Conflict, ImpactNotAccepted, InvalidInput, NotFound, Refused)

WRITERS = 3

Step = tuple[int, Proposal]
"""Who records what."""


@contextmanager
def empty(kind: str) -> Iterator[Place]:
    """Give an empty register."""
    with TemporaryDirectory() as folder:
        place = STORES[kind](Path(folder))
        Register.create(place.url, create_statements(database(place.url).dialect), follower=FOLLOWER).close()
        yield place
        place.remove()


def record(register: Register, proposal: Proposal) -> str:
    """Record what can be recorded, and tell how that went."""
    try:
        return f"#{register.record([proposal])[0].seq}"
    except REFUSALS as error:
        return type(error).__name__


def told(place: Place) -> tuple[Any, ...]:
    """Give what a register holds: its events but for their moments, and its read models, which are those of the log."""
    with reading(place.url) as log:
        events = [(row.seq, row.originator_id, row.originator_version, row.topic, row.state) for row in log.rows()]
        assert replay(log).differences == ()
    assert differences(place.url) == []
    models = [name for name in place.tables() if name not in ("events", "register")]
    return events, {name: sorted(place.rows(f"SELECT * FROM {name}"), key=repr) for name in models}


Done = list[tuple[Proposal, str]]
"""What was proposed, and how that went, in the order in which it was decided."""


def alone(kind: str, done: Done) -> tuple[Done, tuple[Any, ...]]:
    """Record each by a register that knows nothing before its turn."""
    with empty(kind) as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Folds, "make", lambda folds, log, proposals: [])
        again = []
        for proposal, _ in done:
            with closing(Register.open(place.url, follower=FOLLOWER)) as register:
                again.append((proposal, record(register, proposal)))
        return again, told(place)


def at_once(kind: str, steps: Sequence[Step], between: Sequence[bool]) -> tuple[Done, tuple[Any, ...]]:
    """Record them by several registers, the next one now and then between the folds of another and its turn."""
    with empty(kind) as place, ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        opened = [stack.enter_context(closing(Register.open(place.url, follower=FOLLOWER))) for _ in range(WRITERS)]
        made, waiting, choices, done = Folds.make, deque(steps), iter(between), Done()

        def step() -> None:
            writer, proposal = waiting.popleft()
            done.append((proposal, record(opened[writer], proposal)))

        def make(folds: Folds, log: Log, proposals: Sequence[Proposal]) -> list[str]:
            names = made(folds, log, proposals)
            if waiting and opened[waiting[0][0]]._folds is not folds and next(choices, False):
                step()
            return names

        patch.setattr(Folds, "make", make)
        while waiting:
            step()
        return done, told(place)


ENTRIES: list[dict[str, Any]] = [
    {"act": "party_named", "by": "A", "name": "Alder", "on": "2009-01-01"},
    {"act": "member_joined", "by": "A", "organisation": "UNION", "on": "2010-01-03"},
    {"act": "struck", "target": 1, "reason": "mistaken", "on": "2010-01-05"},
]


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """Draw who records what: acts that may be refused or not, and entries of the directory among them."""
    asked = []
    for name, act in draw(registers(most=3)):
        anyway = draw(st.booleans())
        asked.append(Proposal(agreement=name, act=act, irregular=ANYWAY if anyway else None, accept_impact=anyway))
    for entry in draw(st.lists(st.sampled_from(ENTRIES), max_size=3)):
        asked.insert(draw(st.integers(0, len(asked))), Proposal(agreement=DIRECTORY, act=act_from(entry)))
    return [(draw(st.integers(0, WRITERS - 1)), one) for one in asked]


@pytest.mark.parametrize("kind", STORES)
@given(steps=steps(), between=st.lists(st.booleans(), min_size=30, max_size=30))
@settings(max_examples=15)
def test_the_log_is_that_of_registers_that_keep_nothing(kind: str, steps: Sequence[Step], between: list[bool]) -> None:
    """Event by event, refusal by refusal and row by row, whoever came before whom."""
    done, held = at_once(kind, steps, between)
    assert (done, held) == alone(kind, done)


NAME = "wco-caricc"


def write(url: str, writer: int, count: int) -> None:
    own = f"own-{writer}"
    text = replace(terms(NAME), agreement=own)
    with closing(Register.open(url, follower=FOLLOWER)) as register:
        for line in ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC"):
            register.record([Proposal(agreement=own, act=read(line, text))])
        for number in range(count):
            on = f"2010-05-{1 + number % 28:02}"
            for name in (own, NAME):
                begun = read(f"{on} activity_begun activity=W{writer}-{number}")
                register.record([Proposal(agreement=name, act=begun)], key=f"{name} {writer} {number}")
            refused = record(register, Proposal(agreement=NAME, act=read(f"{on} signed by=WCO")))
            assert refused == "Refused"
        register.record([Proposal(agreement=DIRECTORY, act=act_from({**ENTRIES[0], "by": f"P{writer}"}))])


def test_writers_in_several_processes_keep_one_log(place: Place) -> None:
    """On agreements of their own and on one that all record on, another asks about, and with entries in between."""
    Register.create(place.url, create_statements(database(place.url).dialect), follower=FOLLOWER).close()
    signed = ("2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")
    with closing(Register.open(place.url, follower=FOLLOWER)) as register:
        for name in (NAME, "after-caricc"):
            asked = [read(line, terms(name)) for line in ("2010-03-01 drafted", *signed)]
            register.record([Proposal(agreement=name, act=one) for one in asked])
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(place.url, number, 8)) for number in range(3)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert [one.exitcode for one in writers] == [0, 0, 0]
    events, _ = told(place)
    assert [seq for seq, *_ in events] == list(range(1, 6 + 3 * (3 + 16 + 1) + 1))
