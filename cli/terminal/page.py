"""The page that a human reads: aligned lines, with colour only where the stream has it, as wide as the terminal.

Nothing is cut: on a terminal what has no room goes on below, and a pipe gets every line whole. All text passes through
`clean` here, before any escape of our own is put around it. Meaning never rests on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, TextIO

from cli.terminal.layout import BESIDE, GAP, TIE, grid, pad, width, wrapped
from lifecycle.messages import ENGLISH, Language, Value, render
from projections.forms.text import bound, clean, fitted
from projections.words.parts import Part, Styled, like, numeric
from projections.words.phrases import labelled

if TYPE_CHECKING:
    from projections.answers.drawn.timeline import Life

PAGE = 100
"""Columns to lay a page out for where there is no terminal."""

CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}
"""How a terminal is told each style."""

NEITHER = (False, False)
"""Of two columns none is set to the right."""


class Paper:
    """A page under work, for a terminal of so many columns, or for a pipe."""

    def __init__(
        self,
        columns: int | None = None,
        *,
        color: bool = False,
        language: Language = ENGLISH,
        stream: TextIO | None = None,
    ) -> None:
        self.columns, self.color, self.language, self.stream = columns, color, language, stream
        self.lines: list[str] = []

    @property
    def text(self) -> str:
        """The page as it stands."""
        return "".join(f"{line.replace(TIE, ' ').rstrip()}\n" for line in self.lines)

    def line(self, *parts: Part, hang: int | None = None) -> None:
        """Write a line; where a terminal has no room it goes on below, `hang` columns in, or a little further in."""
        inked, text = "".join(map(self._inked, parts)), "".join(map(self.text_of, parts))
        if self.columns is None or width(text) <= self.columns:
            self.lines.append(inked)
            return
        hang = len(text) - len(text.lstrip()) + 2 if hang is None else hang
        self.lines += wrapped(inked, self.columns, hang if self.columns - hang >= BESIDE else 4)

    def verbatim(self, text: str) -> None:
        """Write the lines of a text that is for another program to read: they are broken nowhere."""
        self.lines += map(clean, text.splitlines())

    def sentences(self, *says: Value, typed: Value = "") -> None:
        """Write sentences behind each other, each that has no room there any more on a line of its own."""
        line, *others = map(self.text_of, (*says, *([typed] if typed else ())))
        for text in others:
            if self.columns is not None and width(line) + 1 + width(text) > self.columns:
                self.line(line)
                line = text
            else:
                line = f"{line} {text}"
        self.line(line)

    def typed(self, says: Value) -> None:
        """Write what to type next, on a line of its own."""
        self.line(says)

    def title(self, left: Value, right: Part) -> None:
        """Write a headline with something at the right edge, or below where there is no room for both."""
        left, columns = self.text_of(left), min(self.columns or PAGE, PAGE)
        space = columns - width(left) - width(self.text_of(right))
        if space >= 2:
            self.line(Styled(left, "bold"), " " * space, right)
        else:
            self.line(Styled(left, "bold"))
            self.line("  ", right)

    def field(self, label: Value, *texts: Part, indent: int = 20) -> None:
        """Write a label and, beside it, its texts under each other; nothing without texts."""
        start = pad(f"  {self.text_of(label)}", indent - 1) + " "
        for text in texts:
            self.line(start, text, hang=indent)
            start = " " * indent

    def fields(self, lines: Iterable[tuple[Value, Value, str]]) -> None:
        """Write labels, each with what stands beside it and its article; a label that several share stands once."""
        for label, says in labelled(lines):
            self.field(label, *says)

    def steps(self, lines: Sequence[tuple[int, Value, Value]]) -> None:
        """Write numbered lines, each with its source in a column of their own."""
        right = min(max((width(self.text_of(source)) for _, _, source in lines), default=0), PAGE // 3)
        for number, says, source in lines:
            self._step(f"{number:>4}  ", says, source, right)

    def event(self, day: Value, number: Value, says: Value) -> None:
        """Write what happened on a day by an entry of the log, if by any."""
        self.line(f"  {self.text_of(day):>11}  {self.text_of(number):>5}  ", says, hang=22)

    def _step(self, start: str, says: Value, source: Value, columns: int) -> None:
        """Write a numbered line with its source at the right edge, or below where there is no room for both."""
        room = min(self.columns or PAGE, PAGE) - width(start) - columns - 2
        text, dim = self.text_of(says), Styled(source, "dim")
        if self.columns is None:
            from textwrap import wrap

            lines = [wrap(text, max(30, room)) or [""], [self.text_of(source)]]
            self._row(start, [room, 0], lines, ["", dim], NEITHER)
        elif room < BESIDE:
            self.line(start, text, hang=width(start))
            self.line(" " * width(start), dim)
        else:
            lines = [wrapped(text, room), wrapped(self.text_of(source), columns)]
            self._row(start, [room, columns], lines, ["", dim], NEITHER)

    def table(self, rows: Sequence[Sequence[Part]], *, indent: int = 2, name: Value = "") -> None:
        """Write rows in columns, the first row being the heads, in capitals; columns of numbers to the right.

        Where a terminal has no room for all columns, cells go on below themselves, or else each row is written as a
        list of its cells.
        """
        texts = [[self.text_of(part) for part in row] for row in rows]
        texts[0] = [head.upper() for head in texts[0]]
        found = grid(texts, None if self.columns is None else self.columns - indent)
        if found is None:
            self._listed(rows, texts[0], indent)
            return
        flush = [numeric(row[n] for row in rows[1:]) for n in found.columns]
        for number, (row, cells) in enumerate(zip(rows, found.cells, strict=True)):
            parts = [Styled(head, "dim") for head in texts[0]] if number == 0 else row
            self._row(" " * indent, found.widths, cells, [parts[n] for n in found.columns], flush)
            for n, lines in zip(found.below, found.lines[number] if found.below else (), strict=True):
                for text in lines:
                    self.line(" " * (indent + found.inset), like(parts[n], text))

    def picture(self, life: Life) -> None:
        """Say what is to be seen in a picture."""
        from projections.forms.pictures.life import described

        self.line(described(life))

    def _row(
        self,
        start: str,
        widths: Sequence[int],
        cells: Sequence[Sequence[str]],
        parts: Sequence[Part],
        flush: Sequence[bool],
    ) -> None:
        """Write cells beside each other, each with its lines, in the styles of the parts that they are made of."""
        for texts in zip_longest(*cells, fillvalue=""):
            line: list[Part] = [start]
            for columns, text, part, right in zip(widths, texts, parts, flush, strict=True):
                space, ink = " " * (columns - width(text)), like(part, text)
                line += [space, ink, " " * GAP] if right else [ink, space, " " * GAP]
            self.lines.append("".join(map(self._inked, line)))
            start = " " * width(start)

    def _listed(self, rows: Sequence[Sequence[Part]], heads: Sequence[str], indent: int) -> None:
        """Write each row as a list of its cells, a line between one and the next."""
        beside = indent + max(map(width, heads)) + 2
        for number, row in enumerate(rows[1:]):
            if number:
                self.line()
            for head, part in zip(heads, row, strict=True):
                if self.text_of(part):
                    self.line(pad(" " * indent + head, beside), part, hang=beside)

    def text_of(self, part: Part) -> str:
        """Write a part in the reader's language, clean of what moves a terminal, and as the terminal can show it."""
        text = bound(render(part.says if isinstance(part, Styled) else part, self.language))
        return fitted(text, self.stream) if self.stream and self.columns is not None else text

    def _inked(self, part: Part) -> str:
        text = self.text_of(part)
        if not isinstance(part, Styled) or not self.color or not text:
            return text
        return f"\x1b[{CODES[part.style]}m{text}\x1b[0m"
