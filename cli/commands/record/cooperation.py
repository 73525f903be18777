"""Co-operation between the parties as commands: contact points, consultations, requests, meetings.

To add a command: a statement here, and for a new group a line in `COMMANDS` of `cli.main`.
"""

from __future__ import annotations

import click

from cli.commands.record.act_command import Takes, act_command, by, date, id_of, on, text
from cli.terminal.groups import Commands

WITHIN = text("--activity", "ACTIVITY", "The activity that it belongs to, where it belongs to one.")
TO = text("--to", "PARTY", "Whom it is addressed to (default: the other of two parties).")
MEETING = click.argument("meeting", metavar="MEETING")


def many(name: str, field: str, metavar: str, help: str) -> Takes:
    """Take a text any number of times."""
    return click.option(name, field, metavar=metavar, multiple=True, help=f"{help.rstrip('.')}; may be given again.")


contact = Commands(
    "contact",
    example='contact designate wco-caricc --by WCO --contact "Enforcement" --on 2010-05-03 --dry-run',
    help="Record that a party designated its contact point.",
    commands=[
        act_command(
            "designate",
            "contact_designated",
            by("The party whose contact point it is."),
            on("The day from which it is the contact point."),
            text("--contact", "WHO", "The office or person.", required=True),
            text("--function", "TEXT", "What for, where a party has several; the one before it is replaced."),
            text("--reach", "TEXT", "How to reach it."),
            WITHIN,
            example='contact designate wco-caricc --by WCO --contact "Enforcement" --on 2010-05-03 --dry-run',
            help="Record that a party designated its contact point, in place of the one before.",
        ),
    ],
)


consultation = Commands(
    "consultation",
    example="consultation request wco-caricc --by CARICC --on 2010-05-03 --subject plans --dry-run",
    help="Record that consultations were asked for, arranged, or held.",
    commands=[
        act_command(
            "request",
            "consultation_requested",
            id_of("consultation"),
            by("The party that asks for them."),
            on("The day of the request."),
            text("--subject", "TEXT", "What they are to be about."),
            click.option(
                "--under",
                type=click.Choice(("co-operation", "amendment")),
                help="The duty invoked: co-operation (the default), or consultation on an amendment.",
            ),
            TO,
            date("--wanted-by", "The day by which they are asked for."),
            text("--every", "SPAN", "That they are to be held again and again, such as every 6 months."),
            WITHIN,
            example="consultation request wco-caricc --by CARICC --on 2010-05-03 --subject plans --dry-run",
            help="Record that a party asked for consultations; they are due until they are held.",
        ),
        act_command(
            "arrange",
            "consultation_arranged",
            id_of("consultation"),
            by("The party that reports it."),
            on("The day on which it was arranged."),
            date("--for-day", "The day on which it is to be held.", required=True),
            text("--level", "TEXT", "At which level, such as heads of the organisations."),
            example="consultation arrange wco-caricc Q1 --by CARICC --on 2010-05-03 --for-day 2010-06-01 --dry-run",
            help="Record that a consultation was arranged, at a level and for a day.",
        ),
        act_command(
            "hold",
            "consultation_held",
            id_of("consultation"),
            by("The party that reports it."),
            on("The day on which it was held."),
            text("--level", "TEXT", "At which level."),
            text("--observations", "TEXT", "The observations made."),
            click.option(
                "--considered/--not-considered",
                default=True,
                help="Whether the observations were taken into consideration.",
            ),
            example='consultation hold wco-caricc Q1 --by WCO --on 2010-06-01 --observations "on quotas" --dry-run',
            help="Record that a consultation was held, with the observations made.",
        ),
    ],
)


assistance = Commands(
    "assistance",
    example="assistance request wco-caricc --by CARICC --on 2010-05-03 --subject experts --dry-run",
    help="Record that assistance was requested, given, or refused.",
    commands=[
        act_command(
            "request",
            "assistance_requested",
            id_of("request"),
            by("The party that asks."),
            on("The day of the request."),
            text("--subject", "TEXT", "What is asked for.", required=True),
            click.option(
                "--for",
                "asks_for",
                type=click.Choice(("information", "assistance", "expertise", "review")),
                help="The kind of it: assistance (the default), information, expertise, or the review of a project.",
            ),
            TO,
            text("--purpose", "TEXT", "What the information asked for is to be used for."),
            date("--wanted-by", "The day by which a reply is asked for."),
            WITHIN,
            example="assistance request wco-caricc --by CARICC --on 2010-05-03 --subject experts --dry-run",
            help="Record that a party asked the other for something; it is due until an act closes it.",
        ),
        act_command(
            "answer",
            "assistance_answered",
            id_of("request"),
            by("The party that answers."),
            on("The day of the answer."),
            text("--answer", "TEXT", "The answer, or what was done."),
            example='assistance answer wco-caricc T2 --by WCO --on 2010-05-10 --answer "two experts" --dry-run',
            help="Record that a request was answered.",
        ),
        act_command(
            "refuse",
            "assistance_refused",
            id_of("request"),
            by("The party that refuses."),
            on("The day of the refusal."),
            text("--ground", "TEXT", "The ground of the exemption.", required=True),
            example='assistance refuse wco-caricc T2 --by WCO --on 2010-05-10 --ground "beyond its mission" --dry-run',
            help="Record that a request was refused under the exemption; a refusal is no suspension.",
        ),
    ],
)


meeting = Commands(
    "meeting",
    example="meeting convene wco-caricc --by CARICC --on 2010-05-03 --title session --dry-run",
    help="Record that a meeting was convened, an observer invited, or present.",
    commands=[
        act_command(
            "convene",
            "meeting_convened",
            id_of("meeting"),
            by("The party that convenes it."),
            on("The day of the convocation."),
            text("--title", "TEXT", "What it is.", required=True),
            date("--for-day", "The day on which it is to be held."),
            many("--host", "hosts", "PARTY", "A party that hosts it (default: the one that convenes it)."),
            click.option("--technical", is_flag=True, help="That it is a technical meeting."),
            WITHIN,
            example="meeting convene wco-caricc --by CARICC --on 2010-05-03 --title session --dry-run",
            help="Record that a party convened a meeting, alone or together with the other.",
        ),
        act_command(
            "invite",
            "observer_invited",
            MEETING,
            by("The party that invites."),
            on("The day of the invitation."),
            text("--observer", "PARTY", "The party invited.", required=True),
            example="meeting invite wco-caricc G2 --by CARICC --observer WCO --on 2010-05-04 --dry-run",
            help="Record that a party invited the other as an observer.",
        ),
        act_command(
            "attend",
            "observer_attended",
            MEETING,
            by("The party that attended."),
            on("The day on which it attended."),
            text("--representative", "WHO", "By whom it was represented."),
            example="meeting attend wco-caricc G1 --by CARICC --on 2010-05-20 --dry-run",
            help="Record that an invited observer attended.",
        ),
    ],
)
