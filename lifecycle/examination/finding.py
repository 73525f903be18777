"""What an examination finds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from lifecycle.messages import Message, Value


class Finding(Struct, frozen=True):
    """Something that a reader of the terms should know."""

    level: Literal["error", "warning", "silent"]
    says: Message
    article: str


Found = Iterable[Value]
"""Findings; what is false stands for one that has no place."""
