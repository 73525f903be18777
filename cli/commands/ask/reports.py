"""`report`: answers on paper and in sheets, as PDF, XLSX, HTML or Markdown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.commands.ask.lists import Ahead, arranged_by, days_of, of_office
from cli.terminal.completion import parties
from cli.terminal.formats import write
from cli.terminal.groups import Choice
from cli.terminal.messages import FOUND
from cli.terminal.options import agreement, at_least, axes, group, in_language, known_at, on_register, pass_session
from cli.terminal.output import written
from cli.terminal.session import Session
from cli.terminal.types import DATE, KNOWN_AT
from lifecycle.calendar.days import Span
from projections.words.situations import CONTRADICTION

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.forms.reports.blocks import Report

FORMS = ("md", "html", "pdf", "xlsx")
"""The forms of a report, which start-up reads; a test holds them to those of the writers."""


@group("report", example="report status wco-caricc --as-of 2010-08-01 -o status.pdf\nreport in-force -o in-force.xlsx")
def report() -> None:
    """Write an answer as a report: on paper, as a sheet, or as a page."""


def formed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Take `--format` of a report, as `form`, `--fonts`, `--lang` and `--output`."""
    form = click.option(
        "--format",
        "form",
        type=Choice(FORMS),
        metavar="FORMAT",
        help="md (Markdown), html, pdf or xlsx (default: as the file ends that it goes to, else md).",
    )
    fonts = click.option(
        "--fonts",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar="FOLDER",
        help="Further fonts for a PDF, for scripts such as Chinese.",
    )
    return form(fonts(in_language(written(function))))


def _write(session: Session, report: Report, form: str | None, fonts: Path | None) -> None:
    from projections.forms.reports.table import WRITERS

    ending = session.output.file.suffix.removeprefix(".").lower() if session.output else ""
    form = form or (ending if ending in FORMS else "md")
    made = WRITERS[form](report, session.language, [fonts] if fonts else [])
    write(session, made if form in ("pdf", "xlsx") else made.decode())


@report.command("status", example="report status wco-caricc --as-of 2010-08-01 -o status.pdf")
@agreement
@axes
@formed
@on_register
@pass_session
def status(
    session: Session, agreement: str, *, as_of: date, known_at: Moment | None, form: str | None, fonts: Path | None
) -> None:
    """Report the status of an agreement, with its participants, their declarations, and its life as a picture."""
    from projections.pages import reports

    with session.snapshot(known_at) as asked:
        found = reports.status(asked, agreement, as_of)
    _write(session, found, form, fonts)


@report.command("history", example="report history icmpd-wco -o history.xlsx")
@agreement
@click.option("--as-of", type=DATE, metavar="DATE", help="Only what is dated by then (default: all).")
@known_at
@formed
@on_register
@pass_session
def history(
    session: Session,
    agreement: str,
    *,
    as_of: date | None,
    known_at: Moment | None,
    form: str | None,
    fonts: Path | None,
) -> None:
    """Report every act on an agreement, with both its times, and what followed from it."""
    from projections.pages import reports

    with session.snapshot(known_at) as asked:
        found = reports.past(asked, agreement, as_of)
    _write(session, found, form, fonts)


@report.command("in-force", example="report in-force --as-of 2010-12-31 -o in-force.xlsx")
@axes
@formed
@on_register
@pass_session
def in_force(session: Session, *, as_of: date, known_at: Moment | None, form: str | None, fonts: Path | None) -> None:
    """Report the agreements in force on a day, those suspended or under notice among them."""
    from projections.pages import reports

    with session.snapshot(known_at) as asked:
        found = reports.in_force(asked, as_of)
    _write(session, found, form, fonts)


@report.command("deadlines", example="report deadlines --within 90d --as-of 2010-12-01 -o deadlines.pdf")
@click.option(
    "--within", type=Ahead(), metavar="90d", help="Only what falls due in so many d, w, m or y (default: all)."
)
@of_office
@click.option("--party", metavar="PARTY", shell_complete=parties, help="Only what concerns this party.")
@axes
@formed
@on_register
@pass_session
def deadlines(
    session: Session,
    *,
    within: Span | None,
    office: str | None,
    party: str | None,
    as_of: date,
    known_at: Moment | None,
    form: str | None,
    fonts: Path | None,
) -> None:
    """Report what falls due in all agreements, the overdue first."""
    from projections.pages import reports

    arranged = arranged_by(session, office)
    with session.snapshot(known_at) as asked:
        found = reports.awaited(asked, as_of, days_of(as_of, within), party, arranged)
    _write(session, found, form, fonts)


@report.command("audit", example="report audit -o audit.pdf")
@click.option("--until", type=KNOWN_AT, metavar="DATE|TIME|#SEQ", help="Replay only what was recorded by then.")
@at_least
@formed
@on_register
@pass_session
def audit(session: Session, *, until: Moment | None, form: str | None, fonts: Path | None) -> int:
    """Report what an examination of the whole record finds: verified, and replayed from its first event.

    It leaves as those commands do: with 13 for another history than is known outside, with 3 for what else is amiss.
    """
    from projections.answers.keeping.examination import replayed, verified
    from projections.pages import reports

    replay, verification = replayed(session.url, None, until), verified(session.url, session.outside)
    with session.snapshot() as asked:
        found = reports.examined(replay, verification, asked.known)
    _write(session, found, form, fonts)
    if verification.contradiction:
        return CONTRADICTION
    return 0 if verification.intact and not verification.amiss and not replay.differences else FOUND
