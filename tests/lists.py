"""A made-up list of 300 agreements, as an office might have kept it: what is so of each, and how the list writes it.

Each row is made from what is known (the expectation) and written in one of three languages, with twenty spellings of
six parties, eleven words for a state, and days in five forms, of which some are a month, a year, or nothing at all. The
last rows nobody could read: each has the column that it is put aside for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

HEADS = ("Ref", "Title", "Partner", "Status", "In force since", "Ended on", "Remarks")
AS_OF = date(2020, 12, 31)

SPELLINGS = {
    "WEATHER": ("Weather Union", "Union météo", "Метеосоюз", "WEATHER UNION"),
    "RAIL": ("Rail Conference", "Conférence du rail", "Конференция железных дорог", "Rail  Conference"),
    "POST": ("Postal League", "Ligue postale", "Почтовая лига"),
    "SEEDS": ("Seed Institute", "Institut des semences", "Институт семян"),
    "GAUGES": ("Gauge Bureau", "Bureau des jauges", "Бюро мер"),
    "L'EAU": ("Water Office", "Office de l'eau", "Office de l’eau"),
}
WORDS = {
    "in_force": ("In force", "en vigueur", "действует", "active"),
    "terminated": ("Terminated", "dénoncé", "прекращено", "expired"),
    "signed": ("signed", "signé", "подписано"),
    "suspended": ("suspended", "suspendu", "приостановлено"),
}
NO_DATE = ("?", "n/a", "без даты", "")
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),  # noqa: SIM905
}
STANDING = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()  # noqa: SIM905
LANGUAGES = ("en", "fr", "ru")
TITLES = {
    "en": "Arrangement no. {n} on exchanges",
    "fr": "Arrangement nº {n} sur l’échange",
    "ru": "Соглашение {n} об обмене",
}

_PARTIES = "\n".join(
    f'  "{code}": {{name: "{names[0]}", spellings: {list(names[1:])!r}}}' for code, names in SPELLINGS.items()
)
_STATES = "\n".join(f"  {state}: {list(words)!r}" for state, words in WORDS.items())
MAP = f"""
source: List of the office, 31 December 2020
take_over: office-list
as_of: 2020-12-31
columns:
  id: Ref
  title: Title
  parties: [Partner]
  state: Status
  since: In force since
  until: Ended on
  note: [Remarks]
party_separators: [" / "]
with_party: [OURS]
parties:
  OURS: {{name: Our Organisation}}
{_PARTIES}
states:
{_STATES}
dates: [YYYY-MM-DD, DD.MM.YYYY, D Month YYYY, Month YYYY, MM/YYYY, YYYY]
no_date: ["?", n/a, без даты]
"""


class Row(NamedTuple):
    """A row of the list: its cells, and what is so; `aside` is the column for which nobody could read it."""

    cells: tuple[str, ...]
    language: str
    id: str = ""
    parties: tuple[str, ...] = ()
    note: str = ""
    act: Mapping[str, Any] = {}
    aside: str = ""


def rows() -> list[Row]:
    """Give the rows, 288 that can be read and 12 that cannot."""
    found = [_row(n) for n in range(1, 289)]
    return [*found, *_unreadable()]


def _row(n: int) -> Row:
    language = LANGUAGES[n % 3]
    codes = list(SPELLINGS)
    first = n // 3
    parties = [codes[first % 6]] if n % 5 else [codes[first % 6], codes[(first + 1) % 6]]
    states = ("in_force", "in_force", "terminated", "in_force", "terminated", "signed", "suspended", "terminated")
    state = states[n % 8]
    day = date(1960, 1, 1) + timedelta(days=n * 67)
    over = day + timedelta(days=900 + n)
    dated, ended = n % 7 != 5, state == "terminated" and n % 5 < 3
    form, since = (
        _written(day, first, language) if dated else (NO_DATE[n % 4], {"on": str(AS_OF), "precision": "unknown"})
    )
    end, until = _written(over, first + 1, language) if ended else (NO_DATE[n % 4], {})
    act = {"state": state, **since}
    if state == "terminated" and dated:
        known = {"until": until["on"], **_as("until_precision", until)} if ended else _until_the_list()
        act = {"state": "in_force", **since, **known}
    elif state == "terminated" and ended:
        act = {"state": "terminated", **until}
    note = ("", f"File {n}", f"First line of {n}\nsecond line\n\n- and more")[n % 3] if n % 7 else ""
    names = " / ".join(_spelt(code, n, language) for code in parties)
    words = WORDS[state]
    word = words[LANGUAGES.index(language)] if n % 11 or len(words) < 4 or language != "en" else words[3]
    cells = (f"Ref. {n}", TITLES[language].format(n=n), names, word, form, end, note)
    return Row(cells, language, f"ref-{n}", ("OURS", *parties), note, act)


def _as(name: str, day: dict[str, str]) -> dict[str, str]:
    return {name: day["precision"]} if "precision" in day else {}


def _until_the_list() -> dict[str, str]:
    return {"until": str(AS_OF), "until_precision": "unknown"}


def _spelt(code: str, n: int, language: str) -> str:
    names = SPELLINGS[code]
    if len(names) > 3 and n % 13 == 0:
        return names[3]
    if language == "ru" and code == "L'EAU":
        return names[2]
    return names[LANGUAGES.index(language)]


def _written(day: date, n: int, language: str) -> tuple[str, dict[str, str]]:
    """Write a day in one of the forms, and give what is known by it."""
    match n % 6:
        case 0:
            return str(day), {"on": str(day)}
        case 1:
            return f"{day:%d.%m.%Y}", {"on": str(day)}
        case 2:
            first = "1er" if language == "fr" and day.day == 1 else str(day.day)
            year = " г." if language == "ru" else ""
            return f"{first} {MONTHS[language][day.month - 1]} {day.year}{year}", {"on": str(day)}
        case 3:
            month = STANDING[day.month - 1] if language == "ru" else MONTHS[language][day.month - 1]
            return f"{month} {day.year}", {"on": str(day.replace(day=1)), "precision": "month"}
        case 4:
            return f"{day:%m/%Y}", {"on": str(day.replace(day=1)), "precision": "month"}
    return str(day.year), {"on": f"{day.year}-01-01", "precision": "year"}


def _unreadable() -> Iterator[Row]:
    """Give rows that nobody could read, each with the column that is to blame."""
    good = ("Title", "Weather Union", "In force", "2001", "", "")
    broken: Sequence[tuple[str, dict[int, str]]] = (
        ("parties", {2: "Somebody else"}),
        ("parties", {2: ""}),
        ("parties", {2: "Rail Conference / a certain bureau"}),
        ("state", {3: "to be looked into"}),
        ("state", {3: ""}),
        ("since", {4: "spring 2001"}),
        ("since", {4: "31.02.2001"}),
        ("since", {4: "2031"}),
        ("until", {5: "1999"}),
        ("title", {1: ""}),
        ("id", {0: "Ref. 1"}),
        ("id", {0: "---"}),
    )
    for at, (field, cells) in enumerate(broken, 289):
        row = [f"Ref. {at}", *good]
        for place, text in cells.items():
            row[place] = text
        yield Row(tuple(row), "en", aside=field)


def as_csv(known: Sequence[Row], encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Write rows as a text; what the encoding does not have is left to whoever chose the rows."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator)
    writer.writerow(HEADS)
    writer.writerows(row.cells for row in known)
    return stream.getvalue().encode(encoding)


def as_xlsx(known: Sequence[Row], file: Path) -> Path:
    """Write rows as a spreadsheet, full days and years in cells of their own kinds, on its second sheet."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file))
    book.add_worksheet("About").write_string(0, 0, "Kept by hand")
    sheet, day = book.add_worksheet("Agreements"), book.add_format({"num_format": "yyyy-mm-dd"})
    forms = cycle((True, False))
    for at, row in enumerate([HEADS, *(one.cells for one in known)]):
        for column, text in enumerate(row):
            iso = len(text) == 10 and text[4:5] == text[7:8] == "-"
            if iso and next(forms):
                sheet.write_datetime(at, column, date.fromisoformat(text), day)
            elif at and column in (4, 5) and text.isdigit():
                sheet.write_number(at, column, int(text))
            else:
                sheet.write_string(at, column, text)
    book.close()
    return file
