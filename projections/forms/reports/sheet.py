"""A report as XLSX: a sheet for each table, with a filter over its heads, and one for all else; days as days.

Texts are written as texts, so that none becomes a formula or a link. A spreadsheet knows no day before 1 March 1900
as the calendar does: those are texts, too. The same report gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from lifecycle.errors import InvalidInput
from lifecycle.messages import ENGLISH, Language, Message
from projections.forms.reports.blocks import Fields, Heading, Picture, Report, Table, Text, Title
from projections.forms.reports.texts import Cell, Texts
from projections.forms.typesetting import extra

FIRST = date(1900, 3, 1)
"""The first day that a spreadsheet counts as the calendar does."""
WIDEST = 60
"""Letters up to which a column is as wide as its longest cell."""
EXACT = 2**53
"""Whole numbers below it are what they are as numbers of a sheet."""
NAME = 31
"""The most letters of a sheet's name."""
LONGEST, MOST = 32_767, 1_048_575
"""The most letters of a cell, of which a longer text has its beginning, and the most rows of a table."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\\']")


def xlsx(report: Report, language: Language = ENGLISH) -> bytes:
    """Write a report as a workbook; raises `InvalidInput` without the extra `reports`, or for too many rows."""
    xlsxwriter, made = extra("xlsxwriter"), BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    texts = Texts(language)
    book.set_properties({"title": texts.text(report.title), "created": report.moment, "author": "", "company": ""})
    writer = _Book(book, texts)
    others = [block for block in report.blocks if not isinstance(block, Table)]
    if any(isinstance(block, Fields) for block in others):
        writer.about(others)
    for block in report.blocks:
        if isinstance(block, Table):
            writer.table(block)
    if not any(isinstance(block, Fields) for block in others):
        writer.about(others)
    book.close()
    return made.getvalue()


class _Book:
    """A workbook under work."""

    def __init__(self, book: Any, texts: Texts) -> None:
        self.book, self.texts = book, texts
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})

    def about(self, blocks: Sequence[Any]) -> None:
        """Write a sheet with what stands in no table: labels in its first column, texts in its second."""
        sheet, row = self._sheet(Message("About")), 0
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 100)
        for block in blocks:
            for label, says, form in _lines(self.texts, block):
                self._write(sheet, row, 0, label, self.bold)
                self._write(sheet, row, 1, says, form and self.bold)
                row += 1

    def table(self, block: Table) -> None:
        """Write a sheet with a table, and below it what explains it."""
        if len(block.rows) > MOST:
            raise InvalidInput(Message("a sheet holds no more than {n} rows", n=MOST))
        sheet, texts = self._sheet(block.name), self.texts
        heads, cells = texts.heads(block), [[texts.cell(part) for part in row] for row in block.rows]
        for n, head in enumerate(heads):
            longest = max(len(str(one)) for one in (head, *(row[n] for row in cells)))
            sheet.set_column(n, n, min(max(longest, 6), WIDEST) + 2)
            self._write(sheet, 0, n, head, self.head)
        for at, row in enumerate(cells, 1):
            for n, cell in enumerate(row):
                self._write(sheet, at, n, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(cells), len(heads) - 1)
        unwrapped = self.book.add_format({"valign": "top"})
        for at, says in enumerate(texts.below(block), len(cells) + 2):
            self._write(sheet, at, 0, says, unwrapped)

    def _sheet(self, name: Any) -> Any:
        wanted = _NOT_IN_NAMES.sub(" ", self.texts.text(name))[:NAME].strip()
        taken = {one.get_name().casefold() for one in self.book.worksheets()}
        numbered = (f"{wanted[: NAME - 3]} {n}" for n in range(2, 100))
        sheet = self.book.add_worksheet(next(one for one in (wanted, *numbered) if one and one.casefold() not in taken))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, cell: Cell, form: Any = None) -> None:
        """Write a cell as what it is; what a sheet cannot hold as such is a text."""
        match cell:
            case date() if cell >= FIRST:
                sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self.day)  # noqa: DTZ001
            case date():
                sheet.write_string(row, column, cell.isoformat(), form or self.plain)
            case int() if abs(cell) < EXACT:
                sheet.write_number(row, column, cell, form or self.plain)
            case int() | Decimal():
                sheet.write_string(row, column, str(cell), form or self.plain)
            case "":
                pass
            case _:
                text = cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"
                sheet.write_string(row, column, text, form or self.plain)


def _lines(texts: Texts, block: Any) -> list[tuple[str, str, bool]]:
    """Give the lines of what is no table: a label, a text, and whether it is bold."""
    match block:
        case Title():
            return [("", texts.text(block.says), True), ("", texts.text(block.beside), True)]
        case Heading():
            return [("", "", False), ("", texts.text(block.says), True)]
        case Fields():
            return [
                ("" if n else texts.text(field.label), texts.text(one), False)
                for field in block.fields
                for n, one in enumerate(field.says)
            ]
        case Text():
            return [("", texts.sentences(block.sentences), False)]
        case Picture():
            return [("", texts.described(block), False)]
    raise TypeError(block)
