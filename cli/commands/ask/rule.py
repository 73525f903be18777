"""`rule`: what the rules that answers cite by number say, and what they rest on."""

from __future__ import annotations

import click

from cli.terminal.formats import show
from cli.terminal.options import command, formatted, pass_session
from cli.terminal.session import Session
from projections.answers.rules import rules
from projections.pages.rules import draw


@command("rule", example="rule R24\nrule R24 R29 --format json\nrule")
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1)
@formatted
@pass_session
def rule(session: Session, numbers: tuple[str, ...]) -> None:
    """Say what the rules of the law mean that are cited by number, such as R24; without a number, all of them.

    Refusals, reasons and the steps of `explain` cite them. A number never changes its meaning.
    """
    found = rules(numbers)
    show(session, "rule", found, lambda paper: draw(paper, found))
