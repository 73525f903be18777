"""The mistakes found in plain data, and the data mended; what is read of them all the same keeps its places.

Nothing is to be added here: what may stand where is said by the types.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple, TypeVar

from msgspec import inspect

from lifecycle import codec
from lifecycle.errors import InvalidInput, Problem
from lifecycle.terms.shapes.own import Renamed
from lifecycle.terms.shapes.reader import Shape

T = TypeVar("T")


class Found(NamedTuple):
    """The mistakes in plain data, and the data with something readable in the place of each."""

    problems: list[Problem]
    mended: Any
    renamed: Renamed

    def place(self, path: str) -> str:
        """Give a path into the mended data as it stands in the file, where a word is written otherwise."""
        at = ""
        for step in _STEP.findall(path):
            at += f".{self.renamed.get((at, step[1:]), step[1:])}" if step[0] == "." else step
        return at


_STEP = re.compile(r"^\$|\.[^.\[]+|\[\d+\]")


def shaped(data: object, kind: type[T]) -> T:
    """Convert plain data, in which every scalar may be a string; raises `InvalidInput` with all that is wrong."""
    try:
        return codec.convert(data, kind)
    except InvalidInput as error:
        raise InvalidInput(mistakes(data, kind).problems or error.problems) from None


def mistakes(data: object, kind: type) -> Found:
    """List the mistakes of shape in plain data, and mend them."""
    shape = Shape()
    mended = shape.read(data, _inspected(kind), "$")
    return Found(shape.problems, mended, shape.renamed)


@cache
def _inspected(kind: type) -> inspect.Type:
    return inspect.type_info(kind)
