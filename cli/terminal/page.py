"""The page that a human reads: aligned lines, with colour only where the stream has it, cut only on a terminal.

All text passes through `clean` here, before any escape of our own is put around it. Meaning never rests on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from lifecycle.course.machine import State
from lifecycle.messages import ENGLISH, Capitals, Language, Short, Value, render
from projections.forms.text import clean, cut, pad, width
from projections.words.phrases import cited

PAGE = 100
"""Columns to lay a page out for where there is no terminal."""

CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}

COLORS = {
    "drafted": "dim",
    "signed": "cyan",
    "in_force": "green",
    "suspended": "yellow",
    "notice_given": "yellow",
    "winding_down": "magenta",
    "terminated": "red",
}
"""A colour for each state."""


class Styled(NamedTuple):
    """A text, or a value that says one, with a style of `CODES`."""

    says: Value
    style: str


Part = Value | Styled
"""A text as it is, a value to be said in the reader's language, or either of them with a style."""


class Paper:
    """A page under work."""

    def __init__(self, columns: int | None = None, *, color: bool = False, language: Language = ENGLISH) -> None:
        self.columns, self.color, self.language = columns, color, language
        self.lines: list[str] = []

    @property
    def text(self) -> str:
        """The page as it stands."""
        return "".join(f"{line.rstrip()}\n" for line in self.lines)

    def line(self, *parts: Part) -> None:
        """Write a line."""
        self.lines.append("".join(map(self._inked, parts)))

    def title(self, left: Value, right: Part) -> None:
        """Write a headline with something at the right edge, or below where there is no room for both."""
        left, columns = self.text_of(left), min(self.columns or PAGE, PAGE)
        space = columns - width(left) - width(self.text_of(right))
        if space >= 2:
            self.line(Styled(left, "bold"), " " * space, right)
        else:
            self.line(Styled(left, "bold"))
            self.line("  ", right)

    def field(self, label: Value, *texts: Value, indent: int = 20) -> None:
        """Write a label and, beside it, its texts under each other, wrapped on a terminal; nothing without texts."""
        start = pad(f"  {self.text_of(label)}", indent - 1) + " "
        for text in texts:
            for line in self._wrapped(self.text_of(text), indent):
                self.line(start, line)
                start = " " * indent

    def fields(self, lines: Iterable[tuple[Value, Value, str]]) -> None:
        """Write labels, each with what stands beside it and its article; a label that several share stands once."""
        for label, shared in groupby(lines, itemgetter(0)):
            self.field(label, *(cited(says, article) for _, says, article in shared))

    def columns_of(self, start: str, says: Value, source: Value, columns: int) -> None:
        """Write a numbered line with its source at the right edge, wrapping the text beside it."""
        from textwrap import wrap

        room = min(self.columns or PAGE, PAGE) - width(start) - columns - 2
        first, *others = wrap(self.text_of(says), max(30, room)) or [""]
        self.line(start, pad(first, room), "  ", Styled(source, "dim"))
        for line in others:
            self.line(" " * width(start), line)

    def table(self, rows: Sequence[Sequence[Part]], *, indent: int = 2, right: str = "", gives: int = -1) -> None:
        """Write rows in columns, the first row being the heads, in capitals.

        Columns of numbers are aligned to the right, and those whose heads `right` names; column `gives` is cut where a
        terminal is too narrow.
        """
        texts = [[self.text_of(part) for part in row] for row in rows]
        texts[0] = [head.upper() for head in texts[0]]
        widths = [max(width(row[n]) for row in texts) for n in range(len(rows[0]))]
        flush = [head in right.split() or _numbers(row[n] for row in rows[1:]) for n, head in enumerate(texts[0])]
        if self.columns is not None:
            over = indent + sum(widths) + 2 * (len(widths) - 1) - self.columns
            widths[gives] = max(min(8, widths[gives]), widths[gives] - max(0, over))
        for number, row in enumerate(rows):
            cells: list[Part] = [" " * indent]
            for columns, to_right, part, whole in zip(widths, flush, row, texts[number], strict=True):
                text = cut(whole, columns)
                space = " " * (columns - width(text))
                ink = _like(part, text, "dim" if number == 0 else "")
                cells += [space, ink, "  "] if to_right else [ink, space, "  "]
            self.line(*cells)

    def _wrapped(self, text: str, indent: int) -> list[str]:
        if self.columns is None or width(text) <= self.columns - indent:
            return [text]
        from textwrap import wrap

        return wrap(text, max(30, self.columns - indent)) or [text]

    def text_of(self, part: Part) -> str:
        """Write a part in the reader's language, clean of what moves a terminal."""
        return clean(render(part.says if isinstance(part, Styled) else part, self.language))

    def _inked(self, part: Part) -> str:
        text = self.text_of(part)
        if not isinstance(part, Styled) or not self.color or not text:
            return text
        return f"\x1b[{CODES[part.style]}m{text}\x1b[0m"


def _numbers(cells: Iterable[Part]) -> bool:
    """Tell whether a column holds numbers, and at most an empty cell beside them."""
    found = [cell for cell in cells if cell != ""]
    return bool(found) and all(isinstance(cell, int | Decimal) for cell in found)


def _like(part: Part, text: str, style: str) -> Part:
    chosen = part.style if isinstance(part, Styled) else style
    return Styled(text, chosen) if chosen else text


# Words of the screens


def state_word(state: str) -> Styled:
    """Write a state in its colour, as in `notice given`."""
    return Styled(State(state), COLORS[state])


def loud_word(state: str) -> Styled:
    """Write a state in its colour and in capitals, as in `NOTICE GIVEN`."""
    return Styled(Capitals(State(state)), COLORS[state])


def short(day: date | None) -> Value:
    """Write a date in few columns, as in `4 Jul 2010`; a dash for none."""
    return "–" if day is None else Short(day)


def minute(moment: datetime | None) -> str:
    """Write a moment of UTC to the minute; nothing for none."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def article(name: str) -> str:
    """Write an article of the agreement as `Art. 9`; one of a convention says itself whose it is."""
    return f"Art. {name}" if name[:1].isdigit() else name


def count(number: int, noun: str, many: str = "") -> str:
    """Write a number of things, as in `1 act` and `3 acts`."""
    return f"{number} {noun if number == 1 else many or noun + 's'}"
