"""What many commands take: agreements, dates, both axes, formats, and where the register is.

Each decorator keeps a command's signature to what is its own: `--db`, `--format`, `--raw`, `--output`, `--color` and
`--actor` go to the session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from cli.terminal.completion import agreements
from cli.terminal.groups import Choice, Command, Commands
from cli.terminal.output import written
from cli.terminal.session import Session
from cli.terminal.types import DATE, KNOWN_AT, Seq
from projections.words.languages.known import CODES

if TYPE_CHECKING:
    from datetime import date


F = TypeVar("F", bound=Callable[..., Any])


FORMATS = ("table", "json", "jsonl", "csv", "tsv")
COLORED = ("auto", "always", "never")

pass_session = click.make_pass_decorator(Session, ensure=True)


def command(name: str, *, example: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a command whose help opens with examples: one line each, as typed after `depositary`."""
    return click.command(name, cls=Command, example=example)


def group(name: str, *, example: str) -> Callable[[Callable[..., Any]], Commands]:
    """Make a group whose help opens with examples, as that of its commands: `@….command(name, example=…)`."""
    return click.group(name, cls=Commands, example=example)


# Types


# Arguments and options

SEQ = click.argument("seq", metavar="SEQ", type=Seq())
TERMS = click.argument("terms", metavar="TERMS.yaml", type=click.Path(path_type=Path))


def _remember(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None and parameter.name:
        ctx.ensure_object(Session).given[parameter.name] = value


def _format(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is None or value in FORMATS:
        _remember(ctx, parameter, value)
    else:
        ctx.ensure_object(Session).own_format = value


def _raw(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.ensure_object(Session).raw = value


def or_today(ctx: click.Context, _: click.Parameter, value: date | None) -> date | None:
    """Give the session's day where no other is given."""
    return ctx.ensure_object(Session).today if value is None and not ctx.resilient_parsing else value


agreement = click.argument("agreement", metavar="ID", shell_complete=agreements)
"""The id of an agreement, as `agreement`."""

as_of = click.option(
    "--as-of", type=DATE, metavar="DATE", callback=or_today, help="The day of the answer (default: today)."
)
"""`--as-of`, the day of the answer, as `as_of`; today where it is not given."""


def at_least(function: F) -> F:
    """Take `--at-least`: on a standby a command waits for that recording before it reads anything."""

    @wraps(function)
    def waiting(*given: Any, at_least: int | None, **others: Any) -> Any:
        if at_least is not None:
            from projections.answers.snapshot import reach

            reach(click.get_current_context().ensure_object(Session).url, at_least)
        return function(*given, **others)

    wait = click.option(
        "--at-least", type=Seq(), metavar="#SEQ", help="On a standby: wait until this recording has come to it."
    )
    return wait(cast("F", waiting))


_known_at = click.option(
    "--known-at",
    type=KNOWN_AT,
    metavar="DATE|TIME|#SEQ",
    help="Only what was recorded by then: a day or a time, both of UTC, or a number such as '#3' or 3 (default: all).",
)


def known_at(function: F) -> F:
    """Take `--known-at`, as `known_at`, nothing where it is not given, for the head of the log; and `--at-least`."""
    return _known_at(at_least(function))


on_register = click.option(
    "--db", metavar="URL", expose_value=False, callback=_remember, help="The register: a file or a database URL."
)
"""`--db`: for every command that opens the register."""

colored = click.option(
    "--color",
    type=Choice(COLORED),
    metavar="WHEN",
    expose_value=False,
    callback=_remember,
    help="When to use colour: auto (the default), always or never.",
)
"""`--color`."""

in_language = click.option(
    "--lang",
    type=Choice(CODES),
    metavar="LANGUAGE",
    expose_value=False,
    callback=_remember,
    help=f"The language of pages: {', '.join(CODES[:-1])} or {CODES[-1]} (default: that of the locale).",
)
"""`--lang`."""

acting = click.option(
    "--actor", metavar="NAME", expose_value=False, callback=_remember, help="Who records this (default: you)."
)
"""`--actor`: who typed, for every command that records."""


def axes(function: F) -> F:
    """Take both axes of time."""
    return as_of(known_at(function))


def formatted_as(*others: str) -> Callable[[F], F]:
    """Take `--format` and what goes with it, with formats that only this command has; and `--output`."""
    return lambda function: _format_of(others)(written(function))


def _format_of(others: Sequence[str] = ()) -> Callable[[F], F]:
    raw = click.option(
        "--raw",
        is_flag=True,
        expose_value=False,
        callback=_raw,
        help="Leave cells of csv and tsv as they are.",
    )
    named = ", ".join(("table (the default)", *FORMATS[1:-1], *others[:-1]))
    wanted = click.option(
        "--format",
        type=Choice((*FORMATS, *others)),
        metavar="FORMAT",
        expose_value=False,
        callback=_format,
        help=f"How to write the answer: {named + ', tsv' if others else named} or {(*FORMATS, *others)[-1]}.",
    )
    return lambda function: wanted(raw(colored(in_language(function))))


formatted = formatted_as()
"""The same with the formats of every query."""

answered = _format_of()
"""`--format` alone, of a command whose `--output` is for something else."""
