"""Settings as an answer: each with its value and with where that came from."""

from __future__ import annotations

from msgspec import Struct

from lifecycle.messages import Message


class Setting(Struct, frozen=True, kw_only=True):
    """A setting with the source of its value."""

    setting: str
    value: str
    source: Message
    """An option, an environment variable, a file, or the default."""
