"""Progress of long work, told on stderr and on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from lifecycle.messages import Message, Value, render
from projections.words.phrases import events

if TYPE_CHECKING:
    from cli.terminal.session import Session


def telling(session: Session, doing: Value) -> Callable[[int], None] | None:
    """Give what counts events as they pass, such as `Replaying … 1 250 events`; nothing where nobody looks."""
    if not sys.stderr.isatty() or session.format != "table":
        return None

    def tell(number: int) -> None:
        says = Message("{doing} … {events}", doing=doing, events=events(number))
        sys.stderr.write(f"\r{render(says, session.language)}\r")
        sys.stderr.flush()

    return tell
