"""`status`: the state of an agreement on a day, everything that holds beside it, and the next step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cli.terminal.formats import show
from cli.terminal.options import agreement, axes, command, formatted, on_register, pass_session
from cli.terminal.session import Session
from projections.answers.status import status_page
from projections.forms.reports.page import lay
from projections.pages.status import status_report

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command("status", example="status wco-caricc --as-of 2010-03-25\nstatus icmpd-wco --as-of 2004-02-29 --format json")
@agreement
@axes
@formatted
@on_register
@pass_session
def status(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show the status of an agreement on a day, as the register knows it or knew it then."""
    with session.snapshot(known_at) as asked:
        found = status_page(asked, agreement, as_of)
        known = asked.known
    show(session, "status", found.status, lambda paper: lay(paper, status_report(found, known)), known=known)
