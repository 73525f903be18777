"""`record`: many acts at once from JSON lines, all or none, or those that can be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.commands.record.doubts import Doubts, can_answer, refuse
from cli.commands.record.proposal import How, propose, recording
from cli.commands.record.recording import record_all
from cli.terminal.groups import Choice
from cli.terminal.options import command, pass_session
from cli.terminal.session import Session
from lifecycle.errors import Conflict, DepositaryError, InvalidInput, OutcomeUnknown, Problem

if TYPE_CHECKING:
    from aggregates.record.agreement import Proposal


class Rejects:
    """Lines that cannot be recorded, each with what stood in the way, and the file into which they are put."""

    def __init__(self, lines: Mapping[str, bytes], file: Path) -> None:
        self._lines, self._file, self._written = lines, file, False
        self.unread: dict[str, DepositaryError] = {}
        self.refused: list[tuple[Proposal, DepositaryError]] = []

    @property
    def found(self) -> dict[str, DepositaryError]:
        """What stood in the way, by the place of the line."""
        found = self.unread | {proposal.place: error for proposal, error in self.refused}
        return {place: found[place] for place in self._lines if place in found}

    def write(self) -> None:
        """Put the lines into the file, before the others are committed; raises `Conflict` if it is there already."""
        if not self.found:
            return
        try:
            with self._file.open("wb" if self._written else "xb") as rejects:  # a further attempt writes its own again
                rejects.writelines(self._lines[place].rstrip(b"\r") + b"\n" for place in self.found)
        except FileExistsError as error:
            raise Conflict(f"{self._file} exists already: move it away, or name another with --rejects") from error
        self._written = True

    def take_back(self) -> None:
        """Remove the file where nothing was recorded after all."""
        if self._written:
            self._file.unlink(missing_ok=True)

    def tell(self, session: Session) -> int:
        """Say what was skipped and where it lies, and give the exit code."""
        from cli.terminal.messages import PARTLY, words

        found = self.found
        for place, error in found.items():
            first, *more = words(error)
            session.say(f"Skipped {place}: {first}", *(line for line in more if line.startswith("  ")))
        if found:
            where = f"are in {self._file}" if self._written else "would be put aside"
            session.say(f"{len(found)} of {len(self._lines)} lines {where}")
        return PARTLY if found else 0


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
@recording
@pass_session
def record(session: Session, /, file: Path, on_error: str, rejects: Path | None, how: How) -> int:
    """Record many acts at once, all or none: one JSON object a line, `-` reads them from a pipe.

    Each line has `agreement`, `act`, `on` and the fields of the act, such as `by`; `drafted` carries `terms`, or
    `terms_file`, a path beside the file. Exit 8 tells that lines were skipped.
    """
    from aggregates.record.lines import placed, read_line, split_lines
    from cli.terminal.files import read_all

    name, folder = ("stdin", Path()) if str(file) == "-" else (str(file), file.parent)
    lines = dict(split_lines(read_all(file), name))
    if not lines:
        raise InvalidInput([Problem(place=name, says="there is no act in it")])
    aside, proposals = Rejects(lines, rejects or Path(f"{name}.rejects.jsonl")), []
    doubts = Doubts(session, how)
    for place, line in lines.items():
        try:
            proposal = propose(session, read_line(line), how, place=place, folder=folder)
            if session.trying is None and (on_error == "skip" or not can_answer(session, how)):
                refuse(proposal, doubts.of(proposal))
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
