"""Commands, groups of commands and choices: help that opens with an example, suggestions for what was mistyped."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
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


class Choice(click.Choice[str]):
    """One of some words; what is none of them is answered with all of them, and with the nearest."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Say what is known, and what may have been meant."""
        return super().get_invalid_choice_message(value, ctx) + suggestion(str(value), self.choices)


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
    """Write each example as a line to copy; one that a terminal has no room for goes on as a shell reads it."""
    from cli.terminal.layout import columns

    lines, room = examples.splitlines(), columns(sys.stdout)
    for line in lines:
        formatter.write("".join(f"{part}\n" for part in _continued(f"  $ depositary {line}", room)))
    if lines:
        formatter.write_paragraph()


_WORD = re.compile(r"""(?:'[^']*'|"[^"]*"|[^ '"])+""")
"""A word of a shell, its quotes with it."""


def _continued(line: str, room: int | None) -> Iterator[str]:
    """Break a command line between its words, with the sign that it goes on."""
    if room is None or len(line) <= room:
        yield line
        return
    first, *words = _WORD.findall(line)
    line = f"  {first}"
    for word in words:
        if len(line) + len(word) + len(CONTINUES) + 1 > room:
            yield line + CONTINUES
            line = " " * 5
        line = f"{line} {word}"
    yield line


CONTINUES = " \\"


def suggestion(name: str, known: Iterable[str]) -> str:
    """Give the sentence with the names nearest to a mistyped one, or nothing."""
    from lifecycle.messages import render
    from lifecycle.suggestions import nearest

    near = nearest(name, known)
    return f" Did you mean {render(near)}?" if near else ""
