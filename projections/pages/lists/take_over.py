"""The page of a take-over: rows in, rows out, and for each that was put aside the reason."""

from __future__ import annotations

from collections.abc import Iterator

from lifecycle.messages import Message, Plural, Quoted, Row, Value
from projections.answers.lists.taking_over import TakeOver
from projections.forms.reports.page import Paper
from projections.words.phrases import sentence

FIELDS = {
    "id": Message("id"),
    "title": Message("title"),
    "parties": Message("parties"),
    "state": Message("state"),
    "since": Message("since"),
    "until": Message("until"),
    "note": Message("note"),
    "": Message("recording"),
}
"""What the fields of a map are called, and what was refused by the register."""


def draw(paper: Paper, told: TakeOver) -> None:
    """Write the page."""
    paper.title(told.source, told.take_over)
    paper.field(Message("Read from"), Row(_read_from(told)))
    paper.field(Message("Rows"), Plural("{n} row", "{n} rows", n=told.rows))
    taken: Value = Plural("{n} row", "{n} rows", n=told.taken)
    if told.first is not None:
        taken = Message("{rows}, #{first} to #{last}", rows=taken, first=told.first, last=told.last)
    paper.field(Message("Taken over"), taken)
    if told.submitted:
        waits = Plural("{n} row waits for approval", "{n} rows wait for approval", n=told.submitted)
        paper.field(Message("Submitted"), waits)
    if told.earlier:
        paper.field(Message("On record"), Plural("{n} row before", "{n} rows before", n=told.earlier))
    if told.aside:
        counted = (Message("{field} {n}", field=FIELDS[one.field], n=one.rows) for one in told.reasons)
        aside = Plural("{n} row: {reasons}", "{n} rows: {reasons}", n=len(told.aside), reasons=Row(counted))
        paper.field(Message("Put aside"), aside)
        paper.line()
        for one in told.aside:
            paper.field(Message("row {n}", n=one.row), *one.why)
    paper.line()
    if hints := tuple(_hints(told)):
        paper.sentences(*hints)


def _read_from(told: TakeOver) -> Iterator[Value]:
    yield told.file
    if told.sheet:
        yield Message("sheet {name}", name=Quoted(told.sheet))
    if told.encoding:
        yield Message("as {encoding}", encoding=told.encoding)
    if told.separator:
        yield Message("parted by {separator}", separator=told.separator)


def _hints(told: TakeOver) -> Iterator[Value]:
    if told.dry_run:
        yield Message("Nothing was recorded: a dry run")
    if told.rejects:
        yield sentence(
            Message("What was put aside is in {file}: mend it, and take it over with the same map", file=told.rejects)
        )
    if told.submitted:
        command = f"depositary take-over --approve {told.take_over}"
        yield Message("To approve it, as another officer: {command}", command=command)
    elif told.taken and not told.dry_run:
        command = f'depositary take-over --back {told.take_over} --reason "…"'
        yield Message("To take it back: {command}", command=command)
