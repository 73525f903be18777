"""Periods in words, such as `6 months` or `1 year and 6 months`.

Source: ETS 76, articles 3 and 4; R16 and R26.

To add a unit: one line in `_UNITS`, and its word in `SPAN`.
"""

from __future__ import annotations

import re

from lifecycle.calendar.days import Span

_UNITS = {"day": Span(days=1), "week": Span(days=7), "month": Span(months=1), "year": Span(months=12)}
_HOURS_OF_A_DAY = 24
"""A legal date has no time of day (R26): hours are counted as the days they begin."""

SPAN = re.compile(r"([1-9][0-9]{0,4}) (hour|day|week|month|year)s?")
"""One count of one unit."""


def read_span(text: str) -> Span | None:
    """Read `6 months` or `1 year and 6 months`, or give `None` where the text is no period."""
    total = Span()
    for part in text.split(" and "):
        found = SPAN.fullmatch(part.strip())
        if found is None:
            return None
        count = int(found[1])
        if found[2] == "hour":
            total = Span(total.months, total.days - (-count // _HOURS_OF_A_DAY))
            continue
        unit = _UNITS[found[2]]
        total = Span(total.months + count * unit.months, total.days + count * unit.days)
    return total
