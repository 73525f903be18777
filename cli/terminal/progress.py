"""Progress of long work, told on stderr and on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from cli.terminal.page import spaced

if TYPE_CHECKING:
    from cli.terminal.session import Session


def telling(session: Session, doing: str) -> Callable[[int], None] | None:
    """Give what counts events as they pass, such as `Replaying … 1 250 events`; nothing where nobody looks."""
    if not sys.stderr.isatty() or session.format != "table":
        return None

    def tell(events: int) -> None:
        sys.stderr.write(f"\r{doing} … {spaced(events, 'event')}\r")
        sys.stderr.flush()

    return tell
