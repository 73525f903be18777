"""Reading lists: days by the forms of a map, sheets with what is recognised of them, names of take-overs."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lists import HEADS, MAP, Row, rows

from aggregates.record.proposals import proposal_from
from lifecycle.acts.act import Entry
from lifecycle.calendar.partial import first_possible
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.fold.timeline import fold
from lifecycle.messages import render
from projections.answers.lists.asides import Aside
from projections.answers.lists.days import LANGUAGES, Listed, months, read_day
from projections.answers.lists.mapping import named_after, read_map
from projections.answers.lists.parties import Party
from projections.answers.lists.rows import Reader
from projections.answers.lists.sheets import Line, read_sheet

FORMS = ("YYYY-MM-DD", "DD.MM.YYYY", "D/M/YYYY", "D Month YYYY", "Month YYYY", "MM/YYYY", "YYYY")
DAYS = [
    ("2001-05-03", date(2001, 5, 3), "day"),
    ("03.05.2001", date(2001, 5, 3), "day"),
    ("3/5/2001", date(2001, 5, 3), "day"),
    ("3 May 2001", date(2001, 5, 3), "day"),
    ("3 mai 2001", date(2001, 5, 3), "day"),
    ("1er mai 2001", date(2001, 5, 1), "day"),
    ("3 мая 2001 г.", date(2001, 5, 3), "day"),
    ("3  МАЯ 2001 года", date(2001, 5, 3), "day"),
    ("1st February 2001", date(2001, 2, 1), "day"),
    ("février 2001", date(2001, 2, 1), "month"),
    ("май 2001", date(2001, 5, 1), "month"),
    ("Sept. 2001", date(2001, 9, 1), "month"),
    ("09/2001", date(2001, 9, 1), "month"),
    ("2001", date(2001, 1, 1), "year"),
    ("2001 г.", date(2001, 1, 1), "year"),
    (date(2001, 5, 3), date(2001, 5, 3), "day"),
]


@pytest.mark.parametrize(("cell", "day", "precision"), DAYS)
def test_a_day_is_read_as_far_as_it_is_known(cell: str | date, day: date, precision: str) -> None:
    assert read_day(cell, FORMS) == Listed(day, precision)  # type: ignore[arg-type]


NO_DAYS = [
    ("31.02.2001", '"31.02.2001" is a day in none of the forms of the map'),
    ("spring 2001", '"spring 2001" is a day in none of the forms of the map'),
    ("36892", '"36892" is a day in none of the forms of the map'),
    ("13/2001", '"13/2001" is a day in none of the forms of the map'),
    ("1500", '"1500" is a day in none of the forms of the map'),
    ("", '"" is a day in none of the forms of the map'),
]


@pytest.mark.parametrize(("cell", "says"), NO_DAYS)
def test_what_no_form_fits_is_no_day(cell: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_day(cell, FORMS)
    assert render(refused.value.says) == says


def test_what_two_forms_read_as_different_days_is_read_by_neither() -> None:
    forms = ("DD/MM/YYYY", "MM/DD/YYYY")
    with pytest.raises(InvalidInput) as refused:
        read_day("03/04/2010", forms)
    assert render(refused.value.says) == '"03/04/2010" may be 3 April 2010 or 4 March 2010'
    assert read_day("13/04/2010", forms) == Listed(date(2010, 4, 13), "day")
    assert read_day("04/04/2010", forms) == Listed(date(2010, 4, 4), "day")


@given(st.dates(date(1700, 1, 1), date(2900, 1, 1)), st.sampled_from(FORMS), st.sampled_from(LANGUAGES))
def test_a_day_that_is_written_by_a_form_is_read_by_it(day: date, form: str, language: str) -> None:
    """Whatever the language of the month: as CLDR writes it within a date."""
    from babel.dates import get_month_names

    month = get_month_names("wide", "format", language)[day.month]
    written = form.replace("YYYY", f"{day.year:04}").replace("Month", "\0").replace("MM", f"{day.month:02}")
    written = written.replace("DD", f"{day.day:02}").replace("D", str(day.day)).replace("M", str(day.month))
    found = read_day(written.replace("\0", month), FORMS)
    precision = "day" if "D" in form else "month" if "M" in form else "year"
    assert found == Listed(first_possible(day, precision), precision)  # type: ignore[arg-type]


def test_no_name_of_a_month_is_that_of_two() -> None:
    assert set(months().values()) == set(range(1, 13))


SHEETS = [
    ("a;b\n1;2,5\n", "utf-8", "semicolon", {"a": "1", "b": "2,5"}),
    ("a,b\n1,2\n", "utf-8", "comma", {"a": "1", "b": "2"}),
    ("a\tb\n1\t2\n", "utf-16", "tab", {"a": "1", "b": "2"}),
    ("a|b\nЁлка|é\n", "utf-8", "bar", {"a": "Ёлка", "b": "é"}),
    ("имя;b\nсоюз ёлок;2\n", "cp1251", "semicolon", {"имя": "союз ёлок", "b": "2"}),
    ("a;b\nthéâtre à côté;2\n", "cp1252", "semicolon", {"a": "théâtre à côté", "b": "2"}),
    ('a,b\n"first\nsecond  \r\n\n third",2\n', "utf-8", "comma", {"a": "first\nsecond\n\n third", "b": "2"}),
    ("\n\n a , b \n\n1,2\n", "utf-8", "comma", {"a": "1", "b": "2"}),
    ("a\n1\n", "utf-8", "comma", {"a": "1"}),
]


@pytest.mark.parametrize(("text", "encoding", "separator", "cells"), SHEETS)
def test_a_text_is_read_as_it_is_and_what_was_recognised_is_said(
    text: str, encoding: str, separator: str, cells: dict[str, str]
) -> None:
    sheet = read_sheet(text.encode(encoding), "list.csv")
    assert (sheet.encoding, sheet.separator) == (encoding, separator)
    assert [dict(line.cells) for line in sheet.lines] == [cells]


def test_an_encoding_that_is_stated_is_not_looked_for() -> None:
    assert read_sheet("a;б\n1;2\n".encode("koi8-r"), "list.csv", encoding="koi8-r").heads == ("a", "б")
    with pytest.raises(InvalidInput, match="there is no encoding"):
        read_sheet(b"a;b\n", "list.csv", encoding="cp9999")
    with pytest.raises(InvalidInput, match="utf-8"):
        read_sheet(b"a;\xff\n", "list.csv", encoding="utf-8")


def test_rows_keep_their_numbers_whatever_stands_between() -> None:
    sheet = read_sheet(b"a,b\n1,\n,\n2,x\n", "list.csv")
    assert [line.number for line in sheet.lines] == [2, 4]
    again = read_sheet(b"#row,#why,a,b\n17,bad,1,2\n", "list.csv")
    assert [(line.number, dict(line.cells)) for line in again.lines] == [(17, {"a": "1", "b": "2"})]


def test_a_spreadsheet_gives_days_as_days_and_whole_numbers_as_written(tmp_path: object) -> None:
    import io

    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("One")
    sheet.write_row(0, 0, ["day", "year", "moment", "text"])
    sheet.write_datetime(1, 0, datetime(2001, 5, 3), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    sheet.write_number(1, 1, 2001)
    sheet.write_datetime(1, 2, datetime(2001, 5, 3, 12, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))  # noqa: DTZ001
    sheet.write_string(1, 3, " a\n b ")
    book.close()
    read = read_sheet(stream.getvalue(), "list.xlsx")
    assert read.name == "One"
    assert [dict(line.cells) for line in read.lines] == [
        {"day": date(2001, 5, 3), "year": "2001", "moment": date(2001, 5, 3), "text": "a\n b"}
    ]
    with pytest.raises(InvalidInput, match='there is no sheet "Two"'):
        read_sheet(stream.getvalue(), "list.xlsx", sheet="Two")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("list.xlsx", "list"),
        ("/in/List of 2020.csv", "list-of-2020"),
        ("list.csv.rejects.csv", "list"),
        ("list.csv.rejects.csv.rejects.csv", "list-csv-rejects"),
        ("Список.csv", "list"),
        ("a.b.csv", "a-b"),
    ],
)
def test_a_take_over_is_named_after_its_file(file: str, name: str) -> None:
    """What was put aside of it belongs to the same."""
    assert named_after(file) == name


@given(st.binary(max_size=400))
def test_whatever_bytes_it_is_given_it_reads_them_or_refuses(data: bytes) -> None:
    try:
        sheet = read_sheet(data, "list.csv")
    except InvalidInput:
        return
    assert len(set(sheet.heads)) == len(sheet.heads)


FOUND = read_map(MAP.encode(), "map.yaml")
CELLS = st.one_of(
    st.sampled_from([cell for row in rows() for cell in row.cells]),
    st.text(max_size=30),
    st.dates(),
    st.sampled_from(["0001-01-01", "9999", "1648", "2999-12-31", "\x00", "\u202e", "a" * 2001, "A / B", " / ", "[]"]),
)


def nobody(name: str) -> Party:
    raise NotFound("party", name)


@settings(max_examples=300)
@given(st.sampled_from(rows()), st.dictionaries(st.sampled_from(HEADS), CELLS, max_size=3))
def test_any_row_is_read_or_put_aside_and_what_is_read_can_be_recorded(row: Row, cells: dict[str, str | date]) -> None:
    """Nothing raises, nothing is put aside without a reason, and no law objects to what was read."""
    known = dict(zip(HEADS, row.cells, strict=True)) | cells
    read = Reader(FOUND, "office-list", nobody).read(Line(2, known))
    if isinstance(read, Aside):
        assert read.why
        return
    draft, taken = (proposal_from(dict(act)) for act in (read.draft, read.act))
    line = fold([Entry(1, draft.act), Entry(2, taken.act)])
    assert line.irregular == {}
    (found,) = line.taken
    assert found.since == line.drafted <= FOUND.as_of
    assert [str(one.state) for one in line.agreement][-1] in ("signed", "in_force", "suspended", "terminated")
