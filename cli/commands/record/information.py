"""What passes between the parties as commands: information, platforms, joint projects.

To add a command: a statement here, and for a new group a line in `COMMANDS` of `cli.main`.
"""

from __future__ import annotations

import re

import click

from cli.commands.record.act_command import act_command, by, id_of, on, text
from cli.commands.record.cooperation import TO, WITHIN, many
from cli.terminal.groups import Commands

ITEM = click.argument("item", metavar="ITEM")
ACTIVITY = id_of("activity")
PLATFORM = click.argument("platform", metavar="PLATFORM")

_COST = re.compile(r"(?P<party>[^:]+): *(?P<amount>\S+ \S+?)(?: to (?P<to>.+))?")


def _costs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> list[dict[str, str]]:
    """Read `WCO: 1200.00 EUR to CARICC`."""
    costs = []
    for cost in given:
        if not (found := _COST.fullmatch(cost)):
            raise click.BadParameter(f"{cost!r} is not PARTY: AMOUNT, such as 'WCO: 1200.00 EUR to CARICC'")
        costs.append({name: value.strip() for name, value in found.groupdict().items() if value})
    return costs


# Information


information = Commands(
    "information",
    example="information use wco-caricc I1 --by CARICC --on 2010-05-03 --purpose briefing --dry-run",
    help="Record that information was supplied, restricted, or used.",
    commands=[
        act_command(
            "supply",
            "information_supplied",
            id_of("item"),
            by("The party that supplies it."),
            on("The day on which it was supplied."),
            TO,
            text("--title", "TEXT", "What it is."),
            text("--purpose", "TEXT", "What it may be used for."),
            many("--restriction", "restrictions", "TEXT", "A restriction on its use."),
            text("--through", "WHO", "The authorised person through whom it passed."),
            text("--request", "REQUEST", "The request that it answers."),
            WITHIN,
            example="information supply wco-caricc --by WCO --on 2010-05-03 --purpose use --through Liaison --dry-run",
            help="Record that a party supplied information, with its purpose and the restrictions on its use.",
        ),
        act_command(
            "restrict",
            "restriction_notified",
            ITEM,
            id_of("restriction"),
            by("The party that supplied the item."),
            on("The day on which the restriction was notified."),
            text("--text", "TEXT", "The restriction.", required=True),
            example='information restrict wco-caricc I1 --by WCO --on 2010-05-20 --text "internal use" --dry-run',
            help="Record that the supplier restricted the use of what it had supplied.",
        ),
        act_command(
            "lift",
            "restriction_lifted",
            id_of("restriction"),
            by("The party that made the restriction."),
            on("The day on which it was lifted."),
            example="information lift wco-caricc L1 --by WCO --on 2010-06-01 --dry-run",
            help="Record that a party lifted a restriction of its own, a legal one included.",
        ),
        act_command(
            "use",
            "information_used",
            ITEM,
            by("The party that used it."),
            on("The day of the use."),
            text("--purpose", "TEXT", "What it was used for.", required=True),
            example="information use wco-caricc I1 --by CARICC --on 2010-05-03 --purpose briefing --dry-run",
            help="Record that information was used, whatever restricts it.",
        ),
        act_command(
            "declare",
            "legal_restriction_declared",
            id_of("restriction"),
            by("The party that is subject to it."),
            on("The day from which it declares it."),
            text("--text", "TEXT", "The legal restriction in force for it.", required=True),
            example='information declare icmpd-wco --by WCO --on 2000-03-01 --text "data protection" --dry-run',
            help="Record a legal restriction in force, to which all that a party supplies is subject.",
        ),
        act_command(
            "complain",
            "complaint_recorded",
            by("The party that complains."),
            on("The day of the complaint."),
            text("--subject", "TEXT", "What disturbs the safeguard.", required=True),
            example='information complain wco-caricc --by WCO --on 2010-06-01 --subject "reporting" --dry-run',
            help="Record a complaint that a safeguard of the text is disturbed.",
        ),
    ],
)


# Platforms


platform = Commands(
    "platform",
    example="platform withdraw wco-caricc CENCOMM2 --by WCO --on 2010-06-15 --dry-run",
    help="Record that a platform was made available, or withdrawn.",
    commands=[
        act_command(
            "provide",
            "platform_provided",
            PLATFORM,
            by("The party that provides it."),
            on("The day from which it is available."),
            TO,
            many("--language", "languages", "LANGUAGE", "A language of it (default: those of the text)."),
            example="platform provide wco-caricc CENCOMM2 --by WCO --on 2010-04-01 --accept-impact --dry-run",
            help="Record that a party made a platform available to the other.",
        ),
        act_command(
            "withdraw",
            "platform_withdrawn",
            PLATFORM,
            by("The party that provides it."),
            on("The day from which it is no longer available."),
            example="platform withdraw wco-caricc CENCOMM2 --by WCO --on 2010-06-15 --dry-run",
            help="Record that a platform was withdrawn.",
        ),
    ],
)


# Projects


project = Commands(
    "project",
    example="project evaluate icmpd-wco A2 --by WCO --on 2003-06-01 --evaluation useful --dry-run",
    help="Record what is done about joint projects and programmes.",
    commands=[
        act_command(
            "arrange",
            "arrangement_made",
            ACTIVITY,
            by("The party that reports it."),
            on("The day of the special arrangement."),
            text("--title", "TEXT", "What it is.", required=True),
            text("--procedures", "TEXT", "How it is carried out."),
            text("--participation", "TEXT", "Who takes part."),
            click.option(
                "--cost",
                "costs",
                metavar="COST",
                multiple=True,
                callback=_costs,
                help='What a party pays, such as "WCO: 1200.00 EUR to CARICC"; may be given again.',
            ),
            example='project arrange wco-caricc --by WCO --on 2010-05-03 --title course --cost "WCO: 80 EUR" --dry-run',
            help="Record a special arrangement for a joint project: an activity, with an account for each cost.",
        ),
        act_command(
            "review",
            "project_reviewed",
            id_of("request"),
            by("The party that reviewed it."),
            on("The day of the review."),
            text("--comments", "TEXT", "Its comments.", required=True),
            example="project review wco-caricc T1 --by CARICC --on 2010-05-10 --comments sound --dry-run",
            help="Record that a project was reviewed on request, with comments.",
        ),
        act_command(
            "evaluate",
            "project_evaluated",
            ACTIVITY,
            by("The party that evaluated it."),
            on("The day of the evaluation."),
            text("--evaluation", "TEXT", "The evaluation.", required=True),
            example="project evaluate icmpd-wco A2 --by WCO --on 2003-06-01 --evaluation useful --dry-run",
            help="Record that a joint project was evaluated, running or completed.",
        ),
        act_command(
            "combine",
            "resources_combined",
            ACTIVITY,
            by("The party whose resources they are."),
            on("The day from which they are there."),
            text("--resources", "TEXT", "The resources.", required=True),
            example='project combine icmpd-wco A2 --by WCO --on 2003-06-01 --resources "two trainers" --dry-run',
            help="Record that a party put resources into a joint project.",
        ),
    ],
)
