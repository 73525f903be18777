"""What completes a word that somebody has begun to type: agreements, parties, and ids from the register, if any.

Nothing is said where there is no register, or no such agreement in it: a completion never fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

import click

from cli.terminal.session import Session

if TYPE_CHECKING:
    from projections.answers.snapshot import Snapshot

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


class Typed(NamedTuple):
    """What has been typed: the agreement, if one was, the field that is being typed, and as much of it as there is."""

    agreement: str | None
    field: str
    begun: str


def _from_register(ask: Callable[[Snapshot, Typed], Iterable[str]]) -> Complete:
    """Complete from what is asked of a register about what has been typed."""

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        from lifecycle.errors import DepositaryError

        try:
            with ctx.ensure_object(Session).snapshot() as asked:
                found = dict.fromkeys(ask(asked, Typed(_agreement(ctx), parameter.name or "", incomplete)))
        except (DepositaryError, OSError):
            return []
        return [name for name in found if name.casefold().startswith(incomplete.casefold())]

    return complete


def _agreement(ctx: click.Context) -> str | None:
    """Give the agreement that was typed; it is left among the words where the last of them is an option."""
    if all(parameter.name != "agreement" for parameter in ctx.command.params):
        return None
    return ctx.params.get("agreement") or next(iter(ctx.args), None)


@_from_register
def agreements(asked: Snapshot, typed: Typed) -> Iterable[str]:
    """Complete the id of an agreement."""
    from projections.models.neighbours import beginning

    return beginning(asked.log, typed.begun)


@_from_register
def parties(asked: Snapshot, typed: Typed) -> Iterable[str]:
    """Complete a party: of the agreement, or of any where none was typed before."""
    from projections.answers.parties import codes

    return asked.line(typed.agreement).parties if typed.agreement else codes(asked)


@_from_register
def ids(asked: Snapshot, typed: Typed) -> Iterable[str]:
    """Complete an id by those that acts of the agreement gave in the same field, the latest first."""
    entries = asked.line(typed.agreement).entries if typed.agreement else ()
    opened = (entry.act for entry in reversed(entries) if (entry.act.opens or ("",))[0] == typed.field)
    return (str(getattr(act, typed.field)) for act in opened)
