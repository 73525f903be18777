"""The office of a file: its arrangements, and the days off of its seats from the calendars beside it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from projections.answers.office.arrangements import read_arrangements
from projections.answers.office.attending import Office
from projections.answers.office.holidays import DaysOff, of_country, of_file

NONE = "none"
"""Stands for no file in the setting `office`."""


def office_of(file: str, read: Callable[[Path], bytes]) -> Office | None:
    """Read the file of an office, and the calendars of its seats; nothing where the setting says `none`.

    Raises `InvalidInput` with the line of each mistake, and what `read` raises.
    """
    if file == NONE:
        return None
    told, path = sha256(), Path(file)

    def noted(one: Path) -> bytes:
        data = read(one)
        told.update(data)
        return data

    arranged = read_arrangements(noted(path), file)
    days_off: dict[str, DaysOff] = {}
    for name, seat in arranged.seats.items():
        beside = path.parent / seat.calendar
        days_off[name] = (
            of_country(seat.country, seat.part, f"{file}: seats.{name}")
            if seat.country
            else of_file(noted(beside), str(beside))
        )
    return Office(arranged, days_off, told.hexdigest())
