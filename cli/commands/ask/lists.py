"""`list` and `deadlines`: questions over all agreements, answered by the read models."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.commands.ask.status_page import as_known, distance
from cli.terminal.formats import show, write
from cli.terminal.messages import FOUND
from cli.terminal.options import axes, command, formatted, formatted_as, on_register, pass_session
from cli.terminal.page import COLORS, Paper, Part, Styled, article, count, short, state_word
from cli.terminal.session import Session
from lifecycle.calendar.days import words
from lifecycle.course.machine import State
from lifecycle.errors import NotFound
from projections.answers.snapshot import Known

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from projections.answers.deadlines import Deadline

Row = TypeVar("Row")

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


@command("list", example="list --as-of 2004-03-01\nlist --state in_force --party WCO --format csv")
@click.option(
    "--state", type=click.Choice(list(COLORS)), metavar="STATE", help="Only those in this state, such as in_force."
)
@click.option("--party", metavar="PARTY", help="Only those of this party.")
@axes
@formatted
@on_register
@pass_session
def list_agreements(
    session: Session, state: str | None, party: str | None, as_of: date, known_at: Moment | None
) -> None:
    """List the agreements with their states on a day."""
    from projections.answers.agreements import Listed, listing

    known, seq = at(session, known_at)
    wanted = State(state) if state else None
    found = ask(session, party, seq, lambda models: listing(models, as_of, seq, state=wanted, party=party))

    def screen(paper: Paper) -> None:
        rows: list[tuple[Part, ...]] = [("AGREEMENT", "STATE", "SINCE", "UNTIL", "TITLE")]
        rows += [(one.agreement, state_word(one.state), short(one.since), short(one.until), one.title) for one in found]
        close(paper, rows, count(len(found), "agreement"), as_of, known)

    show(session, "list", found, screen, kind=Listed, known=known)


@command(
    "deadlines",
    example="deadlines --within 90d --as-of 2010-12-01\ndeadlines --party CARICC --as-of 2010-05-01 --format ics",
)
@click.option("--within", type=Days(), metavar="90d", help="Only what falls due in so many days (default: all).")
@click.option("--party", metavar="PARTY", help="Only what concerns this party.")
@click.option("--exit-code", is_flag=True, help="Leave with 3 if anything is listed, for scripts.")
@axes
@formatted_as("ics")
@on_register
@pass_session
def deadlines(
    session: Session, *, within: int | None, party: str | None, exit_code: bool, as_of: date, known_at: Moment | None
) -> int:
    """List what falls due in all agreements, the overdue first; what only an act closes stays until one does."""
    from projections.answers.deadlines import Deadline, due

    known, seq = at(session, known_at)
    found = ask(session, party, seq, lambda models: due(models, as_of, seq, within_days=within, party=party))

    def screen(paper: Paper) -> None:
        close(paper, dues(found, as_of), count(len(found), "date"), as_of, known)

    if session.own_format == "ics":
        from projections.answers.calendar import events
        from projections.forms.calendar import ics

        told = ask(session, party, seq, lambda m: events(m, as_of, known.seq, within_days=within, party=party))
        write(ics(told, known))
    else:
        show(session, "deadlines", found, screen, kind=Deadline, known=known)
    return FOUND if exit_code and found else 0


def dues(found: Sequence[Deadline], as_of: date) -> list[tuple[Part, ...]]:
    """Give the rows of a table of deadlines."""
    rows: list[tuple[Part, ...]] = [("ON", "", "AGREEMENT", "WHAT", "BINDS", "BY")]
    return [*rows, *(_due(one, as_of) for one in found)]


def _due(one: Deadline, as_of: date) -> tuple[Part, ...]:
    far: Part = distance(as_of, one.on)
    if one.overdue:
        far = Styled(f"overdue, {far}", "red")
    by = ", ".join(part for part in (article(one.article), f"#{one.seq}" if one.seq else "") if part)
    again = f", every {one.every}" if one.every else ""
    other = f"; DISPUTED: or {' or '.join(map(short, one.others))}" if one.disputed else ""
    return short(one.on), far, one.agreement, f"{one.what}{again}{other}", one.binds or "–", by


def at(session: Session, known_at: Moment | None) -> tuple[Known, int | None]:
    """Find what `--known-at` means, and the `seq` to ask the read models for; nothing for the head of the log."""
    with session.log() as log:
        known = session.known(log, known_at)
    return known, None if known.seq == known.head else known.seq


def ask(session: Session, party: str | None, seq: int | None, question: Callable[[Any], list[Row]]) -> list[Row]:
    """Put a question to the read models; raises `NotFound` for a party that no agreement has."""
    from projections.answers.parties import partners
    from projections.models.engine import reading

    with reading(session.url) as connection:
        if party is not None:
            known = [one.party for one in partners(connection, seq)]
            if party not in known:
                raise NotFound("party", party, known)
        return question(connection)


def close(paper: Paper, rows: list[tuple[Part, ...]], said: str, as_of: date, known: Known) -> None:
    """Write a table and, under it, how many lines it has and what it rests on."""
    if len(rows) > 1:
        paper.table(rows, indent=0)
        paper.line()
    paper.line(f"{said}, as of {words(as_of)}, {as_known(known)}.")
