"""The stream that an agreement, or the directory of parties, is kept in: its id comes of the name alone."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID, uuid5

from aggregates.databases.tables import STREAMS


@lru_cache(maxsize=4096)
def stream_id(agreement: str) -> UUID:
    """Give the id of the one stream in which an agreement is kept."""
    return uuid5(STREAMS, agreement)


@lru_cache(maxsize=16384)
def stream_of(agreement: str) -> str:
    """Give the same as it stands in the log."""
    return str(stream_id(agreement))
