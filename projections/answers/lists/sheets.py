"""A sheet of a list: its heads and rows, read from XLSX or CSV, with what was recognised of its encoding.

What a spreadsheet holds as a day is a day; all else is text as it stands. A single-byte text is taken for Cyrillic
(windows-1251) where its letters stand beside each other, as in words of that script, and for Western European
(windows-1252) where they stand alone among plain ones, as accents do; a map may say which it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted, Row
from lifecycle.suggestions import suggesting

MOST_BYTES = 50 << 20
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What may stand between the cells of a text, and what it is called."""
ROW, WHY = "#row", "#why"
"""The columns that a file of rows put aside has besides its own: where a row stood, and why it was put aside."""
_LOOKED_AT = 200

Cell = str | date
"""A text without outer spaces, its lines kept, or a day."""


class Line(NamedTuple):
    """A row that says something: its number in the list, the head being the first, and its cells by their heads."""

    number: int
    cells: Mapping[str, Cell]


class Sheet(NamedTuple):
    """A list as it was read."""

    name: str
    """Of the sheet; empty for a text."""
    encoding: str
    separator: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(data: bytes, file: str, *, sheet: str = "", encoding: str = "", separator: str = "") -> Sheet:
    """Read the sheet of a list, the first one where none is named; raises `InvalidInput` that names the file.

    An encoding or a separator that is given is not looked for.
    """
    if len(data) > MOST_BYTES:
        raise refused(file, Message("a list has at most {most} MiB", most=MOST_BYTES >> 20))
    if data[:2] == b"PK" or file.lower().endswith((".xlsx", ".xls", ".ods")):
        name, cells = _workbook(data, file, sheet)
        return _sheet(file, cells, name=name)
    if sheet:
        raise refused(file, Message("a text has no sheets: leave {option} out", option="--sheet"))
    text, known_as = _decoded(data, file, encoding)
    mark = separator or _separator(text)
    csv.field_size_limit(MOST_BYTES)
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise refused(file, Message("this is no table: {why}", why=str(error))) from error
    return _sheet(file, cells, encoding=known_as, separator=mark)


def refused(place: str, says: Message) -> InvalidInput:
    """Give the error for one thing that is wrong with a list."""
    return InvalidInput([Problem(place=place, says=says)])


def _workbook(data: bytes, file: str, sheet: str) -> tuple[str, Sequence[Sequence[object]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        if not names:
            raise refused(file, Message("there is no sheet in it"))
        if sheet and sheet not in names:
            says = Message(
                "there is no sheet {name}; there are {known}", name=Quoted(sheet), known=Row(map(Quoted, names))
            )
            raise refused(file, Message("{says}", says=suggesting(says, sheet, names)))
        name = sheet or names[0]
        return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, KeyError) as error:
        if isinstance(error, InvalidInput):
            raise
        raise refused(file, Message("this is no spreadsheet that can be read: {why}", why=str(error))) from error


def _sheet(
    file: str, rows: Sequence[Sequence[object]], *, name: str = "", encoding: str = "", separator: str = ""
) -> Sheet:
    """Take the first row that holds something as the heads, and what stands under them."""
    read = [(number, [_cell(value) for value in row]) for number, row in enumerate(rows, 1)]
    filled = [(number, row) for number, row in read if any(row)]
    if not filled:
        raise refused(file, Message("there is nothing in it"))
    heads = [str(cell) for cell in filled[0][1]]
    twice = [head for head, times in Counter(filter(None, heads)).items() if times > 1]
    if twice:
        raise refused(file, Message("the head {name} stands twice: rename one", name=Quoted(twice[0])))
    lines = tuple(_lines(heads, filled[1:]))
    return Sheet(name, encoding, SEPARATORS.get(separator, separator), tuple(filter(None, heads)), lines)


def _lines(heads: Sequence[str], rows: Sequence[tuple[int, Sequence[Cell]]]) -> Iterator[Line]:
    for number, row in rows:
        cells = {head: cell for head, cell in zip(heads, row, strict=False) if head}
        stood = str(cells.pop(ROW, ""))
        cells.pop(WHY, None)
        yield Line(int(stood) if stood.isascii() and stood.isdigit() else number, cells)


def _cell(value: object) -> Cell:
    """Give a cell as a text or a day: a whole number as it is written, a moment as its day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _decoded(data: bytes, file: str, stated: str) -> tuple[str, str]:
    """Decode a text: by its mark, as it is stated, as UTF-8 if it is that, else by what its letters look like."""
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    names = [marked] if marked else [stated] if stated else ["utf-8", _single(data)]
    for name in names:
        try:
            return data.decode(name).removeprefix("\ufeff"), name
        except UnicodeDecodeError:
            continue
        except LookupError:
            says = Message("there is no encoding {name}: such are {known}", name=Quoted(name), known=Row(_KNOWN))
            raise refused(file, says) from None
    says = Message(
        "it is not {names}: say what it is with {field} in the map", names=Row(names), field=Quoted("encoding")
    )
    raise refused(file, says)


_MARKS: Mapping[bytes, str] = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_KNOWN = ("utf-8", "cp1251", "cp1252", "utf-16")
_TOGETHER = re.compile(rb"[\x80-\xff]{2,}")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")


def _single(data: bytes) -> str:
    together = sum(len(found) for found in _TOGETHER.findall(data))
    return "cp1251" if together > len(_ALONE.findall(data)) else "cp1252"


def _separator(text: str) -> str:
    """Give what parts most first rows into the same number of cells, of more than one; a comma where nothing does."""
    best, found = (0, 0), ","
    for mark in SEPARATORS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
            sizes = [len(row) for row, _ in zip(reader, range(_LOOKED_AT), strict=False) if row]
        except csv.Error:
            continue
        if not sizes or sizes[0] < 2:
            continue
        alike = sum(size == sizes[0] for size in sizes) * 100 // len(sizes)
        if (alike, sizes[0]) > best:
            best, found = (alike, sizes[0]), mark
    return found
