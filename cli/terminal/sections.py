"""The first group of commands: a table of them in sections, and the acts, each made or imported when it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.terminal.acts import in_short, typed_acts
from cli.terminal.groups import Commands
from cli.terminal.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

ACTS = "record.act_command:act_command"
"""Where the command of an act is made, by its first word."""


class Row(NamedTuple):
    """A command: its name, where it is, its short help, and whether it puts anything on record."""

    name: str
    where: str
    says: str
    records: bool = False


class LazyCommands(Commands):
    """The commands of a table, section by section, none of them imported before it is called.

    The acts have no lines in it, unless theirs differ: they stand at the head of the section that is named for them.
    """

    def __init__(
        self, name: str | None, *, sections: Mapping[str, Sequence[Row]], acts_in: str = "", **attributes: Any
    ) -> None:
        super().__init__(name, **attributes)
        self.own, self._acts_in = sections, acts_in
        self.rows = {row.name: row for rows in sections.values() for row in rows}

    @cached_property
    def sections(self) -> Mapping[str, Sequence[Row]]:
        """All sections, the acts included."""
        return {name: (*(self._acts() if name == self._acts_in else ()), *rows) for name, rows in self.own.items()}

    @cached_property
    def table(self) -> Mapping[str, Row]:
        """All commands by name, the acts included."""
        return {row.name: row for rows in self.sections.values() for row in rows}

    def _acts(self) -> Iterator[Row]:
        for name in typed_acts():
            if name not in self.rows:
                yield Row(name, ACTS, in_short(name), records=True)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names, in the order of the table."""
        return list(self.table)

    def row(self, name: str) -> Row | None:
        """Find a command by its name; what is no act needs no list of acts."""
        return self.rows.get(name) or self.table.get(name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or make it where it is that of an act."""
        row = self.row(cmd_name)
        if row is None:
            return None
        module, _, attribute = row.where.partition(":")
        found = getattr(import_module(f"cli.commands.{module}"), attribute)
        command: click.Command = found if isinstance(found, click.Command) else found(cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, and note whether it puts anything on record."""
        found = super().resolve_command(ctx, args)
        if row := self.row(found[0] or ""):
            ctx.ensure_object(Session).records = row.records
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Carry out a command, and say which events it sets aside."""
        from aggregates.record.log.aside import listening

        with listening(ctx.ensure_object(Session).set_aside):
            return super().invoke(ctx)

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
