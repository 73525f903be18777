"""What a page is written on: a terminal's paper in one face, a sheet of HTML in another.

A page says what stands in it, block by block, as values; how wide it is, what is bold, and which values lead somewhere
is the paper's. What only somebody at a command line can use, such as the command to type next, is said as `typed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from lifecycle.messages import Value
from projections.words.parts import Part


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

    def fields(self, lines: Iterable[tuple[Value, Value, str]]) -> None:
        """Write labels, each with what stands beside it and its article."""

    def table(self, rows: Sequence[Sequence[Part]], *, indent: int = 2) -> None:
        """Write rows in columns, the first row being the heads."""

    def steps(self, lines: Sequence[tuple[int, Value, Value]]) -> None:
        """Write numbered lines, each with its source beside it."""

    def event(self, day: Value, number: Value, says: Value) -> None:
        """Write what happened on a day by an entry of the log, if by any."""
