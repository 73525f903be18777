"""The keeper's own acts as commands: corrections of entries, strikes, approvals, rectification of the text.

Source: VCLT-IO 80; of approvals ADR 0011. Each is a new act, dated today unless it says otherwise; no stored byte
changes. What an entry would become is examined before, so that a wrong field is an error of the command line and not of
the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from cli.commands.record.act_command import Takes, act_command, by, date, terms, text, today
from cli.terminal.groups import Commands
from cli.terminal.options import Seq
from cli.terminal.session import Session

ENTRY = click.argument("target", metavar="SEQ", type=Seq())
RECTIFICATION = click.argument("rectification", metavar="RECTIFICATION")


def because(help: str) -> Takes:
    """Take the reason, without which nothing on record is touched."""
    return text("--reason", "TEXT", help, required=True)


# Corrections of the register's own entries


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
    from projections.answers.snapshot import snapshot

    with snapshot(session.url) as known:
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


# Rectification of the text


rectify = Commands(
    "rectify",
    example="rectify record icmpd-wco R1 --on 2002-05-02 --dry-run",
    help="Record the rectification of a text: proposed, objected to, and recorded by procès-verbal.",
    commands=[
        act_command(
            "propose",
            "rectification_proposed",
            terms("The terms as they should read."),
            date("--objections-by", "The last day for an objection.", required=True),
            because("What is wrong with the text."),
            by("The party that proposes it; none where the depositary does.", required=False),
            text("--id", "ID", "Its id in the agreement (default: the next number).", field="rectification"),
            today(),
            example="rectify propose icmpd-wco --terms demo/terms/icmpd-wco.yaml --objections-by 2002-05-01"
            ' --on 2002-02-01 --reason "a slip in Art. 5(2)" --dry-run',
            help="Record that a rectification of the text was proposed, with the time-limit for objections.",
        ),
        act_command(
            "object",
            "rectification_objected",
            RECTIFICATION,
            by("The party that objects."),
            today(),
            example="rectify object icmpd-wco R1 --by WCO --on 2002-03-01 --dry-run",
            help="Record that a party objected to a proposed rectification: the text then stands.",
        ),
        act_command(
            "record",
            "rectified",
            RECTIFICATION,
            today(),
            example="rectify record icmpd-wco R1 --on 2002-05-02 --dry-run",
            help="Record the procès-verbal: the corrected text replaces the defective one from the beginning.",
        ),
    ],
)
