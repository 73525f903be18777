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
from lifecycle.calendar.days import LATEST, Span, add

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.calendar import Event
    from projections.answers.deadlines import Deadline
    from projections.answers.office.attending import Office

UNITS = {"d": Span(days=1), "w": Span(days=7), "m": Span(months=1), "y": Span(months=12), "": Span(days=1)}
_SPAN = re.compile(r"([0-9]{1,6})([dwmy]?)", re.ASCII)


class Ahead(click.ParamType[Span]):
    """A time from the day of the answer on: `90d`, `12w`, `6m`, `1y` or `90`."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """Count its days, or months."""
        if isinstance(value, Span):
            return value
        if not (found := _SPAN.fullmatch(value)):
            self.fail(f"{value!r} is no time: write 90d, 12w for weeks, 6m for months or 1y for a year", param, ctx)
        count, unit = int(found[1]), UNITS[found[2]]
        return Span(months=count * unit.months, days=count * unit.days)


def days_of(day: date, ahead: Span | None) -> int | None:
    """Count the days of a time from a day on; to the end of the calendar where it goes beyond."""
    if ahead is None:
        return None
    return ((add(day, ahead) or LATEST) - day).days


of_office = click.option(
    "--office",
    metavar="FILE",
    help="What your office arranged: lead times, owners, days off of its seat (default: the setting of that name).",
)


def arranged_by(session: Session, office: str | None) -> Office | None:
    """Give what an office arranged, by the file that was named or by the setting."""
    if (file := office or session.settings["office"]) == "none":
        return None
    from cli.terminal.files import read_all
    from projections.answers.office.opening import office_of

    return office_of(file, read_all)


@command(
    "deadlines",
    example="deadlines --within 90d --as-of 2010-12-01\ndeadlines --party CARICC --as-of 2010-05-01 --format ics\n"
    "deadlines --within 1y --office demo/office.yaml --as-of 2010-12-01",
)
@click.option(
    "--within",
    type=Ahead(),
    metavar="90d",
    help="Only what falls due in so many d, w, m or y (default: all).",
)
@of_office
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
    within: Span | None,
    office: str | None,
    party: str | None,
    all_overdue: bool,
    exit_code: bool,
    as_of: date,
    known_at: Moment | None,
) -> int:
    """List what falls due in all agreements, the overdue first; what only an act closes stays until one does."""
    from projections.answers.deadlines import LATEST as MOST
    from projections.answers.deadlines import due
    from projections.pages import deadlines as page

    arranged, days = arranged_by(session, office), days_of(as_of, within)
    with session.snapshot(known_at) as asked:
        found = due(asked, as_of, within_days=days, party=party, overdue=None if all_overdue else MOST)
        told: Sequence[Deadline | Event] = found
        if session.format == "ics":
            from projections.answers.calendar import events

            told = events(asked, as_of, within_days=days, party=party)
    if arranged is not None:
        found = [arranged.attend(one) for one in found]
        told = found if session.format != "ics" else [one.attended(arranged.attend) for one in told]  # type: ignore[union-attr]

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
