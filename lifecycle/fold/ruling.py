"""Rulings: what the rules said of an act when it was recorded.

A ruling is stored with the act and never rewritten; the audit folds again and compares. A change of the rules that
changes answers gets a new `RULES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from lifecycle.course.machine import State
from lifecycle.errors import Objection
from lifecycle.fold.timeline import Entry, Timeline

RULES = "2026.2"
"""Version of the rules: the year, and the number of the change in it."""


class Ruling(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """States of the agreement around an act on its legal date, the dates it set, and the objection it met."""

    rules: str
    state_before: State | None = None
    state_after: State | None = None
    dates: Mapping[str, date] = {}
    objection: Objection | None = None


def rule(before: Timeline | None, after: Timeline, entry: Entry) -> Ruling:
    """Rule on an act, given the timelines without it and with it."""
    day = entry.act.dated()
    return Ruling(
        rules=RULES,
        state_before=before.state_on(day) if before else None,
        state_after=after.state_on(day),
        dates=_dates_set(before, after, entry.seq),
        objection=after.irregular.get(entry.seq),
    )


def _dates_set(before: Timeline | None, after: Timeline, seq: int) -> dict[str, date]:
    dates = {due.what: due.on for due in after.dues if due.seq == seq and due.kind != "head"}
    for name in ("entered_into_force", "terminated_on", "closed_on"):
        on = getattr(after, name)
        if on is not None and on != (getattr(before, name) if before else None):
            dates[name] = on
    return dict(sorted(dates.items()))
