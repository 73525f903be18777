"""Amendments as commands: new terms proposed, accepted party by party, withdrawn, opted out of (VCLT-IO 39 and 40)."""

from __future__ import annotations

from cli.commands.record.act_command import act_command, by, date, id_of, on, terms
from cli.terminal.groups import Commands

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
