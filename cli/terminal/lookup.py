"""Looking an agreement up: its timeline as known at a moment, or why there is none to ask.

One stream of the log is read and folded; neither the event sourcing library nor SQLAlchemy is imported for it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cli.terminal.session import Session
from lifecycle.calendar.days import words
from lifecycle.errors import NotFound
from lifecycle.fold.timeline import Timeline, fold
from projections.answers.snapshot import Known

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from aggregates.record.log import Log


class NotYet(NotFound):
    """What was asked for is on record, but not at the place on the axes of time that was asked about."""

    def __init__(self, says: str) -> None:
        super().__init__("answer", "")
        self.says = says

    def __str__(self) -> str:
        return self.says


class Found(NamedTuple):
    """An agreement as known at a moment."""

    line: Timeline
    known: Known


def lookup(session: Session, log: Log, agreement: str, known_at: Moment | None) -> Found:
    """Fold an agreement as known at a moment; raises `NotFound`, or `NotYet` for a moment before its draft."""
    known = session.known(log, known_at)
    entries = tuple(recorded.entry for recorded in log.stream(agreement, known.seq))
    if not entries:
        names = log.agreements()
        if agreement in names:
            when = f" ({known.recorded_at:%Y-%m-%d %H:%M} UTC)" if known.recorded_at else ""
            raise NotYet(f"{agreement} was not yet on record at #{known.seq}{when}")
        raise NotFound("agreement", agreement, names)
    return Found(fold(entries), known)


def on_file(line: Timeline, as_of: date) -> None:
    """Raise `NotYet` for a day before the agreement's draft."""
    if as_of < line.drafted:
        drafted = words(line.drafted)
        raise NotYet(f"there is no {line.id} on {words(as_of)}: its file opens with the draft of {drafted}")
