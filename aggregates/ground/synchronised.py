"""Tells whether this machine's clock is kept by others: by the network time protocol, as the kernel of Linux knows it.

Source: adjtimex(2). Elsewhere nothing is known, and nothing is said.
"""

from __future__ import annotations

import ctypes
import sys

from aggregates.ground.clock import SECOND

_UNSYNCHRONISED = 0x40
"""The flag STA_UNSYNC: set until a server of time has been followed, and again whenever somebody sets the clock."""

_ERROR = 5
"""What the call gives where the clock is followed by nobody."""


class _Timex(ctypes.Structure):
    """As much of `struct timex` as is asked for, and room for the rest."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        *((name, ctypes.c_long) for name in ("offset", "frequency", "most_error", "error")),
        ("status", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("constant", "precision", "tolerance", "seconds", "fraction")),
        ("rest", ctypes.c_byte * 256),
    )


def synchronised() -> int | None:
    """Give the moment of a clock that others keep, to the second, in microseconds; nothing where nobody does."""
    if sys.platform != "linux":
        return None
    found = _Timex()
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.byref(found))
    except (OSError, AttributeError):
        return None
    if state in (-1, _ERROR) or found.status & _UNSYNCHRONISED:
        return None
    return int(found.seconds) * SECOND


def vouched(now: int, within: int) -> bool:
    """Tell whether a clock that others keep shows about this moment; both in microseconds."""
    kept = synchronised()
    return kept is not None and abs(kept - now) <= within
