"""`draft`: the first act of an agreement, which carries its terms."""

from __future__ import annotations

from pathlib import Path

import click

from cli.commands.record.act_command import act_command, terms_of, today

TERMS = click.argument("terms", metavar="TERMS.yaml", type=click.Path(path_type=Path), callback=terms_of)

draft = act_command(
    "draft",
    "drafted",
    today("The day of the draft (default: today)."),
    about=TERMS,
    example="draft demo/terms/wco-caricc.yaml --on 2010-03-01",
    help="Open an agreement from its terms, a YAML file.",
)
