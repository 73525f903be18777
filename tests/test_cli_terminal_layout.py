"""The columns of a terminal: nothing is wider, nothing is cut, and what is read as one thing stands on one line."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cli.terminal.layout import grid, least, pad, width, wrapped
from cli.terminal.page import Paper
from lifecycle.messages import English, Message
from projections.words.parts import COLORS, Styled, short, state_word
from projections.words.phrases import cited

DAYS = st.integers(0, 20_000).map(lambda n: date(1980, 1, 1) + timedelta(n))
UNITS = st.one_of(
    DAYS.map(English().day),
    DAYS.map(English().short),
    st.sampled_from(["Art. 8(3)", "VCLT-IO 79(b)", "ETS 76, 4(2)", "#1284", "1 200.00 EUR", "2026-11-20 14:02 UTC"]),
)
WORDS = st.sampled_from(
    [
        "the",
        "party",
        "withdrew",
        "wco-caricc",
        "International",
        "Organisation",
        "Ministère",
        "Астана",
        "海洋保護",
        "→",
        "–",
    ]
)
CELLS = st.lists(UNITS | WORDS, max_size=12).map(" ".join)
TABLES = st.integers(1, 7).flatmap(
    lambda columns: st.lists(
        st.tuples(*[CELLS | st.sampled_from(["", "–", "in force"])] * columns), min_size=2, max_size=4
    )
)
COLUMNS = st.integers(40, 200)
UNIT = re.compile(
    r"\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b|Art\. 8\(3\)|VCLT-IO 79\(b\)|ETS 76, 4\(2\)|#1284|1 200\.00 EUR"
    r"|2026-11-20 14:02 UTC"
)


def words(lines: list[str]) -> list[str]:
    return " ".join(lines).split()


@given(TABLES, COLUMNS)
def test_a_table_fits_and_holds_every_cell(rows: list[tuple[str, ...]], columns: int) -> None:
    """Whatever its cells: no line is too wide, and no unit is broken."""
    paper = Paper(columns)
    heads = tuple(f"head{'abcdefg'[n]}" for n in range(len(rows[0])))
    paper.table([heads, *rows])
    assert all(width(line.rstrip()) <= columns for line in paper.lines)
    whole = [unit for row in rows for cell in row for unit in UNIT.findall(cell)]
    shown = [unit for line in paper.lines for unit in UNIT.findall(line)]
    assert sorted(shown) == sorted(whole)
    assert sorted(words(paper.lines)) == sorted(
        [*words([cell for row in rows for cell in row]), *words(_heads(paper, rows, heads))]
    )


def _heads(paper: Paper, rows: list[tuple[str, ...]], heads: tuple[str, ...]) -> list[str]:
    """Give the heads that are to be expected: once, or once for each cell of a list."""
    heads = tuple(head.upper() for head in heads)
    if grid([heads, *rows], (paper.columns or 0) - 2):
        return list(heads)
    return [head for row in rows for head, cell in zip(heads, row, strict=True) if cell]


@given(TABLES, COLUMNS)
def test_the_words_of_a_cell_stand_in_it_in_order(rows: list[tuple[str, ...]], room: int) -> None:
    """In the lines of the cell itself, none of which is wider than its column."""
    found = grid(rows, room)
    assume(found is not None)
    assert found is not None
    for number, (row, cells) in enumerate(zip(rows, found.cells, strict=True)):
        below = dict(zip(found.below, found.lines[number], strict=True)) if found.below else {}
        shown = dict(zip(found.columns, cells, strict=True)) | below
        assert {n: words(list(lines)) for n, lines in shown.items()} == {n: text.split() for n, text in enumerate(row)}
        for lines, columns in zip(cells, found.widths, strict=True):
            assert all(width(line) <= columns for line in lines)


@given(st.lists(CELLS, min_size=1, max_size=4), st.text("abcdefgh ", min_size=1, max_size=30), COLUMNS)
def test_fields_lines_and_sentences_fit(texts: list[str], label: str, columns: int) -> None:
    """They hold every word in order, and units whole."""
    for write in (
        lambda paper: paper.field(label, *texts),
        lambda paper: [paper.line("  ", Styled(text, "dim")) for text in texts],
        lambda paper: paper.sentences(*texts),
        lambda paper: paper.steps([(10, text, "Art. 8(3) · terms v1") for text in texts]),
        lambda paper: [paper.title(text, Styled("IN FORCE", "bold")) for text in texts],
    ):
        paper = Paper(columns)
        write(paper)
        assert all(width(line.rstrip()) <= columns for line in paper.lines)
        shown = [unit for line in paper.lines for unit in UNIT.findall(line)]
        for unit in [unit for text in texts for unit in UNIT.findall(text)]:
            assert unit in shown
        for text in texts:
            remaining = iter(words(paper.lines))
            assert all(word in remaining for word in text.split())


@given(TABLES, st.integers(1, 39))
def test_the_narrowest_terminal_gets_a_page(rows: list[tuple[str, ...]], columns: int) -> None:
    """Whatever becomes of it, every character is there."""
    paper = Paper(columns)
    paper.title("Memorandum of Understanding", Styled("IN FORCE", "green"))
    paper.table(rows)
    paper.steps([(10, rows[0][0], "Art. 8(3) · terms v1")])
    shown = Counter("".join(paper.lines))
    assert not Counter("".join("".join(cell for row in rows[1:] for cell in row).split())) - shown


@given(TABLES, st.sampled_from([None, 400]))
def test_a_pipe_and_a_wide_terminal_get_a_row_on_a_line(rows: list[tuple[str, ...]], columns: int | None) -> None:
    """As wide as its cells are."""
    assume(columns is None or sum(max(map(width, column)) + 2 for column in zip(*rows, strict=True)) < columns)
    paper = Paper(columns)
    paper.table(rows)
    assert len(paper.lines) == len(rows)
    assert [line.split() for line in paper.lines[1:]] == [" ".join(row).split() for row in rows[1:]]


@given(CELLS, COLUMNS)
@example("#1284 1 January 1980 1 January 1980", 40)
@example("#1284 1 January 1980 1 January 1980 1 January 1980 1 January 1980 the", 40)
def test_colour_takes_no_columns(text: str, columns: int) -> None:
    """The same lines with escapes as without."""
    escapes = re.compile(r"\x1b\[\d*m")
    plain, inked = Paper(columns), Paper(columns, color=True)
    for paper in (plain, inked):
        paper.line("  ", Styled(text, "green"), " ", text)
        paper.table([("state", "what"), (state_word("in_force"), Styled(text, "red"))])
    assert [escapes.sub("", line).rstrip() for line in inked.lines] == [line.rstrip() for line in plain.lines]
    assert all("\x1b" not in line or line.rstrip().endswith("\x1b[0m") or "\x1b[0m" in line for line in inked.lines)


@given(CELLS, st.integers(40, 100))
def test_ascii_forms_fit_too(text: str, columns: int) -> None:
    """They are wider than what they stand for, which is known before lines are made."""
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    paper = Paper(columns, stream=stream)
    paper.line(text)
    paper.table([("what", "how"), (text, "→ – … ≥ ü")])
    assert all(line.isascii() and len(line.rstrip()) <= columns for line in paper.lines)


@given(st.text(st.characters(categories=["L", "N", "M", "S"])), st.integers(1, 40))
def test_columns_are_kept(text: str, columns: int) -> None:
    """A filled text is never narrower than asked for."""
    assert width(pad(text, columns)) >= columns


@pytest.mark.parametrize(
    ("text", "columns"), [("世界", 4), ("e\u0301", 1), ("ab", 2), ("→ ü –", 5), ("Астана", 6), ("👩‍🚀", 2)]
)
def test_wide_and_combining_characters_are_counted_as_shown(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("it ends on 28 February 2011 (Art. 8(3))", 24, ["it ends on", "28 February 2011", "(Art. 8(3))"]),
        ("owed 1 200.00 EUR by WCO", 12, ["owed", "1 200.00 EUR", "by WCO"]),
        ("Why: depositary explain x", 22, ["Why:", "depositary explain x"]),
        (
            "Why: depositary explain wco-caricc --as-of 2011-01-10",
            30,
            ["Why: depositary explain", "wco-caricc --as-of 2011-01-10"],
        ),
        (
            "Next: depositary check a-file-with-a-long-name",
            20,
            ["Next: depositary", "check", "a-file-with-a-long-name"],
        ),
        ("the depositary has told that party", 20, ["the depositary has", "told that party"]),
        ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
        ("reach +32 2 209 92 11", 17, ["reach", "+32 2 209 92 11"]),
        ("海洋環境保護庁", 8, ["海洋環境", "保護庁"]),
    ],
)
def test_where_a_line_ends(text: str, columns: int, lines: list[str]) -> None:
    """Between words, at no hyphen, and inside of what is one thing only where it is wider than a line."""
    assert wrapped(text, columns) == lines


def test_what_goes_on_hangs_in() -> None:
    assert wrapped("one two three four", 9, 2) == ["one two", "  three", "  four"]


@pytest.mark.parametrize(
    ("text", "columns"), [("on 28 February 2011", 16), ("", 0), ("海洋環境保護庁国際", 12), ("ab c", 2)]
)
def test_the_least_that_a_cell_takes(text: str, columns: int) -> None:
    """The widest unit; a row of wide characters may part."""
    assert least(text) == columns


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (
            66,
            """
AGREEMENT   SINCE        BY          TITLE
wco-caricc  30 Mar 2010  Art. 9, #3  Memorandum of Understanding
                                     on Co-operation between the
                                     two of them
""",
        ),
        (
            50,
            """
AGREEMENT   SINCE        BY
              TITLE
wco-caricc  30 Mar 2010  Art. 9, #3
              Memorandum of Understanding on
              Co-operation between the two of them
""",
        ),
        (
            36,
            """
AGREEMENT  wco-caricc
SINCE      30 Mar 2010
BY         Art. 9, #3
TITLE      Memorandum of
           Understanding on
           Co-operation between the
           two of them
""",
        ),
    ],
)
def test_three_ways_to_lay_out_a_table(columns: int, shown: str) -> None:
    """In columns that go on below, with a column below its row, or as a list."""
    paper = Paper(columns)
    title = "Memorandum of Understanding on Co-operation between the two of them"
    rows = [("agreement", "since", "by", "title"), ("wco-caricc", short(date(2010, 3, 30)), "Art. 9, #3", title)]
    paper.table(rows, indent=0)
    assert paper.text == shown.lstrip()


def test_styles_stay_with_their_cells() -> None:
    """Every line of a cell is in its colour."""
    paper = Paper(30, color=True)
    paper.table([("what",), (Styled("a dispute about a very long river", "red"),)])
    assert [line.count("\x1b[31m") for line in paper.lines] == [0, 1, 1]
    assert COLORS["terminated"] == "red"


def test_a_citation_is_whole_in_a_message() -> None:
    """As a day is, however long the line before them."""
    paper = Paper(44)
    paper.field(Message("Notice"), cited(Message("N1 ends it on {day}", day=date(2011, 2, 28)), "VCLT-IO 79(b)", 12))
    assert paper.lines == [
        "  Notice            N1 ends it on",
        "                    28 February 2011",
        "                    (VCLT-IO 79(b), #12)",
    ]
