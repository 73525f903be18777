"""`diff`: what changed between two answers, and which acts changed it; or between two versions of the terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal.formats import show
from cli.terminal.groups import Command
from cli.terminal.options import agreement, formatted, on_register, pass_session
from cli.terminal.session import Session
from cli.terminal.types import DATE, KNOWN_AT, RELATIVE
from projections.answers.difference import believed, happened, worded
from projections.pages.difference import draw

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


class Pairs(Command):
    """A command whose `--as-of` takes one day or two."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give a second day its own `--as-of`."""
        return super().parse_args(ctx, _apart(args))


_DAY = re.compile("|".join((r"\d{4}-\d{2}-\d{2}", *RELATIVE)), re.ASCII)


def _apart(args: Sequence[str]) -> list[str]:
    apart: list[str] = []
    for at, word in enumerate(args):
        if args[at - 2 : at - 1] == ["--as-of"] and at > 1 and _DAY.fullmatch(word):
            apart.append("--as-of")
        apart.append(word)
    return apart


@click.command(
    "diff",
    cls=Pairs,
    example="diff icmpd-wco --as-of 2004-02-29 --known-at '#8' '#16'\n"
    "diff wco-caricc --as-of 2010-03-01 2010-12-01\n"
    "diff icmpd-wco --terms 1 2",
)
@agreement
@click.option("--as-of", type=DATE, metavar="DATE [DATE]", multiple=True, help="The day, or the two days to compare.")
@click.option("--known-at", type=KNOWN_AT, metavar="K1 K2", nargs=2, help="The two places in the log to compare.")
@click.option("--terms", type=click.IntRange(1), metavar="V1 V2", nargs=2, help="The two versions of the terms.")
@formatted
@on_register
@pass_session
def diff(
    session: Session,
    agreement: str,
    as_of: tuple[date, ...],
    known_at: tuple[Moment, Moment] | None,
    terms: tuple[int, int] | None,
) -> None:
    """Show what changed between two answers, and which acts changed it.

    --known-at K1 K2 tells which recordings changed what is known of a day; --as-of D1 D2 what happened between the
    days; --terms V1 V2 which clauses were reworded.
    """
    sides = (known_at is not None, len(as_of) == 2, terms is not None)
    if sum(sides) != 1 or len(as_of) > 2 or (terms is not None and as_of):
        says = "Give --known-at K1 K2 (with a day, --as-of), or --as-of D1 D2, or --terms V1 V2."
        raise click.UsageError(says, click.get_current_context())
    with session.snapshot() as asked:
        if known_at is not None:
            found = believed(asked, agreement, as_of[0] if as_of else session.today, known_at)
        elif terms is not None:
            found = worded(asked, agreement, *terms)
        else:
            found = happened(asked, agreement, *sorted(as_of))
    show(session, "diff", found, lambda paper: draw(paper, found))
