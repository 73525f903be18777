"""Formats: the same answer as a page, JSON, JSON Lines, CSV and TSV; what spreadsheets and terminals must not get."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commandline import demonstration, run
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from cli.terminal.options import FORMATS
from cli.terminal.page import Paper
from projections.answers.snapshot import Known
from projections.forms.machine import heads, json_text, plain, separated
from projections.forms.table import FORMS
from projections.words.parts import Styled


class One(Struct, frozen=True, kw_only=True):
    """An answer of one text."""

    text: str


@pytest.fixture(autouse=True)
def _register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))


def cells(text: str, *, raw: bool = False, format: str = "csv") -> str:
    written = separated(["n", "text"], [{"n": 1, "text": text}], format, raw=raw)
    if format == "tsv":
        return written.split("\n")[1].split("\t")[1]
    return list(csv.reader(io.StringIO(written, newline="")))[1][1]


# Spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A leading quote makes it a text; the characters that spreadsheets fold to these count as well."""
    assert cells(text).startswith("'")
    assert cells(text, format="tsv").startswith("'")


@pytest.mark.parametrize("text", ["-12", "+3.50", "-0", "2010-03-30", "1200.00", "WCO", ""])
def test_numbers_and_dates_stay_as_they_are(text: str) -> None:
    assert cells(text) == text


@pytest.mark.parametrize("text", ["=1+1", "\x1b[0m", "two\nlines"])
def test_raw_cells_stay_as_they_are(text: str) -> None:
    assert cells(text, raw=True) == text


@given(st.text())
def test_a_row_of_tsv_is_one_line_of_as_many_cells(text: str) -> None:
    """Tabs and line feeds within a text are escaped, raw or not."""
    for raw in (True, False):
        written = separated(["a", "b"], [{"a": text, "b": text}], "tsv", raw=raw)
        lines = written.removesuffix("\n").split("\n")
        assert [line.count("\t") for line in lines] == [1, 1]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_csv_gives_back_what_was_put_in(text: str) -> None:
    assert cells(text, raw=True) == text


# JSON


@given(
    st.recursive(
        st.text() | st.none() | st.integers(-(2**53), 2**53), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_json_says_the_same_and_holds_nothing_that_a_terminal_obeys(data: object) -> None:
    written = json_text({"data": data}, indent=2)
    assert json.loads(written) == {"data": data}
    assert all(line.isprintable() for line in written.removesuffix("\n").split("\n"))


def test_the_schema_comes_first_and_the_moment_is_told() -> None:
    moment = datetime(2026, 11, 21, 10, tzinfo=UTC)
    told = plain("status", One(text="x"), Known(3, moment, 9))
    assert list(told) == ["schema", "text", "known_at"]
    assert told["schema"] == "depositary/status/1"
    assert told["known_at"] == {"seq": 3, "recorded_at": "2026-11-21T10:00:00Z"}
    assert heads(["text"], Known(3, moment, 9)) == ["text", "known_at_seq", "known_at_recorded_at"]


# One answer, five forms


def test_every_format_of_a_command_is_a_form() -> None:
    """A face picks one of the table, and the page is its own."""
    assert {"table", *FORMS} == {*FORMATS, "ics", "svg", "png"}


QUERIES = [
    "status wco-caricc --as-of 2010-03-25",
    "explain wco-caricc --as-of 2011-02-28",
    "history icmpd-wco",
    "list --as-of 2010-08-01",
    "deadlines --as-of 2010-12-01",
    "diagram wco-caricc",
    "timeline wco-caricc --as-of 2011-02-01",
    "config show",
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_form_has_the_same_answers(query: str) -> None:
    """JSON, its lines, and the rows of both tables agree in number and content."""
    whole = run(f"{query} --format json").json
    several = whole if isinstance(whole, list) else [whole]
    lines = [json.loads(line) for line in run(f"{query} --format jsonl").out.splitlines()]
    if query != "config show":  # which tells of the option itself
        assert lines == several
    rows = list(csv.DictReader(io.StringIO(run(f"{query} --format csv --raw").out)))
    assert len(rows) == len(several)
    for row, answer in zip(rows, several, strict=True):
        assert row.keys() <= answer.keys() | {"known_at_seq", "known_at_recorded_at"}
    assert len(run(f"{query} --format tsv").out.splitlines()) == len(several) + 1


@pytest.mark.parametrize("query", QUERIES)
def test_a_pipe_gets_plain_text(query: str) -> None:
    """No escapes, no cut, nothing behind the last word of a line."""
    out = run(query).out
    assert out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f…]| +$", out, re.MULTILINE)


@pytest.mark.parametrize("query", QUERIES)
def test_an_ascii_stdout_works(query: str) -> None:
    for format in ("table", "json", "csv"):
        ran = run(f"{query} --format {format}", encoding="ascii")
        assert ran.code == 0
        assert ran.out.isascii()


def test_a_table_without_rows_has_its_heads() -> None:
    """Programs that read it find their columns."""
    ran = run("list --as-of 1990-01-01 --format csv")
    assert ran.out.startswith("agreement,title,as_of,state,since,")
    assert len(ran.out.splitlines()) == 1
    assert run("list --as-of 1990-01-01 --format json").json == []


# Colour


def colored(*arguments: str, terminal: bool) -> bool:
    return "\x1b[" in run("status wco-caricc " + " ".join(arguments), terminal=terminal).out


@pytest.mark.parametrize(
    ("environment", "arguments", "terminal", "color"),
    [
        ({}, "", True, True),
        ({}, "", False, False),
        ({"TERM": "dumb"}, "", True, False),
        ({"NO_COLOR": "1"}, "", True, False),
        ({"NO_COLOR": ""}, "", True, True),
        ({"NO_COLOR": "1"}, "--color always", False, True),
        ({"FORCE_COLOR": "1"}, "", False, True),
        ({"FORCE_COLOR": "1"}, "--color never", True, False),
        ({"DEPOSITARY_COLOR": "always"}, "", False, True),
    ],
)
def test_colour_is_for_those_who_want_it(
    environment: dict[str, str], arguments: str, terminal: bool, color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert colored(arguments, terminal=terminal) is color


@pytest.mark.parametrize("query", QUERIES[:-1])  # the last tells of the option itself
def test_without_its_colours_a_page_says_the_same(query: str) -> None:
    """Meaning never rests on colour."""
    assert re.sub(r"\x1b\[\d+m", "", run(f"{query} --color always").out) == run(query).out


def test_a_narrow_terminal_gets_narrow_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells go on below; nothing runs over the edge, and nothing is cut."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    out = run("list", terminal=True).out
    assert "…" not in out
    assert max(map(len, out.splitlines()[:3])) <= 60


@given(st.text())
def test_a_page_is_clean_whatever_is_put_on_it(text: str) -> None:
    """Colours are the only escapes, and they are ours."""
    paper = Paper(60, color=True)
    paper.title(text, Styled(text, "red"))
    paper.field("Label", text)
    paper.table([("A", "B"), (text, Styled(text, "green"))])
    plain_text = re.sub(r"\x1b\[\d+m", "", paper.text)
    assert all(line.isprintable() or "\u200d" in line or "\u200c" in line for line in plain_text.split("\n"))
