"""The arrangements of an office for what falls due, from the file that `--office` or the setting names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal.files import read_all

if TYPE_CHECKING:
    from projections.answers.office.attending import Office


def office_of(file: str) -> Office | None:
    """Read the file of an office and the calendars of its seats; nothing where the setting says `none`."""
    if file == "none":
        return None
    from projections.answers.office.arrangements import read_arrangements
    from projections.answers.office.attending import Office
    from projections.answers.office.holidays import of_country, of_file

    path = Path(file)
    arranged = read_arrangements(read_all(path), file)
    days_off = {}
    for name, seat in arranged.seats.items():
        beside = path.parent / seat.calendar
        days_off[name] = (
            of_country(seat.country, seat.part, f"{file}: seats.{name}")
            if seat.country
            else of_file(read_all(beside), str(beside))
        )
    return Office(arranged, days_off)
