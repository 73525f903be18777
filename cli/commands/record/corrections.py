"""The keeper's own acts on entries as commands: corrections, strikes, approvals (ADR 0011).

Each is a new act, dated today unless it says otherwise; no stored byte changes. What an entry would become is examined
before, so that a wrong field is an error of the command line and not of the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from cli.commands.record.act_command import act_command, because, today
from cli.terminal.options import Seq
from cli.terminal.session import Session

ENTRY = click.argument("target", metavar="SEQ", type=Seq())


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read `FIELD=VALUE`, each field once."""
    pairs: dict[str, str] = {}
    for pair in given:
        name, found, value = pair.partition("=")
        if not found or not name:
            raise click.BadParameter(f"{pair!r} is not FIELD=VALUE, such as on=2010-03-30", ctx, param)
        if name in pairs:
            raise click.BadParameter(f"{name} is given twice", ctx, param)
        pairs[name] = value
    return pairs


def _examine(session: Session, fields: Mapping[str, Any]) -> None:
    from projections.answers.recording.corrections import examine

    with session.snapshot() as known:
        examine(known, fields["agreement"], fields["target"], fields.get("set", {}))


correct = act_command(
    "correct",
    "corrected",
    ENTRY,
    click.option(
        "--set",
        metavar="FIELD=VALUE",
        multiple=True,
        required=True,
        callback=_pairs,
        help="A field of the act as it should have been entered; nothing after = takes it away. Repeatable.",
    ),
    because("Why the entry was wrong."),
    today(),
    examine=_examine,
    example='correct wco-caricc 6 --set place=Almaty --reason "misread" --dry-run\n'
    'correct wco-caricc 15 --set on=2010-11-29 --set received=2010-12-01 --reason "letter found" --dry-run',
    help="""Correct an entry of the register: a clerical error in what was entered.

    The entry keeps its bytes, and its old value answers at its own --known-at. A correction can itself be corrected,
    or struck.
    """,
)

strike = act_command(
    "strike",
    "struck",
    ENTRY,
    because("Why the entry should not be there."),
    today(),
    examine=_examine,
    example='strike wco-caricc 15 --reason "entered on the wrong file" --dry-run',
    help="Strike an entry made by mistake. It stays in the log with the reason; a strike can itself be struck.",
)

approve = act_command(
    "approve",
    "approved",
    ENTRY,
    today(),
    example="approve icmpd-wco 35 --on 2010-12-02 --actor second --dry-run",
    help="""Approve, as a second officer, what another one submitted: then it has its effect, by its own legal date.

    A register asks for it with four eyes on: depositary db four-eyes. What waits is withdrawn with: depositary strike.
    """,
)
