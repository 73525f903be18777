"""The page that a human reads: aligned lines, with colour only where the stream has it, cut only on a terminal.

All text passes through `clean` here, before any escape of our own is put around it. Meaning never rests on colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cli.terminal.text import clean, cut, pad, width
from lifecycle.calendar.days import words

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
    """Text with a style of `CODES`."""

    text: str
    style: str


Part = str | Styled


class Paper:
    """A page under work."""

    def __init__(self, columns: int | None = None, *, color: bool = False) -> None:
        self.columns, self.color = columns, color
        self.lines: list[str] = []

    @property
    def text(self) -> str:
        """The page as it stands."""
        return "".join(f"{line.rstrip()}\n" for line in self.lines)

    def line(self, *parts: Part) -> None:
        """Write a line."""
        self.lines.append("".join(map(self._inked, parts)))

    def title(self, left: str, right: Part) -> None:
        """Write a headline with something at the right edge, or below where there is no room for both."""
        left, columns = clean(left), min(self.columns or PAGE, PAGE)
        space = columns - width(left) - width(_text(right))
        if space >= 2:
            self.line(Styled(left, "bold"), " " * space, right)
        else:
            self.line(Styled(left, "bold"))
            self.line("  ", right)

    def field(self, label: str, *texts: str, indent: int = 20) -> None:
        """Write a label and, beside it, its texts under each other, wrapped on a terminal; nothing without texts."""
        start = pad(f"  {label}", indent - 1) + " "
        for text in texts:
            for line in self._wrapped(clean(text), indent):
                self.line(start, line)
                start = " " * indent

    def columns_of(self, start: str, says: str, source: str, columns: int) -> None:
        """Write a numbered line with its source at the right edge, wrapping the text beside it."""
        from textwrap import wrap

        room = min(self.columns or PAGE, PAGE) - width(start) - columns - 2
        first, *others = wrap(clean(says), max(30, room)) or [""]
        self.line(start, pad(first, room), "  ", Styled(source, "dim"))
        for line in others:
            self.line(" " * width(start), line)

    def table(self, rows: Sequence[Sequence[Part]], *, indent: int = 2, right: str = "", gives: int = -1) -> None:
        """Write rows in columns, the first row being the heads.

        `right` names the heads of columns that are aligned to the right; column `gives` is cut where a terminal is
        too narrow.
        """
        widths = [max(width(clean(_text(row[n]))) for row in rows) for n in range(len(rows[0]))]
        flush = [_text(head) in right.split() for head in rows[0]]
        if self.columns is not None:
            over = indent + sum(widths) + 2 * (len(widths) - 1) - self.columns
            widths[gives] = max(min(8, widths[gives]), widths[gives] - max(0, over))
        for number, row in enumerate(rows):
            cells: list[Part] = [" " * indent]
            for columns, to_right, part in zip(widths, flush, row, strict=True):
                text = cut(clean(_text(part)), columns)
                space = " " * (columns - width(text))
                ink = _like(part, text, "dim" if number == 0 else "")
                cells += [space, ink, "  "] if to_right else [ink, space, "  "]
            self.line(*cells)

    def _wrapped(self, text: str, indent: int) -> list[str]:
        if self.columns is None or width(text) <= self.columns - indent:
            return [text]
        from textwrap import wrap

        return wrap(text, max(30, self.columns - indent)) or [text]

    def _inked(self, part: Part) -> str:
        text = clean(_text(part))
        if isinstance(part, str) or not self.color or not text:
            return text
        return f"\x1b[{CODES[part.style]}m{text}\x1b[0m"


def _text(part: Part) -> str:
    return part if isinstance(part, str) else part.text


def _like(part: Part, text: str, style: str) -> Part:
    chosen = part.style if isinstance(part, Styled) else style
    return Styled(text, chosen) if chosen else text


# Words of the screens


def state_word(state: str) -> Styled:
    """Write a state in its colour, as in `notice given`."""
    return Styled(state.replace("_", " "), COLORS[state])


def loud(state: str) -> str:
    """Write a state in capitals, as in `NOTICE GIVEN`."""
    return state.replace("_", " ").upper()


def short(day: date | None) -> str:
    """Write a date in few columns, as in `4 Jul 2010`; a dash for none."""
    return "–" if day is None else f"{day.day} {words(day).split()[1][:3]} {day.year}"


def article(name: str) -> str:
    """Write an article of the agreement as `Art. 9`; one of a convention says itself whose it is."""
    return f"Art. {name}" if name[:1].isdigit() else name


def source(name: str, seq: int | None = None) -> str:
    """Write an article and an act in brackets behind a text, as in ` (Art. 9, #3)`; nothing where there is neither."""
    parts = ", ".join(part for part in (article(name), f"#{seq}" if seq else "") if part)
    return f" ({parts})" if parts else ""


def spaced(number: int, noun: str) -> str:
    """Write a number of things, thousands set apart."""
    return f"{number:,}".replace(",", " ") + " " + (noun if number == 1 else f"{noun}s")


def count(number: int, noun: str, many: str = "") -> str:
    """Write a number of things, as in `1 act` and `3 acts`."""
    return f"{number} {noun if number == 1 else many or noun + 's'}"
