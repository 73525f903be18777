"""The register itself: it is made, its tables are brought to the version of this program, four eyes are set."""

from __future__ import annotations

import click

from cli.terminal import formats
from cli.terminal.groups import Choice
from cli.terminal.messages import FOUND
from cli.terminal.options import colored, command, formatted, group, in_language, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.messages import Message, Plural


@command("init", example="init --db register.db")
@click.option("--anew", is_flag=True, help="Begin anew where a register with recordings was kept.")
@click.option("--four-eyes", is_flag=True, help="Ask a second officer to approve what ends or corrects.")
@on_register
@colored
@in_language
@pass_session
def init(session: Session, /, anew: bool, four_eyes: bool) -> None:
    """Create the register, the only command that makes a database, and the key that signs its checkpoints."""
    from aggregates.ground.urls import shown
    from projections.answers.keeping.register import founded, made

    made(session.url, session.outside, anew=anew)
    session.recorded = True
    told = founded(session.url, session.outside, anew=anew, four_eyes=four_eyes)
    told.append(Message("Next: {command}", command="depositary draft TERMS.yaml --on DATE"))
    session.say(Message("✓ Created the register {url}", url=shown(session.url)))
    session.say(*(Message("  {says}", says=says) for says in told))


@group("db", example="db status\ndb upgrade")
def db() -> None:
    """The tables of the register: their version, how they are brought up to date, and the setting of four eyes."""


@db.command("status", example="db status")
@on_register
@formatted
@pass_session
def status(session: Session) -> int:
    """Compare the version of the register's tables with that of this program."""
    from projections.models.migration import standing

    answer = standing(session.url)

    def screen(paper: Paper) -> None:
        found, known = answer.version, answer.program
        if found == known:
            paper.line("✓ ", Message("Version {version}, as this program writes it", version=found))
        elif not answer.due:
            paper.line(
                Message(
                    "✗ Version {found}, and this program knows only {known}: install a newer one",
                    found=found,
                    known=known,
                )
            )
        else:
            paper.line(
                Message("✗ Version {found}, where this program writes {known}; to be done:", found=found, known=known)
            )
            for step in answer.steps:
                paper.line(f"  {step.version}  ", step.says)
            paper.line(Message("Next: a backup, then {command}", command="depositary db upgrade"))

    formats.show(session, "tables", answer, screen)
    return 0 if answer.version == answer.program else FOUND


@db.command("upgrade", example="db upgrade")
@on_register
@formatted
@pass_session
def upgrade(session: Session) -> None:
    """Bring the tables to the version of this program: every step that is due, or none. The log is not changed."""
    from projections.answers.keeping.register import upgraded

    answer = upgraded(session.url)

    def screen(paper: Paper) -> None:
        if answer.version == answer.program:
            paper.line(
                "✓ ", Message("Nothing to do: version {version}, as this program writes it", version=answer.version)
            )
            return
        paper.line(Message("✓ Upgraded from version {old} to {new}", old=answer.version, new=answer.program))
        for step in answer.steps:
            paper.line(f"  {step.version}  ", step.says)
        paper.line(
            "  ",
            Plural("Made again: {n} row of the read models", "Made again: {n} rows of the read models", n=answer.rows),
        )

    formats.show(session, "upgrade", answer, screen)


@db.command("four-eyes", example="db four-eyes\ndb four-eyes on")
@click.argument("wanted", metavar="[on|off]", type=Choice(("on", "off")), required=False)
@on_register
@formatted
@pass_session
def four_eyes(session: Session, wanted: str | None) -> None:
    """Show or change whether what ends an agreement or corrects the record needs a second officer's approval.

    It changes nothing about what is on record. On PostgreSQL it needs the owner's role.
    """
    from projections.answers.keeping.register import four_eyes

    answer = four_eyes(session.url, wanted == "on" if wanted else None)

    def screen(paper: Paper) -> None:
        paper.line(
            Message("Four eyes are on: what ends or corrects is submitted and approved")
            if answer.four_eyes
            else Message("Four eyes are off: one officer is enough")
        )

    formats.show(session, "four_eyes", answer, screen)
