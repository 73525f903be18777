"""How the command of an act is made: what it takes by name, and the one thing it does with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.commands.record.proposal import How, recording
from cli.commands.record.recording import Examine, record_act
from cli.terminal.groups import Command
from cli.terminal.options import DATE, agreement, command, or_today, pass_session
from cli.terminal.session import Session

if TYPE_CHECKING:
    from lifecycle.terms.text import Terms

Function = Callable[..., Any]
Takes = Callable[[Function], Function]
"""Adds a parameter to a function."""


def text(name: str, metavar: str, help: str, *, required: bool = False, field: str = "") -> Takes:
    """Take a text."""
    names = [name, field] if field else [name]
    return click.option(*names, metavar=metavar, help=help, required=required)


def date(name: str, help: str, *, required: bool = False) -> Takes:
    """Take a legal date."""
    return click.option(name, type=DATE, metavar="DATE", help=help, required=required)


def id_of(noun: str) -> Takes:
    """Take the id of what is opened or closed: a new one is numbered, and the only open one found, by itself."""
    return click.argument(noun, metavar=f"[{noun.upper()}]", required=False)


def by(help: str, *, required: bool = True) -> Takes:
    """Take the party that acts."""
    return text("--by", "PARTY", help, required=required)


def on(help: str) -> Takes:
    """Take the legal date of the act."""
    return date("--on", help, required=True)


def today(help: str = "The day of the act (default: today).") -> Takes:
    """Take the legal date of the act, today where it is not given."""
    return click.option("--on", type=DATE, metavar="DATE", callback=or_today, help=help)


def because(help: str) -> Takes:
    """Take the reason, without which nothing on record is touched."""
    return text("--reason", "TEXT", help, required=True)


def terms_of(_: click.Context, __: click.Parameter, file: Path) -> Terms:
    """Read the file of terms that was named."""
    from cli.terminal import files

    return files.terms_of(file)


def terms(help: str) -> Takes:
    """Take a file of terms."""
    kind = click.Path(path_type=Path)
    return click.option("--terms", metavar="FILE", type=kind, required=True, callback=terms_of, help=help)


def act_command(
    name: str,
    tag: str,
    *takes: Takes,
    example: str,
    help: str,
    about: Takes = agreement,
    examine: Examine | None = None,
) -> Command:
    """Make the command that records acts of one kind, what it takes being examined first where that is asked for."""

    @pass_session
    def callback(session: Session, /, how: How, **given: Any) -> None:
        fields = {"act": tag, **{name: value for name, value in given.items() if value is not None}}
        record_act(session, fields, how, examine)

    note = text("--note", "TEXT", "A note of the keeper's, kept with the act.")
    function: Function = callback
    adding: tuple[Takes, ...] = (about, *takes, note, recording)
    for add in reversed(adding):
        function = add(function)
    function.__doc__ = help
    return command(name, example=example)(function)
