"""Upkeep: the read models made again from the log, and an examination of the installation and the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from cli.terminal.messages import FOUND
from cli.terminal.options import command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Styled, count
from cli.terminal.session import Session

if TYPE_CHECKING:
    from aggregates.proof.health import Examined


class Rebuilding(Struct, frozen=True, kw_only=True):
    """What a rebuild did, or would mend, as data."""

    dry_run: bool
    agreements: int
    recordings: int
    rows: int
    differences: tuple[dict[str, Any], ...]


@command("rebuild", example="rebuild --dry-run")
@click.option("--dry-run", is_flag=True, help="Only compare: list the rows that a rebuild would mend.")
@on_register
@formatted
@pass_session
def rebuild(session: Session, /, dry_run: bool) -> int:
    """Make the read models again from the log. The log itself is only read."""
    from cli.terminal import formats
    from projections.models import rebuild as projected

    if dry_run:
        found = projected.differences(session.url)
        with session.log() as log:
            agreements, recordings = len(log.agreements()), log.head().seq
        rows, mended = 0, tuple({"agreement": one.agreement, "seq": one.seq, "says": one.says} for one in found)
    else:
        done = projected.rebuild(session.url)
        agreements, recordings, rows, mended = done.agreements, done.recordings, done.rows, ()
    answer = Rebuilding(dry_run=dry_run, agreements=agreements, recordings=recordings, rows=rows, differences=mended)

    def screen(paper: Paper) -> None:
        of = f"{count(recordings, 'event')} of {count(agreements, 'agreement')}"
        if not dry_run:
            paper.line(f"✓ Rebuilt the read models from {of}: {count(rows, 'row')}")
        elif not mended:
            paper.line(f"✓ The read models are as {of} make them: nothing to rebuild")
        for one in mended:
            paper.line(Styled("  ✗ ", "red"), f"{one['agreement']}: ", one["says"])
        if mended:
            paper.line(f"{count(len(mended), 'row')} would be mended. Next: depositary rebuild")

    formats.show(session, "rebuild", answer, screen)
    return FOUND if mended else 0


@command("doctor", example="doctor")
@on_register
@formatted
@pass_session
def doctor(session: Session) -> int:
    """Examine the installation and the register: settings, database, tables, triggers, clock."""
    from aggregates.proof.health import Examined
    from cli.terminal import formats

    examined = [*_settings(session), *_register(session)]

    def screen(paper: Paper) -> None:
        for one in examined:
            mark = Styled("✓", "green") if one.well else Styled("✗", "red")
            paper.line("  ", mark, f" {one.what:<13} {one.says}")
        ill = [one for one in examined if not one.well]
        paper.line("All is well." if not ill else f"{count(len(ill), 'thing')} to mend.")

    formats.show(session, "doctor", examined, screen, kind=Examined)
    return 0 if all(one.well for one in examined) else FOUND


def _settings(session: Session) -> Iterator[Examined]:
    from aggregates.proof.health import Examined
    from cli.terminal.config import SETTINGS, shown

    for name in SETTINGS:
        value, source = session.settings.found(name)
        text = shown(value) if name == "db" else value
        yield Examined(what=name, well=bool(value), says=f"{text or 'not known'} ({source})")


def _register(session: Session) -> Iterator[Examined]:
    from aggregates.proof.health import Examined, examine
    from lifecycle.errors import DepositaryError
    from projections.models.rebuild import differences

    found = list(examine(session.url))
    yield from found
    if not all(one.well for one in found if one.what in ("database", "schema")):
        return
    try:
        wrong = len(differences(session.url))
    except DepositaryError as error:
        yield Examined(what="read models", well=False, says=str(error))
        return
    says = "as the log makes them" if not wrong else f"{count(wrong, 'row')} differ from the log: depositary rebuild"
    yield Examined(what="read models", well=not wrong, says=says)
