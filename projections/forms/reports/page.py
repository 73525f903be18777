"""What a page is written on: a terminal's paper in one face, a sheet of HTML in another; and how blocks are laid on it.

A page says what stands in it, block by block, as values; how wide it is, what is bold, and which values lead somewhere
is the paper's. What only somebody at a command line can use, such as the command to type next, is said as `typed`.
To add a kind of block: its line in `LAID`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from lifecycle.messages import Message, Value
from projections.forms.reports.blocks import Block, Fields, Heading, Picture, Table, Text, Title
from projections.words.parts import Part, Styled

if TYPE_CHECKING:
    from projections.answers.drawn.timeline import Life


class Paper(Protocol):
    """A page under work."""

    def title(self, left: Value, right: Part) -> None:
        """Write a headline with something at the right edge."""

    def line(self, *parts: Part, hang: int | None = None) -> None:
        """Write a line; an empty one parts what stands above from what follows."""

    def sentences(self, *says: Value, typed: Value = "") -> None:
        """Write sentences behind each other, and last what to type next."""

    def typed(self, says: Value) -> None:
        """Write what to type next, on a line of its own."""

    def verbatim(self, text: str) -> None:
        """Write the lines of a text that is for another program to read."""

    def field(self, label: Value, *texts: Part, indent: int = 20) -> None:
        """Write a label and, beside it, its texts under each other; nothing without texts."""

    def table(self, rows: Sequence[Sequence[Part]], *, indent: int = 2, name: Value = "") -> None:
        """Write rows in columns, the first row being the heads; `name` says what they list."""

    def picture(self, life: Life) -> None:
        """Show the life of an agreement, or say what is to be seen in the picture."""

    def steps(self, lines: Sequence[tuple[int, Value, Value]]) -> None:
        """Write numbered lines, each with its source beside it."""

    def event(self, day: Value, number: Value, says: Value) -> None:
        """Write what happened on a day by an entry of the log, if by any."""


NOTE = 6
"""Columns before the words of a note."""


def lay(paper: Paper, blocks: Iterable[Block]) -> None:
    """Write blocks, one below the other, a line between those of two kinds."""
    before: Block | None = None
    for block in blocks:
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
    paper.table([block.heads, *block.rows], name=block.name)
    for says in block.legend:
        paper.line("  ", says)
    for number, says in enumerate(block.notes, 1):
        paper.field(Message("({n})", n=number), says, indent=NOTE)


def _text(paper: Paper, block: Text) -> None:
    paper.sentences(*block.sentences, typed=block.typed)


def _picture(paper: Paper, block: Picture) -> None:
    paper.picture(block.life)


LAID: Mapping[type, Callable[[Paper, Any], None]] = {
    Title: _title,
    Heading: _heading,
    Fields: _fields,
    Table: _table,
    Text: _text,
    Picture: _picture,
}
"""How each kind of block is written."""
