"""The texts of a report in a language, as every writer takes them: cells, what stands below a table, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from lifecycle.messages import Language, Message, Short, render
from projections.forms.pictures.life import described, picture
from projections.forms.reports.blocks import Picture, Table
from projections.forms.text import bound, tied
from projections.words.parts import Part, Styled, numeric

Cell = str | int | Decimal | date
"""What stands in a cell, as a sheet takes it."""


class Texts:
    """What a report says, in a language."""

    def __init__(self, language: Language) -> None:
        self.language, self._drawn = language, 0

    def text(self, part: Part) -> str:
        """Write a part, clean of what hides or turns a text around."""
        return bound(render(part.says if isinstance(part, Styled) else part, self.language))

    def cell(self, part: Part) -> Cell:
        """Give a number or a day as it is, and anything else as a text."""
        value = part.says if isinstance(part, Styled) else part
        if isinstance(value, Short):
            return value.day
        if isinstance(value, int | Decimal | date) and not isinstance(value, bool | datetime):
            return value
        return self.text(part)

    def heads(self, table: Table) -> list[str]:
        """Give the heads of a table, each with a capital."""
        return [text[:1].upper() + text[1:] for text in map(self.text, table.heads)]

    def rows(self, table: Table) -> list[list[str]]:
        """Give the rows of a table."""
        return [[self.text(part) for part in row] for row in table.rows]

    def below(self, table: Table) -> Iterator[str]:
        """Give what stands below a table: what explains it, and its notes by their numbers."""
        yield from map(self.text, table.legend)
        for number, note in enumerate(table.notes, 1):
            yield self.text(Message("({n}) {note}", n=number, note=note))

    def sentences(self, says: Sequence[Part]) -> str:
        """Give sentences, one behind the other."""
        return " ".join(map(self.text, says))

    def svg(self, block: Picture) -> str:
        """Draw a picture, its ids apart from those of the others."""
        self._drawn += 1
        return picture(block.life, self.language, f"picture-{self._drawn}-")

    def described(self, block: Picture) -> str:
        """Say what is to be seen in a picture."""
        return self.text(described(block.life))


TIED = re.compile(r"(?<![\w.])(\d{1,2}) ([^\W\d_]+\.?) (\d{4})(?!\w)")
"""A day, of which no line ends in the midst."""


class Tied(Texts):
    """The same, for lines that are broken where they end."""

    def text(self, part: Part) -> str:
        """Write a part so that no line ends within a day, or before the number of an article."""
        return tied(TIED.sub("\\1\u00a0\\2\u00a0\\3", super().text(part)))


def flush(table: Table) -> list[bool]:
    """Tell of each column whether it is set to the right, because it holds numbers."""
    return [numeric(row[n] for row in table.rows) for n in range(len(table.heads))]
