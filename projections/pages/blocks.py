"""A report on a page of any face: its blocks, one below the other, a line between those of two kinds; no pictures.

To add a kind of block: its line in `LAID`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lifecycle.messages import Message
from projections.forms.reports.blocks import Block, Fields, Heading, Table, Text, Title
from projections.pages.paper import Paper
from projections.words.parts import Styled

NOTE = 6
"""Columns before the words of a note."""


def lay(paper: Paper, blocks: Iterable[Block]) -> None:
    """Write the blocks of a report."""
    before: Block | None = None
    for block in blocks:
        if type(block) not in LAID:
            continue
        if before is not None and not (isinstance(block, Text) and isinstance(before, Text)):
            paper.line()
        LAID[type(block)](paper, block)
        before = block


def _title(paper: Paper, block: Title) -> None:
    paper.title(block.says, block.beside)


def _heading(paper: Paper, block: Heading) -> None:
    paper.line(Styled(block.says, "bold"))


def _fields(paper: Paper, block: Fields) -> None:
    for field in block.fields:
        paper.field(field.label, *field.says)


def _table(paper: Paper, block: Table) -> None:
    paper.table([block.heads, *block.rows])
    for says in block.legend:
        paper.line("  ", says)
    for number, says in enumerate(block.notes, 1):
        paper.field(Message("({n})", n=number), says, indent=NOTE)


def _text(paper: Paper, block: Text) -> None:
    paper.sentences(*block.sentences, typed=block.typed)


LAID: Mapping[type, Callable[[Paper, Any], None]] = {
    Title: _title,
    Heading: _heading,
    Fields: _fields,
    Table: _table,
    Text: _text,
}
