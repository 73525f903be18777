"""What completes a word that somebody has begun to type: agreements, parties, and ids from the register, if any.

Nothing is said where there is no register, or no such agreement in it: a completion never fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from cli.terminal.session import Session

if TYPE_CHECKING:
    from projections.answers.snapshot import Snapshot

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def _from_register(ask: Callable[[Snapshot, str | None, str], Iterable[str]]) -> Complete:
    """Complete from what is asked of a register about the agreement typed before, if one was, and a field."""

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        from lifecycle.errors import DepositaryError

        try:
            with ctx.ensure_object(Session).snapshot() as asked:
                found = dict.fromkeys(ask(asked, _agreement(ctx), parameter.name or ""))
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
def agreements(asked: Snapshot, agreement: str | None, field: str) -> Iterable[str]:
    """Complete the id of an agreement."""
    return asked.log.agreements()


@_from_register
def parties(asked: Snapshot, agreement: str | None, field: str) -> Iterable[str]:
    """Complete a party: of the agreement, or of any where none was typed before."""
    from projections.answers.parties import codes

    return asked.line(agreement).parties if agreement else codes(asked)


@_from_register
def ids(asked: Snapshot, agreement: str | None, field: str) -> Iterable[str]:
    """Complete an id by those that acts of the agreement gave in the same field, the latest first."""
    entries = asked.line(agreement).entries if agreement else ()
    opened = (entry.act for entry in reversed(entries) if (entry.act.opens or ("",))[0] == field)
    return (str(getattr(act, field)) for act in opened)
