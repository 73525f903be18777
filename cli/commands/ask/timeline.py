"""`timeline`: the life of an agreement in lanes, as a page or as a picture."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cli.terminal.formats import show
from cli.terminal.options import agreement, axes, command, formatted_as, on_register, pass_session
from cli.terminal.session import Session
from projections.pages.timeline import draw

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command("timeline", example="timeline icmpd-wco --as-of 2004-01-15\ntimeline wco-caricc --format svg -o life.svg")
@agreement
@axes
@formatted_as("svg", "png")
@on_register
@pass_session
def timeline(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show the life of an agreement and of its parties, as it stands on a day."""
    from projections.answers.drawn.timeline import timeline as life_of

    with session.snapshot(known_at) as asked:
        answer, known = life_of(asked, agreement, as_of), asked.known
    show(session, "timeline", answer, lambda paper: draw(paper, answer, known), known=known)
