"""`deadlines` and `waiting`: what is awaited over all agreements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cli.terminal.completion import parties
from cli.terminal.formats import show
from cli.terminal.messages import FOUND
from cli.terminal.options import axes, command, formatted, formatted_as, on_register, pass_session
from cli.terminal.session import Session

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.calendar import Event
    from projections.answers.deadlines import Deadline

UNITS = {"d": 1, "w": 7, "": 1}
_SPAN = re.compile(r"([0-9]{1,6})([dw]?)", re.ASCII)


class Days(click.ParamType[int]):
    """A number of days: `90d`, `12w` or `90`."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Count the days."""
        if isinstance(value, int):
            return value
        if not (found := _SPAN.fullmatch(value)):
            self.fail(f"{value!r} is no number of days: write 90d, or 12w for weeks", param, ctx)
        return int(found[1]) * UNITS[found[2]]


@command(
    "deadlines",
    example="deadlines --within 90d --as-of 2010-12-01\ndeadlines --party CARICC --as-of 2010-05-01 --format ics",
)
@click.option("--within", type=Days(), metavar="90d", help="Only what falls due in so many days (default: all).")
@click.option(
    "--party", metavar="PARTY", shell_complete=parties, help="Only what concerns this party, by its key or its name."
)
@click.option("--all-overdue", is_flag=True, help="All that is overdue (default: the latest hundred).")
@click.option("--exit-code", is_flag=True, help="Leave with 3 if anything is listed, for scripts.")
@axes
@formatted_as("ics")
@on_register
@pass_session
def deadlines(
    session: Session,
    *,
    within: int | None,
    party: str | None,
    all_overdue: bool,
    exit_code: bool,
    as_of: date,
    known_at: Moment | None,
) -> int:
    """List what falls due in all agreements, the overdue first; what only an act closes stays until one does."""
    from projections.answers.deadlines import LATEST, due
    from projections.pages import deadlines as page

    with session.snapshot(known_at) as asked:
        found = due(asked, as_of, within_days=within, party=party, overdue=None if all_overdue else LATEST)
        told: Sequence[Deadline | Event] = found
        if session.format == "ics":
            from projections.answers.calendar import events

            told = events(asked, as_of, within_days=within, party=party)

    show(session, "deadlines", told, lambda paper: page.draw(paper, found, as_of, asked.known), known=asked.known)
    return FOUND if exit_code and found else 0


@command("waiting", example="waiting")
@formatted
@on_register
@pass_session
def waiting(session: Session) -> None:
    """Show what waits for a second officer's approval, over all agreements."""
    from projections.answers.waiting import waiting as waiting_on
    from projections.pages import waiting as page

    with session.snapshot() as asked:
        found = waiting_on(asked)

    show(session, "waiting", found, lambda paper: page.draw(paper, found))
