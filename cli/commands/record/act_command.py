"""The commands of acts, made of what their classes declare, and the one thing that they do: put acts on record.

A command is made of plain data (`cli.terminal.acts`), so that its help imports no act. Its parameters are the fields of
the act: what they are given is the act's plain data, the same as a line of JSON.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import click

from cli.commands.record.act_values import parameter
from cli.commands.record.proposal import How, recording
from cli.terminal.acts import Typed, in_short, typed_acts
from cli.terminal.groups import Command, Commands
from cli.terminal.options import pass_session
from cli.terminal.session import Session


@cache
def act_command(name: str) -> Command:
    """Make the command of an act, or the group of the acts whose commands begin with the same word."""
    acts = typed_acts()[name]
    if acts[0].command == name:
        return _command(acts[0])
    commands = [_command(act) for act in acts]
    return Commands(name, example=commands[0].example, help=in_short(name), commands=commands)


class ActCommand(Command):
    """A command that refuses what an act has once where it is given twice, instead of taking the last of the two."""

    def __init__(self, name: str | None, *, own: Collection[str], **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.own = own
        """The fields of the act."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words, each option of the act at most once unless it takes several values."""
        if not ctx.resilient_parsing:
            order = self.make_parser(ctx).parse_args(args=list(args))[2]
            options = (one for one in order if isinstance(one, click.Option) and one.name in self.own)
            for option in options:
                if order.count(option) > 1 and not (option.multiple or option.is_flag):
                    raise click.UsageError(f"{option.opts[0]} is given twice, and the act has it once.", ctx)
        return super().parse_args(ctx, args)


def _command(act: Typed) -> Command:
    takes, example = act.taken(), "\n".join(act.examples)
    many = {one.field for one in takes if one.many}

    @click.command(
        act.verb,
        cls=ActCommand,
        own={one.field for one in takes},
        example=example,
        help=act.says,
        params=list(map(parameter, takes)),
    )
    @recording
    @pass_session
    def callback(session: Session, /, how: How, **given: Any) -> None:
        from cli.commands.record.recording import record_acts

        fields = {name: value for name, value in given.items() if value is not None and (value or name not in many)}
        by = fields.pop("by", None)
        each = by if isinstance(by, tuple) else (by,)
        named = ({} if one is None else {"by": one} for one in each)
        record_acts(session, [{"act": act.act, **fields, **one} for one in named], how)

    return callback
