"""`record`: many acts at once from JSON lines, all or none, or those that can be recorded."""

from __future__ import annotations

from pathlib import Path

import click

from cli.commands.record.proposal import How, propose, recording
from cli.commands.record.recording import record_all
from cli.commands.record.rejects import Skipping
from cli.terminal.options import command, pass_session
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput, OutcomeUnknown, Problem


@command("record", example="record demo/completion.jsonl --dry-run")
@click.argument("file", metavar="FILE.jsonl|-", type=click.Path(allow_dash=True, path_type=Path))
@click.option(
    "--on-error",
    type=click.Choice(("stop", "skip")),
    default="stop",
    metavar="WHAT",
    help="stop: all or none (the default). skip: put aside what cannot be recorded, and record the rest.",
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where skipped lines are put, as they are (default: FILE.rejects.jsonl).",
)
@recording
@pass_session
def record(session: Session, /, file: Path, on_error: str, rejects: Path | None, how: How) -> int:
    """Record many acts at once, all or none: one JSON object a line, `-` reads them from a pipe.

    Each line has `agreement`, `act`, `on` and the fields of the act, such as `by`; `drafted` carries `terms`, or
    `terms_file`, a path beside the file. Exit 8 tells that lines were skipped.
    """
    from cli.terminal.jsonl import placed, read_all, read_line, split_lines

    name, folder = ("stdin", Path()) if str(file) == "-" else (str(file), file.parent)
    lines = dict(split_lines(read_all(file), name))
    skipping = Skipping(lines, rejects or Path(f"{name}.rejects.jsonl")) if on_error == "skip" else None
    proposals = []
    for place, line in lines.items():
        try:
            fields = read_line(line, place)
            try:
                proposals.append(propose(session, fields, how, place=place, folder=folder))
            except InvalidInput as error:
                raise placed(error, place) from error
        except InvalidInput as error:
            if skipping is None:
                raise
            skipping.unread[place] = error
    if not lines:
        raise InvalidInput([Problem(place=name, says="there is no act in it")])
    try:
        record_all(session, proposals, how, many=True, skipping=skipping)
    except InvalidInput as error:
        raise placed(error, next(iter(getattr(error, "__notes__", ())), name)) from None
    except OutcomeUnknown:
        raise  # what was put aside may be all that is missing
    except BaseException:
        if skipping and not session.recorded:
            skipping.take_back()
        raise
    return skipping.tell(session) if skipping else 0
