"""The tables of a register: their version, bringing them to that of this program, and the setting of four eyes."""

from __future__ import annotations

import click
from msgspec import Struct

from cli.terminal.messages import FOUND
from cli.terminal.options import formatted, group, on_register, pass_session
from cli.terminal.page import Paper, count
from cli.terminal.session import Session


class Upgraded(Struct, frozen=True, kw_only=True):
    """What an upgrade did, as data."""

    version: int
    program: int
    rows: int
    """Rows of the read models made again."""


@group("db", example="db status\ndb upgrade")
def db() -> None:
    """The tables of the register: their version, how they are brought up to date, and the setting of four eyes."""


@db.command("status", example="db status")
@on_register
@formatted
@pass_session
def status(session: Session) -> int:
    """Compare the version of the register's tables with that of this program."""
    from cli.terminal import formats
    from projections.models.migration import standing

    found = standing(session.url)

    def screen(paper: Paper) -> None:
        if found.version == found.program:
            paper.line(f"✓ Version {found.version}, as this program writes it")
        elif not found.due:
            paper.line(f"✗ Version {found.version}, and this program knows only {found.program}: install a newer one")
        else:
            paper.line(f"✗ Version {found.version}, where this program writes {found.program}; to be done:")
            for step in found.steps:
                paper.line(f"  {step.version}  {step.says}")
            paper.line("Next: a backup, then depositary db upgrade")

    formats.show(session, "tables", found, screen)
    return 0 if found.version == found.program else FOUND


@db.command("upgrade", example="db upgrade")
@on_register
@formatted
@pass_session
def upgrade(session: Session) -> None:
    """Bring the tables to the version of this program: every step that is due, or none. The log is not changed."""
    from cli.terminal import formats
    from projections.models.migration import upgrade

    began, rebuilt = upgrade(session.url)
    done = Upgraded(version=began.version, program=began.program, rows=rebuilt.rows if rebuilt else 0)

    def screen(paper: Paper) -> None:
        if rebuilt is None:
            paper.line(f"✓ Nothing to do: version {began.version}, as this program writes it")
            return
        paper.line(f"✓ Upgraded from version {began.version} to {began.program}")
        for step in began.steps:
            paper.line(f"  {step.version}  {step.says}")
        paper.line(f"  Made again: {count(rebuilt.rows, 'row')} of the read models")

    formats.show(session, "upgrade", done, screen)


class FourEyes(Struct, frozen=True, kw_only=True):
    """Whether the register asks for a second officer, as data."""

    four_eyes: bool


@db.command("four-eyes", example="db four-eyes\ndb four-eyes on")
@click.argument("wanted", metavar="[on|off]", type=click.Choice(("on", "off")), required=False)
@on_register
@formatted
@pass_session
def four_eyes(session: Session, wanted: str | None) -> None:
    """Show or change whether what ends an agreement or corrects the record needs a second officer's approval.

    It changes nothing about what is on record. On PostgreSQL it needs the owner's role.
    """
    from aggregates.record.four_eyes import set_four_eyes
    from cli.terminal import formats

    if wanted:
        set_four_eyes(session.url, wanted=wanted == "on")
    with session.log() as log:
        found = FourEyes(four_eyes=log.four_eyes())

    def screen(paper: Paper) -> None:
        on, off = "on: what ends or corrects is submitted and approved", "off: one officer is enough"
        paper.line(f"Four eyes are {on if found.four_eyes else off}")

    formats.show(session, "four_eyes", found, screen)
