"""The first group of commands: a table of them in sections, from which each is imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.terminal.groups import Commands
from cli.terminal.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Row(NamedTuple):
    """A command: its name, where it is, its short help, and whether it puts anything on record."""

    name: str
    where: str
    says: str
    records: bool = False


class LazyCommands(Commands):
    """The commands of a table, section by section, none of them imported before it is called."""

    def __init__(self, name: str | None, *, sections: Mapping[str, Sequence[Row]], **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.sections = sections
        self.table = {row.name: row for rows in sections.values() for row in rows}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name].where.partition(":")
        command: click.Command = getattr(import_module(f"cli.commands.{module}"), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, and note whether it puts anything on record."""
        found = super().resolve_command(ctx, args)
        if found[0] in self.table:
            ctx.ensure_object(Session).records = self.table[found[0]].records
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section, without importing them."""
        longest = max(map(len, self.table))
        for section, rows in self.sections.items():
            with formatter.section(section):
                formatter.write_dl([(f"{row.name:<{longest}}", row.says) for row in rows])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name, without importing any command."""
        from click.shell_completion import CompletionItem

        rows = [row for row in self.table.values() if row.name.startswith(incomplete)]
        names = [CompletionItem(row.name, help=row.says) for row in rows]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]
