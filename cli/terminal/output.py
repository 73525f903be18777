"""Where an answer is written: to standard output, or with `--output` to a file, which is there whole or not at all.

Whether it can be made is looked at before the command does anything: nothing is recorded whose receipt has no place.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.terminal.files import Output
from cli.terminal.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


class OutputFile(click.ParamType[Output]):
    """The name of a file to write, examined before anything else is done."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        """Take the name, with leave to write over what is there if `--force` gives it."""
        if isinstance(value, Output):
            return value
        return Output(Path(value), ctx is not None and ctx.ensure_object(Session).force).examine()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete it."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def _force(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.ensure_object(Session).force = value


def _remember(ctx: click.Context, _: click.Parameter, value: Output | None) -> None:
    session = ctx.ensure_object(Session)
    if value is None and session.force and not ctx.resilient_parsing:
        raise click.UsageError("--force lets --output write over a file: name that, too.", ctx)
    session.output = None if value is None or value.is_stdout else value


_FORCE = click.option(
    "--force", is_flag=True, is_eager=True, expose_value=False, callback=_force, help="Let --output write over a file."
)


def written(function: F) -> F:
    """Take `--output`, where the answer goes, and `--force`."""
    named = click.option(
        "-o",
        "--output",
        type=OutputFile(),
        metavar="FILE",
        expose_value=False,
        callback=_remember,
        help="Write the answer into this file, whole or not at all (default: -, standard output).",
    )
    return named(_FORCE(function))


def made(says: str) -> Callable[[F], F]:
    """Take `--output` as `output`, where what a command makes goes, apart from its answer; and `--force`."""
    named = click.option(*("-o", "--output", "--out", "output"), type=OutputFile(), metavar="FILE", help=says)
    return lambda function: named(_FORCE(function))
