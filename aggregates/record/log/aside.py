"""What readers of the whole log set aside: an event that cannot be read is named, and the question goes on without it.

A question about one agreement is not answered past an event of its own that cannot be read; a question about all of
them is. Whoever runs such a question listens, as a command does that prints a line for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from lifecycle.messages import Message, Value


class Aside(NamedTuple):
    """An event that is set aside, and why."""

    seq: int
    why: Value

    @property
    def message(self) -> Message:
        """Name it."""
        return Message("#{seq} cannot be read and is set aside: {why}", seq=str(self.seq), why=self.why)


_listening: ContextVar[Callable[[Aside], object] | None] = ContextVar("_listening", default=None)


@contextmanager
def listening(told: Callable[[Aside], object]) -> Iterator[None]:
    """Be told of each event that is set aside meanwhile, once."""
    seen: set[int] = set()

    def once(one: Aside) -> None:
        if one.seq not in seen:
            seen.add(one.seq)
            told(one)

    token = _listening.set(once)
    try:
        yield
    finally:
        _listening.reset(token)


def set_aside(seq: int, why: Value) -> None:
    """Tell whoever listens that an event is left out of what is asked."""
    if (told := _listening.get()) is not None:
        told(Aside(seq=seq, why=why))
