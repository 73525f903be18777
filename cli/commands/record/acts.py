"""The acts as commands: each puts one act on record, built from its options just as from a line of JSON.

To add a command: a statement here with the act's tag and what it takes, and a line in `COMMANDS` of `cli.main`. An
option's name is the act's field.
"""

from __future__ import annotations

import click

from cli.commands.record.act_command import act_command, by, date, id_of, on, text
from cli.terminal.groups import Commands

MANNERS = (
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "formal-confirmation",
    "notification",
    "exchange",
)


sign = act_command(
    "sign",
    "signed",
    by("The party that signs."),
    on("The day of the signature."),
    text("--place", "PLACE", "Where it was signed."),
    text("--signatory", "WHO", "Who signed, by office or name."),
    text("--authority", "WHAT", "Full powers, or what else shows that the signatory may sign."),
    example="sign wco-caricc --by CARICC --on 2010-03-30 --place Astana",
    help="Record that a party signed.",
)

consent = act_command(
    "consent",
    "consented",
    by("The party that consents."),
    on("The day that counts: of deposit, exchange or notification."),
    click.option("--manner", type=click.Choice(MANNERS), required=True, help="By which kind of instrument."),
    date("--instrument", "The date that the instrument bears."),
    text("--place", "PLACE", "Where it was deposited or exchanged."),
    example="consent wco-caricc --by WCO --on 2010-03-19 --manner approval --dry-run",
    help="Record a party's consent to be bound, by an instrument.",
)

confirm = act_command(
    "confirm",
    "confirmed",
    by("The party that confirms what was signed for it."),
    on("The day of the confirmation."),
    text("--authority", "WHAT", "What shows that it is the party's own act."),
    example='confirm icmpd-wco --by WCO --on 1999-06-01 --irregular "by way of caution" --dry-run',
    help="Record that a party confirmed a signature given for it without authority (VCLT-IO 8).",
)

notice = act_command(
    "notice",
    "notice_given",
    by("The party that gives notice."),
    on("The day on which it was sent."),
    date("--received", "The day on which it was received (default: the same day)."),
    date("--effective", "A later date of effect that the notice names."),
    text("--id", "NOTICE", "Its id in the agreement (default: the next number, such as N1).", field="notice"),
    example="notice icmpd-wco --by WCO --on 2003-09-30 --dry-run",
    help="Record that a party gave notice to end the agreement; its effect is shown first.",
)

withdraw_notice = act_command(
    "withdraw-notice",
    "notice_withdrawn",
    id_of("notice"),
    by("The party that withdraws its notice."),
    on("The day on which the withdrawal was sent."),
    date("--received", "The day on which it was received (default: the same day)."),
    example="withdraw-notice wco-caricc N1 --by CARICC --on 2011-02-27 --dry-run",
    help="Record that a party withdrew its notice, before it took effect.",
)

end = act_command(
    "end",
    "end_agreed",
    by("The party that consents."),
    on("The day of its consent."),
    date("--effective", "The date on which it shall end (default: with the last consent)."),
    example="end wco-caricc --by WCO --on 2010-12-15 --dry-run",
    help="Record one party's consent to end the agreement; with the last one it ends.",
)

suspend = act_command(
    "suspend",
    "suspended",
    by("The party that suspends its own obligations."),
    on("The first day of the suspension."),
    text(
        "--ground",
        "dispute:D1|measure:P1|breach|will|consent|declaration",
        "A failed dispute or a measure by its id, a breach, or what else the terms allow.",
        required=True,
    ),
    text("--reason", "TEXT", "The reason as the party gave it."),
    text("--id", "SUSPENSION", "Its id in the agreement (default: the next number).", field="suspension"),
    example="suspend wco-caricc --by CARICC --on 2010-10-01 --ground breach --dry-run",
    help="Record that a party suspended its own obligations.",
)

resume = act_command(
    "resume",
    "resumed",
    id_of("suspension"),
    by("The party whose suspension it is."),
    on("The day from which it performs again."),
    example="resume wco-caricc S1 --by WCO --on 2010-08-01 --accept-impact --dry-run",
    help="Record that a party lifted its suspension; others stay.",
)

abandon = act_command(
    "abandon",
    "abandoned",
    by("The party that gives it up; none where all do.", required=False),
    on("The day on which it was given up."),
    example="abandon wco-caricc --on 2010-03-25 --accept-impact --dry-run",
    help="Record that the draft, or the signatures, were given up before entry into force.",
)


dispute = Commands(
    "dispute",
    example="dispute refer wco-caricc --by WCO --on 2010-10-01 --subject safeguards --dry-run",
    help="Record that a dispute was referred, settled, or failed.",
    commands=[
        act_command(
            "refer",
            "dispute_referred",
            id_of("dispute"),
            by("The party that refers it."),
            on("The day of the referral."),
            text("--subject", "TEXT", "What it is about."),
            example="dispute refer wco-caricc --by WCO --on 2010-10-01 --subject safeguards --dry-run",
            help="Record that a party referred a dispute to those who are to settle it.",
        ),
        act_command(
            "settle",
            "dispute_settled",
            id_of("dispute"),
            by("The party that reports it.", required=False),
            on("The day of the settlement."),
            example="dispute settle wco-caricc D1 --on 2010-09-20 --dry-run",
            help="Record that a dispute was settled; by itself that lifts no suspension.",
        ),
        act_command(
            "fail",
            "dispute_failed",
            id_of("dispute"),
            by("The party that reports it.", required=False),
            on("The day on which the attempt to settle it failed."),
            example="dispute fail wco-caricc D1 --on 2010-06-15 --accept-impact --dry-run",
            help="Record that a dispute could not be settled.",
        ),
    ],
)


activity = Commands(
    "activity",
    example="activity begin icmpd-wco A3 --on 2003-05-01 --title seminar --dry-run",
    help="Record that a joint activity began or was completed.",
    commands=[
        act_command(
            "begin",
            "activity_begun",
            id_of("activity"),
            by("The party that reports it.", required=False),
            on("The day on which it began."),
            text("--title", "TEXT", "What it is."),
            example="activity begin icmpd-wco A3 --on 2003-05-01 --title seminar --dry-run",
            help="Record that a joint activity began.",
        ),
        act_command(
            "complete",
            "activity_completed",
            id_of("activity"),
            by("The party that reports it.", required=False),
            on("The day on which it was completed."),
            example="activity complete icmpd-wco A2 --on 2004-06-01 --accept-impact --dry-run",
            help="Record that a joint activity was completed.",
        ),
    ],
)


account = Commands(
    "account",
    example="account open icmpd-wco C2 --on 2003-05-01 --owed-by WCO --owed-to ICMPD --dry-run",
    help="Record that an account between the parties was opened or settled.",
    commands=[
        act_command(
            "open",
            "account_opened",
            id_of("account"),
            by("The party that reports it.", required=False),
            on("The day on which it was opened."),
            text("--owed-by", "PARTY", "Who owes."),
            text("--owed-to", "PARTY", "To whom."),
            text("--amount", "AMOUNT", 'How much, such as "1200.00 EUR".'),
            text("--activity", "ACTIVITY", "The activity that it arises from."),
            text("--title", "TEXT", "What it is for."),
            example="account open icmpd-wco C2 --on 2003-05-01 --owed-by WCO --owed-to ICMPD --dry-run",
            help="Record that an account between the parties was opened.",
        ),
        act_command(
            "settle",
            "account_settled",
            id_of("account"),
            by("The party that reports it.", required=False),
            on("The day of the payment."),
            text("--amount", "AMOUNT", "What was paid (default: all that is owed)."),
            example='account settle icmpd-wco C1 --on 2003-12-01 --amount "200.00 EUR" --dry-run',
            help="Record that an account was settled, or a part of it.",
        ),
    ],
)
