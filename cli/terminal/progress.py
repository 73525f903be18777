"""Progress of long work, told on stderr and on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from lifecycle.messages import Message, Value, render
from projections.forms.text import bound, fitted
from projections.words.phrases import events

if TYPE_CHECKING:
    from cli.terminal.session import Session


@contextmanager
def telling(session: Session, doing: Value, total: int | None = None) -> Iterator[Callable[[int], None] | None]:
    """Give what counts events as they pass, such as `Replaying … 1 250 events`; nothing where nobody looks.

    Where it is known how many there are in all, it says how long the others may take at the pace so far. The line is
    gone behind the block.
    """
    if not sys.stderr.isatty() or session.format != "table":
        yield None
        return
    began, told = monotonic(), False

    def tell(number: int) -> None:
        nonlocal told
        told = True
        says = Message("{doing} … {events}", doing=doing, events=events(number))
        if total is not None and number:
            left = (monotonic() - began) / number * max(total - number, 0)
            says = Message("{says}, about {seconds} s left", says=says, seconds=f"{left:.0f}")
        sys.stderr.write(f"\r{fitted(bound(render(says, session.language)), sys.stderr)}\x1b[K\r")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        if told:
            sys.stderr.write("\x1b[K")
            sys.stderr.flush()
