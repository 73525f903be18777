"""Looking an agreement up: its timeline as known at a moment, or why there is none to ask.

One stream of the log is read and folded; neither the event sourcing library nor SQLAlchemy is imported for it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cli.terminal.session import Session
from lifecycle.errors import NotFound, NotYet
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import Message
from projections.answers.snapshot import Known

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from aggregates.record.log import Log


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
            at = f"#{known.seq}" + (f" ({known.recorded_at:%Y-%m-%d %H:%M} UTC)" if known.recorded_at else "")
            raise NotYet(Message("{agreement} was not yet on record at {moment}", agreement=agreement, moment=at))
        raise NotFound("agreement", agreement, names)
    return Found(fold(entries), known)


def on_file(line: Timeline, as_of: date) -> None:
    """Raise `NotYet` for a day before the agreement's draft."""
    if as_of < line.drafted:
        raise NotYet(
            Message(
                "there is no {agreement} on {day}: its file opens with the draft of {drafted}",
                agreement=line.id,
                day=as_of,
                drafted=line.drafted,
            )
        )
