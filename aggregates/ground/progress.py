"""How far long work has come: what goes through much tells now and then how much has passed; only a face says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Progress = Callable[[int], None]
"""Is told how many have passed so far."""

EVERY = 1000
"""So many pass between two reports."""


def passing(things: Iterable[T], progress: Progress | None) -> Iterator[T]:
    """Give things as they come, and tell how many have passed where somebody wants to know."""
    if progress is None:
        yield from things
        return
    for number, one in enumerate(things, 1):
        yield one
        if number % EVERY == 0:
            progress(number)
