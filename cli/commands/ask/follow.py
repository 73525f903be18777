"""`follow`: a line for each recording, those that are there and each further one once it is committed."""

from __future__ import annotations

import sys
from typing import Any

import click

from cli.terminal.formats import narrow, write
from cli.terminal.options import command, on_register, pass_session
from cli.terminal.session import Session
from cli.terminal.types import Seq
from projections.forms.machine import json_text, plain


@command("follow", example="follow --from '#1' --no-wait")
@click.option("--from", "first", type=Seq(), metavar="#SEQ", help="The first recording (default: the next one).")
@click.option("--no-wait", is_flag=True, help="Leave once all that is there was given.")
@on_register
@pass_session
def follow(session: Session, first: Any, *, no_wait: bool) -> None:
    """Give a line of JSON for each recording, and wait for further ones; Ctrl-C ends it.

    On PostgreSQL the database tells of each commit; a file is looked at again and again.
    """
    from projections.answers.notifications import notifications

    try:
        for one in notifications(session.url, first, lambda: no_wait):
            write(session, json_text(plain("notification", one, None), narrow=narrow(session)))
            sys.stdout.flush()
    except KeyboardInterrupt:
        return  # the way out of what never ends by itself
