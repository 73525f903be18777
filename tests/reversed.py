"""A language that reverses the letters of each word of a template: what stays readable has not gone through it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from lifecycle.messages import English, Value

_WORD = re.compile(r"\{\w*\}|[^\W\d_]+")


def backwards(template: str) -> str:
    """Reverse each word, and leave the places of the values as they are."""
    return _WORD.sub(lambda word: word[0] if word[0].startswith("{") else word[0][::-1], template)


class Reversed(English):
    """English, each word of it backwards."""

    def text(self, template: str) -> str:
        return backwards(template)

    def plural(self, one: str, many: str, n: int) -> str:
        return backwards(super().plural(one, many, n))

    def day(self, day: date) -> str:
        return backwards(super().day(day))

    def short(self, day: date) -> str:
        return backwards(super().short(day))

    def ordinal(self, n: int) -> str:
        return backwards(super().ordinal(n))

    def quoted(self, text: str) -> str:
        return f"«{text}»"

    def joined(self, parts: Sequence[str], kind: type[Sequence[Value]]) -> str:
        marks = [f"\0{number}\0" for number in range(len(parts))]
        joined = backwards(super().joined(marks, kind))
        for mark, part in zip(marks, parts, strict=True):
            joined = joined.replace(mark, part)
        return joined


REVERSED = Reversed()
