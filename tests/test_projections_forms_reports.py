"""Reports as files: on paper, in sheets, as pages; the same each time, and what somebody wrote is text alone."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from reversed import REVERSED

from lifecycle.course.machine import State
from lifecycle.errors import InvalidInput
from lifecycle.messages import ENGLISH, Message, Short
from projections.answers.drawn.timeline import Lane, Life, Stretch
from projections.forms.reports.blocks import Field, Fields, Heading, Picture, Report, Table, Text, Title
from projections.forms.reports.html import html
from projections.forms.reports.markdown import WRITTEN as IN_MARKDOWN
from projections.forms.reports.markdown import escaped, markdown
from projections.forms.reports.page import LAID
from projections.forms.reports.paper import SET, pdf
from projections.forms.reports.sheet import FIRST, MOST, xlsx
from projections.forms.reports.table import WRITERS
from projections.words.parts import Styled

MOMENT = datetime(2012, 3, 4, 5, 6, 7, tzinfo=UTC)
EVIL = (
    '=HYPERLINK("http://evil.example")',
    '#image("/etc/passwd")',
    '</td><script>alert("1")</script>',
    "[click](http://evil.example) | `x` **b** <b>",
    "# head",
    "\u202ereversed\x1b[31m",
    "@SUM(A1)",
    "$x$ & <m> \\end",
)


def life() -> Life:
    own = (Stretch(state=State.DRAFTED, since=date(2000, 1, 1)),)
    return Life(
        agreement="x",
        title="X",
        as_of=date(2000, 2, 1),
        state=State.DRAFTED,
        lanes=(Lane(stretches=own),),
        spans=(),
        acts=(),
    )


def report(*texts: str, rows: tuple[tuple[Any, ...], ...] = ()) -> Report:
    table = Table(
        Message("Agreements"),
        (Message("agreement"), Message("since"), "#"),
        rows or tuple((text, Short(date(2010, 3, 30)), n) for n, text in enumerate(texts)),
        (Message("what it is"),),
        texts,
    )
    return Report(
        Message("Report of {text}", text=texts[0] if texts else "x"),
        MOMENT,
        (
            Title(texts[0] if texts else "x", Styled(Message("in force"), "green")),
            Heading(Message("What is so")),
            Fields((Field(Message("Open"), texts or ("y",)), Field(Message("Next"), (date(2010, 3, 30),)))),
            table,
            Picture(life()),
            Text((Message("As of {day}.", day=date(2010, 3, 30)),)),
        ),
    )


# What all of them promise


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("text", EVIL)
def test_the_same_report_gives_the_same_bytes_whatever_is_in_it(form: str, text: str) -> None:
    made = [WRITERS[form](report(text), ENGLISH, ()) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("kinds", [LAID, IN_MARKDOWN, SET])
def test_every_kind_of_block_has_its_line(kinds: dict[type, Any]) -> None:
    assert set(kinds) == {Title, Heading, Fields, Table, Text, Picture}


@pytest.mark.parametrize(("form", "library"), [("pdf", "typst"), ("xlsx", "xlsxwriter")])
def test_without_the_extra_its_forms_are_refused_by_its_name(
    form: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InvalidInput, match=re.escape("pip install 'depositary[reports]'")):
        WRITERS[form](report("x"), ENGLISH, ())
    for other in ("md", "html"):
        assert WRITERS[other](report("x"), ENGLISH, ())


def everything(data: bytes, form: str) -> str:
    """Give what a file says."""
    match form:
        case "pdf":
            return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
        case "xlsx":
            book = CalamineWorkbook.from_filelike(BytesIO(data))
            sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
            return "\n".join([*book.sheet_names, *(str(cell) for rows in sheets for row in rows for cell in row)])
    return data.decode()


@pytest.mark.parametrize("form", WRITERS)
def test_no_word_of_a_report_is_out_of_reach_of_a_language(form: str) -> None:
    said = everything(WRITERS[form](report("q"), REVERSED, ()), form)
    for word in ("in force", "Agreements", "agreement", "As of", "What is so", "Open", "About"):
        assert not re.search(rf"\b{word}\b", re.sub(r"<[^>]*>|aria-\w+", " ", said)), word


# PDF


def test_a_paper_can_be_read_aloud_and_kept() -> None:
    """PDF/UA-1 and PDF/A-2a: tagged, titled, in a language, with words for pictures, and with nothing attached."""
    reader = PdfReader(BytesIO(pdf(report("x"))))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    for tag in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert tag in metadata
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a value of PDF)
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert reader.metadata.title == "Report of x"
    assert not list(reader.attachments)
    assert not {"/AF", "/OpenAction", "/AA"} & root.keys()
    tags = list(structure(root["/StructTreeRoot"]))
    names = {name for name, _ in tags}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= names
    assert [alt for name, alt in tags if name == "/Figure"] == [
        "The life of x as of 1\u00a0February\u00a02000: drafted from 1\u00a0January\u00a02000."
    ]


def structure(node: Any) -> Iterator[tuple[str, str]]:
    """Give the tags of a paper, each with the words for it."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from structure(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        if "/K" in node and not isinstance(node["/K"], int):
            yield from structure(node["/K"])


def test_a_paper_is_dated_by_what_it_knows_and_by_no_clock() -> None:
    reader = PdfReader(BytesIO(pdf(report("x"))))
    assert reader.metadata is not None
    assert reader.metadata.creation_date == MOMENT
    assert "2012-03-04" in reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
    assert reader.metadata.modification_date in (None, MOMENT)


def test_what_is_markup_to_a_typesetter_is_text_to_us() -> None:
    said = everything(pdf(report(*EVIL)), "pdf")
    for text in ('#image("/etc/passwd")', "# head", "$x$ & <m>", "\\u202e"):
        assert text in said.replace("\u200b", "")


def test_characters_that_no_font_has_are_written_by_their_numbers() -> None:
    """The standards allow no empty boxes; who has fonts for them gives them."""
    said = everything(pdf(report("Договор", "協定 ٱتفاق", "қ ғ", "📜")), "pdf")
    assert "Договор" in said
    assert "қ ғ" in said
    assert "\\u5354\\u5b9a" in said.replace("\n", "").replace("\u200b", "")
    assert "\\U0001f4dc" in said.replace("\n", "").replace("\u200b", "")


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4))
@example(["\u4efb\U0001f3fb\u10db", "\ue000", "\uffff", "\u0301", "\u200d", "\U000e0041", "\U0001f1e6\U0001f1fa"])
@settings(max_examples=40, deadline=None)
def test_every_text_can_be_set(texts: list[str]) -> None:
    """Whatever it holds: scripts without fonts, marks that stand alone, what is no character at all."""
    assert pdf(report(*texts)).startswith(b"%PDF")


def test_a_picture_is_no_higher_than_a_page() -> None:
    own = (Stretch(state=State.DRAFTED, since=date(2000, 1, 1)),)
    lanes = (Lane(stretches=own), *(Lane(party=f"P{n}", stretches=own) for n in range(80)))
    tall = Life(agreement="x", title="X", as_of=date(2000, 2, 1), state=State.DRAFTED, lanes=lanes, spans=(), acts=())
    pages = PdfReader(BytesIO(pdf(Report("x", MOMENT, (Title("x"), Picture(tall)))))).pages
    assert len(pages) <= 2
    said = "".join(page.extract_text() for page in pages)
    assert "P79" in said


# Sheets


def cells(data: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_a_sheet_holds_days_as_days_and_numbers_as_numbers() -> None:
    """But those before March 1900, which a spreadsheet counts wrongly, and numbers that it would round."""
    rows = (
        ("a", Short(FIRST), 3),
        ("b", Short(date(1900, 2, 28)), 2**60),
        ("c", date(1815, 6, 9), Decimal("1250000.00")),
    )
    head, *found = cells(xlsx(report("x", rows=rows)), "Agreements")[:4]
    assert head == ["Agreement", "Since", "#"]
    assert found == [
        ["a", date(1900, 3, 1), 3.0],
        ["b", "1900-02-28", str(2**60)],
        ["c", "1815-06-09", "1250000.00"],
    ]


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=3))
@settings(max_examples=30)
def test_no_text_of_a_sheet_becomes_a_formula_or_a_link(texts: list[str]) -> None:
    for given_texts in (texts, [f"={text}" for text in texts], list(EVIL)):
        data = xlsx(report(*given_texts))
        with zipfile.ZipFile(BytesIO(data)) as book:
            parts = {name: book.read(name).decode() for name in book.namelist()}
        assert not any("<f>" in part or "<f " in part or "<hyperlink" in part for part in parts.values())
        assert not any("externalLink" in name or "vba" in name.lower() for name in parts)


def test_a_sheet_is_read_back_as_it_was_said() -> None:
    data = xlsx(report(*EVIL))
    told = [row[0] for row in cells(data, "Agreements")[1 : len(EVIL) + 1]]
    assert told == [*EVIL[:5], "\\u202ereversed\\x1b[31m", *EVIL[6:]]
    about = [row[1] for row in cells(data, "About")]
    assert about[0] == EVIL[0]
    assert "As of 30 March 2010." in about
    with zipfile.ZipFile(BytesIO(data)) as book:
        assert "2012-03-04T05:06:07Z" in book.read("docProps/core.xml").decode()


def test_what_is_too_long_for_a_cell_has_its_beginning_there_and_is_not_lost() -> None:
    """Nor are rows: more than a sheet holds are refused."""
    long = "x" * 40_000
    assert cells(xlsx(report("a", rows=((long, "b", 1),))), "Agreements")[1][0] == "x" * 32_766 + "…"
    table = Table(Message("Agreements"), ("a",), [("b",)] * (MOST + 1))
    with pytest.raises(InvalidInput, match="1048575 rows"):
        xlsx(Report("x", MOMENT, (Title("x"), table)))


def test_sheets_of_one_name_are_told_apart() -> None:
    long = "What is known of all the agreements of the whole world"
    tables = [Table(name, ("x",), (("y",),)) for name in (long, long, "a/b", "History:'", "ABOUT")]
    names = CalamineWorkbook.from_filelike(BytesIO(xlsx(Report("x", MOMENT, (Title("x"), *tables))))).sheet_names
    assert len({name.casefold() for name in names}) == 6
    assert max(map(len, names)) <= 31


# Pages


class Seen(HTMLParser):
    """What a reader of HTML makes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_page_holds_texts_of_outsiders_as_texts() -> None:
    seen = Seen()
    seen.feed(html(report(*EVIL)))
    names = {name for name, _ in seen.tags}
    assert {"h1", "h2", "table", "th", "td", "dl", "svg"} <= names
    assert not {"script", "img", "a", "b", "iframe", "link"} & names, "nothing is fetched, and nothing leads anywhere"
    assert not any(name.startswith("on") for _, attrs in seen.tags for name in attrs)
    assert all(attrs.get("scope") == "col" for name, attrs in seen.tags if name == "th")
    assert dict(seen.tags)["html"] == {"lang": "en"}
    for text in (EVIL[0], EVIL[2], EVIL[3]):
        assert text in seen.texts
    assert ("time", {"datetime": "2010-03-30"}) in seen.tags
    assert "30 Mar 2010" in seen.texts


def test_pictures_of_one_page_have_ids_apart() -> None:
    seen = Seen()
    seen.feed(html(Report("x", MOMENT, (Title("x"), Picture(life()), Picture(life())))))
    ids = [str(attrs["id"]) for _, attrs in seen.tags if "id" in attrs]
    assert len(set(ids)) == len(ids) > 10
    labels = [str(attrs["aria-labelledby"]).split() for name, attrs in seen.tags if name == "svg"]
    assert len(labels) == 2
    assert {label for own in labels for label in own} <= set(ids)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# head", r"\# head"),
        ("[a](http://b.example) www.b.example", r"\[a\](http\://b.example) www\.b.example"),
        ("- a", r"\- a"),
        ("12. a", r"12\. a"),
        ("1985. a", "1985. a"),
        ("a | b *c* _d_ `e` <f> &g;", r"a \| b \*c\* \_d\_ \`e\` \<f\> \&g;"),
        ("4 Jul 2010: in force (Art. 8(3))", "4 Jul 2010: in force (Art. 8(3))"),
    ],
)
def test_a_text_is_no_markup_of_markdown(text: str, said: str) -> None:
    assert escaped(text) == said


def test_a_table_of_markdown_has_as_many_cells_in_each_row() -> None:
    lines = [line for line in markdown(report(*EVIL)).splitlines() if line.startswith("| ")]
    assert len(lines) == 2 + len(EVIL)
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {4}
