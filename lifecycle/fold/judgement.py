"""Judgement: the states of a fold, judged again by the machine of `transitions`.

The fold follows a dictionary; here a machine that others wrote is driven by the same triggers, those of the clock
included, and says where it comes to another state. So a step that the table does not have is found, whoever took it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from lifecycle.course.machine import DRAFTED, TABLE, Model, Row, State, machine
from lifecycle.fold.timeline import Timeline


class Departure(NamedTuple):
    """A state that the machine does not come to."""

    subject: str
    """The party, or nothing for the agreement."""
    on: date
    trigger: str
    state: State
    """That of the fold."""
    judged: State
    """That of the machine."""


def departures(line: Timeline, rows: tuple[Row, ...] = TABLE) -> Iterator[Departure]:
    """Drive the machine by every step of a timeline, and give the first state of each subject that departs from it."""
    for subject, steps in line.steps.items():
        judged = _judged(rows, tuple((step.trigger, step.notice_runs, step.something_left) for step in steps))
        for step, state in zip(steps, judged, strict=True):
            if state is not step.state:
                yield Departure(subject, step.on, step.trigger, step.state, state)
                break
        else:
            yield from _ended_elsewhere(line, subject, judged[-1] if judged else DRAFTED)


@lru_cache(maxsize=4096)
def _judged(rows: tuple[Row, ...], steps: tuple[tuple[str, bool, bool], ...]) -> tuple[State, ...]:
    """Drive the machine by what was asked of it, and give the state behind each: agreements take few ways."""
    from transitions import MachineError

    judge, judged = _judge(rows), list[State]()
    model: Any = judge.model
    judge.set_state(DRAFTED.value, model)
    for trigger, model.notice, model.left in steps:
        if trigger:
            with suppress(MachineError, AttributeError):  # without such a line the fold may not have moved either
                model.trigger(trigger)
        else:
            judge.set_state(DRAFTED.value, model)
        judged.append(State(model.state))
    return tuple(judged)


@cache
def _judge(rows: tuple[Row, ...]) -> Any:
    """Build the machine once: that takes longer than what it judges."""
    return machine(Model(), rows)


def _ended_elsewhere(line: Timeline, subject: str, judged: State) -> Iterator[Departure]:
    """Compare the last period: nothing may have turned a subject without asking the table."""
    last = (line.parties[subject] if subject else line.agreement)[-1]
    if last.state is not judged:
        yield Departure(subject, last.start, "", last.state, judged)
