"""`status`: the state of an agreement on a day, everything that holds beside it, and the next step.

It reads one stream of the log and folds it; neither the event sourcing library nor SQLAlchemy is imported for it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cli.commands.ask.status_page import draw
from cli.terminal.formats import show
from cli.terminal.options import agreement, axes, command, formatted, on_register, pass_session
from cli.terminal.session import Known, Session
from lifecycle.answers.status import status as status_on
from lifecycle.calendar.days import words
from lifecycle.errors import NotFound
from lifecycle.fold.timeline import Timeline, fold

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


@command("status", example="status wco-caricc --as-of 2010-03-25\nstatus icmpd-wco --as-of 2004-02-29 --format json")
@agreement
@axes
@formatted
@on_register
@pass_session
def status(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show the status of an agreement on a day, as the register knows it or knew it then."""
    with session.log() as log:
        line, known = lookup(session, log, agreement, known_at)
    on_file(line, as_of)
    answer = status_on(line, as_of)
    show(session, "status", answer, lambda paper: draw(paper, answer, line, known), known=known)


def on_file(line: Timeline, as_of: date) -> None:
    """Raise `NotYet` for a day before the agreement's draft."""
    if as_of < line.drafted:
        drafted = words(line.drafted)
        raise NotYet(f"there is no {line.id} on {words(as_of)}: its file opens with the draft of {drafted}")
