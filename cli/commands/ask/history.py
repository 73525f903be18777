"""`history`: every act on an agreement with both its times, and what followed from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal.formats import show
from cli.terminal.options import agreement, command, formatted, known_at, on_register, pass_session
from cli.terminal.session import Session
from cli.terminal.types import DATE
from projections.answers import history as answers
from projections.forms.reports.page import lay
from projections.pages.history import history_report

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command("history", example="history wco-caricc\nhistory icmpd-wco --known-at '#3' --format jsonl")
@agreement
@click.option("--as-of", type=DATE, metavar="DATE", help="Only what is dated by then (default: all).")
@known_at
@formatted
@on_register
@pass_session
def history(session: Session, agreement: str, as_of: date | None, known_at: Moment | None) -> None:
    """Show every act on an agreement: when it was done, when it was recorded, and what followed from it."""
    with session.snapshot(known_at) as asked:
        acts, known = answers.history(asked, agreement, as_of), asked.known
    show(session, "history", acts, lambda paper: lay(paper, history_report(agreement, acts, known)), known=known)
