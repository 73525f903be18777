"""The text as commands: its draft, its amendments (VCLT-IO 39 and 40), its rectification (VCLT-IO 80)."""

from __future__ import annotations

from pathlib import Path

import click

from cli.commands.record.act_command import act_command, because, by, date, id_of, on, terms, terms_of, text, today
from cli.terminal.groups import Commands

TERMS = click.argument("terms", metavar="TERMS.yaml", type=click.Path(path_type=Path), callback=terms_of)
RECTIFICATION = click.argument("rectification", metavar="RECTIFICATION")

draft = act_command(
    "draft",
    "drafted",
    today("The day of the draft (default: today)."),
    about=TERMS,
    example="draft demo/terms/wco-caricc.yaml --on 2010-03-01",
    help="Open an agreement from its terms, a YAML file.",
)

amend = Commands(
    "amend",
    example="amend accept icmpd-wco M2 --by WCO --on 2002-06-01 --dry-run",
    help="Record that an amendment was proposed, accepted, withdrawn, or opted out of.",
    commands=[
        act_command(
            "propose",
            "amendment_proposed",
            id_of("amendment"),
            by("The party that proposes it, and thereby consents to it."),
            on("The day of the proposal."),
            terms("The whole of the new terms, as a YAML file."),
            date("--effective", "The day from which they shall hold (default: by the rule of the terms in force)."),
            example="amend propose icmpd-wco --by WCO --on 2002-09-01 --terms demo/terms/icmpd-wco-2001.yaml --dry-run",
            help="Record that a party proposed new terms.",
        ),
        act_command(
            "accept",
            "amendment_accepted",
            id_of("amendment"),
            by("The party that accepts it."),
            on("The day of its acceptance."),
            example="amend accept icmpd-wco M2 --by WCO --on 2002-06-01 --dry-run",
            help="Record that a party accepted an amendment; with the last acceptance it is agreed.",
        ),
        act_command(
            "withdraw",
            "amendment_withdrawn",
            id_of("amendment"),
            by("The party that proposed it."),
            on("The day of the withdrawal."),
            example="amend withdraw icmpd-wco M2 --by ICMPD --on 2002-06-01 --dry-run",
            help="Record that the proposer withdrew an amendment that is not yet agreed.",
        ),
        act_command(
            "opt-out",
            "amendment_opted_out",
            id_of("amendment"),
            by("The party that stays outside."),
            on("The day of its declaration."),
            example='amend opt-out icmpd-wco M2 --by WCO --on 2002-06-01 --irregular "sent all the same" --dry-run',
            help="Record that a tacitly accepted amendment shall not hold for a party.",
        ),
        act_command(
            "opt-in",
            "amendment_opted_in",
            id_of("amendment"),
            by("The party that comes in after all."),
            on("The day of its declaration."),
            example='amend opt-in icmpd-wco M2 --by WCO --on 2002-06-01 --irregular "sent all the same" --dry-run',
            help="Record that a party that stayed outside an amendment accepts it after all.",
        ),
    ],
)

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
