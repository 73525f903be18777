"""The register's one clock: nothing else in the record reads the time.

Moments are UTC; in the store they are whole microseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

LAST = 253_402_300_799_999_999
"""The last microsecond that there is a moment for, that of the year 9999; the first is 1970."""

SECOND = 1_000_000
"""In microseconds."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """Read the clock, in UTC."""
    return datetime.now(UTC)


def in_micros(span: timedelta) -> int:
    """Give a span of time in microseconds."""
    return span // _MICROSECOND


def to_micros(moment: datetime) -> int:
    """Count the microseconds from 1970 to a moment."""
    return (moment - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Give the moment so many microseconds after 1970, in UTC."""
    return EPOCH + timedelta(microseconds=micros)
