"""A machine with another clock, for tests: the database believes it, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from stores import File, Place

from aggregates.record.register import Register
from projections.models.follower import FOLLOWER


@contextmanager
def at(place: Place, moment: datetime) -> Iterator[Register]:
    """Open a register on a machine with that clock; the database believes it, as one did that no guard was in."""
    guard = "events_are_only_appended"
    away = f"ALTER TABLE events DISABLE TRIGGER {guard}"
    back = f"ALTER TABLE events ENABLE ALWAYS TRIGGER {guard}"
    if isinstance(place, File):
        (found,) = place.rows(f"SELECT sql FROM sqlite_schema WHERE name = '{guard}'")
        away, back = f"DROP TRIGGER {guard}", str(found[0])
    place.run(away, guarded=True)
    with closing(Register.open(place.url, follower=FOLLOWER, clock=lambda: moment)) as register:
        yield register
    place.run(back, guarded=True)
