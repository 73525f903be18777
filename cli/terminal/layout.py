"""The columns of a terminal: how many a text takes, where it may be broken, and how a table shares them.

What is read as one thing stands on one line: a day, an amount, a number with the word before it, as that of an article,
and a command wherever it fits. To add another: its pattern in `UNITS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TextIO

from projections.forms.text import PLAIN

TIE = "\N{NO-BREAK SPACE}"
"""Stands for a space at which no line ends, while lines are made, a language's own among them."""

DAY = r"(?<![\d.])\d{1,2}\ [^\W\d_]+\ \d{4}(?![\w-])"
AMOUNT = r"(?<![\d.#])\d[\d.]*(?:\ \d{3}[\d.]*)*\ [A-Z]{3}\b(?!\ \d+[,(])"
COMMAND = r"(?<=:\ )depositary\ [a-z].*"

UNITS = re.compile(
    rf"""
    {DAY}                                               # 28 February 2011
    | {AMOUNT}                                          # 1 200.00 EUR
    | \d{{4}}-\d\d-\d\d\ \d\d:\d\d(?::\d\d)?(?:\ UTC)?  # 2026-11-20 14:02 UTC
    | \+\d+(?:\ \d+)+                                   # +32 2 209 92 11
    | (?<![^\W\d_.-])[^\W\d_][\w.-]*\ (?!{DAY}|{AMOUNT})\#?\d[\w()]*(?:,\ \d+\(\w+\))*(?![\w-])
                                                        # Art. 8(3), ETS 76, 4(2), by #10
    | {COMMAND}                                         # to the end of its line
    """,
    re.VERBOSE,
)
"""What is read as one thing although it holds spaces."""

_INK = re.compile(r"(\x1b\[\d*m)")
"""An escape of ours, which takes no room and parts nothing."""

_TYPED = re.compile(COMMAND, re.VERBOSE)

GAP = 2
"""Columns between one column of a table and the next."""

LEAST = 12
"""Columns below which no column of a table is made narrower, unless its cells are."""

SAVED = 5 / 4
"""So many times the lines must be taken otherwise for a column to go below its row."""

BESIDE = 24
"""The fewest columns in which a text stands beside something; with fewer it goes below."""

_NARROW_BELOW = "\u0300"
"""Before the first combining mark every character of clean text takes one column."""

_OURS = dict.fromkeys(map(ord, PLAIN))


def columns(stream: TextIO | None) -> int | None:
    """Give the width of the terminal behind a stream; nothing for a pipe or a file."""
    if stream is None or not stream.isatty():
        return None
    from shutil import get_terminal_size  # what is read by a program does not wait for it

    return get_terminal_size((100, 24)).columns


def width(text: str) -> int:
    """Count the columns that clean text takes on a terminal."""
    if _is_narrow(text):
        return len(text)
    from wcwidth import width as measured

    return measured(text)


def _is_narrow(text: str) -> bool:
    """Tell, at once, of most texts that each character of them takes one column; escapes of ours take none."""
    if text.isascii():
        return "\x1b" not in text
    return max(text.translate(_OURS), default="") < _NARROW_BELOW and "\x1b" not in text


def pad(text: str, columns: int) -> str:
    """Fill clean text up to a number of columns."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int, hang: int = 0) -> list[str]:
    """Break clean text, which may hold escapes of ours, into lines; those after the first begin with `hang` spaces.

    A word that is wider than a line, such as a digest, is broken where the line ends; one of a command is not, or what
    is copied would be another.
    """
    measure, wrap = _wrapping(text)
    if measure(text) <= columns:
        return [text]
    words = (word if measure(word) <= columns - hang else word.replace(TIE, " ") for word in _tied(text).split(" "))
    shape: dict[str, Any] = {"subsequent_indent": " " * hang, "break_on_hyphens": False}
    lines = wrap(" ".join(words), max(columns, 1), break_long_words=not _TYPED.search(text), **shape)
    return [line.replace(TIE, " ") for line in lines] or [""]


def _wrapping(text: str) -> tuple[Callable[[str], int], Callable[..., list[str]]]:
    """Choose the library: Python's own counts characters, and is quick; the other knows wide ones, and escapes."""
    if _is_narrow(text):
        from textwrap import wrap

        return len, wrap
    import wcwidth

    return wcwidth.width, wcwidth.wrap


def least(text: str) -> int:
    """Give the fewest columns in which clean text stands without a word or a unit of it being broken."""
    return max(map(_least, _tied(text).split(" ")))


class Grid(NamedTuple):
    """A table laid out: the columns that stand beside each other, how wide they are, and the lines of each cell."""

    columns: Sequence[int]
    widths: Sequence[int]
    cells: Sequence[Sequence[Sequence[str]]]
    below: Sequence[int] = ()
    """The columns whose cells stand below their rows, and so have room."""
    lines: Sequence[Sequence[Sequence[str]]] = ()
    """The lines of each of these, row by row."""
    inset: int = 0
    """How far in they stand."""

    @property
    def height(self) -> int:
        """The lines that it takes."""
        below = sum(len(lines) for row in self.lines for lines in row)
        return sum(max(map(len, row)) for row in self.cells) + below


def grid(rows: Sequence[Sequence[str]], room: int | None) -> Grid | None:
    """Lay cells out in columns, each as wide as it wants to be where there is room, or no limit to it.

    Where there is less, the widest columns give first; or else the widest of all goes below its row, and the next one
    too, where that saves a fifth of the lines. Nothing comes where what is read as one thing would be broken, or where
    it takes more lines than a list of the cells of each row.
    """
    natural = [max(map(width, column)) for column in zip(*rows, strict=True)]
    every = range(len(natural))
    if room is None or sum(natural) + GAP * (len(natural) - 1) <= room:
        return Grid(every, natural, [[[text] for text in row] for row in rows])
    floor = [max(map(least, column)) for column in zip(*rows, strict=True)]
    best, inset = _beside(rows, every, natural, floor, room), natural[0] + 2 * GAP
    widest = sorted(every, key=natural.__getitem__, reverse=True)
    for number in range(1, len(every) if inset + BESIDE <= room else 0):
        below = sorted(widest[:number])
        found = _beside(rows, [n for n in every if n not in below], natural, floor, room)
        if found is not None:
            lines = [[wrapped(row[n], room - inset) if row[n] else [] for n in below] for row in rows]
            found = found._replace(below=below, lines=lines, inset=inset)
            if best is None or SAVED * found.height <= best.height:
                best = found
    return best if best is not None and _pays(best, rows, room) else None


def _beside(
    rows: Sequence[Sequence[str]], columns: Sequence[int], natural: Sequence[int], floor: Sequence[int], room: int
) -> Grid | None:
    """Share room among columns, none below what may not be broken; nothing where there is too little."""
    room -= GAP * (len(columns) - 1)
    least = [max(floor[n], min(natural[n], LEAST)) for n in columns]
    widths = [min(natural[n], room) for n in columns]
    while sum(widths) > room:
        giving = [n for n, has in enumerate(widths) if has > least[n]]
        if not giving:
            return None
        widths[max(giving, key=widths.__getitem__)] -= 1
    cells = [[wrapped(row[n], has) for n, has in zip(columns, widths, strict=True)] for row in rows]
    return Grid(columns, widths, cells)


def _pays(found: Grid, rows: Sequence[Sequence[str]], room: int) -> bool:
    """Tell whether it takes no more lines than a list of the cells of each row, with a line between the rows."""
    if found.height <= sum(1 + sum(map(bool, row)) for row in rows[1:]):
        return True
    beside = room - max(map(width, rows[0])) - GAP
    return found.height <= sum(1 + sum(len(wrapped(text, beside)) for text in row if text) for row in rows[1:])


def _tied(text: str) -> str:
    """Put a tie for each space in what is read as one thing, as if there were no escapes of ours in it."""
    parts = _INK.split(text)
    tied = UNITS.sub(lambda found: found[0].replace(" ", TIE), "".join(parts[::2]))
    start = 0
    for at in range(0, len(parts), 2):
        start, parts[at] = start + len(parts[at]), tied[start : start + len(parts[at])]
    return "".join(parts)


def _least(word: str) -> int:
    columns = width(word)
    return columns if columns == len(word) else min(columns, LEAST)  # wide characters may part
