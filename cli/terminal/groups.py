"""Commands and groups of commands: help that opens with an example, and suggestions for what was mistyped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click


class Command(click.Command):
    """A command whose help opens with examples: one line each, as typed after `depositary`."""

    def __init__(self, name: str | None, *, example: str = "", **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.example = example

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then what click writes."""
        write_examples(self.example, formatter)
        super().format_help(ctx, formatter)


class Commands(Command, click.Group):
    """A group of commands."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command by its name, or raise `UsageError` with the nearest ones."""
        if args[0][:1] != "-" and not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            near = suggestion(args[0], self.list_commands(ctx))
            raise click.UsageError(f"There is no command {args[0]!r}.{near}", ctx)
        return super().resolve_command(ctx, args)


Commands.group_class = Commands


def write_examples(examples: str, formatter: click.HelpFormatter) -> None:
    """Write each example as a line to copy."""
    lines = examples.splitlines()
    for line in lines:
        formatter.write(f"  $ depositary {line}\n")
    if lines:
        formatter.write_paragraph()


def suggestion(name: str, known: Iterable[str]) -> str:
    """Give the sentence with the names nearest to a mistyped one, or nothing."""
    from lifecycle.messages import render
    from lifecycle.suggestions import nearest

    near = nearest(name, known)
    return f" Did you mean {render(near)}?" if near else ""
