"""`record`: many acts at once from JSON lines, all or none, or those that can be recorded."""

from __future__ import annotations

from pathlib import Path

import click

from cli.commands.record.doubts import can_answer, days_ahead, refuse
from cli.commands.record.proposal import How, propose, recording
from cli.commands.record.recording import record_all
from cli.commands.record.rejects import Rejects
from cli.terminal.groups import Choice
from cli.terminal.options import command, pass_session
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput, OutcomeUnknown, Problem


@command("record", example="record demo/completion.jsonl --dry-run")
@click.argument("file", metavar="FILE.jsonl|-", type=click.Path(allow_dash=True, path_type=Path))
@click.option(
    "--on-error",
    type=Choice(("stop", "skip")),
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
@click.option(
    "--batch",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="Record in transactions of N lines, each all or none, whatever the length; given again, it goes on.",
)
@recording
@pass_session
def record(session: Session, /, file: Path, *, on_error: str, rejects: Path | None, batch: int | None, how: How) -> int:
    """Record many acts at once, all or none: one JSON object a line, `-` reads them from a pipe.

    What is longer than 10 MiB is recorded in batches, `--batch 1000`: each is all or none, and nobody is asked. A
    command that was stopped or killed is given again, and passes over what is on record.

    Each line has `agreement`, `act`, `on` and the fields of the act, such as `by`; `drafted` carries `terms`, or
    `terms_file`, a path beside the file. Exit 8 tells that lines were skipped.
    """
    from aggregates.record.lines import placed, read_line, split_lines, streamed_lines
    from cli.commands.record.batches import Taking, record_batches
    from cli.terminal.files import opened, read_all

    name, folder = ("stdin", Path()) if str(file) == "-" else (str(file), file.parent)
    put_aside = rejects or Path(f"{name}.rejects.jsonl")
    if batch is not None:
        if how.dry_run or session.trying is not None:
            says = "a dry run tries one transaction: leave one of the two options out"
            raise InvalidInput([Problem(place="--batch", says=says)])
        taking = Taking(how, folder, put_aside if on_error == "skip" else None)
        with opened(file) as stream:
            return record_batches(session, streamed_lines(stream, name), batch, taking)
    lines = dict(split_lines(read_all(file), name))
    if not lines:
        raise InvalidInput([Problem(place=name, says="there is no act in it")])
    aside, proposals = Rejects(lines, put_aside), []
    for place, line in lines.items():
        try:
            proposal = propose(session, read_line(line), how, place=place, folder=folder)
            if session.trying is None and (on_error == "skip" or not can_answer(session, how)):
                refuse(days_ahead(session, proposal, how), place)
            proposals.append(proposal)
        except InvalidInput as error:
            aside.unread[place] = placed(error, place)
            if on_error == "stop":
                raise aside.unread[place] from error
    try:
        skipped = aside.refused if on_error == "skip" else None
        record_all(session, proposals, how, many=True, skipped=skipped, put_aside=aside.write)
    except InvalidInput as error:
        raise placed(error, next(iter(getattr(error, "__notes__", ())), name)) from None
    except OutcomeUnknown:
        raise  # what was put aside may be all that is missing
    except BaseException:
        if not session.recorded:
            aside.take_back()
        raise
    return aside.tell(session)
