"""Judgement: the states of a fold, judged again by the machine of `transitions`.

The fold follows a dictionary; here a machine that others wrote is driven by the same triggers, those of the clock
included, and says where it comes to another state. So a step that the table does not have is found, whoever took it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache
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
    from transitions import MachineError

    judge = _judge(rows)
    model: Any = judge.model
    for subject, steps in line.steps.items():
        judge.set_state(DRAFTED.value, model)
        for step in steps:
            model.notice, model.left = step.notice_runs, step.something_left
            if step.trigger:
                with suppress(MachineError, AttributeError):  # without such a line the fold may not have moved either
                    model.trigger(step.trigger)
            else:
                judge.set_state(DRAFTED.value, model)
            if (judged := State(model.state)) is not step.state:
                yield Departure(subject, step.on, step.trigger, step.state, judged)
                break
        else:
            yield from _ended_elsewhere(line, subject, State(model.state))


@cache
def _judge(rows: tuple[Row, ...]) -> Any:
    """Build the machine once: that takes longer than what it judges."""
    return machine(Model(), rows)


def _ended_elsewhere(line: Timeline, subject: str, judged: State) -> Iterator[Departure]:
    """Compare the last period: nothing may have turned a subject without asking the table."""
    last = (line.parties[subject] if subject else line.agreement)[-1]
    if last.state is not judged:
        yield Departure(subject, last.start, "", last.state, judged)
