"""What an examination finds."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Finding(Struct, frozen=True):
    """Something that a reader of the terms should know."""

    level: Literal["error", "warning", "silent"]
    says: str
    article: str
