"""`draft`: the first act of an agreement, which carries its terms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cli.commands.record.proposal import How, recording
from cli.commands.record.recording import record_act
from cli.terminal.options import TERMS, command, dated, pass_session
from cli.terminal.session import Session


@command("draft", example="draft demo/terms/wco-caricc.yaml --on 2010-03-01")
@TERMS
@dated("--on", help="The day of the draft (default: today).")
@click.option("--note", metavar="TEXT", help="A note of the keeper's, kept with the act.")
@recording
@pass_session
def draft(session: Session, /, terms: Path, on: date | None, note: str | None, how: How) -> None:
    """Open an agreement from its terms, a YAML file."""
    from cli.terminal.jsonl import terms_of

    fields = {"act": "drafted", "terms": terms_of(terms), "on": on or session.today}
    record_act(session, fields | ({"note": note} if note else {}), how)
